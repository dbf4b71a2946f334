"""One block of a session: an exercise with every set dosed, and why it is so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from spotter.athletes.profile import Equipment
from spotter.prescribe.cardio import (
    Able,
    Heart,
    Usual,
    able,
    from_able,
    from_usual,
    pace_words,
    sport_of,
)
from spotter.prescribe.choose import Choice
from spotter.prescribe.dosing import Doser, Plan, fitting_rest, fitting_span, ramp, work_sets
from spotter.prescribe.grid import on_grid
from spotter.prescribe.history import Outing
from spotter.prescribe.minutes import WORK_PARTS
from spotter.prescribe.progression import REFERENCE_DAYS, SECONDS_STEP, Dose, Target
from spotter.prescribe.situation import Level
from spotter.prescribe.words import counted, listed, load_words, number
from spotter.safety.rules.age import SENIOR_FIRST_SETS, SENIOR_RPE, SENIOR_SETS
from spotter.training import volume
from spotter.training.exercise import Exercise, Measure, Pattern, Trait
from spotter.training.programmes import Programme, ProgrammeDay, Role, Slot, WeekPlan
from spotter.training.reasons import because
from spotter.training.session import Block, Focus, Part, PlannedSet, SetKind

# One step of RPE is about 4 % of the load (RTS chart: 2.2-2.8 % per half repetition).
LOAD_PER_RPE = 0.04
# Where one step down the grid is more than a tenth of the load, repetitions fall instead.
COARSE = 0.9
FIRST_WEEKS_RPE = 7.0
NO_CHECKIN_RPE = 7.0
# Rule S38: two repetitions stay in reserve under load.
STRENGTH_RPE, CARDIO_RPE = 8.0, 9.0
# Rule S42: loaded sets of fewer come close to a test of the maximum, which is for competitors.
LEAST_REPS = 3
MOST_SETS = 10
# What mobility beside the work leaves to it; longer rests go up to four minutes. Assumptions.
MOBILITY_LEAVES, LONGEST_REST_S = 0.8, 240
# Rule S39: after two weeks off, a third fewer sets.
BREAK_DAYS, BACK_FACTOR = 14, 0.7
LEAST_RPE = 3.0
# A load is held or carried for no less than this.
LEAST_HOLD_S = 10
_BREATHING = frozenset({"calm_breathing"})


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a variant differs from the plan: time, effort, amount, equipment; None: as planned.

    `rest_factor` makes the rests of the work longer, `mobility` leaves a fifth of the time to range
    of motion.
    """

    minutes: int
    rpe_shift: float = 0.0
    sets_factor: float = 1.0
    extra_set: bool = False
    equipment: frozenset[Equipment] | None = None
    rest_factor: float = 1.0
    mobility: bool = False

    @property
    def work_minutes(self) -> int:
        """Return the minutes that the programme's own work may take."""
        return int(self.minutes * MOBILITY_LEAVES) if self.mobility else self.minutes

    @property
    def fills(self) -> bool:
        """Return whether time left over is used; an easier day leaves it alone."""
        return self.rpe_shift >= 0 and self.sets_factor >= 1


@dataclass(frozen=True, slots=True)
class Today:
    """The programme's answer to which day it is; `turn` counts whole blocks done before.

    `why` is the reason for the programme, `event` the day it leads up to; `reactive` is whether the
    week is lighter because of how the last ones went, not because the programme planned it.
    """

    programme: Programme
    day: ProgrammeDay
    week: WeekPlan
    turn: int = 0
    why: str = ""
    reactive: bool = False
    event: date | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """The work of one block before it is written down: this week's slot, sets and effort."""

    exercise: Exercise
    week: Slot
    sets: int
    rpe: float


