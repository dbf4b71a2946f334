"""Reads the training log that Spotter itself exports (`training.log_csv`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts, compact
from spotter.intake.errors import Damaged
from spotter.intake.readings import known
from spotter.intake.strength.sets import SET_S
from spotter.intake.strength.table import Row, Table, header
from spotter.training.catalogue import catalogue
from spotter.training.log_csv import COLUMNS, LATER_COLUMNS, sessions
from spotter.training.session import Focus, LoggedSet, SessionLog

SOURCE = "Spotter"
_DEVICE = "app Spotter"
_NEAR = timedelta(hours=26)
_ACTIVITY = {
    Focus.ENDURANCE: "cardio",
    Focus.INTERVALS: "hiit",
    Focus.MOBILITY: "mobility",
    Focus.BALANCE: "mobility",
    Focus.RECOVERY: "mobility",
}


def detect(head: bytes) -> bool:
    """Return whether `head` begins a training log of Spotter: it has all of its columns."""
    return set(COLUMNS) - LATER_COLUMNS <= set(header(head))


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets, workouts and efforts of every session; raises `Damaged`.

    A session with a row that no such file has is refused as a whole.
    """
    drafts, table = Drafts(now=now, about=about), Table(opened.stream, strip=False)
    damage: Damaged | None = None
    try:
        for found in _by_session(table):
            try:
                for log in sessions(found):
                    _tell(log, about.zone, drafts)
            except (ValueError, KeyError, OverflowError):
                drafts.refuse("unreadable_row", "Session")
            if drafts.full:
                yield drafts.take(table.offset)
    except Damaged as error:
        damage = error
    yield drafts.take(table.offset)
    if damage is not None:
        raise damage


def _by_session(table: Table) -> Iterator[list[Row]]:
    """Yield the rows of one session after another; also what came before the table breaks off."""
    rows: list[Row] = []
    try:
        for row in table:
            if rows and row["spotter_session"] != rows[0]["spotter_session"]:
                yield rows
                rows = []
            rows.append(row)
    except Damaged:
        if rows:
            yield rows
        raise
    if rows:
        yield rows


def _tell(log: SessionLog, zone: tzinfo, drafts: Drafts) -> None:
    nth: dict[str, int] = {}
    for index, one in enumerate(log.sets, 1):
        nth[one.exercise] = nth.get(one.exercise, 0) + 1
        _set(log, replace(one, at=_on_day(log, one.at, zone)), index, nth[one.exercise], drafts)
    if not log.finished and not log.sets:
        return
    first = log.sets[0].at if log.sets else None
    start = (_on_day(log, first, zone) if first else _noon(log, zone)).astimezone(UTC)
    duration_s = _duration(log)
    about = {
        "title": log.title,
        "focus": log.focus.value,
        "programme": log.programme,
        "sets": len(log.sets),
        "pain": {site.value: score for site, score in log.pain.items()},
    }
    drafts.add(
        "Workout",
        "workout",
        start,
        start + timedelta(seconds=duration_s),
        value=duration_s,
        unit="s",
        text=_ACTIVITY.get(log.focus, "strength"),
        source=SOURCE,
        device=_DEVICE,
        metadata=known(about),
        content=compact(["workout", log.id]),
    )
    if log.session_rpe is not None:
        end = start + timedelta(seconds=duration_s)
        drafts.add("Effort", "effort", end, value=log.session_rpe, source=SOURCE, device=_DEVICE)


def _on_day(log: SessionLog, at: datetime, zone: tzinfo) -> datetime:
    """Return `at`; noon of the session's day when it was entered on another day than that.

    A session may go past midnight, and be entered from elsewhere.
    """
    return at if abs(at - _noon(log, zone)) <= _NEAR else _noon(log, zone)


def _noon(log: SessionLog, zone: tzinfo) -> datetime:
    return datetime.combine(log.day, time(12), tzinfo=zone)


def _duration(log: SessionLog) -> float:
    """Return seconds: as told, else from the first set to the last, and one set more."""
    if log.duration_min is not None:
        return max(0.0, log.duration_min * 60)
    if not log.sets:
        return 0.0
    done = [one.at for one in log.sets]
    return (max(done) - min(done)).total_seconds() + SET_S


def _set(log: SessionLog, one: LoggedSet, index: int, nth: int, drafts: Drafts) -> None:
    exercises = catalogue()
    name = exercises.get(one.exercise).name if one.exercise in exercises else one.exercise
    about = {
        "reps": one.reps,
        "duration_s": one.duration_s,
        "rpe": one.rpe,
        "kind": one.kind.value,
        "index": index,
        "nth": nth,
        "workout": log.title,
        "session": log.id,
        "load": "external" if one.load_kg else "bodyweight",
        "pain": one.pain,
        "pain_site": one.pain_site and one.pain_site.value,
    }
    drafts.add(
        "Set",
        "set",
        one.at,
        value=one.load_kg,
        unit="kg",
        text=name,
        source=SOURCE,
        device=_DEVICE,
        metadata=known(about),
        content=compact([log.id, one.exercise, nth, one.reps, one.duration_s, one.kind]),
    )
