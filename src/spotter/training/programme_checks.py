"""What a programme has to keep to besides being readable: effort, lighter weeks, weekly sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spotter.athletes.profile import AthleteKind
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Muscle
from spotter.training.programmes import Programme, ProgrammeDay, WeekPlan
from spotter.training.session import Part
from spotter.training.volume import of_sets

# A lighter week at least every eighth (rule S41; Delphi consensus: every fourth to sixth).
MOST_WEEKS = 8
# From 65 on effort stays at RPE 6 (rule S27, with a step to spare).
SENIOR_RPE = 6.0
# Rule S40: a week has a day of rest.
MOST_DAYS = 6
# The muscles that weekly sets are meant for; the best served of a group counts.
GROUPS: Mapping[str, frozenset[Muscle]] = {
    "chest": frozenset({Muscle.CHEST}),
    "back": frozenset({Muscle.LATS, Muscle.MIDDLE_BACK}),
    "thighs": frozenset({Muscle.QUADRICEPS}),
    "hips": frozenset({Muscle.HAMSTRINGS, Muscle.GLUTES}),
}
_ENDS = frozenset({Part.WARM_UP, Part.COOL_DOWN})


def check(programme: Programme) -> str:
    """Return the first thing wrong with a programme in words, empty where nothing is."""
    return next(_faults(programme), "")


def _faults(programme: Programme) -> Iterator[str]:
    if programme.goals and not programme.kinds:
        yield "it serves no kind of athlete"
    for name, first, last in (
        ("days_per_week", programme.days_per_week, (1, 7)),
        ("minutes", programme.minutes, (5, 240)),
    ):
        if not last[0] <= first[0] <= first[1] <= last[1]:
            yield f"'{name}' must lie within {last[0]} and {last[1]}"
    if not 1 <= programme.rpe_cap <= 9:
        yield "'rpe_cap' must leave a repetition in reserve (1 to 9)"
    if AthleteKind.SENIOR in programme.kinds and programme.rpe_cap > SENIOR_RPE:
        yield f"for older athletes 'rpe_cap' is at most {SENIOR_RPE:g}"
    yield from _weeks(programme)
    yield from _weekly_sets(programme)


def _weeks(programme: Programme) -> Iterator[str]:
    weeks = programme.weeks
    tapers = [week.taper for week in weeks]
    if tapers != sorted(tapers):
        yield "weeks that taper must stand last"
    if all(tapers):
        yield "it needs a week that does not taper"
    if not programme.goals:
        return
    gap = 0
    # Twice round, so that the way from the last lighter week to the first is looked at too.
    for week in (*weeks, *weeks):
        gap = 0 if week.deload or week.taper else gap + 1
        if gap >= MOST_WEEKS:
            yield f"it has {MOST_WEEKS} weeks without a lighter one"
            return


def _weekly_sets(programme: Programme) -> Iterator[str]:
    if programme.weekly_sets is None:
        return
    low, high = programme.weekly_sets
    usual = next((week for week in programme.weeks if week.sets_factor == 1.0), None)
    if usual is None:
        yield "'weekly_sets' need a week with 'sets_factor' 1"
        return
    for days in (max(2, programme.days_per_week[0]), min(MOST_DAYS, programme.days_per_week[1])):
        for name, sets in weekly_sets(programme, usual, days).items():
            if not low <= sets <= high:
                yield f"{sets:.1f} weekly sets for the {name} on {days} days, not {low} to {high}"


def weekly_sets(programme: Programme, week: WeekPlan, days: int) -> Mapping[str, float]:
    """Return the fractional hard sets of a week by group, with `days` sessions of the sequence.

    As the first wish of every slot makes them, averaged over where in the sequence a week begins.
    """
    total = dict.fromkeys(GROUPS, 0.0)
    for day in programme.days:
        for name, sets in _day_sets(programme, day, week).items():
            total[name] += sets
    return {name: sets * days / len(programme.days) for name, sets in total.items()}


def _day_sets(programme: Programme, day: ProgrammeDay, week: WeekPlan) -> Mapping[str, float]:
    named = [
        slot.prefer[0]
        for slot in programme.slots(day, week)
        if slot.part not in _ENDS and slot.prefer and slot.prefer[0] in catalogue()
        for _ in range(slot.sets)
    ]
    done = of_sets(named)
    return {name: max(done.get(one, 0.0) for one in group) for name, group in GROUPS.items()}
