"""From what was done last time to what is asked today: load and repetitions of one exercise.

Double progression: repetitions climb through the range first, then the load takes one step and
repetitions start again at the bottom. Effort (RPE) decides whether a climb was earned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from spotter.prescribe.grid import next_step, on_grid
from spotter.prescribe.history import Outing
from spotter.prescribe.lifts.strength import Strength
from spotter.prescribe.situation import Level, Situation
from spotter.prescribe.watched import FormTrend
from spotter.prescribe.words import done_words, load_words, number, site_words
from spotter.safety.loads import BREAKS, went_on
from spotter.training.exercise import Exercise, Measure
from spotter.training.reasons import because
from spotter.training.strength import load_for

# Rule S34 (ACSM 2009): a step of load is at most 10 %.
BIGGEST_STEP = 0.10
SPARE_REPS = 1
# Pain-monitoring model (Silbernagel 2007): up to 2 go on, 3-5 hold, above 5 regress (rule S32).
PAIN_REGRESS_ABOVE = 5
PAIN_FACTOR = 0.9
# A range that falls short set after set gets a load that can be moved all the way; how much less is
# an assumption.
FORM_FACTOR = 0.9
# Two short sessions in a row lower the load by this much (5-10 % is usual practice).
MISSED_FACTOR = 0.925
# Effort this far above the target holds the load; this far lowers it.
HARD_BY, TOO_HARD_BY = 1.0, 2.0
# Effort so far below the target earns the biggest step there may be, or two repetitions.
FAR_BY, FAR_REPS = 2.0, 2
# Soreness from which nothing goes up at that site (rule S37).
SORE_FROM = 7
# How far above the range repetitions may go while the next load is too big a step.
REPS_BEYOND = 15
# A lighter day within this time does not lower what the next ordinary day builds on.
REFERENCE_DAYS = timedelta(days=21)
SECONDS_STEP = 5


@dataclass(frozen=True, slots=True)
class Target:
    """What the programme asks: `sets` of `low`-`high` repetitions (or seconds) at `rpe`."""

    sets: int
    low: int
    high: int
    rpe: float
    rest_s: int

    def within(self, reps: int) -> int:
        """Return `reps` brought into the range."""
        return max(self.low, min(reps, self.high))


@dataclass(frozen=True, slots=True)
class Dose:
    """What one work set asks; `reps` counts seconds for an exercise measured in time.

    `for_rpe` is the effort that the load was worked out for, None when it is the target's.
    `rpe_most` is the most effort that it may be asked at, None when nothing limits it.
    """

    reps: int
    load_kg: float | None
    reasons: tuple[str, ...]
    for_rpe: float | None = None
    rpe_most: float | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One exercise with at least one outing, on one day.

    `outings` are those that can be compared with `target`, `latest` the newest of all, `days_since`
    its age. `e1rm` is a working one-repetition maximum in kg when there is one,
    `strength` how sure it is and the athlete's own curve of reps. `waves` says that
    the reps change from week to week, so that fewer than now is no miss. `rpe` is today's effort
    (None: the target's), `deload` that nothing grows this week. `allowed` gives the heaviest load
    in kg that the gate would let through for repetitions at an effort.
    """

    exercise: Exercise
    target: Target
    outings: tuple[Outing, ...]
    now: Situation
    latest: Outing
    days_since: int
    e1rm: float | None = None
    strength: Strength | None = None
    waves: bool = False
    rpe: float | None = None
    deload: bool = False
    allowed: Callable[[int, float], float] = lambda reps, rpe: 0.0

    def proves(self, step: float, rpe: float) -> bool:
        """Return whether what was done supports `step` for the lowest reps at `rpe`, one to spare.

        Epley's line (1985) makes the two sets comparable.
        """
        able = self.base.load_kg * (1 + self.capacity / 30)
        return able >= step * (1 + (self.target.low + 10 - rpe + SPARE_REPS) / 30)

    @property
    def earned(self) -> bool:
        """Return whether a step up was earned: a repetition more than it asks, with the reserve.

        The gate measures by the same (rule S34); an unrated set counts as having left nothing.
        """
        rpe = self.target.rpe if self.rpe is None else self.rpe
        return self.capacity >= self.target.low + (10 - rpe) + SPARE_REPS

    @property
    def capacity(self) -> float:
        """Return repetitions done plus those left, of the best set at the base load."""
        return max(
            (one.reps or 0) + (0.0 if one.rpe is None else 10 - one.rpe) for one in self.base.at_top
        )

    def able(self, reps: int, rpe: float) -> float | None:
        """Return the load in kg at which `reps` should feel like `rpe`, when that is known.

        By the athlete's own curve of reps where it is known, else by the chart.
        """
        if self.strength is not None:
            return self.strength.load_kg(reps, rpe)
        return None if self.e1rm is None else load_for(self.e1rm, reps, rpe)

    def likely(self, reps: int, rpe: float) -> str:
        """Return in words within which loads 8 of 10 such sets should lie."""
        if self.strength is None:
            return ""
        low, high = self.strength.load_between(reps, rpe)
        return f"; we expect {self.words(round(low))} to {self.words(round(high))}"

    @property
    def left_after_break(self) -> float | None:
        """Return what is left of the load after a break (rule S39), None without one."""
        if went_on(self.days_since, self.now.days_off):
            return None
        return next((left for days, left in BREAKS if self.days_since >= days), None)

    @property
    def last(self) -> Outing:
        return self.outings[-1]

    @property
    def base(self) -> Outing:
        """Return the outing to build on: the last, or a heavier good one before it."""
        if not self.good(self.last):
            return self.last
        recent = [
            one
            for one in self.outings
            if self.last.day - one.day <= REFERENCE_DAYS and self.good(one)
        ]
        return max(recent, key=lambda one: (one.load_kg, one.reps, one.day))

    @property
    def far_too_easy(self) -> bool:
        """Return whether all the reps of the last outing ended far below the effort asked for."""
        last = self.last
        enough = last.reps >= self.target.low and last.load_kg >= self.base.load_kg
        return enough and last.rpe is not None and last.rpe <= self.target.rpe - FAR_BY

    @property
    def recovering(self) -> bool:
        """Return whether pain came between the outing to build on and the last one."""
        return any(one.pain for one in self.outings if self.base.day < one.day)

    @property
    def longest_lately(self) -> int:
        """Return the seconds of the longest good outing of three weeks."""
        recent = [one for one in self.outings if self.last.day - one.day <= REFERENCE_DAYS]
        good = [one.duration_s for one in recent if not (one.pain or self.over(one, HARD_BY))]
        return max(good, default=self.last.duration_s)

    @property
    def hurt(self) -> tuple[str, int] | None:
        """Return where and how much it hurts: at a loaded site, or in this exercise last time."""
        today = self.now.pain_for(self.exercise.stresses)
        if today and today[1] >= self.latest.pain:
            return site_words(today[0]), today[1]
        return ("body during this exercise", self.latest.pain) if self.latest.pain else None

    @property
    def watched(self) -> FormTrend | None:
        """Return what watched sets say of the load of the last outing.

        A load that was lowered for it since is not lowered again before it was watched.
        """
        seen = self.now.form_of(self.exercise.id)
        return None if seen is None or seen.day < self.latest.day else seen

    @property
    def short(self) -> float | None:
        """Return the depth of sets that all stopped short, at the load of the last outing."""
        return None if self.watched is None else self.watched.depth

    @property
    def drift(self) -> float | None:
        """Return by how many points the sides drifted apart in watched sets, if they did."""
        seen = self.now.form_of(self.exercise.id)
        return None if seen is None else seen.drift

    def good(self, outing: Outing) -> bool:
        return not (outing.pain or self.missed(outing) or self.over(outing, HARD_BY))

    def proved(self, rpe: float) -> bool:
        """Return whether the outing to build on did today's repetitions within effort `rpe`."""
        base = self.base
        within = base.rpe is not None and base.rpe <= rpe and base.reps >= self.target.low
        return within and self.good(base)

    def missed(self, outing: Outing) -> bool:
        """Return whether an outing fell short of the range, unless it was easy on purpose."""
        easy = outing.rpe is not None and outing.rpe <= self.target.rpe - 1
        return not self.waves and not easy and outing.reps < self.target.low

    def over(self, outing: Outing, by: float) -> bool:
        """Return whether an outing felt at least `by` RPE harder than the target."""
        return outing.rpe is not None and outing.rpe >= self.target.rpe + by

    def words(self, load_kg: float) -> str:
        return load_words(load_kg, self.now.imperial)

    def done(self, outing: Outing) -> str:
        return done_words(outing.sets, self.now.imperial)

    def felt(self) -> dict[str, str]:
        return {"rpe": number(self.last.rpe or 0.0), "target": number(self.target.rpe)}


