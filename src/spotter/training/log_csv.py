"""The training log as CSV: one row per set, exactly what was logged and nothing else.

A session without sets is one row with an empty `exercise`. Numbers are written so that reading them
gives the same number; a cell is empty for what was not told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from spotter.athletes.profile import BodySite
from spotter.training.session import Focus, LoggedSet, SessionLog, SetKind

FILE_NAME = "training-log.csv"
_SESSION = (
    "spotter_session", "day", "title", "focus", "programme", "programme_day", "week",
    "planned_sets", "asked_rpe", "session_rpe", "duration_min", "mood", "session_pain", "symptoms",
)  # fmt: skip
_SET = (
    "set", "exercise", "at", "reps", "duration_s", "load_kg", "rpe", "kind", "pain", "pain_site",
    "block",
)  # fmt: skip
COLUMNS = (*_SESSION, *_SET)
# Files written before these columns were there have none of them.
LATER_COLUMNS = frozenset({"asked_rpe"})

Row = Mapping[str, str]
Told = TypeVar("Told")


def rows(logs: Iterable[SessionLog]) -> Iterator[str]:
    """Yield the file line by line, with its header."""
    yield _line(COLUMNS)
    for log in logs:
        told = _told(log)
        if not log.sets:
            yield _line([*told, *[""] * len(_SET)])
        for number, one in enumerate(log.sets, 1):
            yield _line([*told, str(number), *_done(one)])


def sessions(found: Iterable[Row]) -> Iterator[SessionLog]:
    """Yield the sessions of rows with the columns of `COLUMNS`, the rows of each together.

    Raises ValueError for a row that this file never has.
    """
    log: SessionLog | None = None
    for row in found:
        begun = _log(row)
        if log is not None and replace(log, sets=()) != begun:
            yield log
            log = None
        log = log or begun
        if row["exercise"]:
            log = replace(log, sets=(*log.sets, _set(row)))
    if log is not None:
        yield log


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _told(log: SessionLog) -> list[str]:
    return [
        log.id,
        log.day.isoformat(),
        log.title,
        log.focus,
        log.programme,
        log.programme_day,
        str(log.week),
        str(log.planned_sets),
        _cell(log.asked_rpe),
        _cell(log.session_rpe),
        _cell(log.duration_min),
        _cell(log.mood),
        " ".join(f"{site}:{score}" for site, score in sorted(log.pain.items())),
        " ".join(sorted(log.symptoms)),
    ]


def _done(one: LoggedSet) -> list[str]:
    return [
        one.exercise,
        one.at.isoformat(),
        _cell(one.reps),
        _cell(one.duration_s),
        _cell(one.load_kg),
        _cell(one.rpe),
        one.kind,
        _cell(one.pain),
        one.pain_site or "",
        _cell(one.block),
    ]


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def _log(row: Row) -> SessionLog:
    pain = (each.rsplit(":", 1) for each in row["session_pain"].split())
    return SessionLog(
        row["spotter_session"],
        date.fromisoformat(row["day"]),
        row["title"],
        Focus(row["focus"]),
        programme=row["programme"],
        programme_day=row["programme_day"],
        week=int(row["week"]),
        planned_sets=int(row["planned_sets"]),
        asked_rpe=_if_told(row.get("asked_rpe", ""), float),
        session_rpe=_if_told(row["session_rpe"], float),
        duration_min=_if_told(row["duration_min"], float),
        mood=_if_told(row["mood"], int),
        pain={BodySite(site): int(score) for site, score in pain},
        symptoms=frozenset(row["symptoms"].split()),
    )


def _set(row: Row) -> LoggedSet:
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise ValueError(f"{row['at']!r} names no offset")
    return LoggedSet(
        row["exercise"],
        at,
        reps=_if_told(row["reps"], int),
        duration_s=_if_told(row["duration_s"], int),
        load_kg=_if_told(row["load_kg"], float),
        rpe=_if_told(row["rpe"], float),
        kind=SetKind(row["kind"]),
        pain=_if_told(row["pain"], int),
        pain_site=_if_told(row["pain_site"], BodySite),
        block=_if_told(row["block"], int),
    )


def _if_told(text: str, kind: Callable[[str], Told]) -> Told | None:
    return kind(text) if text else None
