"""What life holds for the sample athlete on each day: training, a cold, a holiday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

HOME = "Europe/Berlin"
HOLIDAY = "Europe/Lisbon"

CYCLE_DAYS = 240
"""The big events come back after so many days, so that any length of history holds them."""

BLOCK_WEEKS = (1.0, 1.1, 1.2, 0.6)
"""Volume of the weeks of a training block: three that build, one that lets go (Delphi consensus
on deloading: every 4-6 weeks, about 7 days, volume down)."""

OVERREACH = range(56, 77)
COLD = range(112, 124)
HOLIDAY_DAYS = range(168, 178)
ILLNESS = (0.35, 0.9, 1.0, 0.85, 0.7, 0.55, 0.45, 0.35, 0.25, 0.18, 0.12, 0.06)
"""Severity of a common cold by day: full within two days, mostly gone in a week to ten days."""

WELL_ENOUGH = 0.2
"""Below this the athlete trains again, with less."""

ADHERENCE = 0.92


class Activity(StrEnum):
    """What the athlete may do on a day."""

    LOWER = "lower"
    UPPER = "upper"
    FULL = "full"
    EASY_RUN = "easy_run"
    LONG_RUN = "long_run"

    @property
    def strength(self) -> bool:
        return self in {Activity.LOWER, Activity.UPPER, Activity.FULL}


WEEK: dict[int, Activity] = {
    1: Activity.LOWER,
    2: Activity.EASY_RUN,
    4: Activity.UPPER,
    6: Activity.FULL,
    7: Activity.LONG_RUN,
}
"""The usual week by ISO weekday; the other days are rest."""


@dataclass(frozen=True, slots=True)
class LifeDay:
    """One day of the life: `illness` 0-1, `volume` relative to a usual week, `seed` for its chance.

    `watch` tells whether the watch was worn; `zone` is where the athlete woke up.
    """

    index: int
    day: date
    zone: str
    illness: float
    volume: float
    watch: bool
    activity: Activity | None
    seed: tuple[int, int]

    def chance(self, stream: int) -> np.random.Generator:
        """Return this day's own source of chance for one purpose.

        Days do not share a stream, so a longer history repeats a shorter one exactly.
        """
        return np.random.default_rng((*self.seed, stream))


def days(seed: int, since: date, until: date) -> Iterator[LifeDay]:
    """Yield every day from `since` to `until`, both included."""
    for index in range((until - since).days + 1):
        yield _day(seed, index, since + timedelta(days=index))


def _day(seed: int, index: int, day: date) -> LifeDay:
    place = index % CYCLE_DAYS
    away = place in HOLIDAY_DAYS
    illness = ILLNESS[place - COLD.start] if place in COLD else 0.0
    plain = LifeDay(
        index=index,
        day=day,
        zone=HOLIDAY if away else HOME,
        illness=illness,
        volume=_volume(index),
        watch=not away,
        activity=None,
        seed=(seed, index),
    )
    return plain if away or illness >= WELL_ENOUGH else _with_activity(plain)


def _with_activity(plain: LifeDay) -> LifeDay:
    """Add the day's training, which now and then does not happen."""
    usual = WEEK.get(plain.day.isoweekday())
    if usual is None or plain.chance(0).random() > ADHERENCE:
        return plain
    return replace(plain, activity=usual)


def _volume(index: int) -> float:
    place = index % CYCLE_DAYS
    if place in OVERREACH:
        return 1.55
    back = place - COLD.start - sum(severity >= WELL_ENOUGH for severity in ILLNESS)
    if 0 <= back < 12:
        return 0.5 + 0.04 * back
    return BLOCK_WEEKS[(place // 7) % len(BLOCK_WEEKS)]
