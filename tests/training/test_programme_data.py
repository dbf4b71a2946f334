"""What the shipped programmes promise to each goal and each kind of athlete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise, product

import pytest

from spotter.athletes.profile import AthleteKind, Equipment, Experience, Goal
from spotter.training.catalogue import catalogue
from spotter.training.duration import minutes
from spotter.training.exercise import Exercise, Measure, Pattern, Trait
from spotter.training.programmes import (
    Programme,
    ProgrammeDay,
    Role,
    Scheme,
    Slot,
    alternatives,
    for_athlete,
    programme,
    programmes,
)
from spotter.training.session import Block, Focus, Part, PlannedSet

ALL = (*programmes(), *alternatives())
COMBINATIONS = tuple(product(Goal, AthleteKind))
BARE = frozenset({Equipment.CHAIR, Equipment.OUTDOORS})
LIGHT_PATTERNS = {Pattern.LOCOMOTION, Pattern.BALANCE, Pattern.MOBILITY}


def by_id(item: Programme) -> str:
    return item.id


def days_of(*kinds: AthleteKind) -> Iterator[tuple[Programme, ProgrammeDay]]:
    for item in programmes():
        if not kinds or item.kinds & set(kinds):
            for day in item.days:
                yield item, day


def fillers(
    slot: Slot, owned: frozenset[Equipment], level: Experience = Experience.BEGINNER
) -> list[Exercise]:
    found = catalogue().find(
        pattern=slot.patterns, muscles=slot.muscles, equipment=owned, level=level
    )
    counted = {Measure.REPS: slot.reps, Measure.DURATION: slot.duration_s}
    return [exercise for exercise in found if counted[exercise.measure] is not None]


def block(slot: Slot, owned: frozenset[Equipment], sets: int, high: bool) -> Block:
    wished = [exercise.id for exercise in fillers(slot, owned)]
    name = next((one for one in slot.prefer if one in wished), wished[0])
    timed = catalogue().get(name).measure is Measure.DURATION
    span = slot.duration_s if timed else slot.reps
    assert span is not None
    value = span[1] if high else span[0]
    one = PlannedSet(
        rpe=slot.rpe,
        rest_s=slot.rest_s,
        reps=None if timed else value,
        duration_s=value if timed else None,
    )
    return Block(slot.part, name, (one,) * sets)


@pytest.mark.parametrize(("goal", "kind"), COMBINATIONS)
def test_every_goal_and_kind_finds_a_programme_for_any_days_and_minutes(
    goal: Goal, kind: AthleteKind
) -> None:
    for days, time in product(range(1, 8), range(15, 121, 5)):
        found = for_athlete(goal, kind, days, time)
        assert goal in found.goals
        assert kind in found.kinds
        assert found.days_per_week[0] <= days <= found.days_per_week[1]


@pytest.mark.parametrize(("goal", "kind"), COMBINATIONS)
def test_the_choice_does_not_need_the_minutes(goal: Goal, kind: AthleteKind) -> None:
    assert for_athlete(goal, kind, 3).id == for_athlete(goal, kind, 3, 60).id


def test_ids_of_programmes_are_unique() -> None:
    assert [name for name, n in Counter(item.id for item in ALL).items() if n > 1] == []


def test_the_alternatives_are_there_for_anyone() -> None:
    ids = [item.id for item in alternatives()]
    assert ids == ["rest", "recovery", "short_bodyweight", "easy_walk", "loosen_up"]
    assert all(len(item.days) == 1 and len(item.weeks) == 1 for item in alternatives())


@pytest.mark.parametrize("item", ALL, ids=by_id)
def test_every_slot_can_be_filled_by_a_beginner_with_next_to_nothing(item: Programme) -> None:
    for day in item.days:
        for slot in day.slots:
            assert fillers(slot, BARE), f"{day.id}: {slot.prefer}"


@pytest.mark.parametrize("item", ALL, ids=by_id)
def test_the_wishes_of_every_slot_end_in_something_anybody_can_do(item: Programme) -> None:
    for day in item.days:
        for slot in day.slots:
            possible = {exercise.id for exercise in fillers(slot, BARE)}
            assert possible & set(slot.prefer), f"{day.id}: {slot.prefer}"


@pytest.mark.parametrize("item", ALL, ids=by_id)
def test_every_day_warms_up_first_and_cools_down_last(item: Programme) -> None:
    order = [Part.WARM_UP, Part.MAIN, Part.COOL_DOWN]
    for day in item.days:
        parts = [
            slot.part if slot.part in (Part.WARM_UP, Part.COOL_DOWN) else Part.MAIN
            for slot in day.slots
        ]
        assert set(parts) == set(order), day.id
        assert parts == sorted(parts, key=order.index), day.id


@pytest.mark.parametrize("item", ALL, ids=by_id)
def test_every_day_says_what_must_stay_and_what_goes_first(item: Programme) -> None:
    for day in item.days:
        work = [s for s in day.slots if s.part not in (Part.WARM_UP, Part.COOL_DOWN)]
        least = 2 if item.id == "rest" else 1
        assert min(slot.priority for slot in work) == least, day.id


@pytest.mark.parametrize("item", programmes(), ids=by_id)
def test_what_must_stay_fits_into_the_least_time(item: Programme) -> None:
    for day in item.days:
        work = [s for s in day.slots if s.part not in (Part.WARM_UP, Part.COOL_DOWN)]
        kept = [slot for slot in day.slots if slot.priority == 1]
        blocks = [
            block(slot, BARE, min(slot.sets, 2 if slot in work else 1), high=False) for slot in kept
        ]
        assert minutes(blocks) <= item.minutes[0], day.id


@pytest.mark.parametrize("item", programmes(), ids=by_id)
def test_the_whole_day_fits_into_the_most_time(item: Programme) -> None:
    for day in item.days:
        for week in item.weeks:
            slots = item.slots(day, week)
            blocks = [block(slot, BARE, slot.sets, high=False) for slot in slots]
            assert minutes(blocks) <= item.minutes[1], (day.id, week.number)


@pytest.mark.parametrize("item", programmes(), ids=by_id)
def test_effort_never_passes_the_programmes_cap_nor_leaves_less_than_one_in_reserve(
    item: Programme,
) -> None:
    assert item.rpe_cap <= 9
    for day in item.days:
        for week in item.weeks:
            for slot in item.slots(day, week):
                assert 1 <= slot.rpe <= item.rpe_cap


@pytest.mark.parametrize("item", programmes(), ids=by_id)
def test_every_block_has_a_lighter_week_at_least_each_eighth(item: Programme) -> None:
    light = [week.number for week in item.weeks if week.deload]
    assert light, "no lighter week"
    turns = [0, *light, light[0] + len(item.weeks)]
    assert all(later - earlier <= 8 for earlier, later in pairwise(turns))


@pytest.mark.parametrize("item", programmes(), ids=by_id)
def test_a_lighter_week_takes_off_sets_and_leaves_three_in_reserve(item: Programme) -> None:
    usual = next(week for week in item.weeks if week.sets_factor == 1.0)
    for week in item.weeks:
        if not week.deload:
            continue
        assert 0.5 <= week.sets_factor <= 0.7
        for day in item.days:
            for before, after in zip(item.slots(day, usual), item.slots(day, week), strict=True):
                assert after.rpe <= 7
                if before.part not in (Part.WARM_UP, Part.COOL_DOWN) and not week.work:
                    assert after.sets < before.sets or before.sets == 1


@pytest.mark.parametrize("item", programmes(), ids=by_id)
def test_sets_never_grow_by_more_than_two_from_week_to_week(item: Programme) -> None:
    for day in item.days:
        for earlier, later in pairwise(item.weeks):
            if earlier.deload:
                continue
            pairs = zip(item.slots(day, earlier), item.slots(day, later), strict=True)
            assert all(after.sets - before.sets <= 2 for before, after in pairs), day.id


def test_no_exercise_stands_twice_among_the_wishes_of_a_slot() -> None:
    for item in ALL:
        for day in item.days:
            for slot in day.slots:
                assert len(set(slot.prefer)) == len(slot.prefer)


def test_older_athletes_get_balance_in_every_programme() -> None:
    for item in programmes():
        if AthleteKind.SENIOR in item.kinds:
            for day in item.days:
                assert any(slot.role is Role.BALANCE for slot in day.slots), day.id


def test_older_athletes_never_work_above_six_of_ten() -> None:
    for item, day in days_of(AthleteKind.SENIOR):
        for week in item.weeks:
            assert max(slot.rpe for slot in item.slots(day, week)) <= 6


def test_older_athletes_are_wished_nothing_vigorous_and_no_impact() -> None:
    unwanted = {Trait.VIGOROUS, Trait.HIGH_IMPACT, Trait.FALL_RISK, Trait.BARBELL_OVER_BODY}
    for _, day in days_of(AthleteKind.SENIOR):
        for slot in day.slots:
            for name in slot.prefer:
                assert not catalogue().get(name).traits & unwanted, (day.id, name)


def test_older_athletes_who_want_strength_or_health_also_walk_when_they_train_often() -> None:
    for goal in (Goal.STRENGTH, Goal.MUSCLE, Goal.HEALTH, Goal.WEIGHT, Goal.ENDURANCE):
        found = for_athlete(goal, AthleteKind.SENIOR, 5)
        walked = [s for d in found.days for s in d.slots if s.role is Role.CONDITIONING]
        assert walked, goal


def test_beginners_stay_two_reps_away_from_their_limit() -> None:
    for item, _ in days_of(AthleteKind.BEGINNER):
        if AthleteKind.ENTHUSIAST not in item.kinds:
            assert item.rpe_cap <= 8


def test_busy_days_fit_into_half_an_hour_as_planned() -> None:
    for item, day in days_of(AthleteKind.BUSY):
        kept = [slot for slot in day.slots if slot.priority <= 2]
        blocks = [block(slot, BARE, slot.sets, high=False) for slot in kept]
        assert minutes(blocks) <= 30, (item.id, day.id)


def test_the_short_session_takes_a_quarter_of_an_hour_without_any_equipment() -> None:
    item = programme("short_bodyweight")
    blocks = [block(slot, frozenset(), slot.sets, high=False) for slot in item.days[0].slots]
    assert 10 <= minutes(blocks) <= 15


def test_a_rest_day_asks_for_nothing_harder_than_a_stroll() -> None:
    item = programme("rest")
    assert item.days[0].focus is Focus.REST
    assert {slot.scheme for slot in item.days[0].slots} == {Scheme.STEADY}
    for slot in item.days[0].slots:
        assert set(slot.patterns) <= LIGHT_PATTERNS


@pytest.mark.parametrize(
    ("goal", "focus"),
    [
        (Goal.STRENGTH, {Focus.STRENGTH}),
        (Goal.MUSCLE, {Focus.HYPERTROPHY, Focus.STRENGTH}),
        (Goal.ENDURANCE, {Focus.ENDURANCE}),
        (Goal.WEIGHT, {Focus.MIXED, Focus.STRENGTH}),
        (Goal.HEALTH, {Focus.MIXED, Focus.STRENGTH}),
        (Goal.MOBILITY, {Focus.MOBILITY}),
        (Goal.SPORT, {Focus.MIXED, Focus.STRENGTH}),
    ],
)
@pytest.mark.parametrize("kind", AthleteKind)
def test_the_days_of_a_programme_serve_its_goal(
    goal: Goal, focus: set[Focus], kind: AthleteKind
) -> None:
    for days in range(1, 8):
        assert {day.focus for day in for_athlete(goal, kind, days).days} & focus


def test_sport_starts_with_power_while_the_athlete_is_fresh() -> None:
    day = programme("sport_power").day("sport_lower")
    first = next(slot for slot in day.slots if slot.part is Part.MAIN)
    assert first.patterns == (Pattern.PLYOMETRIC,)


def test_speed_work_stays_below_the_effort_of_a_hard_set() -> None:
    speed = {Pattern.PLYOMETRIC}
    slots = [slot for _, day in days_of() for slot in day.slots if set(slot.patterns) <= speed]
    assert slots
    assert max(slot.rpe for slot in slots) < 5


def test_running_for_beginners_grows_from_one_minute_to_twenty_five() -> None:
    item = programme("endurance_first_5k")
    day = item.days[0]
    work = [
        next(slot for slot in item.slots(day, week) if slot.role is Role.INTERVALS)
        for week in item.weeks
        if not week.deload
    ]
    assert (work[0].sets, work[0].duration_s) == (8, (60, 60))
    assert (work[-1].sets, work[-1].duration_s) == (1, (1500, 1500))
    totals = [slot.sets * (slot.duration_s or (0, 0))[1] for slot in work]
    assert totals == sorted(totals)


def test_polarised_endurance_is_mostly_easy() -> None:
    item = programme("endurance_polarised")
    cardio = [day for day in item.days if day.focus in (Focus.ENDURANCE, Focus.INTERVALS)]
    hard = [day for day in cardio if max(slot.rpe for slot in day.slots) >= 7]
    assert len(hard) == 1
    assert len(cardio) == 4


def test_competitors_in_strength_set_loads_by_rpe() -> None:
    item = for_athlete(Goal.STRENGTH, AthleteKind.COMPETITOR, 4)
    mains = [slot for day in item.days for slot in day.slots if slot.role is Role.MAIN]
    assert {slot.scheme for slot in mains} == {Scheme.RPE}


def test_data_files_stay_readable() -> None:
    folder = files("spotter.training") / "data" / "programmes"
    for place in (folder, folder / "shared"):
        for file in place.iterdir():
            if file.is_file():
                assert len(file.read_text(encoding="utf-8").splitlines()) <= 500, file.name
