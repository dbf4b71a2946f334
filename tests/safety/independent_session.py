"""What the second checker knows about sessions; it must not import the rules."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from safety.independent_athlete import Athlete, clearance_of
from spotter.athletes.profile import Severity
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise
from spotter.training.session import Block, LoggedSet, PlannedSet, Session, SessionLog

MUSCLES_OF_SITE = {
    "thigh": {"quadriceps", "hamstrings", "adductors"},
    "calf": {"calves"},
    "chest": {"chest"},
    "shoulder": {"shoulders"},
    "lower_back": {"lower_back"},
    "abdomen": {"abdominals"},
    "wrist": {"forearms"},
}
NOT_STRENGTH = {"locomotion", "mobility", "balance"}


def _efforts(session: Session) -> Iterator[tuple[Block, Exercise, PlannedSet]]:
    for block in session.blocks:
        for one in block.sets:
            yield block, catalogue().get(block.exercise), one


def _most_effort(athlete: Athlete, exercise: Exercise) -> float:
    """Return the lowest of all efforts that anything known allows."""
    most = [9.0 if exercise.pattern == "locomotion" else 8.0]
    done = [one for one in athlete.logs if one.day <= athlete.day]
    if len(done) < 3 or athlete.ago(min(one.day for one in done)) < 14:
        most.append(7.0)
    age = athlete.profile.age_on(athlete.day) or 0
    cleared = clearance_of(athlete)
    if age >= 45 and athlete.answer("used_to_vigorous") is not True and cleared != "any":
        most.append(6.0)
    if age >= 65:
        most.append(7.0)
    most += {"light": [4.0], "moderate": [6.0]}.get(cleared, [])
    if athlete.answer("high_blood_pressure") is True:
        most.append(5.0)
    if athlete.answer("pregnancy") == "pregnant":
        most.append(4.0)
    medicines = set(athlete.answer("medicines") or ())
    if medicines & {"steroid_injection", "fluoroquinolone"}:
        most.append(6.0)
    if (athlete.answer("missed_cycles") or 0) >= 3:
        most.append(6.0)
    return min([*most, *_effort_today(athlete, exercise)])


def _effort_today(athlete: Athlete, exercise: Exercise) -> Iterator[float]:
    today = athlete.today
    if today is None or None in (today.symptoms, today.ill, today.soreness, today.pain):
        yield 7.0
    glucose = today.glucose_mmol_l if today else None
    if glucose is not None and (glucose < 5.0 or glucose >= 13.9):
        yield 6.0
    if glucose is not None and glucose >= 19.4:
        yield 4.0
    if "outdoors" in exercise.equipment:
        heat = today.heat_index_c if today else None
        if heat is None:
            yield 6.0
        elif heat >= 32:
            yield 4.0


def _effort(athlete: Athlete, session: Session) -> Iterator[str]:
    beta = "beta_blocker" in (athlete.answer("medicines") or ())
    for block, exercise, one in _efforts(session):
        if one.rpe > _most_effort(athlete, exercise):
            yield f"effort {one.rpe} in {block.exercise}"
        if beta and one.hr_bpm is not None:
            yield "S10: heart-rate zone on a beta blocker"


def _movements(athlete: Athlete, session: Session) -> Iterator[str]:
    banned = set(_banned_traits(athlete))
    for block in session.blocks:
        exercise = catalogue().get(block.exercise)
        if exercise.traits & banned:
            yield f"traits of {block.exercise}: {sorted(exercise.traits & banned)}"
        yield from _limits(athlete, exercise)
        yield from _pains(athlete, exercise)


def _banned_traits(athlete: Athlete) -> Iterator[str]:
    medicines = set(athlete.answer("medicines") or ())
    if athlete.answer("high_blood_pressure") is True:
        yield "breath_hold"
    if athlete.answer("hernia") is True or athlete.answer("retinal_disease") is True:
        yield "breath_hold"
    if athlete.answer("retinal_disease") is True:
        yield "head_down"
    if "blood_thinner" in medicines:
        yield from ("high_impact", "fall_risk", "barbell_over_body")
    if medicines & {"steroid_injection", "fluoroquinolone"}:
        yield "high_impact"
    if athlete.answer("stress_fractures_high") or athlete.answer("stress_fractures_low"):
        yield "high_impact"
    if (athlete.answer("missed_cycles") or 0) >= 3:
        yield "high_impact"
    if athlete.answer("pregnancy") == "pregnant":
        yield from ("fall_risk", "high_impact", "breath_hold", "barbell_over_body")
        screening = athlete.screening
        assert screening is not None
        if (athlete.answer("pregnancy_weeks") or 99) + athlete.ago(screening.answered_on) / 7 >= 20:
            yield "supine"
    lows = [one.glucose_mmol_l for one in athlete.checkins if athlete.ago(one.day) <= 1]
    if any(low is not None and low <= 3.9 for low in lows):
        yield from ("fall_risk", "barbell_over_body")


def _limits(athlete: Athlete, exercise: Exercise) -> Iterator[str]:
    for limit in athlete.profile.limitations:
        if limit.severity is Severity.SEVERE and limit.site in exercise.stresses:
            yield f"severe limit at {limit.site}: {exercise.id}"
        if limit.severity is Severity.MODERATE and limit.site in exercise.contraindicated:
            yield f"moderate limit at {limit.site}: {exercise.id}"


def _pains(athlete: Athlete, exercise: Exercise) -> Iterator[str]:
    today = athlete.today
    for site, level in ((today.pain or {}) if today else {}).items():
        if level > 5 and site in exercise.stresses:
            yield f"S32: pain {level} at {site} in {exercise.id}"
    outings = _outings(athlete, exercise.id)
    if len(outings) >= 2 and all(_pain_in(one, exercise) >= 3 for one in outings[-2:]):
        yield f"S33: {exercise.id} hurt twice"


def _outings(athlete: Athlete, name: str) -> list[SessionLog]:
    """Return the earlier sessions with work sets of an exercise, oldest first."""
    return sorted(
        (
            one
            for one in athlete.logs
            if one.day < athlete.day and any(done.exercise == name for done in _work(one))
        ),
        key=lambda one: (one.day, one.id),
    )


def _work(log: SessionLog) -> list[LoggedSet]:
    return [one for one in log.sets if one.kind == "work"]


def _pain_in(log: SessionLog, exercise: Exercise) -> int:
    felt = [one.pain or 0 for one in _work(log) if one.exercise == exercise.id]
    return max([*felt, *(level for site, level in log.pain.items() if site in exercise.stresses)])


def _loads(athlete: Athlete, session: Session) -> Iterator[str]:
    for _, exercise, one in _efforts(session):
        if one.load_kg is None:
            continue
        outings = _outings(athlete, exercise.id)
        lifted = [
            done.load_kg
            for log in outings
            for done in _work(log)
            if done.exercise == exercise.id and done.load_kg
        ]
        least = max(exercise.increment_kg, exercise.minimum_kg)
        carried = _carried(athlete, exercise, one)
        if lifted and one.load_kg > max(max(lifted) * 1.10, least, carried) + 1e-6:
            yield f"S34: {one.load_kg} kg after at most {max(lifted)} in {exercise.id}"
        if lifted and outings:
            yield from _after_break(athlete, exercise, one.load_kg, max(lifted), outings)
            if not _full_checkin(athlete) and one.load_kg > max(*lifted, least) + 1e-6:
                yield f"D01: load up without a check-in in {exercise.id}"
        if not lifted and not _relatives(athlete, exercise):
            mass = athlete.profile.mass_kg or 0.0
            careful = max(mass * exercise.start_fraction * 1.4, least + exercise.increment_kg)
            careful = max(careful, _by_word(athlete, exercise))
            if one.load_kg > careful + 1e-6:
                yield f"first load of {one.load_kg} kg in {exercise.id}"


def _carried(athlete: Athlete, exercise: Exercise, one: PlannedSet) -> float:
    """Return the next weight after one that was done so often that it is carried, else 0.

    Epley's line: what was done, with what was left, is worth what is asked and two more.
    """
    if one.reps is None or exercise.increment_kg <= 0:
        return 0.0
    most = 0.0
    for log in _outings(athlete, exercise.id):
        for done in _work(log):
            if done.exercise != exercise.id or not done.load_kg or not done.reps:
                continue
            able = done.reps + (0.0 if done.rpe is None else 10 - done.rpe)
            step = done.load_kg + exercise.increment_kg
            asked = one.reps + 10 - one.rpe + 2
            if done.load_kg * (1 + able / 30) >= step * (1 + asked / 30) - 1e-9:
                most = max(most, step)
    return most


def _by_word(athlete: Athlete, exercise: Exercise) -> float:
    """Return the heaviest first load that anything the athlete said about loads could carry.

    Seven tenths of what Epley makes of it, less when it was said long ago; for another lift of the
    same pattern at most half as much again.
    """
    most = 0.0
    for one in athlete.profile.known_loads:
        other = catalogue().get(one.exercise)
        if other.pattern is not exercise.pattern or (one.on is not None and one.on > athlete.day):
            continue
        days = None if one.on is None else athlete.ago(one.on)
        if days is None:
            left = 0.8
        else:
            left = 0.7 if days > 90 else 0.8 if days > 28 else 0.9 if days >= 14 else 1.0
        likely = one.load_kg * (1 + one.reps / 30 if one.reps > 1 else 1.0) * left
        most = max(most, likely * (0.7 if other.id == exercise.id else 0.7 * 0.85 * 1.5))
    return most


def _relatives(athlete: Athlete, exercise: Exercise) -> bool:
    """Return whether some loaded lift of the same pattern was done before."""
    return any(
        done.load_kg
        and done.exercise in catalogue()
        and catalogue().get(done.exercise).pattern is exercise.pattern
        for log in athlete.logs
        for done in log.sets
    )


def _after_break(
    athlete: Athlete, exercise: Exercise, load: float, best: float, outings: Sequence[SessionLog]
) -> Iterator[str]:
    off = athlete.ago(outings[-1].day)
    trained = [one.day for one in athlete.logs if one.day < athlete.day]
    if off <= 28 and trained and athlete.ago(max(trained)) < 14:
        # Training went on, and it was only not this lift's turn.
        return
    left = 0.7 if off > 90 else 0.8 if off > 28 else 0.9 if off >= 14 else None
    least = exercise.increment_kg + exercise.minimum_kg
    if left is not None and load > max(best * left, least) + 1e-6:
        yield f"S39: {load} kg in {exercise.id} after {off} days without"


def _full_checkin(athlete: Athlete) -> bool:
    today = athlete.today
    return today is not None and None not in (
        today.symptoms, today.ill, today.soreness, today.pain
    )  # fmt: skip


def _counts(exercise: Exercise) -> bool:
    return exercise.pattern not in NOT_STRENGTH


def _muscle_sets(exercise: Exercise, sets: int) -> Iterator[tuple[str, float]]:
    for muscle in exercise.primary:
        yield muscle, float(sets)
    for muscle in exercise.secondary:
        yield muscle, sets / 2


def _planned(session: Session) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for block in session.blocks:
        exercise = catalogue().get(block.exercise)
        if block.part in ("warm_up", "cool_down") or not _counts(exercise):
            continue
        for muscle, share in _muscle_sets(exercise, sum(one.kind == "work" for one in block.sets)):
            total[muscle] += share
    return total


def _did(athlete: Athlete, first: int, last: int) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for log in athlete.logs:
        if not last <= athlete.ago(log.day) <= first:
            continue
        for done in _work(log):
            if done.exercise in catalogue() and _counts(catalogue().get(done.exercise)):
                for muscle, share in _muscle_sets(catalogue().get(done.exercise), 1):
                    total[muscle] += share
    return total


def _amounts(athlete: Athlete, session: Session) -> Iterator[str]:
    planned, week = _planned(session), _did(athlete, 6, 0)
    weekly = 12 if athlete.profile.experience == "beginner" else 20
    before, earlier = _did(athlete, 13, 7), _did(athlete, 20, 14)
    for muscle, sets in planned.items():
        if sets > 10:
            yield f"S36: {sets} sets for {muscle} in one session"
        total = sets + week.get(muscle, 0.0)
        if total > weekly:
            yield f"S36: {total} sets for {muscle} this week"
        usual = max(before.get(muscle, 0.0), earlier.get(muscle, 0.0))
        if total > max(usual * 1.2, usual + 2, 10) + 1e-9:
            yield f"S35: {total} sets for {muscle} after {usual}"
    yield from _together(athlete, session)
    yield from _spacing(athlete, session)
    yield from _after_rest(athlete, session)
    yield from _minutes(athlete, session)


def _together(athlete: Athlete, session: Session) -> Iterator[str]:
    """Yield where days, sets and load all go up in one week, once three weeks lie behind."""
    past = [one.day for one in athlete.logs]
    if not past or athlete.ago(min(past)) < 21:
        return
    now = {day for day in past if 1 <= athlete.ago(day) <= 6}
    before, earlier = (
        {day for day in past if last <= athlete.ago(day) <= last + 6} for last in (7, 14)
    )
    if len(now) + 1 <= max(len(before), len(earlier)):
        return
    sets, first, second = _did(athlete, 6, 0), _did(athlete, 13, 7), _did(athlete, 20, 14)
    for _, exercise, one in _efforts(session):
        lifted = [
            done.load_kg
            for log in _outings(athlete, exercise.id)
            for done in _work(log)
            if done.exercise == exercise.id and done.load_kg
        ]
        more = any(
            sets.get(muscle, 0) + 1 > max(first.get(muscle, 0), second.get(muscle, 0))
            for muscle in exercise.primary
        )
        least = max(exercise.increment_kg, exercise.minimum_kg)
        if more and lifted and one.load_kg and one.load_kg > max(*lifted, least) + 1e-6:
            yield f"S35: days, sets and load go up together in {exercise.id}"


def _minutes(athlete: Athlete, session: Session) -> Iterator[str]:
    if athlete.answer("pregnancy") != "pregnant":
        return
    week = [one for one in athlete.logs if 0 <= athlete.ago(one.day) <= 6]
    done = sum(60 if one.duration_min is None else one.duration_min for one in week)
    seconds = sum(
        (one.duration_s or (one.reps or 0) * 4) * (2 if exercise.one_sided else 1) + one.rest_s
        for _, exercise, one in _efforts(session)
    )
    if session.blocks and done + seconds / 60 > 150 + 1e-6:
        yield f"S19: {done + seconds / 60:.0f} minutes in a week of pregnancy"


def _spacing(athlete: Athlete, session: Session) -> Iterator[str]:
    today = athlete.today
    tired: set[str] = set()
    for site, level in ((today.soreness or {}) if today else {}).items():
        if level >= 7:
            tired |= MUSCLES_OF_SITE.get(site, set())
    for log in athlete.logs:
        days = athlete.ago(log.day)
        for done in _work(log):
            if done.exercise not in catalogue() or not 1 <= days <= 2:
                continue
            exercise = catalogue().get(done.exercise)
            hard = done.rpe is None or done.rpe >= 5
            failed = done.rpe is not None and done.rpe >= 10
            if _counts(exercise) and ((hard and days == 1) or failed):
                tired |= set(exercise.primary)
    for block, exercise, one in _efforts(session):
        if block.part in ("warm_up", "cool_down") or not _counts(exercise):
            continue
        if one.kind == "work" and one.rpe >= 5 and tired & set(exercise.primary):
            yield f"S37: {exercise.id} too soon"


def _after_rest(athlete: Athlete, session: Session) -> Iterator[str]:
    earlier = [one.day for one in athlete.logs if one.day < athlete.day]
    age = athlete.profile.age_on(athlete.day) or 0
    for block in session.blocks:
        exercise = catalogue().get(block.exercise)
        sets = sum(one.kind == "work" for one in block.sets)
        if not _counts(exercise):
            continue
        outings = _outings(athlete, exercise.id)
        usual = max((_sets_of(one, exercise.id) for one in outings), default=0)
        if earlier and athlete.ago(max(earlier)) >= 14 and sets > max(0.7 * usual, 2):
            yield f"S39: {sets} sets of {exercise.id} after a break"
        if age >= 65 and sets > 3:
            yield f"S27: {sets} sets of {exercise.id}"
    if age >= 65 and _planned(session):
        strength = {
            one.day for one in athlete.logs if 1 <= athlete.ago(one.day) <= 6 and _strength(one)
        }
        if len(strength) >= 3:
            yield "S27: a fourth day of strength"


def _strength(log: SessionLog) -> bool:
    return any(
        done.exercise in catalogue() and _counts(catalogue().get(done.exercise))
        for done in _work(log)
    )


def _sets_of(log: SessionLog, name: str) -> int:
    return sum(one.exercise == name for one in _work(log))


def _sense(athlete: Athlete, session: Session) -> Iterator[str]:
    novice = athlete.profile.experience == "beginner"
    for _, exercise, one in _efforts(session):
        load = one.load_kg if one.load_kg is not None else 0.0
        if not math.isfinite(load) or load < 0 or not math.isfinite(one.rpe) or one.rpe < 1:
            yield f"S48: impossible set of {exercise.id}"
        if exercise.pattern in ("horizontal_push", "vertical_push"):
            mass = athlete.profile.mass_kg or 0.0
            if load > 3 * mass:
                yield f"S48: {load} kg in {exercise.id}"
        if (one.reps is None) == (one.duration_s is None):
            yield f"S48: neither reps nor time in {exercise.id}"
        if one.reps is not None and not 1 <= one.reps <= 100:
            yield f"S48: {one.reps} reps of {exercise.id}"
        if novice and load and one.kind == "work" and one.reps is not None and one.reps < 3:
            yield f"S42: a single of {exercise.id}"
    if timedelta(minutes=session.duration_min) > timedelta(hours=6):
        yield "S48: a session of more than six hours"


PARTS = (_effort, _movements, _loads, _amounts, _sense)
