"""What was done in training, as numbers of a day: sets, muscles, bests, times."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from spotter.body.features.columns import FORMULAS, LIFTS
from spotter.body.loads import session_load
from spotter.body.state import Day
from spotter.kit.errors import BadInput
from spotter.kit.time import zone
from spotter.training import strength
from spotter.training.elsewhere import besides
from spotter.training.exercise import Muscle
from spotter.training.session import DoneSet, LoggedSet, SessionLog, SetKind
from spotter.training.volume import of_sets

_FORMULAS = {name: getattr(strength, name) for name in FORMULAS}
# At most three repetitions left in reserve.
_NEAR_FAILURE_RPE = 7.0

AnySet = LoggedSet | DoneSet


def work(
    day: Day | None, logs: Sequence[SessionLog], done: Sequence[DoneSet], time_zone: str
) -> dict[str, object]:
    """Return the columns of `columns.DONE`, of sets by muscle and of bests that are known.

    A logged session and an imported set are both work done; what is told by both counts once.
    """
    here = [one for log in logs for one in log.sets]
    every: list[AnySet] = [*here, *besides(done, logs)]
    sets = [one for one in every if one.kind is SetKind.WORK]
    found: dict[str, float | None] = {**_sessions(day, logs, done)}
    if logs:
        found["session_hour"] = _hour(here, time_zone)
    if sets or logs or done:
        found |= _sets(sets) | _bests(sets)
    return {name: float(value) for name, value in found.items() if value is not None}


def _sessions(
    day: Day | None, logs: Sequence[SessionLog], done: Sequence[DoneSet]
) -> dict[str, float | None]:
    recorded = day is not None and "workout_s" in day.values
    if not logs:
        return {"sessions": 1.0} if recorded or done else {}
    rated = [log.session_rpe for log in logs if log.session_rpe]
    planned = [log for log in logs if log.planned_sets]
    return {
        "sessions": len(logs),
        "session_rpe": fmean(rated) if rated else None,
        "session_min": sum(session_load(log)[1] for log in logs),
        "planned_sets": sum(log.planned_sets for log in planned) if planned else None,
        "done_sets": sum(len(_work(log)) for log in planned) if planned else None,
        "programme_week": max(log.week for log in logs),
    }


def _work(log: SessionLog) -> list[LoggedSet]:
    return [one for one in log.sets if one.kind is SetKind.WORK]


def _hour(sets: Sequence[LoggedSet], time_zone: str) -> float | None:
    if not sets:
        return None
    began = min(one.at for one in sets).astimezone(zone(time_zone))
    return began.hour + began.minute / 60


def _sets(sets: Sequence[AnySet]) -> dict[str, float | None]:
    rpe = [one.rpe for one in sets if one.rpe is not None]
    reps = [one.reps for one in sets if one.reps is not None]
    by_muscle = of_sets(one.exercise for one in sets)
    return {
        "hard_sets": len(sets),
        "near_failure_sets": sum(one >= _NEAR_FAILURE_RPE for one in rpe) if rpe else None,
        "rated_sets": len(rpe),
        "set_rpe": fmean(rpe) if rpe else None,
        "set_reps": fmean(reps) if reps else None,
        "tonnage_kg": sum((one.load_kg or 0.0) * (one.reps or 0) for one in sets),
        "distinct_exercises": len({one.exercise for one in sets}),
        **{f"sets_{muscle}": by_muscle.get(muscle, 0.0) for muscle in Muscle},
    }


def _bests(sets: Sequence[AnySet]) -> dict[str, float | None]:
    """Return the day's best estimate of each lift by each formula."""
    found: dict[str, float | None] = {}
    for lift, exercise in LIFTS.items():
        own = [one for one in sets if one.exercise == exercise]
        for name in FORMULAS:
            estimates = [one for one in (_e1rm(each, name) for each in own) if one is not None]
            found[f"e1rm_{lift}_{name}_kg"] = max(estimates, default=None)
    return found


def _e1rm(one: AnySet, formula: str) -> float | None:
    if not one.load_kg or not one.reps:
        return None
    try:
        return strength.e1rm(one.load_kg, one.reps, one.rpe, _FORMULAS[formula])
    except BadInput:
        # An imported log may hold what nobody can have done; it says nothing about strength.
        return None
