"""What an exercise professional would look at in somebody's plan, each passed or failed.

Counted here from the planned sessions and the diary alone, by rules of thumb of the trade, so that
a plan is not judged by the code that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spotter.athletes.profile import Goal, Severity
from spotter.lab.season import amounts, progress
from spotter.lab.season.play import Played, Season
from spotter.prescribe.candidate import Kind
from spotter.prescribe.minutes import WORK_PARTS
from spotter.safety.verdict import Verdict
from spotter.training.catalogue import catalogue, rank
from spotter.training.exercise import Exercise, Measure, Pattern
from spotter.training.session import Block, LoggedSet, Part, PlannedSet, Session, SetKind
from spotter.training.volume import Volume, of_sets

LEAST_SHARE = 0.7
# Reasons that explain why a session is shorter than the time there is.
SAYS_SHORT = frozenset(
    {"deload", "deload_week", "sets_senior", "return_break", "readiness_low", "felt_poor",
     "readiness_very_low", "pain_today", "pain_last", "monotony_high"}
)  # fmt: skip
# A lighter form of a session is told as one, with what made it lighter.
AS_PLANNED = frozenset({Kind.PLANNED, Kind.SWAPPED, Kind.OTHER_EQUIPMENT})
PUSH = frozenset({Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH})
PULL = frozenset({Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL})
KNEE = frozenset({Pattern.SQUAT, Pattern.LUNGE})
HIP = frozenset({Pattern.HINGE})
# Goals whose plan is strength work first; others are judged by what they train.
STRONG = frozenset({Goal.STRENGTH, Goal.MUSCLE})
APPROVED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Check:
    """One judgement: `says` what was looked at or the first faults found."""

    name: str
    passed: bool
    says: str


Faults = Iterator[str]


def checks(season: Season) -> tuple[Check, ...]:
    """Return every check of a season, in the order in which a professional would ask."""
    return tuple(_judged(name, look(season)) for name, look in LOOKS.items())


def _judged(name: str, faults: Faults) -> Check:
    found = list(faults)
    more = f" (and {len(found) - 2} more)" if len(found) > 2 else ""
    return Check(name, not found, "; ".join(found[:2]) + more)


def _planned(season: Season) -> Iterator[tuple[Played, Session]]:
    for one in season.training:
        if one.session is not None:
            yield one, one.session


def _work(session: Session) -> Iterator[tuple[Block, Exercise, PlannedSet]]:
    for block in session.blocks:
        if block.part in WORK_PARTS:
            exercise = catalogue().get(block.exercise)
            yield from ((block, exercise, one) for one in block.sets if one.kind is SetKind.WORK)


def _told(one: Played, session: Session) -> frozenset[str]:
    codes = {reason.code for reason in one.decision.reasons}
    for block in session.blocks:
        codes |= {reason.partition("|")[0] for reason in block.reasons}
    return frozenset(codes)


def _within_minutes(season: Season) -> Faults:
    most = season.player.profile.minutes_per_session
    for one, session in _planned(season):
        if session.duration_min > most:
            yield f"day {one.number + 1}: {session.duration_min} of {most} minutes"


def _uses_minutes(season: Season) -> Faults:
    """Compare each session with the minutes given, or with its share of a week that is limited."""
    for one, session in _planned(season):
        most = _minutes_for(season, one)
        short = session.duration_min < LEAST_SHARE * most
        full = one.decision.kind in AS_PLANNED
        if short and full and not _told(one, session) & SAYS_SHORT:
            yield f"day {one.number + 1}: only {session.duration_min} of {most:g} minutes"


def _minutes_for(season: Season, one: Played) -> float:
    """Return the minutes given, or the share of a limited week, no more than is left of it.

    Sessions take a little longer than planned, so that the last of a limited week has less.
    """
    profile, condition = season.player.profile, season.player.condition
    if condition is None or condition.week_min is None:
        return float(profile.minutes_per_session)
    lately = season.days[max(0, one.number - 6) : one.number]
    used = sum(each.log.duration_min or 0.0 for each in lately if each.log is not None)
    share = condition.week_min / profile.days_per_week
    return min(float(profile.minutes_per_session), share, max(0.0, condition.week_min - used))


def _sets_of(season: Season, patterns: frozenset[Pattern]) -> int:
    return sum(
        exercise.pattern in patterns
        for _, session in _planned(season)
        for _, exercise, _ in _work(session)
    )


def _balanced(season: Season) -> Faults:
    push, pull = _sets_of(season, PUSH), _sets_of(season, PULL)
    knee, hip = _sets_of(season, KNEE), _sets_of(season, HIP)
    limited = season.player.limitation is not None
    for name, first, second, most in (
        ("push to pull", push, pull, 2),
        ("knee to hip", knee, hip, 3),
    ):
        strong = season.player.profile.goal in STRONG
        if first + second < 4 * season.weeks and not strong:
            continue
        if limited and not (first and second):
            continue
        if not first or not second or max(first, second) > most * min(first, second):
            yield f"{name} {first}:{second} sets"


def _hard_muscles(one: Played) -> frozenset[str]:
    if one.log is None:
        return frozenset()
    hard = [
        done.exercise
        for done in one.log.sets
        if done.kind is SetKind.WORK and (done.rpe is None or done.rpe >= 5)
    ]
    return frozenset(
        muscle.value for name in hard if of_sets([name]) for muscle in catalogue().get(name).primary
    )


def _recovers(season: Season) -> Faults:
    for before, after in pairwise(season.days):
        planned = after.session
        if planned is None or not after.trains:
            continue
        tired = _hard_muscles(before)
        for block, exercise, one in _work(planned):
            again = tired & {muscle.value for muscle in exercise.primary}
            if one.rpe >= 5 and again and of_sets([block.exercise]):
                yield f"day {after.number + 1}: {exercise.id} the day after hard work for it"
                break


def _rests(season: Season) -> Faults:
    for number in range(len(season.days) - 6):
        if all(one.log is not None for one in season.days[number : number + 7]):
            yield f"days {number + 1} to {number + 7} without a day of rest"


def _keeps_days(season: Season) -> Faults:
    """Too few offered, or too many done: one that was skipped is offered again the next day."""
    wanted = season.player.profile.days_per_week
    for number in range(1, season.weeks + 1):
        offered = sum(one.trains for one in season.week(number))
        done = sum(one.log is not None for one in season.week(number))
        if offered < wanted - 1 or done > wanted + 1:
            yield f"week {number}: {min(offered, done)} of {wanted} sessions"


def _ramps(season: Season) -> Faults:
    """Compare the hard sets per muscle of seven days with the fuller of the two weeks before.

    The seven days end with a day that works the muscle, whatever its weekday: cut at Mondays the
    same training gives other numbers.
    """
    for day in season.days[14:]:
        now, *before = (_sets_within(season, day.number - back, 7) for back in (0, 7, 14))
        for muscle in _sets_within(season, day.number, 1):
            sets = now[muscle]
            usual = max(each.get(muscle, 0.0) for each in before)
            if sets > max(1.2 * usual, usual + 2, 10) + 1e-9:
                yield f"day {day.number + 1}: {muscle.value} {usual:g} → {sets:g} sets in a week"


def _sets_within(season: Season, last: int, days: int) -> Volume:
    """Return the fractional sets done in the `days` days that end with day number `last`."""
    return of_sets(
        sets.exercise
        for one in season.days[max(0, last - days + 1) : last + 1]
        if one.log is not None
        for sets in one.log.sets
        if sets.kind is SetKind.WORK
    )


def _on_grid(season: Season) -> Faults:
    for day, session in _planned(season):
        for _, exercise, one in _work(session):
            if one.load_kg is None:
                continue
            step = exercise.increment_kg
            off = step <= 0 or abs(one.load_kg / step - round(one.load_kg / step)) > 1e-6
            if off or one.load_kg < exercise.minimum_kg:
                yield f"day {day.number + 1}: {exercise.id} {one.load_kg:g} kg"


def _steps(season: Season) -> Faults:
    """No load more than a tenth above that of four weeks, or one weight on where reps carry it."""
    lifted: dict[str, list[tuple[int, LoggedSet]]] = {}
    for day, session in _planned(season):
        for _, exercise, one in _work(session):
            past = [sets for on, sets in lifted.get(exercise.id, []) if day.number - on <= 28]
            if one.load_kg and past and one.load_kg > _most(exercise, one, past) + 1e-6:
                was = max(sets.load_kg or 0 for sets in past)
                yield f"day {day.number + 1}: {exercise.id} {was:g} → {one.load_kg:g} kg"
        if day.log is not None:
            for done in day.log.sets:
                if done.load_kg:
                    lifted.setdefault(done.exercise, []).append((day.number, done))


def _most(exercise: Exercise, one: PlannedSet, past: Sequence[LoggedSet]) -> float:
    best = max(sets.load_kg or 0 for sets in past)
    following = best + exercise.increment_kg
    # Epley's line, as a coach would reckon on the back of the log.
    asked = following * (1 + ((one.reps or 0) + 10 - one.rpe) / 30)
    shown = max(_shown(sets) for sets in past if sets.load_kg == best)
    return max(1.1 * best, following if shown > asked else 0.0)


def _shown(done: LoggedSet) -> float:
    left = 0.0 if done.rpe is None else 10 - done.rpe
    return (done.load_kg or 0.0) * (1 + ((done.reps or 0) + left) / 30)


def _sensible(season: Season) -> Faults:
    competes = season.player.profile.competes
    for day, session in _planned(season):
        for block, exercise, one in _work(session):
            fault = _odd(block, exercise, one, competes=competes)
            if fault:
                yield f"day {day.number + 1}: {exercise.id} {fault}"


def _odd(block: Block, exercise: Exercise, one: PlannedSet, *, competes: bool) -> str:
    work = sum(each.kind is SetKind.WORK for each in block.sets)
    if one.rpe > 9:
        return f"at RPE {one.rpe:g}"
    if exercise.pattern is Pattern.LOCOMOTION:
        return "" if (one.duration_s or 600) >= 15 else f"for {one.duration_s} s"
    if work > 6:
        return f"{work} sets"
    if one.rest_s > 240:
        return f"{one.rest_s} s of rest"
    if exercise.measure is Measure.DURATION or one.reps is None:
        return "" if 10 <= (one.duration_s or 0) <= 120 else f"{one.duration_s} s"
    return _odd_reps(exercise, one, one.reps, competes=competes)


def _odd_reps(exercise: Exercise, one: PlannedSet, reps: int, *, competes: bool) -> str:
    if not (1 if competes else 3) <= reps <= 30:
        return f"{reps} reps"
    easy = one.load_kg is None and rank(exercise.level) < 1
    power = exercise.pattern is Pattern.PLYOMETRIC
    if easy and not power and one.rest_s > 90:
        return f"{reps} reps without load and {one.rest_s} s of rest"
    if easy and not power and reps < 6:
        return f"{reps} reps without load"
    return ""


def _whole(season: Season) -> Faults:
    for day, session in _planned(season):
        parts = {block.part for block in session.blocks}
        for part in (Part.WARM_UP, Part.COOL_DOWN):
            if part not in parts:
                yield f"day {day.number + 1}: no {part.value.replace('_', '-')}"
        names = [block.exercise for block in session.blocks if block.part in WORK_PARTS]
        if len(names) != len(set(names)):
            yield f"day {day.number + 1}: an exercise twice"


def _approved(season: Season) -> Faults:
    outcomes = [one.decision.outcome for one in season.days]
    refused = [number for number, one in enumerate(outcomes) if one.verdict is Verdict.REFUSED]
    if refused:
        yield f"day {refused[0] + 1}: refused"
    trained = [one.decision.outcome.verdict for one in season.training]
    asis = sum(one is Verdict.APPROVED for one in trained)
    if trained and asis < APPROVED_SHARE * len(trained):
        yield f"{asis} of {len(trained)} sessions approved as proposed"


def _spares(season: Season) -> Faults:
    """Nothing that a moderate limit rules out, and nothing at all for a severe one."""
    limit = season.player.limitation
    if limit is None or limit.severity is Severity.MILD:
        return
    for day, session in _planned(season):
        for _, exercise, _ in _work(session):
            banned = exercise.contraindicated
            if limit.severity is Severity.SEVERE:
                banned |= exercise.stresses
            if limit.site in banned:
                yield f"day {day.number + 1}: {exercise.id}"
                break


def _heals(season: Season) -> Faults:
    """While it hurts nothing there gets heavier, and from 6 of 10 nothing loads it at all."""
    if season.hurt is None:
        return
    lifted: dict[str, float] = {}
    for day, session in _planned(season):
        level = (day.checkin.pain or {}).get(season.hurt.site, 0)
        for _, exercise, one in _work(session):
            if not level or season.hurt.site not in exercise.stresses:
                continue
            if level > 5:
                yield f"day {day.number + 1}: {exercise.id} with pain {level}"
            elif one.load_kg and one.load_kg > lifted.get(exercise.id, one.load_kg):
                yield f"day {day.number + 1}: {exercise.id} heavier with pain {level}"
        if day.log is not None:
            lifted.update({one.exercise: one.load_kg for one in day.log.sets if one.load_kg})


def _deloads(season: Season) -> Faults:
    if season.weeks < 8:
        return
    done = [sum(len(one.log.sets) for one in season.week(n) if one.log) for n in range(1, 9)]
    if not any(now <= 0.8 * max(done[max(0, n - 3) : n]) for n, now in enumerate(done) if n):
        yield f"no lighter week among {', '.join(map(str, done))} sets"


LOOKS: dict[str, Callable[[Season], Faults]] = {
    "within the minutes": _within_minutes,
    "uses the minutes": _uses_minutes,
    "balance of patterns": _balanced,
    "hard days apart": _recovers,
    "a day of rest": _rests,
    "sessions a week": _keeps_days,
    "weekly increase": _ramps,
    "progress": progress.faults,
    "loads on the grid": _on_grid,
    "steps of load": _steps,
    "sensible doses": _sensible,
    "a lighter week": _deloads,
    "whole sessions": _whole,
    "approved as proposed": _approved,
    "limits respected": _spares,
    "painful days": _heals,
    "conditions respected": amounts.conditions,
    "weekly hard sets": amounts.hard_sets,
    "easy and hard endurance": amounts.endurance,
}
