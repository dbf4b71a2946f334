"""Recorded workouts, each counted once, with the best account of how hard it was."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from spotter.body.calendar import HOUR, SECOND, instant, zone_or
from spotter.body.frames import View
from spotter.body.plausible import LIMITS, keep
from spotter.body.priority import tier
from spotter.kit.time import local_day

STRENGTH = frozenset({"strength", "core"})

# Two records that share at least half of the longer one's time are one workout from two apps.
_SAME = 0.5
# Strength timers are forgotten: in one five-year log a quarter ran over four hours.
_LONGEST_STRENGTH_S = 3 * 3600.0
_LONGEST_US = 48 * HOUR
# A rating is asked for right after the workout and may be stamped with that moment.
_RATED_WITHIN_US = HOUR


@dataclass(frozen=True, slots=True)
class Workout:
    """One workout that began on the local `day`.

    `start`, `end` in µs since the epoch; `duration_s` without pauses and without time that
    another workout counts already. `rated` is the athlete's own effort 1-10, `guessed` the
    device's; `hr_mean_bpm` is the vendor's mean.
    """

    day: date
    start: int
    end: int
    activity: str
    duration_s: float
    source: str
    tier: int
    hr_mean_bpm: float | None = None
    rated: float | None = None
    guessed: float | None = None

    @property
    def strength(self) -> bool:
        """Return whether this was strength work, whose strain heart rate understates."""
        return self.activity in STRENGTH

    def richness(self) -> tuple[int, bool, bool, bool, int, float, str]:
        """Return what the better of two records of one workout has more of."""
        return (
            max(-self.tier, 0),  # what the athlete put first
            self.rated is not None,
            self.hr_mean_bpm is not None,
            self.guessed is not None,
            -self.tier,
            self.duration_s,
            self.source,
        )


def workouts(view: View) -> list[Workout]:
    """Return every workout of `view` in order of time, overlaps counted once."""
    return once(_rated(_read(view), view))


def once(every: Sequence[Workout]) -> list[Workout]:
    """Return `every` with doubles merged and shared time given to the workout that began first."""
    distinct: list[Workout] = []
    for one in sorted(every, key=lambda w: (w.start, w.end, w.source)):
        twin = next((n for n in _near(distinct, one.start) if _same(one, distinct[n])), None)
        if twin is None:
            distinct.append(one)
        else:
            distinct[twin] = max(one, distinct[twin], key=Workout.richness)
    return list(_without_shared_time(distinct))


def _near(every: Sequence[Workout], start: int) -> Iterator[int]:
    """Yield the positions of the workouts that may still run at `start`, latest first."""
    for position in range(len(every) - 1, -1, -1):
        if every[position].start < start - 2 * _LONGEST_US:
            return
        yield position


def _same(one: Workout, other: Workout) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= _SAME * max(one.end - one.start, other.end - other.start)


def _without_shared_time(every: Sequence[Workout]) -> list[Workout]:
    kept: list[Workout] = []
    reach = 0
    for one in sorted(every, key=lambda w: (w.start, w.end, w.source)):
        free = one.end - max(one.start, min(reach, one.end))
        if free > 0:
            share = free / (one.end - one.start)
            kept.append(replace(one, duration_s=one.duration_s * share))
        reach = max(reach, one.end)
    return kept


def _read(view: View) -> list[Workout]:
    frame = (
        view.lazy("workout")
        .filter(pl.col("end") > pl.col("start"))
        .select(
            pl.col("start", "end", "si", "zone", "metadata"),
            pl.col("text").cast(pl.String).fill_null("other"),
            pl.col("source").cast(pl.String).fill_null(""),
            tier("workout", view.order),
        )
        .collect(engine="streaming")
        .unique()
    )
    found = []
    for row in frame.iter_rows(named=True):
        start, end = instant(row["start"]), instant(row["end"])
        if end - start <= _LONGEST_US:
            found.append(
                Workout(
                    day=local_day(row["start"], zone_or(row["zone"], view.zone)),
                    start=start,
                    end=end,
                    activity=row["text"],
                    duration_s=_duration(row["si"], (end - start) / SECOND, row["text"]),
                    source=row["source"],
                    tier=row["tier"],
                    hr_mean_bpm=_mean_hr(row["metadata"]),
                )
            )
    return found


def _duration(stated_s: float | None, elapsed_s: float, activity: str) -> float:
    """Return seconds without pauses; what is longer than the elapsed time is a wrong unit."""
    seconds = elapsed_s if not stated_s or not 0 < stated_s <= elapsed_s + 60 else stated_s
    return min(seconds, _LONGEST_STRENGTH_S) if activity in STRENGTH else seconds


def _mean_hr(metadata: str | None) -> float | None:
    value = json.loads(metadata or "{}").get("hr_mean_bpm")
    low, high = LIMITS["heart_rate"]
    return float(value) if isinstance(value, int | float) and low <= value <= high else None


def _rated(every: list[Workout], view: View) -> list[Workout]:
    frame = (
        view.lazy("effort", "effort_estimated")
        .filter(keep("effort"))
        .select("start", "end", "si", pl.col("signal").cast(pl.String))
        .collect()
        .sort("start", "end", "si")
    )
    every = sorted(every, key=lambda one: (one.start, one.end, one.source))
    for start, end, score, signal in frame.iter_rows():
        for position in _about(every, instant(start), instant(end)):
            one = every[position]
            every[position] = (
                replace(one, rated=score) if signal == "effort" else replace(one, guessed=score)
            )
    return every


def _about(every: Sequence[Workout], start: int, end: int) -> list[int]:
    """Return the positions of the workouts that a rating made from `start` to `end` is about.

    The one it lies nearest to, and that one's doubles from other apps.
    """
    upto = bisect_right(every, end, key=lambda one: one.start)
    meant = [
        position
        for position in _near(every[:upto], start)
        if start <= every[position].end + _RATED_WITHIN_US
    ]
    if not meant:
        return []
    nearest = min(meant, key=lambda position: abs(start - every[position].start))
    return [p for p in meant if p == nearest or _same(every[p], every[nearest])]
