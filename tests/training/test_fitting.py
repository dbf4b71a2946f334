"""Which programme fits whom, and how an event decides the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from spotter.athletes.profile import AthleteKind, Goal
from spotter.athletes.targets import Aim
from spotter.kit.errors import NotFound
from spotter.training.conditions import Condition
from spotter.training.fitting import Wish, fit
from spotter.training.programmes import next_day, programme, programmes

MONDAY = date(2026, 3, 2)
WISH = Wish(Goal.STRENGTH, AthleteKind.ENTHUSIAST, days_per_week=4, minutes=60)


def given(wish: Wish) -> tuple[str, str]:
    found = fit(wish)
    return found.programme.id, found.reason.partition("|")[0]


def test_without_anything_told_the_programme_for_everybody_fits() -> None:
    assert given(WISH) == ("strength_upper_lower", "programme_fits")


def test_the_choice_of_the_athlete_comes_before_the_best_fit() -> None:
    assert given(replace(WISH, chosen="strength_waves")) == ("strength_waves", "programme_chosen")


def test_a_programme_that_does_not_exist_cannot_be_chosen() -> None:
    with pytest.raises(NotFound):
        fit(replace(WISH, chosen="strength_by_magic"))


@pytest.mark.parametrize("condition", [Condition.PREGNANCY, Condition.HYPERTENSION])
def test_care_comes_before_a_choice_and_says_so(condition: Condition) -> None:
    found = fit(replace(WISH, chosen="strength_waves", conditions=frozenset({condition})))
    assert condition in found.programme.conditions
    assert found.reason.startswith("programme_instead|")
    assert "Fives, threes, one" in found.reason


def test_a_knee_that_needs_care_leaves_the_choice_to_the_athlete() -> None:
    knee = replace(WISH, goal=Goal.HEALTH, conditions=frozenset({Condition.KNEE}))
    assert given(knee)[0] == "care_knee"
    assert given(replace(knee, chosen="health_mixed"))[0] == "health_mixed"


def test_pregnancy_is_the_most_careful_of_several_conditions() -> None:
    both = replace(WISH, conditions=frozenset({Condition.HYPERTENSION, Condition.PREGNANCY}))
    assert given(both)[0] == "care_pregnancy"


def test_older_athletes_keep_to_programmes_for_them() -> None:
    older = replace(WISH, kind=AthleteKind.SENIOR, chosen="strength_waves")
    assert given(older) == ("senior_strength_active", "programme_instead")


def test_the_nearest_target_with_a_day_decides_among_races() -> None:
    run = replace(WISH, goal=Goal.ENDURANCE, aims=(
        (Aim.MARATHON, MONDAY + timedelta(days=200)),
        (Aim.RUN_10_KM, MONDAY + timedelta(days=60)),
    ))  # fmt: skip
    assert given(run) == ("race_10k", "programme_event")
    assert fit(run).event == MONDAY + timedelta(days=60)


def test_a_race_that_the_minutes_do_not_allow_is_not_prepared_for() -> None:
    marathon = ((Aim.MARATHON, MONDAY),)
    short = replace(WISH, goal=Goal.ENDURANCE, minutes=45, aims=marathon)
    assert given(short) == ("endurance_polarised", "programme_fits")


@pytest.mark.parametrize(
    ("sport", "wanted"),
    [("football", "sport_team_season"), ("Table tennis", "sport_racket_season"),
     ("chess", "sport_power")],
)  # fmt: skip
def test_a_sport_is_read_from_the_athletes_own_words(sport: str, wanted: str) -> None:
    assert given(replace(WISH, goal=Goal.SPORT, sport=sport))[0] == wanted


@pytest.mark.parametrize(("goal", "kind"), tuple(product(Goal, AthleteKind)))
def test_every_condition_leaves_everybody_with_a_programme(goal: Goal, kind: AthleteKind) -> None:
    for condition, days, minutes in product(Condition, (1, 3, 5, 7), (15, 45, 90)):
        found = fit(Wish(goal, kind, days, minutes, frozenset({condition})))
        assert goal in found.programme.goals
        assert kind in found.programme.kinds


def test_a_taper_ends_on_the_day_of_the_event() -> None:
    meet = programme("strength_meet")
    event = MONDAY + timedelta(days=100)

    def week(days_before: int) -> str:
        return next_day(meet, (), on=event - timedelta(days=days_before), event=event)[1].name

    assert [week(0), week(6), week(7), week(13), week(14)] == [
        "Meet week", "Meet week", "Taper", "Taper", "Peak",
    ]  # fmt: skip


def test_without_an_event_no_week_tapers() -> None:
    for one in programmes():
        assert not next_day(one, (), on=MONDAY)[1].taper, one.id


def test_a_taper_takes_off_half_the_sets_and_keeps_the_effort() -> None:
    item = programme("strength_meet")
    for day in item.days:
        peak = item.slots(day, next(week for week in item.weeks if week.name == "Heavy"))
        taper = item.slots(day, next(week for week in item.weeks if week.name == "Taper"))
        mains = [(a, b) for a, b in zip(peak, taper, strict=True) if a.sets >= 3]
        assert mains
        assert all(0.4 <= b.sets / a.sets <= 0.7 and b.rpe >= a.rpe - 0.5 for a, b in mains)
