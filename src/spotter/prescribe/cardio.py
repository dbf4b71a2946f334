"""Endurance work: minutes, effort, pace in words, and heart rate where it may be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spotter.athletes.profile import Equipment, Experience
from spotter.body.state import BodyState
from spotter.prescribe.progression import Case, Dose, Target
from spotter.prescribe.situation import Level
from spotter.training.exercise import Exercise
from spotter.training.reasons import because

# Talk test by the CR10 effort up to which it holds (Foster 2008: speech becomes uncomfortable
# about the ventilatory threshold).
_PACE = (
    (2.0, "very easy, as on a stroll"),
    (4.0, "easy: you can speak in full sentences"),
    (6.0, "steady: short sentences only"),
    (8.0, "hard: a few words at a time"),
    (10.0, "very hard: single words"),
)
# Share of the heart-rate reserve by effort: light, moderate, vigorous, near maximal (ACSM GETP 11).
_RESERVE = ((3.0, 0.30, 0.39), (5.0, 0.40, 0.59), (8.0, 0.60, 0.84), (10.0, 0.85, 0.95))
# A dose of endurance work grows by at most this from session to session; convention.
GROWTH = 0.10
STEP_S = 30
# Recorded workouts say what is usual from one day a week on. The first dose stays a quarter below,
# since the record does not say how hard or on which ground it was, and leaves time in the session
# for warm-up, cool-down and what else the day holds. Assumptions.
USUAL_DAYS, USUAL_SHARE, MINUTES_SHARE = 4, 0.75, 0.6
# The first easy dose by training, as a share of the time there is, and less of it when speaking in
# full sentences ends; the most that it grows to. Assumptions: whoever has trained for two years can
# move at an easy effort for half an hour.
FIRST_SHARE = {Experience.BEGINNER: 0.35, Experience.INTERMEDIATE: 0.5, Experience.ADVANCED: 0.6}
JARRING_SHARE = {Experience.INTERMEDIATE: 0.35, Experience.ADVANCED: 0.5}
TALKING_RPE, HARDER_SHARE, MOST_SHARE = 4.0, 0.6, 0.75
# Shorter times are told in seconds.
SECONDS_BELOW_S = 90


SPORTS = ("running", "walking", "cycling", "rowing", "elliptical")
_MACHINE_SPORT = ((Equipment.BIKE, "cycling"), (Equipment.ROWER, "rowing"))


@dataclass(frozen=True, slots=True)
class Heart:
    """What heart-rate zones are made of; only for people who may train by heart rate."""

    age_years: int
    resting_bpm: float

    def zone(self, rpe: float) -> tuple[int, int]:
        """Return the (low, high) beats a minute for an effort, by heart-rate reserve.

        Highest heart rate is 208 - 0.7 × age (Tanaka 2001); its error of about 10 beats is why
        words come first.
        """
        reserve = 208 - 0.7 * self.age_years - self.resting_bpm
        low, high = next((low, high) for top, low, high in _RESERVE if rpe <= top)
        return round(self.resting_bpm + low * reserve), round(self.resting_bpm + high * reserve)


def pace_words(rpe: float) -> str:
    """Return how an effort of CR10 `rpe` feels when speaking."""
    return next(words for top, words in _PACE if rpe <= top)


@dataclass(frozen=True, slots=True)
class Usual:
    """Endurance that devices recorded: seconds on a day with workouts, and how many such days.

    `most_s` is the longest first dose that follows from it.
    """

    seconds: int
    days: int
    most_s: int


def sport_of(exercise: Exercise) -> str | None:
    """Return the sport that devices would record `exercise` as, None where they have no name."""
    by_equipment = (sport for kind, sport in _MACHINE_SPORT if kind in exercise.equipment)
    machine = next(by_equipment, None)
    if machine is not None:
        return machine
    name = exercise.id
    if "ride" in name:
        return "cycling"
    if "elliptical" in name:
        return "elliptical"
    if "run" in name or name in {"strides", "hill_repeats", "treadmill_intervals"}:
        return None if "walk" in name else "running"
    return "walking" if "walk" in name else None


def usual(body: BodyState, minutes: int) -> Mapping[str, Usual]:
    """Return the endurance work recorded in the last 28 days by sport, where it says enough.

    An hour on a bicycle says nothing about half an hour of running. `minutes` is what the athlete
    has for a session.
    """
    found: dict[str, Usual] = {}
    for sport in SPORTS:
        every = body.readings.get(f"workout_{sport}_s")
        if every is None or every.mean_28 is None or every.n_28 < USUAL_DAYS:
            continue
        seconds = round(every.mean_28)
        most = _half_minutes(min(seconds * USUAL_SHARE, minutes * 60 * MINUTES_SHARE))
        if most > 0:
            found[sport] = Usual(seconds, every.n_28, most)
    return found


def from_usual(given: Dose, known: Usual) -> Dose:
    """Return a first dose raised to what the athlete already does."""
    if known.most_s <= given.reps:
        return given
    told = {"usual": round(known.seconds / 60), "days": known.days}
    reason = because("minutes_usual", now=minutes_words(known.most_s), **told)
    return Dose(known.most_s, None, (reason,))


@dataclass(frozen=True, slots=True)
class Able:
    """What endurance work may come to: the `first_s` seconds of it, and `most_s` later on."""

    first_s: int
    most_s: int


def able(experience: Experience, minutes: int, rpe: float, *, jars: bool) -> Able | None:
    """Return what fits the training behind somebody who has `minutes`, at effort `rpe` (CR10).

    What `jars` the joints, such as running, begins a level of experience lower, and for
    a beginner with the programme's least.
    """
    share = (JARRING_SHARE if jars else FIRST_SHARE).get(experience)
    if share is None:
        return None
    share *= 1.0 if rpe <= TALKING_RPE else HARDER_SHARE
    return Able(_half_minutes(minutes * 60 * share), _half_minutes(minutes * 60 * MOST_SHARE))


def from_able(given: Dose, could: Able, minutes: int) -> Dose:
    """Return a first dose raised to what fits the athlete's training and time."""
    if could.first_s <= given.reps:
        return given
    told = because("minutes_first", now=minutes_words(could.first_s), minutes=minutes)
    return Dose(could.first_s, None, (told,))


