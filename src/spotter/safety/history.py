"""What the logs say that the rules ask about: loads, sets per muscle, spacing, breaks, deloads."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spotter.safety.known import Done
from spotter.training import volume
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise, Muscle
from spotter.training.session import LoggedSet, SessionLog, SetKind

# From this effort (CR10) a work set counts as hard; below it, it is practice.
HARD_RPE = 5.0
# Loads older than this are no longer what the athlete can be held to; a project assumption.
LOAD_MEMORY_DAYS = 21
SETS_MEMORY_DAYS = 42
# Pain up to 2 of 10 is no reason to hold back (pain-monitoring model, Silbernagel 2007).
PAIN_FREE = 2
# A week counts as a deload with at most this part of the fullest week before it (rule S41: -30 %).
DELOAD_SHARE = 0.7
DELOAD_WEEKS = 8
# Estimates from more repetitions than this are not used (rule S42).
MOST_REPS_FOR_E1RM = 10
# A drop smaller than this is noise (test-retest CV of a maximum is about 4 %, Grgic 2020).
DROP = 0.02
TREND_DAYS = 28
# Three weeks make a usual one; a session without a time is taken for an hour. Assumptions.
USUAL_FROM_DAYS, UNTIMED_MIN = 21, 60.0


@dataclass(frozen=True, slots=True)
class Past:
    """The logs up to and with `day`: earlier sessions that count, and what was done today."""

    day: date
    before: tuple[SessionLog, ...]
    today: tuple[SessionLog, ...]

    @property
    def all(self) -> tuple[SessionLog, ...]:
        return (*self.before, *self.today)


def past(logs: Iterable[SessionLog], day: date) -> Past:
    """Return the logs that count on `day`, oldest first; later ones and empty ones are left out."""
    done = sorted(
        (log for log in logs if log.day <= day and (log.sets or log.finished)),
        key=lambda log: (log.day, log.id),
    )
    return Past(
        day,
        tuple(log for log in done if log.day < day),
        tuple(log for log in done if log.day == day),
    )


def trained(history: Past) -> Past:
    """Return the history without sessions in which nothing was done."""
    return Past(
        history.day,
        tuple(log for log in history.before if not log.empty),
        tuple(log for log in history.today if not log.empty),
    )


def known(name: str) -> Exercise | None:
    """Return the exercise called `name` when the catalogue still has it."""
    return catalogue().get(name) if name in catalogue() else None


def is_hard(one: LoggedSet) -> bool:
    """Return whether a logged set was hard work; an unrated work set counts as hard."""
    return one.kind is SetKind.WORK and (one.rpe is None or not one.rpe < HARD_RPE)


def done_before(history: Past) -> dict[str, Done]:
    """Return how every exercise went before; today's first set stands in where there is nothing."""
    by_name: dict[str, list[tuple[int, list[LoggedSet], int]]] = defaultdict(list)
    for log in history.before:
        for name, sets in _work_by_exercise(log).items():
            age = (history.day - log.day).days
            by_name[name].append((age, sets, _pain(log, sets, known(name))))
    result = {name: _done(outings) for name, outings in by_name.items()}
    for log in history.today:
        for name, sets in _work_by_exercise(log).items():
            result.setdefault(name, _done([(0, sets[:1], 0)]))
    return result


def _work_by_exercise(log: SessionLog) -> dict[str, list[LoggedSet]]:
    found: dict[str, list[LoggedSet]] = defaultdict(list)
    for one in log.sets:
        if one.kind is SetKind.WORK:
            found[one.exercise].append(one)
    return found


def _pain(log: SessionLog, sets: Sequence[LoggedSet], exercise: Exercise | None) -> int:
    during = [one.pain or 0 for one in sets]
    after = [level for site, level in log.pain.items() if exercise and site in exercise.stresses]
    return max([*during, *after], default=0)


def _done(outings: Sequence[tuple[int, list[LoggedSet], int]]) -> Done:
    """Return the summary of one exercise's outings as (days ago, work sets, pain), oldest first."""
    ages = [age for age, _, _ in outings]
    since = min(ages)
    # Counted back from the last time, so that a break does not wipe out what was lifted before it.
    loaded = [
        (one.load_kg, one)
        for age, sets, _ in outings
        if age - since <= LOAD_MEMORY_DAYS
        for one in sets
        if one.load_kg
    ]
    good = [(load, one) for load, one in loaded if (one.pain or 0) <= PAIN_FREE]
    # Where every load hurt, the lightest of them is the most that may be asked, and none is earned.
    load = max((load for load, _ in good), default=min((load for load, _ in loaded), default=None))
    return Done(
        days_ago=since,
        load_kg=load,
        capacity=max((_capacity(one) for heavy, one in good if heavy == load), default=None),
        sets=max(len(sets) for age, sets, _ in outings if age - since <= SETS_MEMORY_DAYS),
        pain=outings[-1][2],
        pain_before=outings[-2][2] if len(outings) > 1 else 0,
    )


