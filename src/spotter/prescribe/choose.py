"""Which exercise fills a place in the session: equipment, body, taste, then continuity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from spotter.athletes.profile import BodySite, Equipment, Experience, Profile, Severity
from spotter.prescribe.dosing import start_load
from spotter.prescribe.grid import next_step
from spotter.prescribe.history import History, Outing
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.progression import BIGGEST_STEP, PAIN_REGRESS_ABOVE
from spotter.prescribe.situation import Situation
from spotter.prescribe.words import done_words, listed, site_words
from spotter.training import volume
from spotter.training.catalogue import Catalogue, rank
from spotter.training.exercise import Exercise, Muscle, Pattern
from spotter.training.reasons import because
from spotter.training.session import Part, Session

# A lift counts as going on when it was done within this time.
CONTINUITY = timedelta(days=42)
# A main lift comes back in place of its substitute within this time, painless or not after REPEAT.
COMES_BACK = timedelta(days=120)
# So long a movement that hurt twice is left alone when nothing hurts any more.
REPEAT = timedelta(days=14)
# From this level pain or soreness makes another exercise preferable where there is one.
PREFER_OTHER_FROM_PAIN, PREFER_OTHER_FROM_SORENESS = 3, 7
# An empty bar may weigh this much more than the careful start before another exercise is better.
MINIMUM_SLACK = 1.25
# Among how many of the programme's wishes an accessory rotates from block to block.
VARIETY = 3
# Repetitions above the range at which a load that cannot rise has been outgrown.
STUCK_BY = 3

Options = tuple[Exercise, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """What of `options` can be done today, and what of that is welcome.

    The options are kept, so that no others can come to be taken for them.
    """

    options: Options
    fitting: Options
    welcome: Options


@dataclass(slots=True)
class Memo:
    """What was found out about exercises by id: objections to hard and to easy work, unease.

    `able` is what can be done, and whether it is welcome, by what that rests on; `open` is what of
    it options leave open, by which options they are too.
    """

    hard: dict[str, _No | None] = field(default_factory=dict)
    easy: dict[str, _No | None] = field(default_factory=dict)
    uneasy: dict[str, bool] = field(default_factory=dict)
    able: dict[tuple[object, ...], dict[str, bool]] = field(default_factory=dict)
    open: dict[tuple[object, ...], _Open] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Everything that a choice of exercises asks about; `equipment` may be less than is owned.

    `forbids` says what the safety rules rule out for this person, `resting` are muscles that must
    not work hard today. `memo` keeps what was found out about an exercise: it rests on nothing but
    the other fields, so those who differ in `equipment` alone may share one.
    """

    catalogue: Catalogue
    profile: Profile
    now: Situation
    past: History
    day: date
    equipment: frozenset[Equipment]
    resting: frozenset[Muscle] = frozenset()
    forbids: Callable[[Exercise], bool] = lambda _: False
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """The exercise for a place, or None with the reason that says why nothing fits."""

    exercise: Exercise | None
    reasons: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _No:
    """Why an exercise does not fit: the end of a reason code, and its evidence."""

    code: str
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the session an exercise goes: `hard` work counts for its muscles.

    `used` are exercises already in the session. `turn` grows with each training block, so that
    accessories change between blocks while main lifts stay. `span` gives the range asked of an
    exercise and `rpe` its effort, which decide whether one has become too easy or too hard.
    `wished` are the exercises that the programme names; only among those does anything rotate.
    `other_days` are the programme's other days: what goes on there does not go on here.
    """

    part: Part
    used: frozenset[str] = frozenset()
    turn: int = 0
    hard: bool = False
    span: Callable[[Exercise], tuple[int, int] | None] = lambda _: None
    rpe: float = 10.0
    wished: frozenset[str] = frozenset()
    other_days: frozenset[str] = frozenset()


def choose(options: Options, place: Place, with_: Chooser) -> Choice:
    """Return the exercise to do out of `options`, which stand in the programme's order of wish."""
    first = _first_wish(options, place, with_)
    if first is None:
        return Choice(None)
    there = _open(options, place, with_)
    fitting = [one for one in there.fitting if one.id not in place.used]
    if not fitting:
        return Choice(None, _omitted(first, with_, place))
    welcome = [one for one in there.welcome if one.id not in place.used]
    best = _preferred(welcome or fitting, place, with_)
    step = _ladder(best, fitting, place, with_)
    return step or Choice(best, _why(best, first, place, with_))


