"""How much of an exercise: first loads, warm-up ramps and the sets that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from spotter.athletes.profile import Equipment, Experience
from spotter.prescribe.cardio import first_minutes, more_minutes
from spotter.prescribe.grid import on_grid
from spotter.prescribe.history import History, Outing
from spotter.prescribe.progression import (
    REPS_BEYOND,
    Case,
    Dose,
    Target,
    by_estimate,
    progress,
)
from spotter.prescribe.situation import Situation
from spotter.prescribe.sparing import spared
from spotter.prescribe.words import load_words
from spotter.safety.loads import BREAKS
from spotter.training import strength
from spotter.training.exercise import Exercise, Measure, Pattern
from spotter.training.programmes import Scheme
from spotter.training.reasons import because
from spotter.training.session import PlannedSet, SetKind

# A lift estimated from a related one starts this far below the estimate; an assumption.
TRANSFER_MARGIN = 0.85
# First loads by training behind the athlete, as a factor on the exercise's careful start; an
# assumption that the first logged set corrects.
EXPERIENCE_FACTOR = {
    Experience.BEGINNER: 1.0,
    Experience.INTERMEDIATE: 1.25,
    Experience.ADVANCED: 1.4,
}
SENIOR_FACTOR = 0.7
# Effort of a first try: three repetitions in reserve (rule S38).
FIRST_RPE = 7.0
# Below this effort there is nothing to warn a first-timer of.
EASY_BELOW_RPE = 5.0
# A careful first load is too light to be worth fewer; pulling up one's body is not.
FIRST_REPS, FIRST_PULLS = 8, 5
# Fewer repetitions than this are for loads that can be heavy: a bar, a machine, a cable. Anything
# lighter that stands in for it gets a range that its load, or none, makes work.
HEAVY_BELOW_REPS = 6
LIGHT_SPAN, FREE_SPAN, FREE_REST_S = (6, 10), (8, 15), 90
# What anybody can do without load is never heavy: fewer of it than this is next to nothing.
FREE_BELOW_REPS = 8
HEAVY_WITH = frozenset({Equipment.BARBELL, Equipment.MACHINE, Equipment.CABLE})
STANDS_IN = frozenset(
    {
        Pattern.SQUAT,
        Pattern.HINGE,
        Pattern.LUNGE,
        Pattern.HORIZONTAL_PUSH,
        Pattern.VERTICAL_PUSH,
        Pattern.HORIZONTAL_PULL,
    }
)
FREE_STANDS_IN = STANDS_IN | {Pattern.VERTICAL_PULL}
# From so many outings on there is a usual weight.
USUAL_OUTINGS = 3
RAMP_FROM_KG = 30.0
# A lighter set is at most this share of the work, and two of them lie this far apart.
RAMP_MOST, RAMP_APART = 0.85, 1.25
RAMP_REST_S = 60
# Below this one lighter set is enough.
TWO_SETS_FROM_KG = 50.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How the programme wants an exercise to grow: `rpe` of this week, `waves` if reps change,
    `deload` if nothing may grow."""

    scheme: Scheme
    programme_day: str
    rpe: float
    waves: bool = False
    deload: bool = False


