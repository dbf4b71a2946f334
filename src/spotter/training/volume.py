"""Hard sets per muscle: a primary muscle counts one, a secondary one half.

The fractional count is the one best supported for growth and strength (Pelland 2024, 67 studies).
Warm-up and cool-down sets count nothing, nor do endurance, balance and mobility work: none of it
is resistance training. Planned and logged sets are counted alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise, Muscle, Pattern
from spotter.training.session import Part, Session, SessionLog, SetKind

PRIMARY = 1.0
SECONDARY = 0.5
UNCOUNTED_PATTERNS = frozenset({Pattern.LOCOMOTION, Pattern.BALANCE, Pattern.MOBILITY})
UNCOUNTED_PARTS = frozenset({Part.WARM_UP, Part.COOL_DOWN})

Volume = Mapping[Muscle, float]


def counts(exercise: Exercise) -> bool:
    """Return whether sets of `exercise` are resistance work."""
    return exercise.pattern not in UNCOUNTED_PATTERNS


def of_sets(exercise_ids: Iterable[str]) -> Volume:
    """Return fractional sets per muscle for one id per working set.

    An id that is not in the catalogue (a set logged under a name since removed) counts nothing.
    """
    total: dict[Muscle, float] = {}
    shipped = catalogue()
    for exercise_id in exercise_ids:
        if exercise_id not in shipped or not counts(exercise := shipped.get(exercise_id)):
            continue
        for muscle in exercise.primary:
            total[muscle] = total.get(muscle, 0.0) + PRIMARY
        for muscle in exercise.secondary:
            total[muscle] = total.get(muscle, 0.0) + SECONDARY
    return total


def of_session(session: Session) -> Volume:
    """Return the fractional sets per muscle that a planned session asks for."""
    return of_sets(
        block.exercise
        for block in session.blocks
        if block.part not in UNCOUNTED_PARTS
        for planned in block.sets
        if planned.kind is SetKind.WORK
    )


def of_logs(logs: Iterable[SessionLog]) -> Volume:
    """Return the fractional sets per muscle that were done in these sessions."""
    return of_sets(done.exercise for log in logs for done in log.sets if done.kind is SetKind.WORK)


def of_week(logs: Iterable[SessionLog], last: date) -> Volume:
    """Return the fractional sets per muscle of the seven days that end with `last`."""
    first = last - timedelta(days=6)
    return of_logs(log for log in logs if first <= log.day <= last)
