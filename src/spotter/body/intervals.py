"""Counts that several devices kept at once, counted once.

A watch and a phone both count the same steps. Summing doubles them, trusting one device loses the
walks it was left at home for. So time is given to sources in order of trust, as HealthKit's own
statistics do: a record counts for the part of its time that no more trusted source covers, pro
rata.

Pro rata rests on an even rate, which holds for the records of watch and phone (minutes of walking)
and not for the bins of other apps (a quarter of an hour, an hour, a day): most of a bin's steps
lie in the few minutes that the phone covered too. A bin therefore never adds more than what lifts
the time it spans to its own count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.body.calendar import HOUR, SECOND, Calendar, Instants

Floats = NDArray[np.float64]

# Class of device whose long records are bins: neither watch nor phone.
_OTHER = 2
_BIN_US = 600 * SECOND
# A total for the whole day arrives as one instant in the day's last minute, or as a record that is
# as long as a day can be; no device counts that long at a stretch.
_LAST_MINUTE_US = 60 * SECOND
_SHORTEST_DAY_US, _LONGEST_DAY_US = 23 * HOUR - _LAST_MINUTE_US, 25 * HOUR


@dataclass(frozen=True, slots=True)
class Spans:
    """Records of one signal: columns of equal length.

    `start`, `end` in µs since the epoch, `amount` in the signal's unit, `tier` 0 for the most
    trusted class of device, `source` a number per source in a fixed order.
    """

    start: Instants
    end: Instants
    amount: Floats
    tier: Instants
    source: Instants

    def take(self, which: NDArray[np.bool_] | Instants) -> Spans:
        """Return the records that `which` selects."""
        return Spans(
            self.start[which],
            self.end[which],
            self.amount[which],
            self.tier[which],
            self.source[which],
        )


@dataclass(frozen=True, slots=True)
class Union:
    """Disjoint stretches of time, ascending."""

    start: Instants
    end: Instants

    @classmethod
    def of(cls, start: Instants, end: Instants) -> Union:
        """Return the union of the given stretches; those of no length vanish."""
        kept = end > start
        start, end = start[kept], end[kept]
        if not start.size:
            return cls(start, end)
        order = np.argsort(start, kind="stable")
        start, reach = start[order], np.maximum.accumulate(end[order])
        opens = np.concatenate(([True], start[1:] > reach[:-1]))
        closes = np.concatenate((opens[1:], [True]))
        return cls(start[opens], reach[closes])

    def length(self) -> int:
        """Return the total length in µs."""
        return int((self.end - self.start).sum())

    def before(self, at: Instants) -> Instants:
        """Return for each instant how much of the union lies before it, in µs."""
        if not self.start.size:
            return np.zeros_like(at)
        lengths = np.concatenate(([0], np.cumsum(self.end - self.start)))
        nearest = np.searchsorted(self.start, at, side="right") - 1
        last = np.maximum(nearest, 0)
        inside = np.clip(at - self.start[last], 0, self.end[last] - self.start[last])
        return np.where(nearest < 0, 0, lengths[last] + inside)

    def holds(self, at: Instants) -> NDArray[np.bool_]:
        """Return for each instant whether the union covers it."""
        if not self.start.size:
            return np.zeros(at.shape, dtype=bool)
        nearest = np.searchsorted(self.start, at, side="right") - 1
        return (nearest >= 0) & (at < self.end[np.maximum(nearest, 0)])


def distinct(spans: Spans) -> Spans:
    """Return `spans` without what a source wrote again for the same time; the largest stays.

    Apps write a day's growing total, or a synchronised record, more than once.
    """
    width = int(spans.source.max(initial=0)) + 1
    place = spans.start * width + spans.source
    # Records come nearly in order, which this sort is fast on; it runs over every row there is.
    order = np.argsort(place, kind="stable")
    again = (np.diff(place[order]) == 0) & (np.diff(spans.end[order]) == 0)
    if not again.any():
        return spans
    order = np.lexsort((-spans.amount, spans.end, place))
    again = (np.diff(place[order]) == 0) & (np.diff(spans.end[order]) == 0)
    return spans.take(np.sort(order[np.concatenate(([True], ~again))]))


def by_day(spans: Spans, calendar: Calendar) -> tuple[Spans, Instants]:
    """Return `spans` cut at local midnights, pro rata, and the day number of each piece.

    Two are a day's total and become its span: a record of no length in the last minute of a day,
    and one as long as a day. The latter belongs to the day that holds its middle: it was made from
    midnight to midnight where the athlete was, which need not be midnight in the calendar's zone.
    """
    spans = _day_totals(spans, calendar)
    day = calendar.index(spans.start)
    last = calendar.index(np.maximum(spans.start, spans.end - 1))
    crossing = np.flatnonzero(last > day)
    if not crossing.size:
        return spans, day
    copies = last[crossing] - day[crossing] + 1
    origin = np.repeat(crossing, copies)
    step = np.arange(origin.size) - np.repeat(np.cumsum(copies) - copies, copies)
    piece_day = day[origin] + step
    start = np.maximum(spans.start[origin], calendar.edges[piece_day])
    end = np.minimum(spans.end[origin], calendar.edges[piece_day + 1])
    share = (end - start) / (spans.end[origin] - spans.start[origin])
    whole = np.flatnonzero(last == day)
    pieces = Spans(
        np.concatenate((spans.start[whole], start)),
        np.concatenate((spans.end[whole], end)),
        np.concatenate((spans.amount[whole], spans.amount[origin] * share)),
        np.concatenate((spans.tier[whole], spans.tier[origin])),
        np.concatenate((spans.source[whole], spans.source[origin])),
    )
    return pieces, np.concatenate((day[whole], piece_day))


def _day_totals(spans: Spans, calendar: Calendar) -> Spans:
    length = spans.end - spans.start
    day = calendar.index(spans.start + length // 2)
    closes = calendar.edges[day + 1]
    total = (length >= _SHORTEST_DAY_US) & (length <= _LONGEST_DAY_US)
    total |= (length == 0) & (closes - spans.start <= _LAST_MINUTE_US)
    if not total.any():
        return spans
    start = np.where(total, calendar.edges[day], spans.start)
    end = np.where(total, closes, spans.end)
    return Spans(start, end, spans.amount, spans.tier, spans.source)


def rank(pieces: Spans, day: Instants) -> Instants:
    """Return each piece's rank among the sources of its day: 0 is counted first.

    Class of device first; within a class the source that covers more of the day, then the lower
    source number. It depends on that day alone, so recomputing one day gives what recomputing
    everything gives.
    """
    if not day.size:
        return day
    width = int(pieces.source.max()) + 1
    pairs, inverse = np.unique(day * width + pieces.source, return_inverse=True)
    covered = np.bincount(inverse, weights=pieces.end - pieces.start)
    tier = np.zeros(pairs.size, dtype=np.int64)
    tier[inverse] = pieces.tier
    order = np.lexsort((pairs % width, -covered, tier, pairs // width))
    days_in_order = (pairs // width)[order]
    first = np.searchsorted(days_in_order, days_in_order, side="left")
    ranks = np.empty(pairs.size, dtype=np.int64)
    ranks[order] = np.arange(pairs.size) - first
    return ranks[inverse]


def counted(pieces: Spans, day: Instants) -> Floats:
    """Return how much of each piece's amount counts, given every other piece of its day."""
    ranks = rank(pieces, day)
    amounts = pieces.amount.copy()
    if not ranks.size or not ranks.max():
        return amounts
    shared = np.isin(day, np.unique(day[ranks > 0]))
    done = np.flatnonzero(shared & (ranks == 0))
    taken = Union.of(pieces.start[done], pieces.end[done])
    for level in range(1, int(ranks.max()) + 1):
        now = np.flatnonzero(ranks == level)
        here = pieces.take(now)
        free = here.amount * _free_share(here, taken)
        amounts[now] = np.minimum(free, _room(here, pieces.take(done), amounts[done]))
        taken = Union.of(
            np.concatenate((taken.start, here.start)), np.concatenate((taken.end, here.end))
        )
        done = np.concatenate((done, now))
    return amounts