@dataclass(frozen=True, slots=True)
class Doser:
    """What dosing needs to know besides the exercise.

    `related` gives lifts to estimate from, `heaviest_first` the most in kg for a first time and
    `heaviest_next` for repetitions at an effort later on. `stated` are the maxima in kg that the
    athlete's own words make likely.
    """

    past: History
    now: Situation
    day: date
    experience: Experience
    related: Callable[[Exercise], Iterable[Exercise]]
    heaviest_first: Callable[[Exercise], float]
    heaviest_next: Callable[[Exercise, int, float], float]
    stated: Mapping[str, float] = field(default_factory=dict)

    def dose(self, exercise: Exercise, target: Target, plan: Plan) -> Dose:
        """Return today's dose: from the athlete's own history, else a careful first one."""
        given = self._dosed(exercise, target, plan)
        last = self.past.last(exercise.id)
        if self.now.mass_kg is not None or given.load_kg is None or last is None:
            return given
        # Without body mass nobody can say whether a load is possible, so none is prescribed.
        was = load_words(last.load_kg, self.now.imperial)
        return Dose(given.reps, None, (self._picked(exercise, was, given.reps),))

    def _picked(self, exercise: Exercise, was: str, reps: int) -> str:
        """Return what helps to pick a weight: the last one, and the usual ones for such a set."""
        likely = self.past.likely(exercise.id, self.day, reps) if self._usual(exercise) else None
        if likely is None:
            return because("pick_weight_again", was=was)
        low, high = (
            load_words(round(one), self.now.imperial) for one in (likely.low_kg, likely.high_kg)
        )
        return because("pick_weight_usual", was=was, reps=reps, low=low, high=high)

    def _usual(self, exercise: Exercise) -> bool:
        """Return whether the usual weights are worth telling: known, not long ago, and painless."""
        outings = self.past.of(exercise.id)
        fresh = len(outings) >= USUAL_OUTINGS and (self.day - outings[-1].day).days < BREAKS[-1][0]
        hurts = self.now.pain_for(exercise.stresses) or outings[-1].pain
        return exercise.measure is Measure.REPS and fresh and not hurts

    def _dosed(self, exercise: Exercise, target: Target, plan: Plan) -> Dose:
        endurance = exercise.pattern is Pattern.LOCOMOTION
        if plan.scheme is Scheme.STEADY:
            return Dose(target.low, self._steady_load(exercise), ())
        outings = self.past.of(exercise.id)
        comparable = _comparable(outings, target, plan.programme_day)
        if not (comparable if endurance else outings):
            return first_minutes(target) if endurance else self.first(exercise, target)
        case = Case(
            exercise=exercise,
            target=target,
            outings=comparable or outings,
            now=self.now,
            latest=outings[-1],
            days_since=(self.day - outings[-1].day).days,
            e1rm=self.past.e1rm(exercise.id),
            strength=self.past.strength(exercise.id, self.day),
            waves=plan.waves,
            rpe=plan.rpe,
            deload=plan.deload,
            allowed=lambda reps, rpe: self.heaviest_next(exercise, reps, rpe),
        )
        if endurance:
            return more_minutes(case)
        by_feel = plan.scheme is Scheme.RPE or plan.waves or not comparable
        return spared(case, by_estimate(case) if by_feel else progress(case))

    def _steady_load(self, exercise: Exercise) -> float | None:
        """Return the load that nothing grows from: the last one, else a light one."""
        if exercise.increment_kg <= 0:
            return None
        last = self.past.last(exercise.id)
        if last is not None and last.load_kg > 0:
            return on_grid(last.load_kg, exercise)
        if self.now.mass_kg is None:
            return None
        return on_grid(start_load(exercise, self.now, self.experience), exercise)

    def first(self, exercise: Exercise, target: Target) -> Dose:
        """Return the dose of an exercise that the athlete has never logged."""
        rpe = min(target.rpe, FIRST_RPE)
        spare = max(1, round(10 - rpe))
        if exercise.increment_kg <= 0:
            reps = target.low
            if exercise.pattern is Pattern.VERTICAL_PULL and exercise.level != Experience.BEGINNER:
                reps = min(reps, FIRST_PULLS)
            return Dose(reps, None, _first_try(exercise, target, spare))
        known = self._known(exercise)
        if self.now.mass_kg is None:
            reason = because("pick_weight", could=target.low + spare, reps=target.low)
            return Dose(target.low, None, (reason,))
        if known is not None and exercise.measure is Measure.REPS:
            other, about, estimate = known
            able = strength.load_for(estimate, target.low, rpe)
            most = self.heaviest_first(exercise)
            if able > most + exercise.increment_kg:
                return _clipped(exercise, target, on_grid(most, exercise), estimate)
            load = on_grid(min(able, most), exercise)
            about_words = load_words(round(about * 2) / 2, self.now.imperial)
            code = "from_stated" if other.id in self.stated else "from_related"
            reason = because(code, related=other.name, e1rm=about_words)
            return Dose(target.low, load, (reason,))
        load = on_grid(start_load(exercise, self.now, self.experience), exercise)
        reason = because("start_careful", spare=spare)
        timed = exercise.measure is Measure.DURATION
        reps = target.low if timed else max(target.low, FIRST_REPS)
        return Dose(reps, load, (reason,), rpe_most=FIRST_RPE)

    def _known(self, exercise: Exercise) -> tuple[Exercise, float, float] | None:
        """Return a lift that says what `exercise` may weigh, its maximum and what follows here.

        The athlete's word on the exercise itself, then a related lift that was done, then a word on
        a related one.
        """
        if exercise.id in self.stated:
            maximum = self.stated[exercise.id]
            return exercise, maximum, maximum
        others = tuple(self.related(exercise))
        done = _from_related(exercise, self.past.e1rm, others)
        return done or _from_related(exercise, self.stated.get, others)


def _clipped(exercise: Exercise, target: Target, load: float, estimate: float) -> Dose:
    """Return a first dose at a load below the estimate: repetitions and effort that it can meet."""
    reps = max(target.low, FIRST_REPS)
    efforts = (FIRST_RPE, FIRST_RPE - 0.5, FIRST_RPE - 1)
    fits = (rpe for rpe in efforts if strength.load_for(estimate, reps, rpe) <= load)
    rpe = next(fits, efforts[-1])
    reason = because("start_careful_capped", now=reps)
    return Dose(reps, load, (reason,), for_rpe=rpe, rpe_most=rpe)


