"""Nights out of stretches of sleep.

Stretches less than two hours apart are one sleep, and a sleep belongs to the date of its waking.
One source speaks for a sleep, since several devices see the same one differently; time in bed is
never added to time asleep; what overlaps counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.body.calendar import HOUR, SECOND, Instants, clock_hours, moment, zone_or
from spotter.body.frames import Sources, View, instants
from spotter.body.intervals import Union
from spotter.body.priority import tier
from spotter.kit.time import local_day

IN_BED, AWAKE, ASLEEP, CORE, REM, DEEP = range(6)
STAGES = {
    "in_bed": IN_BED,
    "awake": AWAKE,
    "asleep": ASLEEP,
    "core": CORE,
    "rem": REM,
    "deep": DEEP,
}

_GAP_US = 2 * HOUR
# Nobody sleeps one unbroken stage for sixteen hours: such a stretch is a mode left switched on.
_LONGEST_US = 16 * HOUR
# A sleep this long is a night at whatever hour, so that shift workers have nights too.
_NIGHT_S = 3 * 3600
# A shorter one is a (bad) night when its middle lies between 22:00 and 10:00, else a nap.
_NIGHT_HOURS = (-2.0, 10.0)
# A source that saw less than half of what another saw lost its strap or its battery.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Sleep:
    """One sleep as its source saw it, which belongs to `day` in `zone`; durations in seconds.

    `onset` and `wake` bound the time asleep, in µs since the epoch; for time in bed without any
    sleep they bound that. `latency_s` is from going to bed to falling asleep. `zone_named` is
    whether the source wrote down where this was. None: the source cannot tell.
    """

    day: date
    zone: ZoneInfo
    onset: int
    wake: int
    source: str
    asleep_s: float
    in_bed_s: float | None = None
    awake_s: float | None = None
    deep_s: float | None = None
    rem_s: float | None = None
    core_s: float | None = None
    efficiency: float | None = None
    latency_s: float | None = None
    zone_named: bool = False

    @property
    def midpoint_h(self) -> float:
        """Return the wall-clock middle, hours after midnight, from -12 up to 12."""
        hours = clock_hours((self.onset + self.wake) // 2, self.day, self.zone)
        return (hours + 12) % 24 - 12

    @property
    def is_night(self) -> bool:
        """Return whether this is a night and not a nap."""
        length = self.asleep_s or (self.wake - self.onset) / SECOND
        return length >= _NIGHT_S or _NIGHT_HOURS[0] <= self.midpoint_h < _NIGHT_HOURS[1]


@dataclass(frozen=True, slots=True)
class Segments:
    """Stretches of one sleep: columns of equal length, `zone` as exported ('' where absent)."""

    start: Instants
    end: Instants
    stage: NDArray[np.int8]
    tier: Instants
    source: Instants
    zone: Sequence[str]

    def where(self, mask: NDArray[np.bool_]) -> Union:
        """Return the time covered by the stretches that `mask` selects."""
        return Union.of(self.start[mask], self.end[mask])


def sleeps(view: View) -> list[Sleep]:
    """Return every sleep of `view`, in order of time."""
    frame = _segments(view)
    if frame.is_empty():
        return []
    sources = Sources.of(frame)
    columns = Segments(
        instants(frame["start"]),
        instants(frame["end"]),
        frame["text"].replace_strict(STAGES, return_dtype=pl.Int8).to_numpy(),
        frame["tier"].to_numpy().astype(np.int64),
        sources.numbers(frame),
        frame["zone"].to_list(),
    )
    return [_read(part, sources.names, view.zone) for part in _split(columns)]


def nights(every: Sequence[Sleep]) -> dict[date, Sleep]:
    """Return the main sleep of each day: the longest that is a night."""
    found: dict[date, Sleep] = {}
    for one in every:
        best = found.get(one.day)
        if one.is_night and (best is None or _length(one) > _length(best)):
            found[one.day] = one
    return found


def _length(one: Sleep) -> tuple[float, float]:
    return one.asleep_s, one.in_bed_s or 0.0


def _segments(view: View) -> pl.DataFrame:
    length = (pl.col("end") - pl.col("start")).dt.total_microseconds()
    return (
        view.lazy("sleep")
        .filter(pl.col("text").is_in(list(STAGES)) & (length > 0) & (length <= _LONGEST_US))
        .select(
            "start",
            "end",
            pl.col("text").cast(pl.String),
            pl.col("source").fill_null("").cast(pl.Categorical),
            pl.col("zone").cast(pl.String).fill_null(""),
            tier("sleep", view.order),
        )
        .collect(engine="streaming")
        .unique()
        .sort("start", "end", "text", "source")
    )


def _split(columns: Segments) -> Iterator[Segments]:
    reach = np.maximum.accumulate(columns.end)
    breaks = np.flatnonzero(columns.start[1:] - reach[:-1] > _GAP_US) + 1
    bounds = [0, *breaks.tolist(), len(columns.start)]
    for low, high in pairwise(bounds):
        part = slice(low, high)
        yield Segments(
            columns.start[part],
            columns.end[part],
            columns.stage[part],
            columns.tier[part],
            columns.source[part],
            columns.zone[part],
        )


def _read(part: Segments, names: Sequence[str], home: ZoneInfo) -> Sleep:
    source = _speaker(part)
    if source is None:
        return _only_in_bed(part, names, home)
    own = part.source == source
    asleep = part.where(own & (part.stage >= ASLEEP))
    onset, wake = int(asleep.start[0]), int(asleep.end[-1])
    where = _zone(part, own, home)
    asleep_s = asleep.length() / SECOND
    bed_from, bed_s, bed_known = _bed(part, own, onset, wake, asleep_s)
    staged = bool((part.stage[own] >= CORE).any())
    sees_waking = staged or len(asleep.start) > 1 or bool((part.stage[own] == AWAKE).any())
    deep, rem, core = _stages(part, own)
    return Sleep(
        day=_day(part, where),
        zone=where,
        onset=onset,
        wake=wake,
        source=names[source],
        asleep_s=asleep_s,
        in_bed_s=bed_s,
        awake_s=(wake - onset) / SECOND - asleep_s if sees_waking else None,
        deep_s=deep if staged else None,
        rem_s=rem if staged else None,
        core_s=core if staged else None,
        efficiency=min(1.0, asleep_s / bed_s) if bed_known or sees_waking else None,
        latency_s=(onset - bed_from) / SECOND if bed_known or bed_from < onset else None,
        zone_named=_named(part, own) == where.key,
    )


def _speaker(part: Segments) -> int | None:
    """Return the source that speaks for a sleep: chosen, with stages, then of a trusted device."""
    asleep: dict[int, float] = {}
    for source in sorted(set(part.source.tolist())):
        seconds = part.where((part.source == source) & (part.stage >= ASLEEP)).length()
        if seconds:
            asleep[source] = seconds
    if not asleep:
        return None
    longest = max(asleep.values())

    def trust(source: int) -> tuple[int, bool, int, float, int]:
        own = part.source == source
        staged = bool((part.stage[own] >= CORE).any())
        place = -int(part.tier[own][0])
        return max(place, 0), staged, place, asleep[source], -source

    return max((s for s, seconds in asleep.items() if seconds >= _ENOUGH * longest), key=trust)


def _bed(
    part: Segments, own: NDArray[np.bool_], onset: int, wake: int, asleep_s: float
) -> tuple[int, float, bool]:
    """Return when bed began, seconds to the last moment in it, and whether they tell more than
    sleep does.

    Time in bed of any source counts when it meets this sleep; old apps write it as a copy of the
    time asleep, which says nothing about efficiency.
    """
    meets = (part.stage == IN_BED) & (part.start < wake) & (part.end > onset)
    bed = own | meets
    first = int(part.start[bed].min())
    seconds = float(part.end[bed].max() - first) / SECOND
    return first, seconds, bool(meets.any()) and seconds > asleep_s


def _day(part: Segments, zone: ZoneInfo) -> date:
    """Return the day that a sleep belongs to, which is that of waking.

    One that ends so late that it may go on after midnight is the next day's, whether it did or not:
    what a day has must not change with what comes after it.
    """
    return local_day(moment(int(part.end.max()) + _GAP_US), zone)


def _stages(part: Segments, own: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return seconds of deep, REM and core sleep; where stages overlap the deeper counts."""
    deep = part.where(own & (part.stage == DEEP)).length()
    with_rem = part.where(own & (part.stage >= REM)).length()
    with_core = part.where(own & (part.stage >= CORE)).length()
    return deep / SECOND, (with_rem - deep) / SECOND, (with_core - with_rem) / SECOND


def _zone(part: Segments, own: NDArray[np.bool_], home: ZoneInfo) -> ZoneInfo:
    """Return the zone the source wrote down at waking, else home."""
    return zone_or(_named(part, own), home)


def _named(part: Segments, own: NDArray[np.bool_]) -> str:
    """Return the name of a zone that the source wrote down at waking, '' where it did not."""
    return part.zone[int(np.flatnonzero(own)[np.argmax(part.end[own])])]


def _only_in_bed(part: Segments, names: Sequence[str], home: ZoneInfo) -> Sleep:
    everything = np.ones(len(part.start), dtype=bool)
    start, end = int(part.start.min()), int(part.end.max())
    where = _zone(part, everything, home)
    in_bed = part.stage == IN_BED
    seconds = (end - start) / SECOND if in_bed.any() else None
    source = names[int(part.source[0])]
    return Sleep(_day(part, where), where, start, end, source, 0.0, seconds)
