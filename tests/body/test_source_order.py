"""Whom the athlete believes first: by rule, or as chosen."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from body.raws import BERLIN, Row, app, asleep, at, frame, phone, sample, workout
from spotter.body.daily import aggregate
from spotter.body.priority import RULES
from spotter.body.recompute import contested
from spotter.body.sets import told_once
from spotter.training.session import DoneSet

DAY = date(2025, 3, 2)
MORNING = at("2025-03-02 08:00")
WATCH, RING = {"source": "Watch"}, {"source": "Ring", "device": "ring"}


def value(rows: list[Row], metric: str, **order: tuple[str, ...]) -> float | None:
    days = aggregate(frame(rows).lazy(), BERLIN, order=order)
    return days[DAY].values.get(metric)


NIGHT = at("2025-03-01 23:00")
READINGS: list[tuple[str, str, list[Row], float, float]] = [
    ("sleep", "sleep_s", [asleep(NIGHT, 7), asleep(NIGHT, 6, **RING)], 7 * 3600, 6 * 3600),
    ("steps", "steps", [sample("steps", MORNING, 900, minutes=9), app("steps", MORNING, 700, 9)],
     900, 700),
    ("resting_heart_rate", "resting_hr_bpm", [
        sample("resting_heart_rate", MORNING, 50), app("resting_heart_rate", MORNING, 55)], 50, 55),
    ("hrv_rmssd", "hrv_rmssd_ms", [
        *(sample("hrv_rmssd", NIGHT + timedelta(hours=3 + n), 60) for n in range(3)),
        app("hrv_rmssd", NIGHT + timedelta(hours=4), 40)], 60, 40),
    ("spo2", "spo2", [sample("spo2", MORNING, 0.97), app("spo2", MORNING, 0.94)], 0.97, 0.94),
    ("mass", "mass_kg", [
        sample("mass", MORNING, 70), app("mass", MORNING + timedelta(hours=1), 71)], 70, 71),
    ("vo2max", "vo2max_ml_kg_min", [
        app("vo2max", MORNING, 44), sample("vo2max", MORNING + timedelta(hours=1), 48)], 48, 44),
    ("heart_rate", "hr_max_bpm", [
        sample("heart_rate", MORNING, 60), app("heart_rate", MORNING, 90)], 60, 90),
    ("active_energy", "active_energy_kj", [
        sample("activity_summary", at("2025-03-02 01:00"), 2000, text="2025-03-02"),
        sample("active_energy", MORNING, 500, minutes=9),
        app("active_energy", MORNING, 300, 9)], 2000, 300),
]  # fmt: skip


@pytest.mark.parametrize(("signal", "metric", "rows", "by_rule", "chosen"), READINGS)
def test_a_source_put_first_is_believed(
    signal: str, metric: str, rows: list[Row], by_rule: float, chosen: float
) -> None:
    other = "Ring" if signal == "sleep" else "App"
    assert value(rows, metric) == pytest.approx(by_rule)
    assert value(rows, metric, **{signal: (other,)}) == pytest.approx(chosen)


def test_a_source_put_first_that_told_nothing_leaves_the_rule() -> None:
    rows = [sample("steps", MORNING, 900, minutes=9), app("steps", MORNING, 700, 9)]
    assert value(rows, "steps", steps=("Nobody",)) == 900


def test_steps_of_the_first_are_filled_up_by_the_others() -> None:
    later = MORNING + timedelta(hours=2)
    rows = [sample("steps", MORNING, 900, minutes=9), phone("steps", later, 300, 5)]
    assert value(rows, "steps", steps=("Phone",)) == 1200


RUN = [
    workout(MORNING, 60, metadata={"hr_mean_bpm": 150}),
    workout(MORNING + timedelta(seconds=20), 58, source="Phone", device="phone iPhone14,5"),
    workout(MORNING - timedelta(seconds=40), 62, source="Strava", device=""),
]


@pytest.mark.parametrize("order", [(), ("Strava",), ("Phone", "Strava")])
def test_a_run_of_watch_phone_and_app_counts_once(order: tuple[str, ...]) -> None:
    days = aggregate(frame(RUN).lazy(), BERLIN, order={"workout": order})
    seconds = {(): 3600, ("Strava",): 3720, ("Phone", "Strava"): 3480}[order]
    assert days[DAY].values["workout_s"] == pytest.approx(seconds)
    assert days[DAY].sources["workout_s"] == (order or ("Watch",))[0]


def test_the_beats_of_one_run_from_two_files_count_once() -> None:
    beats = [sample("heart_rate", MORNING + timedelta(seconds=5 * n), 150) for n in range(120)]
    rest = [sample("heart_rate", MORNING + timedelta(minutes=30 + n), 60) for n in range(120)]
    again = [app("heart_rate", MORNING + timedelta(seconds=n), 152) for n in range(600)]
    assert value(beats + rest + again, "hr_mean_bpm") == pytest.approx(105)


def test_only_days_that_several_told_of_are_computed_anew() -> None:
    alone = sample("mass", MORNING - timedelta(days=3), 70)
    both = [sample("mass", MORNING, 70), app("mass", MORNING, 71)]
    rows = frame([alone, *both, app("steps", MORNING - timedelta(days=3), 10, 5)]).lazy()
    assert contested(rows, BERLIN, ["mass"]) == {DAY}


def test_an_exercise_that_two_logs_tell_of_counts_once() -> None:
    typed = [DoneSet("plank", DAY, 8, 60.0, source="Strong")] * 2
    felt = [DoneSet("plank", DAY, 8, source="Watch")] * 3
    other = DoneSet("push_up", DAY, 8, source="Watch")
    assert told_once([*typed, *felt, other]) == [*typed, other]
    assert told_once([*typed, *felt, other], ["Watch"]) == [*felt, other]


def test_every_rule_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "body.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", page, re.MULTILINE))
    assert {name: rows.get(name) for name in RULES} == dict(RULES)