def progress(case: Case) -> Dose:
    """Return today's dose: falls come before holds, holds before rises; the first wins."""
    if case.exercise.increment_kg <= 0 or case.last.load_kg <= 0:
        return _unloaded(case)
    if case.exercise.measure is Measure.DURATION:
        return _timed_load(case)
    return _fall(case) or _hold(case) or _rise(case)


def by_estimate(case: Case) -> Dose:
    """Return the load that the athlete's own estimate gives for the lowest reps at today's effort.

    It rises only when earned, by a step at the most, and not at all where a double progression
    would hold. Without an estimate that progression decides alone.
    """
    rpe = case.target.rpe if case.rpe is None else case.rpe
    able = case.able(case.target.low, rpe)
    if able is None or case.last.load_kg <= 0:
        return progress(case)
    falling = _fall(case)
    if falling is not None:
        return falling
    if case.recovering and case.base.load_kg > case.last.load_kg:
        return _hold(case) or _rise(case)
    heaviest = on_grid(max(case.base.load_kg, case.last.load_kg), case.exercise)
    held = _reason_to_hold(case, {"load": case.words(heaviest)})
    if held is not None and able >= heaviest:
        return Dose(case.target.low, heaviest, (held,), for_rpe=rpe)
    if able >= heaviest + case.exercise.increment_kg:
        if not case.earned:
            return _stay(case, heaviest)
        if next_step(heaviest, case.exercise, BIGGEST_STEP) is None:
            return _reps_instead(case, heaviest)
        able = min(able, heaviest * (1 + BIGGEST_STEP))
    elif held is None and case.earned and (able >= heaviest or case.proved(rpe)):
        # The grid would round the same load down for ever; who had a repetition spare moves on.
        return _spare(case, heaviest, rpe)
    load = on_grid(able, case.exercise)
    proved = on_grid(case.base.load_kg, case.exercise)
    if load < proved and case.proved(rpe):
        words = {"load": case.words(proved), "done": case.done(case.base)}
        return Dose(case.target.low, proved, (because("load_proved", **words),), for_rpe=rpe)
    reason = because(
        "from_e1rm",
        now=case.words(load),
        was=case.words(case.last.load_kg),
        e1rm=case.words(round((case.e1rm or load) * 2) / 2),
        likely=case.likely(case.target.low, rpe),
        reps=case.target.low,
        rpe=number(rpe),
    )
    return Dose(case.target.low, load, (reason,), for_rpe=rpe)


