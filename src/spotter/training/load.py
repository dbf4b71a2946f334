"""Internal training load from session RPE, and what its pattern over days looks like.

Daily loads are sums over the day's sessions and include zeros for rest days; a day that was not
logged is not a rest day, so callers pass only spans whose log is complete.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from spotter.kit.errors import BadInput

ACUTE_DAYS = 7
CHRONIC_DAYS = 28
# Seven equal days have no spread and an endless ratio; display needs an end (facts, section 4).
MONOTONY_CEILING = 7.0


def srpe(rpe: float, minutes: float) -> float:
    """Return the session load in AU: CR10 session RPE × minutes (Foster 2001)."""
    if not 0 <= rpe <= 10:
        raise BadInput("Session RPE goes from 0 to 10.", field="session_rpe")
    if not math.isfinite(minutes) or minutes < 0:
        raise BadInput("The duration must be a number of at least 0 minutes.", field="duration_min")
    return rpe * minutes


def monotony(daily: Sequence[float]) -> float | None:
    """Return mean / sample SD (n - 1) of the daily loads (Foster 1998), at most 7.

    `daily` is normally seven days in AU. None with fewer than two days or without any spread.
    """
    if len(daily) < 2:
        return None
    spread = stdev(daily)
    return None if spread == 0 else min(fmean(daily) / spread, MONOTONY_CEILING)


def strain(daily: Sequence[float]) -> float | None:
    """Return the sum of the daily loads × their monotony in AU (Foster 1998), or None."""
    factor = monotony(daily)
    return None if factor is None else sum(daily) * factor


def acute(daily: Sequence[float]) -> float | None:
    """Return the mean load of the last 7 days in AU; None with fewer days."""
    return _mean_of_last(daily, ACUTE_DAYS)


def chronic(daily: Sequence[float]) -> float | None:
    """Return the mean load of the last 28 days in AU; None with fewer days."""
    return _mean_of_last(daily, CHRONIC_DAYS)


def acute_to_chronic(daily: Sequence[float]) -> float | None:
    """Return acute / chronic load: for display only, it neither triggers nor clears anything.

    Impellizzeri 2020: no evidence supports steering training by it. None without 28 days or load.
    """
    short, long = acute(daily), chronic(daily)
    return None if short is None or not long else short / long


def ewma(daily: Sequence[float], days: int) -> float | None:
    """Return the exponentially weighted mean with λ = 2 / (days + 1) (Williams 2017).

    Starts at the first value; None for no days at all.
    """
    if not daily:
        return None
    weight = 2 / (days + 1)
    value = daily[0]
    for load in daily[1:]:
        value = load * weight + value * (1 - weight)
    return value


def _mean_of_last(daily: Sequence[float], days: int) -> float | None:
    return fmean(daily[-days:]) if len(daily) >= days else None