def _ladder(
    exercise: Exercise, fitting: Sequence[Exercise], place: Place, with_: Chooser
) -> Choice | None:
    """Return a harder or easier movement where two sessions say that this one does not fit.

    Loads do this for loaded exercises; where there is none, or where the next is too big a step,
    the movement itself has to change.
    """
    outings, span = with_.past.of(exercise.id)[-2:], place.span(exercise)
    if span is None or len(outings) < 2 or exercise.pattern is Pattern.LOCOMOTION:
        return None
    top = span[1]
    if exercise.increment_kg > 0:
        if next_step(outings[-1].load_kg, exercise, BIGGEST_STEP) is not None:
            return None
        top += STUCK_BY
    done = done_words(outings[-1].sets, with_.now.imperial)
    if all(_outgrown(one, top, place.rpe) for one in outings):
        other = next((one for one in fitting if one.id in exercise.progressions), None)
        code = "ladder_up"
    elif all(0 < _amount(one) < span[0] for one in outings):
        other = next((one for one in fitting if one.id in exercise.regressions), None)
        code = "ladder_down"
    else:
        return None
    if other is None:
        return None
    return Choice(other, (because(code, was=exercise.name, done=done),))


def _amount(outing: Outing) -> int:
    return outing.reps or outing.duration_s


def _outgrown(outing: Outing, top: int, rpe: float) -> bool:
    return _amount(outing) >= top and outing.rpe is not None and outing.rpe <= rpe


def _first_wish(options: Options, place: Place, with_: Chooser) -> Exercise | None:
    """Return what the athlete would do with every piece of equipment and a sound body.

    None where everything is in the session already.
    """
    level, hardest = rank(with_.profile.experience), None
    for one in options:
        if one.id not in place.used:
            if rank(one.level) <= level:
                return one
            hardest = hardest or one
    return hardest


def _open(options: Options, place: Place, with_: Chooser) -> _Open:
    """Return what can be done today, whatever is in the session already."""
    in_heat = place.rpe > with_.now.outdoor_cap()
    kind = (with_.equipment, place.hard, in_heat)
    key = (id(options), *kind)
    found = with_.memo.open.get(key)
    if found is None:
        able = with_.memo.able.get(kind)
        if able is None:
            able = with_.memo.able[kind] = _ables(with_, hard=place.hard, in_heat=in_heat)
        fitting = tuple(one for one in options if one.id in able)
        welcome = tuple(one for one in fitting if able[one.id])
        found = with_.memo.open[key] = _Open(options, fitting, welcome)
    return found


def _ables(with_: Chooser, *, hard: bool, in_heat: bool) -> dict[str, bool]:
    """Return the exercises that can be done today by id, and whether each is welcome."""
    return {
        one.id: not _unwelcome(one, with_, in_heat=in_heat)
        for one in with_.catalogue
        if one.equipment <= with_.equipment and _able(one, with_, hard=hard) is None
    }


def _objection(exercise: Exercise, with_: Chooser, place: Place) -> _No | None:
    """Return why `exercise` cannot be done today, or None when it can."""
    if not exercise.equipment <= with_.equipment:
        needs = listed(sorted(one.value.replace("_", " ") for one in exercise.equipment))
        return _No("equipment", (("needs", needs),))
    return _able(exercise, with_, hard=place.hard)


def _able(exercise: Exercise, with_: Chooser, *, hard: bool) -> _No | None:
    """Return `_bodily`, worked out once for an exercise."""
    found = with_.memo.hard if hard else with_.memo.easy
    if exercise.id not in found:
        found[exercise.id] = _bodily(exercise, with_, hard=hard)
    return found[exercise.id]


def _bodily(exercise: Exercise, with_: Chooser, *, hard: bool) -> _No | None:
    """Return what stands against `exercise` whatever equipment is there."""
    if rank(exercise.level) > rank(with_.profile.experience):
        return _No("level")
    if with_.profile.limitations or with_.now.limitations:
        limited = sorted(exercise.contraindicated & with_.now.excluded_sites)
        severe = sorted(exercise.stresses & _severe(with_.profile))
        if limited or severe:
            return _No("limitation", (("site", site_words((limited or severe)[0])),))
    if with_.forbids(exercise):
        return _No("rules")
    if exercise.id in with_.profile.dislikes:
        return _No("dislike")
    if hard and volume.counts(exercise) and with_.resting & frozenset(exercise.primary):
        return _No("recovery")
    return _hurts(exercise, with_) or _too_heavy(exercise, with_) or _unproved(exercise, with_)


def _severe(profile: Profile) -> frozenset[BodySite]:
    return frozenset(one.site for one in profile.limitations if one.severity is Severity.SEVERE)


def _hurts(exercise: Exercise, with_: Chooser) -> _No | None:
    today = with_.now.pain_for(exercise.stresses)
    if today and today[1] > PAIN_REGRESS_ABOVE:
        return _No("pain", (("site", site_words(today[0])),))
    last = with_.past.of(exercise.id)[-2:]
    lately = bool(last) and (today is not None or with_.day - last[-1].day < REPEAT)
    if lately and len(last) == 2 and all(one.pain for one in last):
        return _No("pain_repeat")
    return None


def _too_heavy(exercise: Exercise, with_: Chooser) -> _No | None:
    """Object to an empty bar that is heavier than a careful first load."""
    known = with_.past.last(exercise.id) is not None or with_.now.mass_kg is None
    if known or exercise.minimum_kg <= 0:
        return None
    start = start_load(exercise, with_.now, with_.profile.experience)
    return _No("level") if start * MINIMUM_SLACK < exercise.minimum_kg else None


