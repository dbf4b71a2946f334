"""Syncing with Oura: all pages, once, edited documents replaced, and never faster than allowed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256

import pytest

from intake.oura.fake_oura import heart_rate, night, readiness
from intake.oura.house import House
from spotter.intake import service as intake
from spotter.intake.oura import connection
from spotter.intake.oura.app import NotConnected
from spotter.intake.oura.plan import FETCHED
from spotter.kit.ids import new_id

Bring = Callable[[object], None]


@pytest.fixture
def bring(house: House) -> Bring:
    """Return what hands in a file for the athlete, and waits for its end."""

    def hand_in(content: object) -> None:
        text = json.dumps(content)
        path = house.units.data_dir / f"{new_id()}.json"
        path.write_text(text)
        with house.units() as uow:
            intake.request_import(
                uow,
                house.athlete_id,
                path,
                name="oura.json",
                size_bytes=len(text),
                sha256=sha256(text.encode()).hexdigest(),
                now=house.clock(),
            )
            uow.commit()
        house.sync()

    return hand_in


def test_nothing_is_asked_of_oura_before_the_athlete_connects(house: House) -> None:
    assert house.later(days=3) == 0
    with house.units() as uow, pytest.raises(NotConnected):
        connection.sync_now(uow, house.athlete_id, house.clock())
    assert house.fake.asked == []


def test_the_first_sync_brings_every_page_of_every_kind(house: House) -> None:
    house.fake.page_size = 3
    house.fake.put("sleep", *[night(f"2026-02-{day:02d}") for day in range(10, 20)])
    house.fake.put("daily_readiness", readiness("2026-02-19", -0.2))
    house.connect()
    house.sync()
    assert house.rows.filter(type="sleep").height == 10
    assert {kind for kind, _ in house.fake.asked} >= {kind.name for kind in FETCHED}
    day = house.days("2026-02-19", "2026-02-19")[date(2026, 2, 19)]
    assert day.values["sleep_s"] == pytest.approx(25200, abs=1)
    assert day.values["wrist_temperature_c"] == -0.2
    (brought,) = house.imports
    assert (brought.source, brought.state, brought.name) == ("oura", "finished", "Oura")
    assert house.status.synced_at == house.clock()
    assert house.status.next_at == house.clock() + timedelta(hours=1)


def test_a_sync_with_nothing_new_leaves_no_import_and_touches_no_day(house: House) -> None:
    house.fake.put("sleep", night("2026-02-27"))
    house.connect()
    house.sync()
    with house.units.reading() as uow:
        before = uow.athletes.get(house.athlete_id).revision
    assert house.later(hours=1) == 1
    with house.units.reading() as uow:
        assert uow.athletes.get(house.athlete_id).revision == before
    assert len(house.imports) == 1
    assert house.status.synced_at == house.clock()


def test_a_later_sync_asks_only_for_what_may_have_changed(house: House) -> None:
    house.fake.put("sleep", night("2026-02-27"))
    house.connect()
    house.sync()
    house.fake.asked.clear()
    house.later(days=2)
    (asked,) = house.fake.questions("sleep")
    assert asked["start_date"] == "2026-02-16"
    (series,) = house.fake.questions("heartrate")
    assert series["start_datetime"].startswith("2026-02-27")


def test_an_edited_document_replaces_its_earlier_version_and_its_day_is_made_anew(
    house: House,
) -> None:
    house.fake.put("sleep", night("2026-02-27"), night("2026-02-28"))
    house.connect()
    house.sync()
    edited = night(
        "2026-02-28",
        meta={"updated_at": "2026-03-02T06:00:00.000Z", "version": 2},
        lowest_heart_rate=52,
        hrv=None,
    )
    house.fake.put("sleep", edited)
    house.later(hours=1)
    rows = house.rows
    assert rows.filter(type="sleep").height == 2
    assert rows.filter(signal="hrv_rmssd").height == 2  # of the other night
    days = house.days("2026-02-27", "2026-02-28")
    assert days[date(2026, 2, 28)].values["resting_hr_bpm"] == 52
    assert "hrv_rmssd_ms" not in days[date(2026, 2, 28)].values
    assert days[date(2026, 2, 27)].values["hrv_rmssd_ms"] == 42
    newest = house.imports[0]
    assert newest.report["replaced"] == 1


def test_a_night_the_athlete_deletes_is_a_night_no_more(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect()
    house.sync()
    assert date(2026, 2, 28) in house.days("2026-02-28", "2026-02-28")
    house.fake.put("sleep", night("2026-02-28", type="deleted"))
    house.later(hours=1)
    assert house.days("2026-02-28", "2026-02-28") == {}
    assert house.rows.filter(type="sleep")["text"].to_list() == ["deleted"]


def test_late_data_changes_its_own_days_and_no_other(house: House) -> None:
    house.fake.put("sleep", night("2026-02-20"), night("2026-02-27"))
    house.connect()
    house.sync()
    before = house.days("2026-02-01", "2026-03-02")
    house.fake.put("daily_readiness", readiness("2026-02-24", 0.4))
    house.later(hours=1)
    after = house.days("2026-02-01", "2026-03-02")
    assert after.pop(date(2026, 2, 24)).values == {"wrist_temperature_c": 0.4}
    assert after == before


def test_many_syncs_leave_two_files(house: House) -> None:
    house.connect()
    for hour in range(6):
        at = f"2026-03-02T0{hour}:00:00Z"
        house.fake.put("heartrate", heart_rate(at, 60 + hour))
        house.later(hours=1)
    assert house.rows.filter(signal="heart_rate").height == 6
    assert house.files == 2  # what is new, and what was there before


def test_what_an_older_file_says_never_replaces_what_oura_said_since(
    house: House, bring: Bring
) -> None:
    house.fake.put("sleep", night("2026-02-28", lowest_heart_rate=52))
    house.connect()
    house.sync()
    older = {"updated_at": "2026-02-28T08:00:00.000Z", "version": 1}
    bring({"data": [night("2026-02-28", meta=older, lowest_heart_rate=40)]})
    day = house.days("2026-02-28", "2026-02-28")[date(2026, 2, 28)]
    assert day.values["resting_hr_bpm"] == 52
    assert house.rows.filter(type="sleep").height == 1
    bring({"data": [night("2026-02-28", lowest_heart_rate=52)]})
    assert house.rows.filter(type="sleep").height == 1


def test_a_newer_file_replaces_what_an_older_one_said(house: House, bring: Bring) -> None:
    bring({"data": [night("2026-02-28"), night("2026-02-27")]})
    newer = {"updated_at": "2026-03-01T08:00:00.000Z", "version": 2}
    bring({"data": [night("2026-02-28", meta=newer, lowest_heart_rate=55)]})
    days = house.days("2026-02-27", "2026-02-28")
    assert days[date(2026, 2, 28)].values["resting_hr_bpm"] == 55
    assert days[date(2026, 2, 27)].values["resting_hr_bpm"] == 48
    assert house.rows.filter(type="sleep").height == 2


def test_a_short_pause_is_waited_for(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.fake.once["sleep"] = [(429, {"retry-after": "1"}, {"detail": "slow down"})]
    house.connect()
    assert house.sync() == 1
    assert house.rows.filter(type="sleep").height == 1


def test_a_long_pause_puts_the_sync_back_and_it_goes_on_where_it_was(house: House) -> None:
    house.fake.page_size = 1
    house.fake.put("sleep", night("2026-02-27"), night("2026-02-28"))
    house.fake.put("daily_sleep")
    house.fake.once["workout"] = [(429, {"retry-after": "240"}, {"detail": "slow down"})]
    house.connect()
    house.sync()
    assert house.rows.is_empty()
    assert "pause" in str(house.status.trouble)
    assert house.status.next_at == house.clock() + timedelta(seconds=240)
    with house.units() as uow:
        connection.sync_now(uow, house.athlete_id, house.clock())
        uow.commit()
    assert house.sync() == 0  # being impatient does not help
    before = len(house.fake.questions("sleep"))
    house.later(seconds=240)
    assert len(house.fake.questions("sleep")) == before
    assert house.rows.filter(type="sleep").height == 2
    assert house.status.trouble is None


def test_oura_out_of_order_is_told_and_tried_again(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.connect()
    house.fake.always["sleep"] = (503, {}, {})
    for _ in range(7):  # more often than a job may fail
        house.later(minutes=10)
    assert "out of order" in str(house.status.trouble)
    del house.fake.always["sleep"]
    house.later(minutes=10)
    assert house.rows.filter(type="sleep").height == 1
    assert house.status.trouble is None


def test_what_was_not_granted_is_left_out_and_named(house: House) -> None:
    house.fake.put("sleep", night("2026-02-28"))
    house.fake.always["heartrate"] = (403, {}, {"detail": "scope"})
    house.connect()
    house.sync()
    assert house.status.withheld == ("heartrate",)
    assert house.rows.filter(type="sleep").height == 1
    record = house.record
    assert record is not None
    assert "heartrate" not in record.cursors


def test_when_oura_gives_nothing_at_all_that_is_said(house: House) -> None:
    for kind in FETCHED:
        house.fake.always[kind.name] = (403, {}, {"detail": "scope"})
    house.connect()
    house.sync()
    assert "gives nothing" in str(house.status.trouble)
    assert house.status.next_at is not None
    assert house.imports == []


def test_pages_that_lead_to_themselves_end(house: House) -> None:
    page = {"data": [night("2026-02-28")], "next_token": "again"}
    house.fake.always["sleep"] = (200, {}, page)
    house.connect()
    house.sync()
    assert len(house.fake.questions("sleep")) == 2
    assert house.rows.filter(type="sleep").height == 1


def test_an_answer_in_another_shape_fails_the_sync_and_the_next_one_is_planned(
    house: House,
) -> None:
    house.fake.always["sleep"] = (200, {}, {"nights": []})
    house.connect()
    house.sync()
    assert "shape" in str(house.status.trouble)
    assert house.status.next_at is not None