def _unsuited(exercise: Exercise, span: tuple[int, int] | None) -> bool:
    """Return whether `span` asks few repetitions of a movement that cannot be made heavy.

    Advanced movements without load, like a pistol squat, are heavy as they are.
    """
    if span is None or exercise.measure is not Measure.REPS:
        return False
    free = exercise.increment_kg <= 0
    if free and exercise.level is Experience.BEGINNER:
        return exercise.pattern in FREE_STANDS_IN and span[0] < FREE_BELOW_REPS
    hard = free and exercise.level is Experience.ADVANCED
    light = exercise.pattern in STANDS_IN and not hard and not exercise.equipment & HEAVY_WITH
    return light and span[0] < HEAVY_BELOW_REPS


def fitting_span(exercise: Exercise, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the range of repetitions for `exercise` in a place that asks `span`."""
    if not _unsuited(exercise, span):
        return span
    return LIGHT_SPAN if exercise.increment_kg > 0 else FREE_SPAN


def fitting_rest(exercise: Exercise, span: tuple[int, int] | None, rest_s: int) -> int:
    """Return the rest in seconds after a set of `exercise` in a place that asks `span`."""
    free = exercise.increment_kg <= 0 and (_unsuited(exercise, span) or _never_heavy(exercise))
    return min(rest_s, FREE_REST_S) if free else rest_s


def _never_heavy(exercise: Exercise) -> bool:
    """Return whether anybody can do it without load, so that nobody needs long to recover."""
    return exercise.level is Experience.BEGINNER and exercise.pattern in FREE_STANDS_IN


def start_load(exercise: Exercise, now: Situation, experience: Experience) -> float:
    """Return a careful first load in kg before rounding; needs a known body mass."""
    factor = SENIOR_FACTOR if now.senior else EXPERIENCE_FACTOR[experience]
    return (now.mass_kg or 0.0) * exercise.start_fraction * factor


def _first_try(exercise: Exercise, target: Target, spare: int) -> tuple[str, ...]:
    if target.rpe < EASY_BELOW_RPE:
        return ()
    if exercise.measure is Measure.DURATION:
        return ("start_seconds",)
    return (because("start_reps", spare=spare),)


def _comparable(
    outings: tuple[Outing, ...], target: Target, programme_day: str
) -> tuple[Outing, ...]:
    """Return the outings that say something about this range: the same day's, or as many reps."""
    return tuple(
        one
        for one in outings
        if one.programme_day == programme_day or target.low <= one.reps <= target.high + REPS_BEYOND
    )


def _from_related(
    exercise: Exercise, maximum: Callable[[str], float | None], related: Iterable[Exercise]
) -> tuple[Exercise, float, float] | None:
    """Return a known related lift, its one-repetition maximum, and what that suggests here."""
    for other in related:
        known = maximum(other.id)
        if known is not None and other.start_fraction > 0 and other.id != exercise.id:
            ratio = min(exercise.start_fraction / other.start_fraction, 1.5)
            return other, known, known * ratio * TRANSFER_MARGIN
    return None


def work_sets(
    exercise: Exercise, target: Target, given: Dose, sets: int, rpe: float
) -> tuple[PlannedSet, ...]:
    """Return `sets` equal work sets of a dose."""
    timed = exercise.measure is Measure.DURATION
    one = PlannedSet(
        rpe=rpe,
        rest_s=target.rest_s,
        reps=None if timed else given.reps,
        duration_s=given.reps if timed else None,
        load_kg=given.load_kg,
    )
    return (one,) * sets


def ramp(exercise: Exercise, load_kg: float | None) -> tuple[PlannedSet, ...]:
    """Return the lighter sets that lead up to a heavy one: none below 30 kg, two from 50 kg."""
    if load_kg is None or load_kg < RAMP_FROM_KG:
        return ()
    steps = strength.ramp(load_kg, exercise.increment_kg, exercise.minimum_kg)
    kept = [step for step in steps if step.load_kg <= load_kg * RAMP_MOST][-2:]
    if len(kept) == 2 and kept[1].load_kg < kept[0].load_kg * RAMP_APART:
        kept = kept[1:]
    if load_kg < TWO_SETS_FROM_KG:
        kept = kept[:1]
    return tuple(
        PlannedSet(
            rpe=3.0 + index,
            rest_s=RAMP_REST_S,
            reps=step.reps,
            load_kg=on_grid(step.load_kg, exercise),
            kind=SetKind.WARM_UP,
        )
        for index, step in enumerate(kept)
    )
