"""What watched sets say about an exercise: too short a range again and again, sides drifting apart.

The limits are assumptions of this project and need review by a professional. A set says something
only where at least three of its repetitions were seen well, so that a bad view changes no plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median

from spotter.form.watched import WatchedSet

# The last sets of these weeks speak, not older ones.
LATEST_SETS, MEMORY = 3, timedelta(days=28)
# Half of the full range, in set after set on more than one day, is no slip.
SHORT_DEPTH, FEWEST_DAYS = 50.0, 2
# Points of symmetry below the athlete's own earlier sets.
DRIFT = 15.0


@dataclass(frozen=True, slots=True)
class FormTrend:
    """What the latest watched sets of one kind say together, and the day of the last of them.

    `depth` is set when every one of them stopped well short, `drift` when the sides are so many
    points further apart than they were.
    """

    day: date
    depth: float | None = None
    drift: float | None = None


def just_faulty(sets: Iterable[WatchedSet], kind: str | None, day: date) -> bool:
    """Return whether the last set of `kind` watched on `day` was faulty; `sets` newest first."""
    today = next((one for one in sets if one.kind == kind and one.day == day), None)
    return today is not None and today.faulty


def trends(sets: Iterable[WatchedSet], day: date) -> dict[str, FormTrend]:
    """Return kind → trend as of `day`, of the kinds whose watched sets say something.

    `sets` are newest first.
    """
    by_kind: dict[str, list[WatchedSet]] = defaultdict(list)
    oldest_first = [*sets][::-1]
    for one in sorted(oldest_first, key=lambda one: one.day):
        if one.day <= day:
            by_kind[one.kind].append(one)
    found = {kind: _trend(own, day) for kind, own in by_kind.items()}
    return {kind: trend for kind, trend in found.items() if trend is not None}


def _trend(sets: Sequence[WatchedSet], day: date) -> FormTrend | None:
    depth = _short([one for one in sets if one.depth is not None], day)
    drift = _drift([one for one in sets if one.symmetry is not None], day)
    if depth is None and drift is None:
        return None
    return FormTrend(sets[-1].day, depth, drift)


def _short(sets: Sequence[WatchedSet], day: date) -> float | None:
    last = [one for one in sets[-LATEST_SETS:] if day - one.day <= MEMORY]
    depths = [one.depth for one in last if one.depth is not None]
    days = {one.day for one in last}
    if len(depths) < LATEST_SETS or len(days) < FEWEST_DAYS or max(depths) >= SHORT_DEPTH:
        return None
    return median(depths)


def _drift(sets: Sequence[WatchedSet], day: date) -> float | None:
    last, before = sets[-LATEST_SETS:], sets[:-LATEST_SETS][-2 * LATEST_SETS :]
    if len(before) < LATEST_SETS or day - last[0].day > MEMORY:
        return None
    now, then = (fmean(one.symmetry or 0.0 for one in part) for part in (last, before))
    return then - now if then - now >= DRIFT else None