def _unproved(exercise: Exercise, with_: Chooser) -> _No | None:
    """Object to a load added to a movement that was never done without: a weighted pull-up."""
    easier = [with_.catalogue.get(name) for name in exercise.regressions]
    added = exercise.increment_kg > 0 and exercise.level is Experience.ADVANCED
    if not (added and easier) or any(one.increment_kg > 0 for one in easier):
        return None
    known = any(with_.past.last(one.id) is not None for one in (exercise, *easier))
    return None if known else _No("level")


def _unwelcome(one: Exercise, with_: Chooser, *, in_heat: bool) -> bool:
    """Return whether another exercise is to be preferred where there is one."""
    if in_heat and Equipment.OUTDOORS in one.equipment:
        return True
    if one.id not in with_.memo.uneasy:
        with_.memo.uneasy[one.id] = _uneasy(one, with_)
    return with_.memo.uneasy[one.id]


def _uneasy(one: Exercise, with_: Chooser) -> bool:
    pain, sore = with_.now.pain_for(one.stresses), with_.now.soreness_for(one.stresses)
    return bool(
        (pain and pain[1] >= PREFER_OTHER_FROM_PAIN)
        or (sore and sore[1] >= PREFER_OTHER_FROM_SORENESS)
        or any(limit.site in one.stresses for limit in with_.profile.limitations)
    )


def _preferred(welcome: Sequence[Exercise], place: Place, with_: Chooser) -> Exercise:
    if place.part is Part.MAIN:
        going = [one for one in welcome if _going_on(one, place, with_)]
        if going:
            newest = max(going, key=lambda one: _last_day(one, with_))
            return _original(newest, welcome, place, with_)
    named = [one for one in welcome if one.id in place.wished][:VARIETY]
    if place.part is not Part.ACCESSORY or not named:
        return welcome[0]
    # Accessories stay within a block and change with the next one.
    return named[place.turn % len(named)]


def _original(
    newest: Exercise, welcome: Sequence[Exercise], place: Place, with_: Chooser
) -> Exercise:
    """Return the lift that `newest` stood in for: one wished before it and done lately.

    A substitute for a day of pain or without equipment is none to keep. A step up or down the
    same ladder is no substitute.
    """
    for one in welcome:
        if one.id == newest.id:
            break
        ladder = one.id in (*newest.regressions, *newest.progressions)
        back = with_.past.last(one.id) is not None
        back = back and with_.day - _last_day(one, with_) <= COMES_BACK
        if back and one.id in place.wished and not (ladder and one.increment_kg <= 0):
            return one
    return newest


def _going_on(exercise: Exercise, place: Place, with_: Chooser) -> bool:
    """Return whether an exercise was done lately, and not only on another day of the programme."""
    if with_.past.last(exercise.id) is None:
        return False
    return any(
        with_.day - one.day <= CONTINUITY and one.programme_day not in place.other_days
        for one in with_.past.of(exercise.id)
    )


def _last_day(exercise: Exercise, with_: Chooser) -> date:
    last = with_.past.last(exercise.id)
    return date.min if last is None else last.day


def _why(chosen: Exercise, first: Exercise, place: Place, with_: Chooser) -> tuple[str, ...]:
    if chosen.id != first.id:
        objection = _objection(first, with_, place)
        if objection is not None:
            told = dict(objection.evidence)
            return (because(f"swapped_{objection.code}", was=first.name, **told),)
        unwelcome = with_.now.pain_for(first.stresses)
        if unwelcome and not with_.now.pain_for(chosen.stresses):
            return (because("swapped_pain", was=first.name, site=site_words(unwelcome[0])),)
    if place.part is Part.MAIN and _going_on(chosen, place, with_):
        return ("main_lift_kept",)
    return ()


def _omitted(first: Exercise, with_: Chooser, place: Place) -> tuple[str, ...]:
    objection = _objection(first, with_, place)
    code = "equipment" if objection is None else objection.code
    evidence = dict(objection.evidence) if objection else {}
    if code == "pain_repeat":
        code, evidence = "pain", {"site": "body in this exercise"}
    if code == "level":
        code = "equipment"
    return (because(f"omitted_{code}", was=first.name, **evidence),)


def instead_for_pain(
    exercise: Exercise,
    hurt: frozenset[BodySite],
    inputs: Inputs,
    session: Session,
    catalogue: Catalogue,
) -> Exercise | None:
    """Return the nearest exercise that loads none of the sites that hurt, or None."""
    profile = inputs.profile
    found = catalogue.substitutes(
        exercise.id,
        equipment=profile.equipment,
        level=profile.experience,
        avoid_sites={one.site for one in profile.limitations if one.severity is not Severity.MILD},
        exclude={*profile.dislikes, *(block.exercise for block in session.blocks)},
    )
    return next((one for one in found if not one.stresses & hurt), None)
