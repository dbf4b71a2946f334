"""What a sync asks for: parts, each a kind and a stretch of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from spotter.intake.oura.kinds import KINDS, Kind

# Oura was founded in 2013: nobody has an earlier document.
_BEGINNING = date(2013, 1, 1)
# Longer stretches of time series are refused.
_STRETCH = timedelta(days=30)
# What is of tomorrow (a bedtime recommended) is asked for too, wherever the athlete is.
_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Part:
    """One question to Oura, asked until its last page."""

    kind: Kind
    asked: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return what tells this part from the others of its sync."""
        return f"{self.kind.name}:{self.asked.get('start_date', self.asked.get('start_datetime'))}"


def parts(
    kind: Kind, cursor: str | None, fetched: datetime, first_day: date | None
) -> Iterator[Part]:
    """Yield what to ask of `kind` in a sync that began at `fetched`.

    `cursor` is when it was last asked, None when never; `first_day` the earliest date that any
    document names, before which there are no time series either.
    """
    if kind.asked == "whole":
        yield Part(kind, {})
    elif kind.asked == "day":
        start = _since(kind, cursor)
        day = _BEGINNING if start is None else start.date()
        ahead = (fetched + _AHEAD).date()
        yield Part(kind, {"start_date": day.isoformat(), "end_date": ahead.isoformat()})
    elif kind.asked == "instant":
        yield from _stretches(kind, _since(kind, cursor), fetched, first_day)


def _stretches(
    kind: Kind, since: datetime | None, fetched: datetime, first_day: date | None
) -> Iterator[Part]:
    if since is None:
        recent = fetched - (kind.history or _STRETCH)
        begun = datetime.combine(first_day, datetime.min.time(), UTC) if first_day else recent
        since = max(begun - timedelta(days=1), recent) if kind.history else begun
    while since < fetched:
        until = min(since + _STRETCH, fetched)
        asked = {"start_datetime": since.isoformat(), "end_datetime": until.isoformat()}
        yield Part(kind, asked)
        since = until


def _since(kind: Kind, cursor: str | None) -> datetime | None:
    if cursor is None:
        return None
    return datetime.fromisoformat(cursor) - kind.back


# Who the athlete is is not fetched: Spotter keeps none of it.
FETCHED: tuple[Kind, ...] = tuple(kind for kind in KINDS.values() if kind.asked != "one")
