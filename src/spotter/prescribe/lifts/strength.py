"""The strength of one lift with its uncertainty: a Kalman filter over maximum and rep curve.

The state is (ln maximum in kg, slope of the athlete's own rep curve). A set of `reps` with `spare`
reps left says ln load = ln maximum - slope x ln(1 + (reps + spare) / 30) + noise. Slope 1 is
Epley's line (1985).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# At 80 % of their maximum people manage 8.8 reps, with 2.51 between persons (Nuzzo 2024): on
# Epley's line that is a slope of 0.87, and 0.2 either way.
SLOPE, SLOPE_SD = 0.87, 0.2
# From one session to the next estimates scatter by 3.7 % (median of five real logs).
SESSION_SD = 0.037
# A first set may have been far from what the lift can carry.
FIRST_SD = 0.35
# Strength walks by so much a week of training; slow growth and decline are within it (0.3-1.5 % a
# week in the first half year of real logs).
WEEK_SD = 0.02
# Nothing is lost for two weeks, then strength decays with 180 days (McMaster 2013, Bosquet 2013).
KEPT_DAYS, DECAY_DAYS = 14, 180.0
# Reps in reserve are told with an error of 1.5 reps, 3 beyond twelve reps (Halperin 2022); what was
# not rated may have been short of the limit by twice that.
SPARE_SD, SPARE_SD_MANY, MANY_REPS = 1.5, 3.0, 12
# A deviation beyond so many standard deviations moves the estimate no further (Huber's rule).
ROBUST = 1.5
# Eight of ten of a normal distribution lie within so many standard deviations.
EIGHT_OF_TEN = 1.2816


def ln_part(reps: float) -> float:
    """Return `days.span` of one number."""
    return math.log1p(reps / 30)


@dataclass(frozen=True, slots=True)
class Shown:
    """One set that shows strength: load in kg, reps, and RPE (None when not rated)."""

    day: date
    load_kg: float
    reps: float
    rpe: float | None = None

    @property
    def spare(self) -> float:
        """Return the reps left; a set that was not rated is taken as a maximum, the careful way."""
        return 0.0 if self.rpe is None else 10.0 - self.rpe

    @property
    def noise(self) -> float:
        """Return the standard deviation of what it says of strength (ln)."""
        possible = self.reps + self.spare
        sd = SPARE_SD if possible <= MANY_REPS else SPARE_SD_MANY
        # A rep more or less moves ln load by 1 / (30 + reps).
        return math.hypot(SESSION_SD, sd * (2 if self.rpe is None else 1) / (30 + possible))


@dataclass(frozen=True, slots=True)
class Strength:
    """What is known of a lift on `day`: mean and covariance of (ln maximum in kg, slope)."""

    day: date
    mean: tuple[float, float]
    cov: tuple[float, float, float]

    @property
    def maximum_kg(self) -> float:
        """Return the likeliest one-repetition maximum in kg."""
        return math.exp(self.mean[0])

    def maximum_between(self) -> tuple[float, float]:
        """Return between which weights in kg the maximum lies with 80 %."""
        off = EIGHT_OF_TEN * math.sqrt(self.cov[0])
        return math.exp(self.mean[0] - off), math.exp(self.mean[0] + off)

    def load_kg(self, reps: float, rpe: float = 10.0) -> float:
        """Return the load in kg at which `reps` should feel like `rpe`."""
        return math.exp(self.mean[0] - self.mean[1] * ln_part(reps + 10 - rpe))

    def load_sd(self, reps: float, rpe: float = 10.0) -> float:
        """Return the standard deviation of ln load for `reps` at `rpe`, one session's included."""
        place = ln_part(reps + 10 - rpe)
        var = self.cov[0] - 2 * place * self.cov[1] + place * place * self.cov[2]
        return math.sqrt(max(var, 0.0) + SESSION_SD**2)

    def load_between(self, reps: float, rpe: float = 10.0) -> tuple[float, float]:
        """Return between which loads in kg 8 of 10 sets of `reps` at `rpe` lie."""
        load, off = self.load_kg(reps, rpe), math.exp(EIGHT_OF_TEN * self.load_sd(reps, rpe))
        return load / off, load * off

    def at(self, day: date) -> Strength:
        """Return what is known later: less certain, and weaker after a long break."""
        gap = max(0, (day - self.day).days)
        lost = max(0, gap - KEPT_DAYS) / DECAY_DAYS
        top, both, slope = self.cov
        wider = top + WEEK_SD**2 * gap / 7 + (lost / 2) ** 2
        return Strength(day, (self.mean[0] - lost, self.mean[1]), (wider, both, slope))

    def after(self, one: Shown) -> Strength:
        """Return what is known after a set."""
        place = ln_part(one.reps + one.spare)
        return self.at(one.day)._seen(math.log(one.load_kg), place, one.noise)

    def on(self, sets: Iterable[Shown]) -> Strength:
        """Return what the lift carries today, after today's sets so far.

        A day has its own form, one session's scatter around the strength; each set tells of it.
        """
        top, both, slope = self.cov
        form = Strength(self.day, self.mean, (top + SESSION_SD**2, both, slope))
        for one in sets:
            form = form._seen(math.log(one.load_kg), ln_part(one.reps + one.spare), one.noise)
        return form

    def _seen(self, load: float, place: float, sd: float) -> Strength:
        top, both, slope = self.cov
        ahead = (top - place * both, both - place * slope)
        var = ahead[0] - place * ahead[1] + sd**2
        off = load - (self.mean[0] - self.mean[1] * place)
        # Huber: what lies far off counts as less certain.
        far = abs(off) / math.sqrt(var)
        if far > ROBUST:
            var *= far / ROBUST
        gain = (ahead[0] / var, ahead[1] / var)
        mean = (self.mean[0] + gain[0] * off, self.mean[1] + gain[1] * off)
        cov = (
            top - gain[0] * ahead[0],
            both - gain[0] * ahead[1],
            slope - gain[1] * ahead[1],
        )
        return Strength(self.day, mean, cov)


def first(one: Shown) -> Strength:
    """Return what the first set of a lift tells of its strength."""
    place = ln_part(one.reps + one.spare)
    mean = (math.log(one.load_kg) + SLOPE * place, SLOPE)
    return Strength(one.day, mean, (FIRST_SD**2, 0.0, SLOPE_SD**2)).after(one)


def after_all(sets: Iterable[Shown]) -> Strength | None:
    """Return what sets, ascending by day, tell of a lift; None without any."""
    known: Strength | None = None
    for one in sets:
        known = first(one) if known is None else known.after(one)
    return known


def telling(day: date, sets: Iterable[tuple[float, float, float | None]]) -> Shown:
    """Return the set of a day (load in kg, reps, RPE or None) that shows most strength."""
    every = [Shown(day, load, reps, rpe) for load, reps, rpe in sets]
    return max(every, key=lambda one: math.log(one.load_kg) + ln_part(one.reps + one.spare))
