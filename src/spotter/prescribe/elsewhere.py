"""Training done elsewhere, as sessions: what imported logs tell counts like our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from spotter.training.elsewhere import besides
from spotter.training.session import DoneSet, Focus, LoggedSet, SessionLog, SetKind


def as_logs(elsewhere: Iterable[DoneSet], own: Sequence[SessionLog]) -> tuple[SessionLog, ...]:
    """Return one session log per day and source, oldest first; none belongs to a programme.

    What `own` tells already is left out. A session from elsewhere was never rated, and counts as
    done.
    """
    found: dict[tuple[date, str], list[DoneSet]] = {}
    for one in besides(elsewhere, own):
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
        # Lighter sets were no plan of their own: a session of many warm-ups was done too.
        planned_sets=sum(one.kind is SetKind.WORK for one in sets),
    )
