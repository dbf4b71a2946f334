"""A profile that changes what a day is: the stored days are computed anew by a durable job."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from body.raws import BERLIN, Row, at, frame, sample, workout
from spotter.athletes import service as athletes
from spotter.athletes.profile import Goal, Profile
from spotter.body.raw import RawWriter
from spotter.body.recompute import RECOMPUTE, needs_recompute, recompute_handler, request_recompute
from spotter.body.service import compute, recompute
from spotter.body.state import Day
from spotter.store.uow import Units
from spotter.store.work import Handler
from spotter.store.worker import Worker

# Shortly after midnight in Berlin, which in Los Angeles is the afternoon before.
EARLY = at("2026-02-20 00:30", BERLIN)


@pytest.fixture
def who(units: Units, now: datetime) -> str:
    """Return an athlete of Berlin with one imported night walk and the day it makes."""
    with units() as uow:
        found = uow.athletes.add(Profile(time_zone="Europe/Berlin", age_years=30))
        path = uow.data_dir / "athletes" / found / "raw" / "a.parquet"
        path.parent.mkdir(parents=True)
        beats: list[Row] = [
            sample("heart_rate", EARLY.replace(minute=30 + n), 150.0) for n in range(20)
        ]
        steps = sample("steps", EARLY, 1000.0, minutes=9)
        with RawWriter(path) as writer:
            writer.write(frame([steps, *beats, workout(EARLY, 20)]))
        imported = uow.imports.add(found, "a.xml", 1)
        uow.imports.add_file(imported, found, path, len(beats) + 2, EARLY, EARLY)
        recompute(uow, found, [path], None, now)
        uow.commit()
    return found


def change(units: Units, athlete_id: str, now: datetime, **given: object) -> None:
    with units() as uow:
        athletes.patch_profile(uow, athlete_id, given, now)
        uow.commit()


def work(units: Units, now: datetime) -> int:
    handler = recompute_handler(lambda: now)
    return Worker(units, {RECOMPUTE: handler}, clock=lambda: now).run_until_idle()


def days(units: Units, athlete_id: str) -> dict[date, Day]:
    with units.reading() as uow:
        span = uow.days.span(athlete_id)
        return {} if span is None else uow.days.between(athlete_id, *span)


def revision(units: Units, athlete_id: str) -> int:
    with units.reading() as uow:
        return uow.athletes.revision(athlete_id)


def test_another_time_zone_moves_the_days_and_leaves_none_of_the_old(
    units: Units, who: str, now: datetime
) -> None:
    assert list(days(units, who)) == [date(2026, 2, 20)]
    change(units, who, now, time_zone="America/Los_Angeles")
    assert work(units, now) == 1
    moved = days(units, who)
    assert list(moved) == [date(2026, 2, 19)]
    assert moved[date(2026, 2, 19)].values["steps"] == 1000


def test_another_age_changes_the_load_that_a_heart_rate_stands_for(
    units: Units, who: str, now: datetime
) -> None:
    day = date(2026, 2, 20)
    young = days(units, who)[day].values["load_au"]
    change(units, who, now, age_years=70)
    work(units, now)
    assert days(units, who)[day].values["load_au"] > young


def test_plans_are_decided_again_and_the_change_is_told(
    units: Units, who: str, now: datetime
) -> None:
    change(units, who, now, time_zone="America/Los_Angeles")
    asked = revision(units, who)
    work(units, now)
    assert revision(units, who) == asked + 1
    with units.reading() as uow:
        told = [event for event in uow.outbox.of_athlete(who) if event.name == "day.updated"]
    assert told[-1].data["first"] == "2026-02-19"


def test_a_told_sex_brings_the_impulse_that_rests_on_it(
    units: Units, who: str, now: datetime
) -> None:
    assert not any("trimp_banister_au" in day.values for day in days(units, who).values())
    change(units, who, now, sex="female")
    assert work(units, now) == 1
    assert any("trimp_banister_au" in day.values for day in days(units, who).values())


@pytest.mark.parametrize(
    "given",
    [{"goal": "strength"}, {"mass_kg": 70.0}, {"age_years": 30}],
    ids=str,
)
def test_what_no_day_rests_on_asks_for_nothing(
    units: Units, who: str, now: datetime, given: dict[str, Any]
) -> None:
    change(units, who, now, **given)
    assert work(units, now) == 0


def test_two_changes_in_a_row_end_in_the_days_of_the_last(
    units: Units, who: str, now: datetime
) -> None:
    change(units, who, now, time_zone="Pacific/Auckland")
    change(units, who, now, time_zone="America/Los_Angeles")
    assert work(units, now) == 2
    assert list(days(units, who)) == [date(2026, 2, 19)]


def test_asking_twice_about_the_same_revision_is_asking_once(
    units: Units, who: str, now: datetime
) -> None:
    with units() as uow:
        assert request_recompute(uow, who, now) == request_recompute(uow, who, now)
        uow.commit()
    assert work(units, now) == 1


def test_an_athlete_without_files_has_nothing_to_compute(
    units: Units, athlete_id: str, now: datetime
) -> None:
    change(units, athlete_id, now, time_zone="Asia/Tokyo")
    before = revision(units, athlete_id)
    assert work(units, now) == 1
    assert revision(units, athlete_id) == before


def test_the_days_are_computed_outside_any_lock(
    units: Units, who: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else can write while the slow part runs, which SQLite's one lock would forbid."""

    def slow(profile: Profile, paths: list[Path], *_: object) -> dict[date, Day]:
        with units() as uow:
            uow.athletes.bump(who)
            uow.commit()
        return compute(profile, paths)

    monkeypatch.setattr("spotter.body.recompute.compute", slow)
    change(units, who, now, time_zone="America/Los_Angeles")
    assert work(units, now) == 1
    assert list(days(units, who)) == [date(2026, 2, 19)]


def test_a_birth_date_makes_a_told_age_of_no_account() -> None:
    born = Profile(birth_date=date(1986, 2, 1), age_years=30)
    assert not needs_recompute(born, Profile(birth_date=date(1986, 2, 1), age_years=31))
    assert needs_recompute(Profile(), born)
    assert not needs_recompute(Profile(), Profile(goal=Goal.STRENGTH))


def test_the_worker_of_a_wired_spotter_knows_the_job(tmp_path: Path) -> None:
    from spotter.bootstrap import build
    from spotter.settings import load

    container = build(load({"SPOTTER_DATA_DIR": str(tmp_path)}))
    try:
        assert isinstance(container.handlers[RECOMPUTE], Handler)
    finally:
        container.close()
