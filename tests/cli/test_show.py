"""A decision in a terminal says everything that it rests on."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from spotter.cli.show import NOTICE, show
from spotter.intake.reasons import kind_words

SETS = [
    {"kind": "warm_up", "reps": 5, "duration_s": None, "load_kg": 60.0, "rpe": 5.0, "rest_s": 90},
    {"kind": "work", "reps": 5, "duration_s": None, "load_kg": 100.0, "rpe": 8.0, "rest_s": 180},
    {"kind": "work", "reps": 5, "duration_s": None, "load_kg": 100.0, "rpe": 8.0, "rest_s": 180},
]
RUN = {
    "kind": "work",
    "reps": None,
    "duration_s": 1500,
    "load_kg": None,
    "rpe": 4.0,
    "rest_s": 0,
    "pace": "easy, full sentences",
    "hr_bpm": [120, 140],
}


def document(**changes: Any) -> dict[str, Any]:
    squat = {
        "part": "main",
        "exercise": "barbell_back_squat",
        "name": "Back squat",
        "one_sided": False,
        "sets": SETS,
        "reasons": [{"code": "kept", "text": "The same exercise as last time."}],
    }
    run = {
        "part": "conditioning",
        "exercise": "easy_run",
        "name": "Easy run",
        "one_sided": False,
        "sets": [RUN],
        "reasons": [],
    }
    return {
        "date": "2026-03-14",
        "readiness": {
            "score": 71.4,
            "confidence": 0.8,
            "evidence": [
                {"code": "hrv", "label": "HRV", "text": "52 ms, below your 58 ms", "score": 40.0}
            ],
            "missing": [{"code": "sleep", "text": "no sleep was recorded last night"}],
        },
        "verdict": "modified",
        "session": {"title": "Lower body", "duration_min": 55, "blocks": [squat, run]},
        "reasons": [{"code": "fresh", "text": "You slept well."}],
        "rules": [
            {
                "code": "S38",
                "action": "cap",
                "text": "Effort is limited.",
                "source": "ACSM",
                "needs_review": True,
            }
        ],
        "next_step": None,
        "alternatives": [
            {"kind": "easier", "label": "Easier", "session": {"title": "Walk", "duration_min": 30}}
        ],
        "import": {
            "records": 1234567,
            "days": 400,
            "rejected": 3,
            "by_kind": {"heart_rate": 1000000, "steps": 234567},
        },
        **changes,
    }


def shown(told: dict[str, Any], *, imperial: bool = False) -> str:
    console = Console(width=170)
    with console.capture() as captured:
        show(told, console, imperial=imperial)
    return " ".join(captured.get().replace("│", " ").split())


@pytest.mark.parametrize(
    "said",
    [
        "2026-03-14 · Lower body · about 55 min",
        "71 of 100",
        "confidence 80%",
        "52 ms, below your 58 ms",
        "missing: no sleep was recorded last night",
        "Approved with changes by the safety gate",
        "1 × 5 reps at 60 kg to warm up",
        "2 × 5 reps at 100 kg",
        "RPE 8",
        "3 min",
        "The same exercise as last time.",
        "1 × 25 min, easy, full sentences (120-140 bpm)",
        "You slept well.",
        "S38",
        "Effort is limited. (source awaits clinical review)",
        "Easier: Walk, about 30 min",
        "Read 1,234,567 records over 400 days: heart rate 1,000,000, steps 234,567.",
        "3 could not be used.",
        NOTICE,
    ],
)
def test_it_says(said: str) -> None:
    assert " ".join(said.split()) in shown(document())


def test_pounds_are_shown_to_those_who_think_in_pounds() -> None:
    assert "2 × 5 reps at 220 lb" in shown(document(), imperial=True)


def test_a_refusal_has_no_table_and_says_which_rules_spoke() -> None:
    rule = {"code": "S01", "action": "refer", "text": "Answer the questions.", "source": "x"}
    told = shown(document(verdict="refused", session=None, rules=[rule], next_step="Do this."))
    assert "No session today Do this." in told
    assert "S01 refer Answer the questions." in told
    assert "Exercise" not in told


def test_unknown_readiness_is_called_unknown_and_not_zero() -> None:
    nothing = {"score": None, "confidence": 0.0, "evidence": [], "missing": []}
    told = shown(document(readiness=nothing))
    assert "unknown" in told
    assert "of 100" not in told


def test_a_vendors_type_is_said_in_words() -> None:
    assert kind_words("HKQuantityTypeIdentifierDietaryWater") == "dietary water"
    assert kind_words("resting_heart_rate") == "resting heart rate"
    assert kind_words("HKDataTypeSleepDurationGoal") == "sleep duration goal"
    assert kind_words("hrv_sdnn") == "HRV (SDNN)"


def test_an_export_of_which_nothing_can_be_used_says_why() -> None:
    told = {
        "records": 2,
        "days": 0,
        "rejected": 2,
        "rejected_by_reason": {"in_the_future": 2},
        "by_kind": {},
    }
    text = shown(document(**{"import": told}))
    assert "None of the 2 records in this export could be used." in text
    assert "2 × is dated after the export." in text
    once = {**told, "days": 1, "by_kind": {"steps": 1}}
    assert "over 1 day:" in shown(document(**{"import": once}))
