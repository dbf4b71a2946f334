"""The daily table: all that is known of each calendar day of one athlete, as one row.

Nothing in a row rests on a later day: whether a day without training was a rest day is judged by
that day and by entries before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import polars as pl

from spotter.athletes.profile import Profile
from spotter.body.baseline import ONE_SOURCE
from spotter.body.checkin import Checkin
from spotter.body.features.columns import DAILY, MEASURED
from spotter.body.features.facts import facts_on
from spotter.body.features.said import answers
from spotter.body.features.seen import seen
from spotter.body.features.work import work
from spotter.body.loads import LOGGED, covered_by_then, merged
from spotter.body.state import Day
from spotter.form.watched import WatchedSet
from spotter.training.session import DoneSet, SessionLog

_Done = TypeVar("_Done", SessionLog, DoneSet, WatchedSet)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of one athlete; `days` as `body.daily.aggregate` makes them."""

    athlete_id: str
    days: Mapping[date, Day] = field(default_factory=dict)
    checkins: Sequence[Checkin] = ()
    logs: Sequence[SessionLog] = ()
    done: Sequence[DoneSet] = ()
    profile: Profile = field(default_factory=Profile)
    watched: Sequence[WatchedSet] = ()

    @property
    def last(self) -> date | None:
        """The last day of which anything is known."""
        told = (self.checkins, self.logs, self.done, self.watched)
        return max((*self.days, *(one.day for many in told for one in many)), default=None)


def daily_table(record: Record, *, last: date | None = None) -> pl.DataFrame:
    """Return one row of `columns.DAILY` for each day from the first known to `last`.

    `last` is the last day known where it is not given; what lies after it is left out. A record
    of nothing gives no rows.
    """
    days = {day: one for day, one in record.days.items() if last is None or day <= last}
    told = {one.day: one for one in record.checkins if last is None or one.day <= last}
    logs = _by_day(record.logs, last)
    done = _by_day(record.done, last)
    watched = _by_day(record.watched, last)
    every = {*days, *told, *logs, *done, *watched}
    if not every:
        return pl.DataFrame(schema=DAILY)
    first, end = min(every), last or max(every)
    covered = covered_by_then(days, [*told, *logs, *done])
    rows: list[dict[str, object]] = []
    for day in _dates(first, end):
        here = days.get(day)
        row: dict[str, object] = {"athlete_id": record.athlete_id, "day": day}
        row |= _measured(here) | facts_on(record.profile, day)
        # Who was watched in a set trained, even if nobody wrote down how much.
        row |= _load(here, logs.get(day, ()), day in covered and day not in watched)
        row |= work(here, logs.get(day, ()), done.get(day, ()), record.profile.time_zone)
        row |= answers(told.get(day), day in covered)
        row |= seen(watched.get(day, ()))
        rows.append(row)
    return pl.DataFrame(rows, schema=DAILY, orient="row")


def _by_day(items: Iterable[_Done], last: date | None) -> dict[date, list[_Done]]:
    found: dict[date, list[_Done]] = defaultdict(list)
    for one in items:
        if last is None or one.day <= last:
            found[one.day].append(one)
    return found


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _measured(day: Day | None) -> dict[str, object]:
    if day is None:
        return {}
    row: dict[str, object] = {name: day.values[name] for name in MEASURED if name in day.values}
    sources = {f"{name}__source": day.sources.get(name, "") for name in ONE_SOURCE if name in row}
    return row | sources


def _load(day: Day | None, logs: Sequence[SessionLog], covered: bool) -> dict[str, object]:
    found = merged(day, logs)
    if found is None:
        return {"load_au": 0.0} if covered else {}
    load, how = found
    return {"load_au": load, "load_rated": float(how == LOGGED)}