def _free_share(pieces: Spans, taken: Union) -> Floats:
    length = pieces.end - pieces.start
    covered = taken.before(pieces.end) - taken.before(pieces.start)
    share = 1.0 - covered / np.maximum(length, 1)
    return np.where(length > 0, share, ~taken.holds(pieces.start))


def _room(pieces: Spans, done: Spans, amounts: Floats) -> Floats:
    """Return what a bin may add at most: its own count less what is counted inside it already."""
    room = np.full(pieces.amount.shape, np.inf)
    bins = (pieces.tier >= _OTHER) & (pieces.end - pieces.start > _BIN_US)
    if bins.any():
        inside = _amount_before(pieces.end[bins], done, amounts)
        inside -= _amount_before(pieces.start[bins], done, amounts)
        room[bins] = np.maximum(0.0, pieces.amount[bins] - inside)
    return room


def _amount_before(at: Instants, done: Spans, amounts: Floats) -> Floats:
    """Return the amount of `done` that lies before each instant, each record spread evenly."""
    origin = done.start.min()
    # A record of no length is spread over a second: its rate must stay finite.
    length = np.maximum(done.end - done.start, SECOND) / SECOND
    rate = amounts / length
    when = (at - origin) / SECOND
    begun = _ramp(when, (done.start - origin) / SECOND, rate)
    ended = _ramp(when, (done.start - origin) / SECOND + length, rate)
    return begun - ended


def _ramp(when: Floats, since: Floats, rate: Floats) -> Floats:
    order = np.argsort(since, kind="stable")
    rates = np.concatenate(([0.0], np.cumsum(rate[order])))
    offsets = np.concatenate(([0.0], np.cumsum(rate[order] * since[order])))
    reached = np.searchsorted(since[order], when, side="right")
    return when * rates[reached] - offsets[reached]
