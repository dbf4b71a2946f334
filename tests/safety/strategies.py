"""Random athletes, days and proposals over the real catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from safety.independent_checker import Athlete
from safety.people import TODAY, checkin, log, logged, profile
from spotter.athletes.profile import (
    BodySite,
    Clearance,
    Equipment,
    Experience,
    Limitation,
    Screening,
    Severity,
    Sex,
)
from spotter.safety.questions import QUESTIONS, all_clear
from spotter.safety.redflags import SYMPTOMS
from spotter.training.catalogue import catalogue
from spotter.training.session import Block, Focus, Part, PlannedSet, Session, SetKind

EXERCISES = sorted(exercise.id for exercise in catalogue())
FEW = ["goblet_squat", "barbell_bench_press", "leg_press", "push_up", "glute_bridge", "squat_jump"]
FLAGS = [symptom.id for symptom in SYMPTOMS]


def rarely(value: st.SearchStrategy[Any], usual: Any, often: int = 6) -> st.SearchStrategy[Any]:
    """Draw `usual` most of the time, so that most athletes are not refused at once."""
    return st.integers(0, often).flatmap(lambda dice: value if dice == 0 else st.just(usual))


exercises = st.sampled_from(FEW) | st.sampled_from(EXERCISES)
levels = st.dictionaries(st.sampled_from(list(BodySite)), st.integers(0, 10), max_size=2)


@st.composite
def planned_sets(draw: st.DrawFn, exercise: str) -> PlannedSet:
    found = catalogue().get(exercise)
    timed = found.measure == "duration"
    load = st.floats(0, 150) if found.increment_kg > 0 else st.none()
    odd = st.sampled_from([float("nan"), float("inf"), -5.0, 500.0])
    return PlannedSet(
        rpe=draw(rarely(st.sampled_from([float("nan"), 0.0, 11.0]), draw(st.sampled_from(
            [3.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])), 20)),
        rest_s=draw(rarely(st.integers(-10, 5000), 90, 20)),
        reps=None if timed else draw(rarely(st.integers(-1, 200), draw(st.integers(1, 15)), 20)),
        duration_s=draw(st.integers(10, 1800)) if timed else None,
        load_kg=draw(rarely(odd, draw(load), 20)) if found.increment_kg > 0 else None,
        kind=draw(rarely(st.just(SetKind.WARM_UP), SetKind.WORK)),
        hr_bpm=draw(rarely(st.just((120, 150)), None)),
    )  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    exercise = draw(exercises)
    one = draw(planned_sets(exercise))
    more = draw(st.lists(planned_sets(exercise), max_size=1))
    return Block(
        draw(st.sampled_from([Part.MAIN, Part.MAIN, Part.ACCESSORY, Part.WARM_UP])),
        exercise,
        (one,) * draw(st.integers(1, 6)) + tuple(more),
    )


sessions = st.builds(
    lambda parts: Session("Any", Focus.STRENGTH, tuple(parts), 60),
    st.lists(blocks(), min_size=1, max_size=5),
)


@st.composite
def answers(draw: st.DrawFn) -> Screening:
    """Return mostly benign answers with up to three others, asked as the questions are."""
    base = all_clear(TODAY - timedelta(days=draw(rarely(st.integers(0, 400), 20, 20))))
    odd = draw(st.sets(st.sampled_from([question.id for question in QUESTIONS]), max_size=3))
    odd -= draw(rarely(st.just(set()), odd, 1))
    given: dict[str, Any] = {}
    for question in QUESTIONS:
        if not question.asked(given):
            continue
        if question.id in odd:
            given[question.id] = draw(_answer(question))
        elif question.benign is not None and question.required:
            given[question.id] = question.benign
    clearance = None
    if draw(rarely(st.just(True), False, 3)):
        on = TODAY - timedelta(days=draw(st.integers(0, 400)))
        clearance = Clearance(on, draw(st.sampled_from(["light", "moderate", "any"])))
        given["clearance_informed"] = draw(st.booleans())
    return replace(base, answers=given, clearance=clearance)


def _answer(question: Any) -> st.SearchStrategy[Any]:
    if question.kind == "yes_no":
        return st.just(not question.benign)
    if question.kind == "number":
        return st.integers(int(question.least), int(min(question.most, 250))).map(float)
    if question.kind == "choice":
        return st.sampled_from(question.options)
    if question.kind == "multi":
        return st.sampled_from(question.options).map(lambda one: (one,))
    return st.integers(0, 200).map(lambda days: (TODAY - timedelta(days=days)).isoformat())


@st.composite
def checkins(draw: st.DrawFn, ago: int) -> Any:
    flags = st.frozensets(st.sampled_from(FLAGS), min_size=1, max_size=2)
    return checkin(
        TODAY - timedelta(days=ago),
        soreness=draw(rarely(levels | st.none(), {}, 2)),
        pain=draw(rarely(levels | st.none(), {}, 2)),
        symptoms=draw(rarely(flags | st.none(), frozenset(), 25)),
        ill=draw(rarely(st.sampled_from([True, None]), False, 25)),
        systolic_mmhg=draw(rarely(st.floats(80, 220), None, 12)),
        diastolic_mmhg=draw(rarely(st.floats(50, 79), None, 12)),
        glucose_mmol_l=draw(rarely(st.floats(2, 25), None, 12)),
        ketones=draw(rarely(st.sampled_from(["none", "trace", "moderate"]), None, 3)),
        heat_index_c=draw(st.none() | st.floats(10, 45)),
    )


@st.composite
def logs(draw: st.DrawFn, ago: int) -> Any:
    day = TODAY - timedelta(days=ago)
    sets = []
    for exercise in draw(st.lists(exercises, min_size=1, max_size=2, unique=True)):
        found = catalogue().get(exercise)
        load = draw(st.integers(1, 40)) * found.increment_kg if found.increment_kg else None
        one = logged(
            exercise,
            day,
            load_kg=load,
            reps=None if found.measure == "duration" else draw(st.integers(3, 12)),
            duration_s=60 if found.measure == "duration" else None,
            rpe=draw(rarely(st.sampled_from([None, 4.0, 10.0]), 7.0)),
            pain=draw(rarely(st.integers(0, 10), None)),
        )
        sets += [one] * draw(st.integers(1, 4))
    flags = st.frozensets(st.sampled_from(FLAGS), max_size=1)
    return log(
        day,
        *sets,
        pain=draw(rarely(levels, {}, 5)),
        symptoms=draw(rarely(flags, frozenset(), 60)),
    )


@st.composite
def athletes(draw: st.DrawFn) -> Athlete:
    limits = st.builds(
        Limitation,
        st.sampled_from(list(BodySite)),
        st.sampled_from(list(Severity)),
        st.none() | st.integers(0, 300).map(lambda days: TODAY - timedelta(days=days)),
    )
    who = profile(
        age_years=draw(rarely(st.integers(10, 95) | st.none(), draw(st.integers(18, 80)), 20)),
        sex=draw(st.sampled_from([*Sex, None])),
        mass_kg=draw(rarely(st.floats(30, 200) | st.none(), 75.0, 20)),
        experience=draw(st.sampled_from(list(Experience))),
        equipment=draw(st.just(frozenset(Equipment)) | st.frozensets(
            st.sampled_from(list(Equipment)))),
        limitations=tuple(draw(rarely(st.lists(limits, max_size=2), [], 5))),
    )  # fmt: skip
    days = draw(st.sets(st.integers(0, 5), max_size=2)) | draw(rarely(st.just(set()), {0}))
    trained = draw(st.sets(st.integers(1, 60), max_size=8)) | draw(
        rarely(st.just(set()), {20, 25, 30}, 2)
    )
    return Athlete(
        TODAY,
        who,
        draw(rarely(st.none(), draw(answers()), 20)),
        tuple(draw(checkins(ago)) for ago in sorted(days, reverse=True)),
        tuple(draw(logs(ago)) for ago in sorted(trained, reverse=True)),
    )
