"""Training done elsewhere, as sessions: what imported logs tell counts like our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from spotter.training.session import DoneSet, Focus, LoggedSet, SessionLog


def as_logs(elsewhere: Iterable[DoneSet], own: Sequence[SessionLog]) -> tuple[SessionLog, ...]:
    """Return one session log per day and source, oldest first; none belongs to a programme.

    An exercise logged here and elsewhere on the same day is one and the same: ours is kept, since
    it has the pain. A session from elsewhere was never rated, and counts as done.
    """
    here = {(log.day, one.exercise) for log in own for one in log.sets}
    found: dict[tuple[date, str], list[DoneSet]] = {}
    for one in elsewhere:
        if (one.day, one.exercise) not in here:
            found.setdefault((one.day, one.source), []).append(one)
    return tuple(_log(day, source, sets) for (day, source), sets in sorted(found.items()))


def _log(day: date, source: str, sets: Sequence[DoneSet]) -> SessionLog:
    # The hour is not known; only the day of a set is ever asked for.
    noon = datetime.combine(day, time(12), UTC)
    return SessionLog(
        id=f"elsewhere:{source}:{day.isoformat()}",
        day=day,
        title="Training logged elsewhere",
        focus=Focus.MIXED,
        sets=tuple(
            LoggedSet(
                one.exercise,
                noon,
                reps=one.reps,
                duration_s=one.duration_s,
                load_kg=one.load_kg,
                rpe=one.rpe,
                kind=one.kind,
            )
            for one in sets
        ),
        planned_sets=len(sets),
    )