def _capacity(one: LoggedSet) -> float:
    """Return the repetitions shown and left in reserve; none for a set counted in seconds."""
    return 0.0 if one.reps is None else one.reps + (10.0 - one.rpe if one.rpe is not None else 0.0)


def window(history: Past, first: int, last: int) -> tuple[SessionLog, ...]:
    """Return the sessions done `last` to `first` days ago, both included."""
    return tuple(log for log in history.all if last <= (history.day - log.day).days <= first)


def usual_sets(history: Past) -> dict[Muscle, float]:
    """Return the sets per muscle of the fuller of the two weeks before the last seven days.

    Two weeks, so that one missed week does not set the athlete back to nothing.
    """
    weeks = [volume.of_logs(window(history, first, first - 6)) for first in (13, 20)]
    return {
        muscle: max(week.get(muscle, 0.0) for week in weeks) for muscle in {*weeks[0], *weeks[1]}
    }


def hard_days(history: Past, *, failure: bool = False) -> dict[Muscle, int]:
    """Return how many days ago each primary muscle last worked hard, today left out.

    With `failure` only sets to failure (RPE 10) count.
    """
    found: dict[Muscle, int] = {}
    for log in history.before:
        for one in log.sets:
            exercise = known(one.exercise)
            if exercise is None or not volume.counts(exercise) or not is_hard(one):
                continue
            if failure and (one.rpe is None or one.rpe < 10):
                continue
            for muscle in exercise.primary:
                found[muscle] = (history.day - log.day).days
    return found


def training_days(history: Past, days: int) -> int:
    """Return on how many of the `days` days before today there was training."""
    return len({log.day for log in window(history, days, 1)})


def usual_days(history: Past) -> int | None:
    """Return the training days of the fuller of the two weeks before the last seven days.

    None until three weeks lie behind: a first week has nothing that it could be more than.
    """
    if not history.all or (history.day - history.all[0].day).days < USUAL_FROM_DAYS:
        return None
    return max(len({log.day for log in window(history, first, first - 6)}) for first in (13, 20))


def minutes_trained(history: Past, days: int) -> float:
    """Return the minutes of today's sessions and of those of the `days` days before.

    A session that nobody timed counts as `UNTIMED_MIN`.
    """
    done = window(history, days, 0)
    return sum(UNTIMED_MIN if log.duration_min is None else log.duration_min for log in done)


def strength_days(history: Past, days: int) -> int:
    """Return on how many of the `days` days before today some muscle worked hard."""
    return len({log.day for log in window(history, days, 1) if volume.of_logs([log])})


def weeks_without_deload(history: Past) -> int:
    """Return how many whole weeks ago the last easy week ended, `DELOAD_WEEKS` at the most.

    An easy week is any seven days in a row with no hard sets, or with at most 70 % of those of the
    fullest of the three weeks before. Any seven days, so that it is found whatever its weekday.
    Sets below `HARD_RPE` are practice: there is nothing in them to recover from.
    """
    daily = [0.0] * (7 * (DELOAD_WEEKS + 4) + 1)
    for log in window(history, len(daily) - 1, 1):
        hard = volume.of_sets(one.exercise for one in log.sets if is_hard(one))
        daily[(history.day - log.day).days] += sum(hard.values())
    for ended in range(1, 7 * DELOAD_WEEKS + 1):
        week, *before = (sum(daily[ended + 7 * back : ended + 7 * back + 7]) for back in range(4))
        if week <= DELOAD_SHARE * max(before) or week == 0:
            return (ended - 1) // 7
    return DELOAD_WEEKS


def lifts_down(history: Past) -> int:
    """Return how many exercises fell twice in a row in the last 28 days."""
    found: Mapping[str, list[LoggedSet]] = defaultdict(list)
    for log in window(history, TREND_DAYS, 1):
        for name, sets in _work_by_exercise(log).items():
            best = max(sets, key=_e1rm)
            if _e1rm(best) > 0:
                found[name].append(best)
    return sum(
        len(bests) >= 3 and all(_fell(*pair) for pair in itertools.pairwise(bests[-3:]))
        for bests in found.values()
    )


def _fell(earlier: LoggedSet, later: LoggedSet) -> bool:
    """Return whether `later` shows less, and not because it was asked to.

    A step up in load starts again at fewer repetitions, and a lighter day ends with more in
    reserve: both lower the estimate as planned.
    """
    heavier = (later.load_kg or 0.0) > (earlier.load_kg or 0.0)
    easier = (later.rpe or 0.0) < (earlier.rpe or 0.0)
    return not (heavier or easier) and _e1rm(later) < _e1rm(earlier) * (1 - DROP)


def _e1rm(one: LoggedSet) -> float:
    """Return the estimated maximum in kg (Epley 1985 with reps in reserve), 0 when unknown."""
    if not one.load_kg or not one.reps or one.reps > MOST_REPS_FOR_E1RM or one.rpe is None:
        return 0.0
    return one.load_kg * (1 + _capacity(one) / 30)