def _spare(case: Case, load: float, rpe: float) -> Dose:
    """Return one step more than `load`, or a repetition where that step is too big.

    The biggest step there may be after an outing far below its effort.
    """
    step = next_step(load, case.exercise, BIGGEST_STEP)
    if step is not None and case.far_too_easy:
        step = max(step, on_grid(load * (1 + BIGGEST_STEP), case.exercise))
    if step is None:
        return _reps_instead(case, load)
    words = {"was": case.words(load), "now": case.words(step), "done": case.done(case.base)}
    return Dose(case.target.low, step, (because("load_up_spare", **words),), for_rpe=rpe)


def _fall(case: Case) -> Dose | None:
    hurt = case.hurt
    if hurt and hurt[1] > PAIN_REGRESS_ABOVE:
        return _down(case, "down_pain", PAIN_FACTOR, site=hurt[0], pain=hurt[1])
    factor = case.left_after_break
    if factor is not None:
        return _down(case, "down_break", factor, days=case.days_since)
    short = case.short
    if short is not None:
        return _down(case, "down_form", FORM_FACTOR, depth=round(short))
    if case.watched is not None and case.watched.drift is not None:
        return _down(case, "down_sides", FORM_FACTOR, points=round(case.watched.drift))
    before = case.outings[-2] if len(case.outings) > 1 else None
    if before and case.missed(case.last) and case.missed(before):
        return _down(case, "down_missed", MISSED_FACTOR)
    if case.over(case.last, TOO_HARD_BY):
        fit = case.able(case.target.low, case.target.rpe) or 0.0
        return _down(
            case, "down_hard", _between(0.85, fit / case.last.load_kg, 0.95), **case.felt()
        )
    return None


