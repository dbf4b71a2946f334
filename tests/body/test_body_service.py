"""The body's service: what other rooms ask of it, on both databases."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from body.raws import BERLIN, Row, asleep, at, frame, sample, workout
from spotter.athletes.profile import BodySite, Profile
from spotter.body import service
from spotter.body.checkin import Checkin
from spotter.body.metrics import METRICS
from spotter.body.raw import RawWriter
from spotter.kit.errors import NotFound
from spotter.store.uow import UnitOfWork, Units
from spotter.training.session import Focus, SessionLog

LAST = date(2026, 2, 27)


@pytest.fixture
def who(units: Units) -> str:
    """Return the id of an athlete who lives in Berlin."""
    with units() as uow:
        found = uow.athletes.add(Profile(time_zone="Europe/Berlin", age_years=35))
        uow.commit()
    return found


def written(path: Path, rows: list[Row]) -> Path:
    with RawWriter(path) as writer:
        writer.write(frame(rows))
    return path


def weeks(days: int) -> list[Row]:
    rows: list[Row] = []
    for n in range(days):
        morning = at(f"{LAST - timedelta(days=n)} 07:00")
        rows.append(asleep(morning - timedelta(hours=8), 7.5 + n % 3 / 10))
        rows.append(sample("hrv_sdnn", morning - timedelta(hours=3), 48.0 + n % 5))
        rows.append(sample("resting_heart_rate", morning + timedelta(hours=2), 54.0 + n % 2))
        rows.append(sample("heart_rate", morning + timedelta(hours=4), 80.0))
        rows.append(sample("steps", morning + timedelta(hours=5), 1000.0, minutes=9))
    return rows


def events(uow: UnitOfWork, athlete_id: str, name: str) -> list[dict[str, object]]:
    return [dict(one.data) for one in uow.outbox.of_athlete(athlete_id) if one.name == name]


def test_a_days_view_is_json_with_baselines_and_readiness(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(40))
    with units() as uow:
        service.recompute(uow, who, [path], None, now)
        uow.commit()
    with units.reading() as uow:
        view = json.loads(json.dumps(service.day_view(uow, who, LAST)))
    hrv = view["metrics"]["hrv_sdnn_ms"]
    assert (view["date"], hrv["value"], hrv["unit"]) == ("2026-02-27", 48.0, "ms")
    assert (hrv["baseline_28"]["days"], hrv["baseline_28"]["coverage"]) == (28, 1.0)
    assert (hrv["baseline_7"]["days"], hrv["source"]) == (7, "Watch")
    assert set(view["metrics"]) <= set(METRICS)
    assert view["readiness"]["score"] > 50
    assert {one["code"] for one in view["readiness"]["missing"]} == {
        "soreness",
        "wellbeing",
        "temperature",
        "respiratory",
    }


def test_recomputing_touches_the_days_asked_for_and_their_neighbours(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(10))
    with units() as uow:
        service.recompute(uow, who, [path], {LAST - timedelta(days=4)}, now)
        stored = uow.days.between(who, LAST - timedelta(days=30), LAST)
        told = events(uow, who, "day.updated")
    assert sorted(stored) == [LAST - timedelta(days=n) for n in (5, 4, 3)]
    assert told == [{"first": "2026-02-22", "last": "2026-02-24", "days": 3}]


def test_recomputing_in_parts_gives_what_recomputing_everything_gives(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(10))
    since = LAST - timedelta(days=30)
    with units() as uow:
        service.recompute(uow, who, [path], None, now)
        whole = uow.days.between(who, since, LAST)
        for day in whole:
            service.recompute(uow, who, [path], {day}, now)
        assert uow.days.between(who, since, LAST) == whole


def test_the_heart_ages_with_its_days(tmp_path: Path) -> None:
    profile = Profile(time_zone="Europe/Berlin", birth_date=date(1980, 6, 1))
    runs = [
        workout(at(f"{year}-05-01 10:00"), 30, metadata={"hr_mean_bpm": 140})
        for year in (2010, 2025)
    ]
    path = written(tmp_path / "a.parquet", runs)
    young, old = service.compute(profile, [path]).values()
    assert young.values["load_au"] < old.values["load_au"]
    assert service.compute(profile, [path], {young.day})[young.day] == young


def test_a_newer_file_adds_to_the_days_of_the_older(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    old = written(tmp_path / "a.parquet", weeks(3))
    late = sample("steps", at(f"{LAST} 20:00"), 500.0, minutes=9)
    new = written(tmp_path / "b.parquet", [late])
    with units() as uow:
        service.recompute(uow, who, [old], None, now)
        service.recompute(uow, who, [old, new], {LAST}, now)
        assert uow.days.between(who, LAST, LAST)[LAST].values["steps"] == 1500


def test_days_whose_records_are_gone_are_forgotten(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(3))
    with units() as uow:
        service.recompute(uow, who, [path], None, now)
        service.recompute(uow, who, [], {LAST}, now)
        assert sorted(uow.days.between(who, date(2026, 1, 1), LAST)) == [LAST - timedelta(days=2)]


def test_new_data_makes_stored_plans_stale(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(2))
    with units() as uow:
        before = uow.athletes.revision(who)
        service.recompute(uow, who, [path], None, now)
        assert uow.athletes.revision(who) > before


def test_a_check_in_is_stored_told_and_makes_plans_stale(
    units: Units, who: str, now: datetime
) -> None:
    with units() as uow:
        before = uow.athletes.revision(who)
        service.record_checkin(uow, who, Checkin(LAST, mood=2), now)
        service.record_checkin(uow, who, Checkin(LAST, mood=4), now)
        uow.commit()
    with units.reading() as uow:
        assert service.checkin_on(uow, who, LAST) == Checkin(LAST, mood=4)
        assert service.checkin_on(uow, who, LAST - timedelta(days=1)) is None
        assert uow.athletes.revision(who) == before + 2
        # The event tells that there is one, never what was said.
        assert events(uow, who, "checkin.recorded") == [{"day": "2026-02-27"}] * 2


def test_what_was_said_and_logged_shows_in_the_state(units: Units, who: str, now: datetime) -> None:
    log = SessionLog("s1", LAST, "Legs", Focus.STRENGTH, session_rpe=7, duration_min=50)
    with units() as uow:
        service.record_checkin(uow, who, Checkin(LAST, soreness={BodySite.KNEE: 4}), now)
        uow.sessions.add(who, log, b"{}", "mac")
        found = service.state_on(uow, who, LAST)
    assert (found.value("soreness"), found.value("load_au")) == (4, 350)


def test_a_state_knows_nothing_of_later_days(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(40))
    early = LAST - timedelta(days=10)
    with units() as uow:
        service.recompute(uow, who, [path], None, now)
        with_future = service.state_on(uow, who, early)
        uow.days.remove(who, [early + timedelta(days=n) for n in range(1, 11)])
        assert service.state_on(uow, who, early) == with_future


def test_an_athlete_of_whom_nothing_is_known_has_an_empty_day(units: Units, who: str) -> None:
    with units.reading() as uow:
        view = service.day_view(uow, who, LAST)
    assert view["metrics"] == {}


def test_nobody_has_no_day(units: Units, now: datetime) -> None:
    with units() as uow:
        with pytest.raises(NotFound):
            service.day_view(uow, "nobody", LAST)
        with pytest.raises(NotFound):
            service.record_checkin(uow, "nobody", Checkin(LAST), now)


def test_days_between_look_back_beyond_their_first(
    units: Units, who: str, tmp_path: Path, now: datetime
) -> None:
    path = written(tmp_path / "a.parquet", weeks(60))
    with units() as uow:
        service.recompute(uow, who, [path], None, now)
        few = service.days_between(uow, who, LAST - timedelta(days=2), LAST)
        many = service.days_between(uow, who, LAST - timedelta(days=20), LAST)
    assert len(few) == 3
    assert few == {day: many[day] for day in few}


def test_home_is_where_the_profile_says(units: Units, tmp_path: Path, now: datetime) -> None:
    rows = [sample("steps", at("2026-02-27 00:30", BERLIN), 50.0, minutes=5)]
    path = written(tmp_path / "a.parquet", rows)
    with units() as uow:
        abroad = uow.athletes.add(Profile(time_zone="America/New_York"))
        service.recompute(uow, abroad, [path], None, now)
        assert list(uow.days.between(abroad, date(2026, 2, 1), LAST)) == [date(2026, 2, 26)]


def test_a_checkin_that_does_not_ask_about_symptoms_leaves_those_told_before(
    units: Units, who: str, now: datetime
) -> None:
    with units() as uow:
        warned = Checkin(LAST, symptoms=frozenset({"chest_pain"}), mood=2)
        service.record_checkin(uow, who, warned, now)
        service.record_checkin(uow, who, Checkin(LAST, mood=4), now)
        found = service.checkin_on(uow, who, LAST)
        assert found is not None
        assert (found.mood, found.symptoms) == (4, frozenset({"chest_pain"}))
        service.record_checkin(uow, who, Checkin(LAST, symptoms=frozenset()), now)
        found = service.checkin_on(uow, who, LAST)
    assert found is not None
    assert found.symptoms == frozenset({"chest_pain"})  # unsaid by a clearance only