@dataclass(frozen=True, slots=True)
class _Dosed:
    """One set of the work of a slot, the lighter ones that lead up to it, and why it is so."""

    slot: Slot
    work: PlannedSet
    lighter: tuple[PlannedSet, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockMaker:
    """What making a block asks about; `heart` is None unless zones may be used.

    `usual` is the endurance work by sport of which devices recorded enough; `minutes` is what the
    athlete has for a session, `most_effort` the highest RPE that the safety rules leave. `memo`
    and `ends` keep what was made: it rests on the other fields and on its key alone.
    """

    doser: Doser
    competes: bool
    minutes: int
    heart: Heart | None = None
    usual: Mapping[str, Usual] = field(default_factory=dict)
    most_effort: Callable[[Exercise], float] = lambda _: 10.0
    memo: dict[tuple[object, ...], _Dosed] = field(default_factory=dict, compare=False, repr=False)
    ends: dict[tuple[Slot, str], Block] = field(default_factory=dict, compare=False, repr=False)

    def make(self, slot: Slot, week: Slot, choice: Choice, today: Today, recipe: Recipe) -> Block:
        """Return the block of a chosen exercise as `week` and `recipe` want it."""
        exercise = choice.exercise
        if exercise is None:
            raise ValueError("a block needs an exercise")
        if slot.part not in WORK_PARTS:
            return self._end(week, exercise)
        plan = (today.programme.id, today.day.id, today.week.number)
        as_planned = (week is slot, recipe.rpe_shift, recipe.rest_factor)
        # By which slot it is, since to hash one takes longer than all the rest; it is kept with
        # what is made of it, so that no other can come to be taken for it.
        key = (id(slot), exercise.id, *plan, *as_planned)
        dosed = self.memo.get(key)
        if dosed is None:
            dosed = self.memo[key] = self._dosed(slot, week, exercise, today, recipe)
        sets = min(_sets(week.sets, recipe, self.doser.now.days_off), self._most_sets(exercise))
        reasons = (
            *choice.reasons,
            *dosed.reasons,
            *self._why_less(_Work(exercise, week, sets, dosed.work.rpe), today, recipe),
        )
        told = _few(reasons) or (_purpose(exercise, today.programme),)
        return Block(slot.part, exercise.id, dosed.lighter + (dosed.work,) * sets, told)

    def _dosed(
        self, slot: Slot, week: Slot, exercise: Exercise, today: Today, recipe: Recipe
    ) -> _Dosed:
        """Return what one set of the work is, however many of them there will be."""
        span = self._sane(span_of(week, exercise) or (1, 1))
        known = self._usual_for(slot, week, exercise, today)
        could = self._able_for(slot, week, exercise, today)
        longest = max(known.most_s if known else 0, could.most_s if could else 0)
        if today.week.deload:
            # A share of what was done, not of what the programme would begin with.
            longest = max(longest, self._longest_lately(exercise))
        span = (span[0], max(span[1], longest))
        judged = min(slot.rpe, today.programme.rpe_cap, self._first_weeks_cap())
        rest = _longer(fitting_rest(exercise, week.reps, week.rest_s), recipe.rest_factor)
        target = Target(week.sets, *span, rpe=judged, rest_s=rest)
        wanted = min(week.rpe, judged + max(0.0, week.rpe - slot.rpe))
        rpe = self._effort(wanted, recipe, exercise)
        waves = _waves(slot, today.programme)
        plan = Plan(slot.scheme, today.day.id, rpe, waves, today.week.deload)
        given = self.doser.dose(exercise, target, plan)
        if any(one.partition("|")[0] == "minutes_start" for one in given.reasons):
            given = given if could is None else from_able(given, could, self.minutes)
            given = given if known is None else from_usual(given, known)
        if given.rpe_most is not None:
            rpe = max(LEAST_RPE, min(rpe, given.rpe_most))
            plan = replace(plan, rpe=rpe)
        eased = self._eased(exercise, given, (given.for_rpe or judged) - rpe, plan)
        (work,) = work_sets(exercise, target, eased, 1, rpe)
        work = replace(work, pace=self._pace(slot, exercise, rpe), hr_bpm=self._zone(exercise, rpe))
        lighter = ramp(exercise, eased.load_kg) if slot.part is Part.MAIN else ()
        return _Dosed(slot, work, lighter, eased.reasons)

    def _usual_for(self, slot: Slot, week: Slot, exercise: Exercise, today: Today) -> Usual | None:
        """Return what is usual where it may set the minutes: steady work of an endurance day."""
        if not self._sets_minutes(slot, week, exercise, today):
            return None
        return self.usual.get(sport_of(exercise) or "")

    def _able_for(self, slot: Slot, week: Slot, exercise: Exercise, today: Today) -> Able | None:
        """Return what somebody of this experience can do in the time there is, or None."""
        if not self._sets_minutes(slot, week, exercise, today):
            return None
        if self.doser.now.senior:
            return None
        jars = Trait.HIGH_IMPACT in exercise.traits
        return able(self.doser.experience, self.minutes, slot.rpe, jars=jars)

    def _sets_minutes(self, slot: Slot, week: Slot, exercise: Exercise, today: Today) -> bool:
        """Return whether a slot is the steady work of an endurance day, to be done in full.

        Not in a light week, on a day that is to be easy, or with pain where the exercise loads.
        """
        steady = exercise.pattern is Pattern.LOCOMOTION and week.sets == 1 and slot.priority == 1
        easy = today.week.deload or self.doser.now.level < Level.FAIR
        if not steady or easy or today.day.focus is not Focus.ENDURANCE:
            return False
        return self.doser.now.pain_for(exercise.stresses) is None

    def _longest_lately(self, exercise: Exercise) -> int:
        """Return the seconds of the longest steady work of three weeks, 0 for anything else."""
        outings = self.doser.past.of(exercise.id)
        if exercise.pattern is not Pattern.LOCOMOTION or not outings:
            return 0
        since = outings[-1].day - REFERENCE_DAYS
        steady = (one for one in outings if one.day >= since and len(one.sets) == 1)
        return max((one.duration_s for one in steady), default=0)

    def _sane(self, span: tuple[int, int]) -> tuple[int, int]:
        least = 1 if self.competes else LEAST_REPS
        return max(least, span[0]), max(least, span[1])

    def _end(self, slot: Slot, exercise: Exercise) -> Block:
        """Return a warm-up or cool-down block: fixed, and never counted as work."""
        key = (slot, exercise.id)
        if key not in self.ends:
            self.ends[key] = self._made_end(slot, exercise)
        return self.ends[key]

    def _made_end(self, slot: Slot, exercise: Exercise) -> Block:
        span = self._sane(span_of(slot, exercise) or (1, 1))
        target = Target(slot.sets, *span, rpe=slot.rpe, rest_s=slot.rest_s)
        sets = work_sets(exercise, target, Dose(span[0], None, ()), slot.sets, slot.rpe)
        marked = tuple(replace(one, kind=SetKind.WARM_UP, pace=slot.pace) for one in sets)
        return Block(slot.part, exercise.id, marked, (_end_reason(slot.part, exercise),))

    def _most_sets(self, exercise: Exercise) -> int:
        """Return the most sets of one exercise: from 65 on one to begin with, later three (S27)."""
        now = self.doser.now
        if not now.senior or not volume.counts(exercise):
            return MOST_SETS
        return SENIOR_FIRST_SETS if now.first_weeks else SENIOR_SETS

    def _first_weeks_cap(self) -> float:
        return FIRST_WEEKS_RPE if self.doser.now.first_weeks else 10.0

    def _effort(self, rpe: float, recipe: Recipe, exercise: Exercise) -> float:
        now = self.doser.now
        cap = 10.0 if now.checked_in and now.known else NO_CHECKIN_RPE
        endurance = exercise.pattern is Pattern.LOCOMOTION
        cap = min(cap, CARDIO_RPE if endurance else STRENGTH_RPE, self.most_effort(exercise))
        cap = min(cap, SENIOR_RPE) if now.senior else cap
        if Equipment.OUTDOORS in exercise.equipment:
            cap = min(cap, now.outdoor_cap())
        return max(LEAST_RPE if rpe >= LEAST_RPE else rpe, min(rpe, cap) + recipe.rpe_shift)

    def _eased(self, exercise: Exercise, given: Dose, easier_by: float, plan: Plan) -> Dose:
        """Return a dose brought down to an effort below the one it was judged by.

        The load follows where the grid is fine enough, else repetitions do; nothing changes where
        the last time shows that the dose is easy enough as it is.
        """
        load, last = given.load_kg, self.doser.past.last(exercise.id)
        if load is None or easier_by <= 0 or (last is None and easier_by <= 1):
            return given
        if last is not None and _easy_already(last, given, plan.rpe):
            return given
        lower = on_grid(load * (1 - LOAD_PER_RPE * easier_by), exercise)
        effort = number(plan.rpe)
        if exercise.measure is Measure.DURATION:
            seconds = max(LEAST_HOLD_S, given.reps - SECONDS_STEP * max(1, round(easier_by)))
            reason = because("seconds_easier", was=given.reps, now=seconds, rpe=effort)
            return Dose(seconds, load, (reason,)) if seconds < given.reps else given
        if lower < load * COARSE or lower >= load:
            fewest = min(given.reps, LEAST_REPS)
            reps = max(fewest, given.reps - max(1, round(easier_by)))
            reason = because("reps_easier", was=given.reps, now=reps, rpe=effort)
            return Dose(reps, load, (reason,))
        imperial = self.doser.now.imperial
        was, now = load_words(load, imperial), load_words(lower, imperial)
        return Dose(given.reps, lower, (because("down_easier", was=was, now=now, rpe=effort),))

    def _pace(self, slot: Slot, exercise: Exercise, rpe: float) -> str:
        if exercise.pattern is not Pattern.LOCOMOTION:
            return ""
        return slot.pace if slot.pace and rpe >= slot.rpe else pace_words(rpe)

    def _zone(self, exercise: Exercise, rpe: float) -> tuple[int, int] | None:
        if self.heart is None or exercise.pattern is not Pattern.LOCOMOTION:
            return None
        return self.heart.zone(rpe)

    def _why_less(self, work: _Work, today: Today, recipe: Recipe) -> tuple[str, ...]:
        now, week = self.doser.now, work.week
        kind = _kind_reasons(work.exercise, senior=now.senior)
        outdoors = Equipment.OUTDOORS in work.exercise.equipment
        if outdoors and work.rpe < week.rpe and work.rpe == now.outdoor_cap():
            return ("heat_unknown" if now.heat_index_c is None else "heat_high",)
        if recipe.extra_set:
            return (*kind, "more_work")
        if today.week.deload and work.exercise.pattern is not Pattern.LOCOMOTION:
            return (because("deload", rpe=number(work.rpe)),)
        if now.senior and work.sets < week.sets and work.sets == self._most_sets(work.exercise):
            return (*kind, "sets_senior")
        if work.sets < week.sets:
            return (*kind, because("sets_fewer", now=counted(work.sets, "set"), was=week.sets))
        if work.rpe < week.rpe and now.first_weeks and week.rpe > FIRST_WEEKS_RPE:
            return ("effort_first_weeks",)
        return kind


def _kind_reasons(exercise: Exercise, *, senior: bool) -> tuple[str, ...]:
    if exercise.pattern is Pattern.MOBILITY:
        return ("mobility",)
    if exercise.pattern is Pattern.BALANCE:
        return ("balance",) if senior else ("balance_control",)
    return ()


def _end_reason(part: Part, exercise: Exercise) -> str:
    """Return what a warm-up or cool-down block does, by the kind of movement it is."""
    moves = exercise.pattern not in (Pattern.MOBILITY, Pattern.BALANCE)
    if part is Part.WARM_UP:
        return "warm_up" if moves else "warm_up_range"
    if exercise.id in _BREATHING:
        return "cool_down_breathing"
    return "cool_down" if moves else "cool_down_stretch"


def _purpose(exercise: Exercise, programme: Programme) -> str:
    """Return what a block is for, where nothing else says why it is as it is."""
    if exercise.pattern is Pattern.PLYOMETRIC:
        return "power"
    if exercise.pattern is Pattern.LOCOMOTION:
        return because("steady_endurance", programme=programme.name)
    muscles = listed(one.value.replace("_", " ") for one in exercise.primary) or "whole body"
    return because("steady_work", muscles=muscles, programme=programme.name)


def _easy_already(last: Outing, given: Dose, rpe: float) -> bool:
    """Return whether as much was done last time without more effort than asked today."""
    enough = last.load_kg >= (given.load_kg or 0.0) and last.reps >= given.reps - 1
    return enough and last.rpe is not None and last.rpe <= rpe


def span_of(slot: Slot, exercise: Exercise) -> tuple[int, int] | None:
    if exercise.measure is not Measure.REPS:
        return slot.duration_s
    return fitting_span(exercise, slot.reps) if slot.part in WORK_PARTS else slot.reps


def _sets(planned: int, recipe: Recipe, days_off: int | None) -> int:
    back = BACK_FACTOR if days_off is not None and days_off >= BREAK_DAYS else 1.0
    fewer = max(1, int(planned * recipe.sets_factor * back + 0.5))
    return fewer + 1 if recipe.extra_set else fewer


def _longer(rest_s: int, factor: float) -> int:
    """Return a rest made longer in steps of five seconds, up to four minutes."""
    return (
        rest_s
        if factor == 1.0
        else max(rest_s, min(LONGEST_REST_S, round(rest_s * factor / 5) * 5))
    )


def _waves(slot: Slot, programme: Programme) -> bool:
    """Return whether the reps of a slot change from week to week."""
    return slot.role is Role.MAIN and any(week.main_reps for week in programme.weeks)


def _few(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Return distinct reasons in order; more than four would not be read."""
    return tuple(dict.fromkeys(reasons))[:4]