def _between(low: float, value: float, high: float) -> float:
    return max(low, min(value, high))


def _down(case: Case, code: str, factor: float, **evidence: object) -> Dose:
    was = case.last.load_kg
    lower = on_grid(was * factor, case.exercise)
    if lower >= was:
        # The lightest there is: fewer repetitions instead.
        fewer = max(1, min(case.target.low, case.last.reps or 1) - 2)
        return Dose(fewer, on_grid(was, case.exercise), (f"{code}_reps",))
    reason = because(code, was=case.words(was), now=case.words(lower), **evidence)
    return Dose(case.target.low, lower, (reason,))


def _hold(case: Case) -> Dose | None:
    load = on_grid(case.last.load_kg, case.exercise)
    reason = _reason_to_hold(case, {"load": case.words(load)})
    return None if reason is None else Dose(case.target.within(case.last.reps), load, (reason,))


def _reason_to_hold(case: Case, load: dict[str, str]) -> str | None:
    hurt, sore = case.hurt, case.now.soreness_for(case.exercise.stresses)
    if hurt:
        return because("hold_pain", site=hurt[0], pain=hurt[1], **load)
    drift = case.drift
    if drift is not None:
        return because("hold_form", points=round(drift), **load)
    if case.missed(case.last):
        return because("hold_missed", done=case.done(case.last), low=case.target.low, **load)
    if case.over(case.last, HARD_BY):
        return because("hold_hard", **case.felt(), **load)
    if sore and sore[1] >= SORE_FROM:
        return because("hold_soreness", site=site_words(sore[0]), soreness=sore[1], **load)
    if case.now.known and case.now.level < Level.GOOD:
        return because("hold_readiness", score=round(case.now.score or 0), **load)
    if case.deload:
        return because("hold_deload", **load)
    if not case.now.checked_in:
        return because("hold_no_checkin", **load)
    if case.now.more_days:
        return because("hold_days", **load)
    return None


def _rise(case: Case) -> Dose:
    base, target = case.base, case.target
    load = on_grid(base.load_kg, case.exercise)
    if load > case.last.load_kg and case.recovering:
        return _back_after_pain(case)
    if load > case.last.load_kg:
        back = min(load, on_grid(case.last.load_kg * (1 + BIGGEST_STEP), case.exercise))
        reason = because("back_up", now=case.words(back), day=f"{base.day:%-d %B}")
        return Dose(target.within(base.reps), back, (reason,))
    if not ((_reached_top(case) or case.far_too_easy) and case.earned):
        return _stay(case, load)
    step = next_step(base.load_kg, case.exercise, BIGGEST_STEP)
    if step is None:
        return _reps_instead(case, load)
    if case.far_too_easy:
        return _spare(case, load, target.rpe if case.rpe is None else case.rpe)
    new = _bold(case, step)
    reason = because(
        "load_up", was=case.words(base.load_kg), now=case.words(new), done=case.done(base)
    )
    return Dose(target.low, new, (reason,))


def _back_after_pain(case: Case) -> Dose:
    """Return a step towards the load before the pain; a repetition where the step is too big."""
    was = on_grid(case.last.load_kg, case.exercise)
    now = min(
        on_grid(case.base.load_kg, case.exercise),
        on_grid(case.last.load_kg * (1 + BIGGEST_STEP), case.exercise),
    )
    words = {"was": case.words(was), "before": case.words(case.base.load_kg)}
    if now <= was:
        reps = min(case.last.reps + 1, case.target.high + REPS_BEYOND)
        return Dose(max(reps, case.target.low), was, (because("back_pain_reps", **words),))
    reason = because("back_after_pain", now=case.words(now), **words)
    return Dose(case.target.within(case.last.reps), now, (reason,))


