"""The second checker must be able to see: take a rule away and it finds what slips through."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from safety import independent_checker
from safety.independent_checker import Athlete, complaints
from safety.people import TODAY, block, checkin, log, logged, profile, session
from spotter.athletes.profile import BodySite, Clearance, Experience, Limitation, Severity
from spotter.safety import gate
from spotter.safety.approved import ApprovedSession
from spotter.safety.questions import all_clear
from spotter.safety.rules import RULES
from spotter.safety.state import observe
from spotter.training.session import Session

ENOUGH = tuple(
    log(TODAY - timedelta(days=days), *(logged("push_up", load_kg=None),) * 2)
    for days in (24, 17, 10, 4)
)


def athlete(**changes: Any) -> Athlete:
    base = Athlete(TODAY, profile(), all_clear(TODAY), (checkin(heat_index_c=18.0),), ENOUGH)
    return replace(base, **changes)


def told(clearance: str = "", **answers: Any) -> Athlete:
    screening = all_clear(TODAY)
    screening = replace(
        screening,
        answers={**screening.answers, **answers},
        clearance=Clearance(TODAY, clearance) if clearance else None,
    )
    return athlete(screening=screening)


def squatted(*days: int, **one: Any) -> Athlete:
    sets = (logged(**one),) * 3
    logs = [log(TODAY - timedelta(days=ago), *sets) for ago in days]
    return athlete(logs=tuple(sorted((*ENOUGH, *logs), key=lambda one: one.day)))


def today(**changes: Any) -> Athlete:
    return athlete(checkins=(checkin(**{"heat_index_c": 18.0, **changes}),))


PLAIN = session(block("push_up"))
HARD = session(block("push_up", rpe=8.0))
LIFT = session(block(load_kg=20.0))

# Rules that back each other up are taken away together.
SLIPS: dict[str, tuple[Callable[[], Athlete], Session]] = {
    "S01": (lambda: told(heart_condition=True), PLAIN),
    "S02": (lambda: athlete(screening=all_clear(TODAY - timedelta(days=366))), PLAIN),
    "S03": (lambda: replace(
        told(used_to_vigorous=False), profile=profile(age_years=50)), HARD),
    "S04": (lambda: today(symptoms=frozenset({"dizziness"})), PLAIN),
    "S05": (lambda: today(symptoms=frozenset({"chest_pain"})), PLAIN),
    "S07 S06": (lambda: today(systolic_mmhg=182.0, diastolic_mmhg=80.0), PLAIN),
    "S09": (lambda: replace(told(
        high_blood_pressure=True, blood_pressure_controlled=True, systolic_mmhg=120.0,
        diastolic_mmhg=80.0)), HARD),
    "S10": (lambda: told(medicines=("beta_blocker",), medicines_fine=True), session(
        block("bike_steady", reps=None, duration_s=600, hr_bpm=(110, 130)))),
    "S12": (lambda: today(glucose_mmol_l=4.5), HARD),
    "S13": (lambda: today(glucose_mmol_l=15.0, ketones="large"), PLAIN),
    "S15 S16": (lambda: today(glucose_mmol_l=2.5), PLAIN),
    "S16": (lambda: today(glucose_mmol_l=3.5), PLAIN),
    "S18": (lambda: told(
        pregnancy="pregnant", pregnancy_weeks=10.0, pregnancy_provider_ok=True,
        pregnancy_problems=("vasa_previa",)), PLAIN),
    "S19": (lambda: told(
        pregnancy="pregnant", pregnancy_weeks=10.0, pregnancy_provider_ok=False,
        pregnancy_problems=("none",)), PLAIN),
    "S19b": (lambda: told(
        pregnancy="pregnant", pregnancy_weeks=25.0, pregnancy_provider_ok=True,
        pregnancy_problems=("none",)), session(block("glute_bridge"))),
    "S19c": (lambda: told(
        pregnancy="pregnant", pregnancy_weeks=10.0, pregnancy_provider_ok=True,
        pregnancy_problems=("none",)), session(block(
            "bike_easy", reps=None, duration_s=3600, rpe=3.0, sets=3))),
    "S21": (lambda: told(eating_disorder=True), PLAIN),
    "S22": (lambda: told(missed_cycles=4.0), PLAIN),
    "S23": (lambda: told(
        stress_fractures_high=1.0, stress_fractures_low=0.0, stress_fracture=True), PLAIN),
    "S24": (lambda: athlete(profile=profile(mass_kg=50.0)), PLAIN),
    "S25": (lambda: athlete(profile=profile(age_years=17)), PLAIN),
    "S27": (lambda: athlete(profile=profile(age_years=70)), session(block("push_up", sets=4))),
    "S28": (lambda: today(ill=True), PLAIN),
    "S32": (lambda: today(pain={BodySite.KNEE: 7}), LIFT),
    "S33": (lambda: squatted(6, 3, pain=4, load_kg=None), session(block())),
    "S34": (lambda: squatted(5, 9, 11, 12), session(block(load_kg=80.0))),
    "S35b": (lambda: squatted(5), session(block(load_kg=44.0, reps=6))),
    "S35": (athlete, session(block("push_up", sets=6), block("machine_chest_press",
            sets=4), block("dumbbell_bench_press", sets=3))),
    "S36": (lambda: replace(squatted(3, 5, 7, 9, 11, 13), profile=profile(
        experience=Experience.BEGINNER)), session(block(sets=8))),
    "S37": (lambda: squatted(1), LIFT),
    "S38": (athlete, session(block("push_up", rpe=9.0))),
    "S38b": (lambda: athlete(logs=()), HARD),
    "S39": (lambda: squatted(30), session(block(load_kg=40.0))),
    "S40": (lambda: squatted(1, 2, 3, 5, 6), PLAIN),
    "S42": (lambda: athlete(profile=profile(experience=Experience.BEGINNER)), session(
        block(load_kg=6.0, reps=1), block("push_up"))),
    "S44": (lambda: today(heat_index_c=35.0), session(
        block("brisk_walk", reps=None, duration_s=600))),
    "S45": (lambda: told(medicines=("blood_thinner",), medicines_fine=True), session(
        block("squat_jump", rpe=6.0), block("push_up"))),
    "S46": (lambda: told(hernia=True), PLAIN),
    "S46b": (lambda: told("any", hernia=True), session(block("leg_press", load_kg=20.0))),
    "S48": (athlete, session(block("push_up", reps=150), block("push_up"))),
    "A01": (lambda: told(acl_rehab=True), PLAIN),
    "D01": (lambda: athlete(checkins=()), HARD),
    "D02": (lambda: athlete(profile=profile(
        limitations=(Limitation(BodySite.KNEE, Severity.SEVERE),))), session(block())),
    "C01": (lambda: told("light", heart_condition=True), HARD),
}  # fmt: skip


@pytest.mark.parametrize("ids", SLIPS)
def test_the_second_checker_finds_what_slips_through_without_a_rule(ids: str) -> None:
    make, proposal = SLIPS[ids]
    who = make()
    state = observe(who.day, who.profile, who.screening, who.checkins, who.logs, None)
    whole = gate.review(proposal, state)
    if isinstance(whole, ApprovedSession):
        assert complaints(who, whole.session) == []
    without = [rule for rule in RULES if rule.id not in ids.split()]
    slipped = gate._review(proposal, state, without)
    assert isinstance(slipped, ApprovedSession), slipped
    assert complaints(who, slipped.session)


FILES = sorted(Path(independent_checker.__file__).parent.glob("independent_*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_second_checker_does_not_know_the_rules(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not [name for name in imported if name.startswith("spotter.safety")]


def test_an_ordinary_athlete_has_nothing_to_complain_about() -> None:
    assert complaints(athlete(), session(block("push_up", rpe=7.0))) == []
