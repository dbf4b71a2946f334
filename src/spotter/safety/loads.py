"""How heavy a set may be at most, measured against what the athlete has shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date

from spotter.athletes.profile import Experience, KnownLoad
from spotter.safety.known import Done, SafetyState
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise
from spotter.training.session import PlannedSet, SetKind
from spotter.training.strength import epley

# A step of load is at most 10 % and must be earned by a repetition to spare (ACSM 2009, rule S34).
BIGGEST_STEP = 1.10
SPARE_REPS = 1
# Where the smallest step is bigger than that, this many must be to spare (the source's upper end).
COARSE_SPARE_REPS = 2
# A first load by training behind the athlete, as a factor on the exercise's careful start, and for
# those of 65 and over; project assumptions.
FIRST_FACTOR = {Experience.BEGINNER: 1.0, Experience.INTERMEDIATE: 1.25, Experience.ADVANCED: 1.4}
SENIOR_YEARS, SENIOR_FACTOR = 65, 0.7
# What a lift says about another of the same pattern and muscle: with this margin, and at the most
# this ratio of their careful starts; project assumptions.
RELATED_MARGIN, RELATED_RATIO = 0.85, 1.5
# What is left of a load after so many days without the exercise, longest first (rule S39).
BREAKS = ((91, 0.7), (29, 0.8), (14, 0.9))
# Up to here a lift may wait for its turn while training goes on; an assumption.
LONGEST_TURN_DAYS = 28
# A first load on the athlete's own word is at most this share of the maximum it makes likely: about
# fifteen repetitions are possible there (Nuzzo 2024), so a set of up to twelve stays easy. A word
# without a day counts like one of a month ago. Project assumptions on the careful side.
STATED_SHARE, STATED_UNDATED = 0.70, 0.8


def loadable(exercise: Exercise, load_kg: float) -> float:
    """Return the heaviest load in kg not above `load_kg` that can be set up, at least the least.

    The least is one step, or the empty bar: nothing lighter can be done with it.
    """
    step = exercise.increment_kg
    if step <= 0:
        return load_kg
    least = max(step, math.ceil(exercise.minimum_kg / step - 1e-6) * step)
    return round(max(math.floor(load_kg / step + 1e-6) * step, least), 3)


def held_load(exercise: Exercise, _: PlannedSet, state: SafetyState) -> float:
    """Return the load of last time, or a careful first one."""
    done = state.done.get(exercise.id)
    return first_load(exercise, state) if done is None or done.load_kg is None else done.load_kg


def stepped_load(exercise: Exercise, one: PlannedSet, state: SafetyState) -> float:
    """Return the heaviest load for `one`: a step up only where earned, never in a warm-up."""
    done = state.done.get(exercise.id)
    if done is None or done.load_kg is None:
        return first_load(exercise, state)
    if one.kind is SetKind.WARM_UP or not earned(done, one):
        return done.load_kg
    step = loadable(exercise, done.load_kg * BIGGEST_STEP)
    if done.load_kg < step <= done.load_kg * BIGGEST_STEP + 1e-9:
        return step
    return _coarse_step(exercise, done, one) or done.load_kg


def _coarse_step(exercise: Exercise, done: Done, one: PlannedSet) -> float | None:
    """Return the smallest next load where it is more than 10 % and repetitions carry it, or None.

    Repetitions came first: what was done with the old load must be worth more (Epley 1985) than
    what is asked with the new one, with two repetitions to spare.
    """
    if exercise.increment_kg <= 0 or done.load_kg is None or done.capacity is None:
        return None
    if one.reps is None:
        return None
    step = loadable(exercise, done.load_kg) + exercise.increment_kg
    asked = one.reps + (10 - one.rpe) + COARSE_SPARE_REPS
    return round(step, 3) if epley(done.load_kg, done.capacity) >= epley(step, asked) else None


def earned(done: Done, one: PlannedSet) -> bool:
    """Return whether last time beat the new target: with its repetitions and reserve, and one more.

    A set counted in seconds never earns load.
    """
    if one.reps is None or done.capacity is None:
        return False
    return done.capacity >= one.reps + (10 - one.rpe) + SPARE_REPS


def first_load(exercise: Exercise, state: SafetyState) -> float:
    """Return the heaviest first load in kg: by body mass, a related lift, or a load known.

    A load that the athlete states for the exercise itself goes before body mass, lower or higher.

    The least the exercise can be done with when neither is known.
    """
    careful = (state.mass_kg or 0.0) * exercise.start_fraction * _first_factor(state)
    related = [
        done.load_kg * min(exercise.start_fraction / other.start_fraction, RELATED_RATIO)
        for name, done in state.done.items()
        if done.load_kg is not None
        and name in catalogue()
        and _related(exercise, other := catalogue().get(name))
    ]
    said = list(_on_their_word(exercise, state))
    own = exercise.id in state.stated
    base = [] if own else [careful]
    return loadable(exercise, max([*base, *said, *(RELATED_MARGIN * load for load in related)]))


def stated_maxima(known: Iterable[KnownLoad], day: date) -> dict[str, float]:
    """Return the likely one-repetition maximum in kg today by exercise, from the athlete's words.

    Epley (1985) on load and repetitions, less by the age of the words as after a break (rule S39).
    The newest word on an exercise counts; one of a day after `day` does not.
    """
    found: dict[str, float] = {}
    for one in sorted(known, key=lambda one: one.on or date.min):
        if one.on is not None and one.on > day:
            continue
        age = None if one.on is None else (day - one.on).days
        left = STATED_UNDATED if age is None else next((f for d, f in BREAKS if age >= d), 1.0)
        found[one.exercise] = epley(one.load_kg, one.reps) * left
    return found


def _on_their_word(exercise: Exercise, state: SafetyState) -> Iterator[float]:
    """Yield what the stated loads allow of `exercise` for a first time, in kg."""
    for name, maximum in state.stated.items():
        if name == exercise.id:
            yield maximum * STATED_SHARE
        elif name in catalogue() and _related(exercise, other := catalogue().get(name)):
            ratio = min(exercise.start_fraction / other.start_fraction, RELATED_RATIO)
            yield maximum * STATED_SHARE * ratio * RELATED_MARGIN


def _related(exercise: Exercise, other: Exercise) -> bool:
    return (
        other.pattern is exercise.pattern
        and other.start_fraction > 0
        and bool(set(other.primary) & set(exercise.primary))
    )


def _first_factor(state: SafetyState) -> float:
    if state.age_years is None or state.age_years >= SENIOR_YEARS:
        return SENIOR_FACTOR
    return FIRST_FACTOR[state.experience or Experience.BEGINNER]


def went_on(days_ago: int, days_off: int | None) -> bool:
    """Return whether an exercise last done `days_ago` was only not its turn: training went on.

    Whoever trains once a week on days in turn comes to each lift every two to four weeks. Strength
    lasts so long without any training (Bosquet 2013: little is lost in two weeks, and it grows with
    time); `days_off` is the days without any, None where that is not known.
    """
    return days_ago <= LONGEST_TURN_DAYS and days_off is not None and days_off < BREAKS[-1][0]


def after_break(exercise: Exercise, _: PlannedSet, state: SafetyState) -> float | None:
    """Return what is left of the last load after a break from `exercise`, None without one."""
    done = state.done.get(exercise.id)
    if done is None or done.load_kg is None or went_on(done.days_ago, state.days_off):
        return None
    factor = next((left for days, left in BREAKS if done.days_ago >= days), None)
    return None if factor is None else loadable(exercise, done.load_kg * factor)