def _stay(case: Case, load: float) -> Dose:
    """Return the same load with a repetition more, or the reason why not even that."""
    base, target = case.base, case.target
    reps = target.within(base.reps + 1)
    words = {"load": case.words(load), "done": case.done(base)}
    if reps > base.reps:
        return Dose(reps, load, (because("reps_up", **words),))
    if base.reps >= target.high and base.rpe is not None:
        reason = because(
            "hold_effort", top=target.high, rpe=number(base.rpe), target=number(target.rpe), **words
        )
    else:
        reason = because("hold_range", top=target.high, **words)
    return Dose(reps, load, (reason,))


def _bold(case: Case, step: float) -> float:
    """Return more than one increment only when the athlete's own estimate carries it."""
    able = case.able(case.target.low, case.target.rpe)
    if able is None:
        return step
    carried = min(able, case.base.load_kg * (1 + BIGGEST_STEP))
    return max(step, on_grid(carried, case.exercise))


def _reps_instead(case: Case, load: float) -> Dose:
    """Return a repetition more in place of a step that is too big, until that step is proved."""
    step = round(load + case.exercise.increment_kg, 3)
    rpe = case.target.rpe if case.rpe is None else case.rpe
    if case.proves(step, rpe) and case.allowed(case.target.low, rpe) >= step:
        words = {"was": case.words(load), "now": case.words(step), "done": case.done(case.base)}
        return Dose(case.target.low, step, (because("load_up_coarse", **words),), for_rpe=rpe)
    more = FAR_REPS if case.far_too_easy else 1
    reps = min(case.base.reps + more, case.target.high + REPS_BEYOND)
    over = case.words(load + case.exercise.increment_kg)
    reason = because("reps_before_load", was=case.words(load), now=over)
    return Dose(max(reps, case.target.low), load, (reason,))


def _reached_top(case: Case) -> bool:
    base = case.base
    enough = base.reps >= case.target.high and len(base.at_top) >= min(case.target.sets, 2)
    return enough and (base.rpe is None or base.rpe <= case.target.rpe + 0.5)


def _unloaded(case: Case) -> Dose:
    """Dose what has no load: repetitions or seconds climb, and only on a good day."""
    last, target = case.last, case.target
    timed = case.exercise.measure is Measure.DURATION
    counted = last.duration_s if timed else last.reps
    same = target.within(counted)
    hurt = case.hurt
    if hurt:
        fewer = max(1, same * 3 // 4) if hurt[1] > PAIN_REGRESS_ABOVE else same
        return Dose(fewer, None, (because("hold_pain_reps", site=hurt[0], pain=hurt[1]),))
    ready = case.now.checked_in and case.now.level is Level.GOOD and not case.deload
    if case.short is not None or case.drift is not None:
        return Dose(same, None, (because("kept_form", done=case.done(last)),))
    if not ready or counted < target.low or case.over(last, HARD_BY):
        return Dose(same, None, (because("kept_reps", done=case.done(last)),))
    more = target.within(counted + (SECONDS_STEP if timed else 1))
    if more <= counted:
        return Dose(same, None, (because("kept_reps", done=case.done(last)),))
    code = "seconds_up" if timed else "reps_up_bodyweight"
    return Dose(more, None, (because(code, done=case.done(last)),))


def _timed_load(case: Case) -> Dose:
    """Dose a load that is held or carried for time: the load stays, seconds climb.

    After a break it comes back lighter and shorter, as any other load.
    """
    inner, was = _unloaded(case), on_grid(case.last.load_kg, case.exercise)
    factor = case.left_after_break
    if factor is None:
        return Dose(inner.reps, was, inner.reasons)
    lower = on_grid(was * factor, case.exercise)
    if lower >= was:
        return Dose(case.target.low, was, inner.reasons)
    words = {"was": case.words(was), "now": case.words(lower), "days": case.days_since}
    return Dose(case.target.low, lower, (because("down_break", **words),))
