"""What an athlete aims for, and the cycle that only who chose to tells."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from spotter.athletes import service as athletes
from spotter.athletes.profile import Profile
from spotter.athletes.profile_codec import profile_from, profile_to
from spotter.athletes.profile_toml import dump, parse
from spotter.athletes.targets import RACES, Aim, Target, span, vo2max_needed
from spotter.body.checkin import Checkin
from spotter.body.features.compute import features
from spotter.body.features.table import Record, daily_table
from spotter.body.service import record_checkin
from spotter.body.state import Day
from spotter.kit.errors import BadInput
from spotter.store.uow import Units

DAY = date(2026, 3, 2)
TEN_K = Target(Aim.RUN_10_KM, 3000.0, date(2026, 10, 4))
LIGHTER = Target(Aim.MASS, 70.0)


def test_targets_survive_plain_values_and_the_file() -> None:
    told = Profile(targets=(TEN_K, LIGHTER), tracks_cycle=True)
    assert profile_from(profile_to(told)) == told
    assert parse(dump(told, None)).profile == told


@pytest.mark.parametrize("aim", Aim)
@pytest.mark.parametrize(("edge", "step"), [(0, -0.01), (1, 0.01)])
def test_a_target_beyond_what_can_be_meant_names_its_field(
    aim: Aim, edge: int, step: float
) -> None:
    limit = span(aim)[edge]
    profile_from({"targets": [{"what": aim, "value": limit}]})
    with pytest.raises(BadInput) as problem:
        profile_from({"targets": [{"what": aim, "value": limit + step}]})
    assert problem.value.field == "targets[0].value"


def test_one_thing_is_aimed_for_once() -> None:
    with pytest.raises(BadInput, match="twice"):
        profile_from({"targets": [{"what": "squat", "value": 100}, {"what": "squat", "value": 90}]})


def test_a_race_in_the_time_of_a_vdot_table_needs_that_vdot() -> None:
    # Daniels' tables: VDOT 50 runs 5 km in 19:57, 10 km in 41:21, a marathon in 3:10:49.
    for aim, seconds in ((Aim.RUN_5_KM, 1197), (Aim.RUN_10_KM, 2481), (Aim.MARATHON, 11_449)):
        assert vo2max_needed(Target(aim, seconds)) == pytest.approx(50, abs=0.1)


@pytest.mark.parametrize("aim", RACES)
def test_a_faster_race_asks_for_more(aim: Aim) -> None:
    low, high = span(aim)
    assert vo2max_needed(Target(aim, low)) > vo2max_needed(Target(aim, high))


def row(profile: Profile, **values: float) -> dict[str, float | None]:
    record = Record("a", {DAY: Day(DAY, values, {})}, profile=profile)
    return features(daily_table(record)).row(0, named=True)


def test_a_target_gives_its_features_and_none_gives_none() -> None:
    found = row(Profile(targets=(TEN_K, LIGHTER)), mass_kg=75.0, vo2max_ml_kg_min=40.0)
    assert found["goal_mass_distance"] == -5
    assert found["goal_race_share"] == pytest.approx(40 / vo2max_needed(TEN_K))
    assert found["goal_days_left"] == (date(2026, 10, 4) - DAY).days
    assert row(Profile(), mass_kg=75.0)["goal_mass_distance"] is None


def test_the_day_of_the_cycle_is_not_taken_from_who_did_not_choose_to_tell_it(
    units: Units, athlete_id: str, now: datetime
) -> None:
    with units() as uow, pytest.raises(BadInput) as problem:
        record_checkin(uow, athlete_id, Checkin(DAY, cycle_day=3), now)
    assert problem.value.field == "cycle_day"


def test_a_choice_taken_back_leaves_nothing_of_the_cycle(
    units: Units, athlete_id: str, now: datetime
) -> None:
    with units() as uow:
        athletes.patch_profile(uow, athlete_id, {"tracks_cycle": True}, now)
        record_checkin(uow, athlete_id, Checkin(DAY, mood=4, cycle_day=3), now)
        uow.commit()
    with units() as uow:
        athletes.patch_profile(uow, athlete_id, {"tracks_cycle": False}, now)
        uow.commit()
    with units.reading() as uow:
        assert uow.checkins.get(athlete_id, DAY) == Checkin(DAY, mood=4)


def test_the_phase_is_known_of_who_tells_it() -> None:
    told = Record("a", checkins=[Checkin(DAY, cycle_day=15)])
    found = features(daily_table(told)).row(0, named=True)
    assert found["cycle_cos"] == pytest.approx(-1)