def first_minutes(target: Target) -> Dose:
    """Return the first dose of endurance work that the athlete never logged."""
    return Dose(target.low, None, (because("minutes_start", now=_dose_words(target)),))


def more_minutes(case: Case) -> Dose:
    """Return today's seconds: a tenth more after a session that was no harder than planned."""
    last = case.last.duration_s
    same = case.target.within(last)
    hurt = case.hurt
    if hurt:
        why = f"you reported pain {hurt[1]}/10 in your {hurt[0]}"
        return _less(case, same * 3 // 4, why)
    if case.left_after_break is not None:
        return _less(case, round(same * 0.8), f"{case.days_since} days since the last time")
    before = case.target.within(case.longest_lately)
    if case.deload:
        light = case.target.within(before * 3 // 4)
        if light < last:
            return _less(case, light, "this is a deload week")
        return Dose(same, None, (because("minutes_hold", now=minutes_words(same)),))
    ready = case.now.checked_in and case.now.level is Level.GOOD and not case.over(case.last, 1.0)
    if ready and before > last:
        return Dose(before, None, (because("minutes_back", now=minutes_words(before)),))
    more = case.target.within(_half_minutes(last * (1 + GROWTH))) if ready else same
    if more < last:
        return _less(case, more, "the plan for this week is lighter")
    if more > last:
        words = {"now": minutes_words(more), "was": minutes_words(last)}
        return Dose(more, None, (because("minutes_up", **words),))
    return Dose(same, None, (because("minutes_hold", now=minutes_words(same)),))


def _less(case: Case, seconds: int, because_of: str) -> Dose:
    fewer = max(60, _half_minutes(seconds))
    words = {"now": minutes_words(fewer), "was": minutes_words(case.last.duration_s)}
    return Dose(fewer, None, (because("minutes_down", because=because_of, **words),))


def _half_minutes(seconds: float) -> int:
    return int(seconds // STEP_S) * STEP_S


def _dose_words(target: Target) -> str:
    each = minutes_words(target.low)
    return f"{each} at a time" if target.sets > 1 else each


def minutes_words(seconds: int) -> str:
    """Return a time such as '20 minutes', '2.5 minutes' or, below 90 seconds, '40 seconds'."""
    if seconds < SECONDS_BELOW_S:
        return f"{seconds} seconds"
    return f"{seconds / 60:g} minutes" if seconds % STEP_S == 0 else f"{seconds / 60:.1f} minutes"
