"""Rows of features follow what is known, online as offline, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import polars as pl
import pytest

from body.featurestore.nights import MONDAY, NOW, nights, slept
from spotter.athletes import service as athletes
from spotter.athletes.profile import Profile
from spotter.body.checkin import Checkin
from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore import materialise
from spotter.body.featurestore.check import _alike, check
from spotter.body.featurestore.materialise import Materialiser, StillChanging, ask_again
from spotter.body.featurestore.rows import feature_rows
from spotter.body.featurestore.shelf import Shelf
from spotter.body.record import record_of
from spotter.body.service import record_checkin
from spotter.events.relay import Relay
from spotter.events.types import Event
from spotter.kit.errors import NotFound
from spotter.store.uow import UnitOfWork, Units


def served(shelf: Shelf, athlete_id: str, name: str) -> float | None:
    row = shelf.served.read(athlete_id)
    assert row is not None
    return row.values[name]


def differences(units: Units, shelf: Shelf) -> list[str]:
    return [one.what for one in check(units, shelf, lambda: NOW, recompute=True).differences]


def test_what_a_day_brings_is_served_once_the_relay_ran(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 52, 57))
    assert shelf.served.read(athlete_id) is None
    relay.drain()
    assert served(shelf, athlete_id, "resting_hr_last") == 57
    assert served(shelf, athlete_id, "resting_hr_mean_7") == 53
    assert shelf.offline.read(athlete_id)["resting_hr_last"].to_list() == [50, 52, 57]
    assert differences(units, shelf) == []


def test_what_is_not_known_any_more_is_not_served_on(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    with units() as uow:
        record_checkin(uow, athlete_id, Checkin(MONDAY + timedelta(days=1), mood=4), NOW)
        uow.commit()
    relay.drain()
    assert served(shelf, athlete_id, "resting_hr_last") is None
    assert differences(units, shelf) == []


def test_a_change_that_is_undone_leaves_nothing_to_do(
    units: Units, relay: Relay, athlete_id: str
) -> None:
    with units() as uow:
        record_checkin(uow, athlete_id, Checkin(MONDAY, mood=4), NOW)
    with units() as uow:
        assert not uow.feature_days.marked(athlete_id)
    assert relay.drain() == 0


def test_late_data_recomputes_the_days_it_touches_and_no_earlier_one(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, *range(50, 70)))
    relay.drain()
    before = shelf.offline.read(athlete_id)
    late = MONDAY + timedelta(days=17)
    shelf_clock = NOW + timedelta(days=3)
    slept(units, athlete_id, nights(late, 90))
    Materialiser(units, shelf, lambda: shelf_clock).bring_up_to_date(athlete_id)
    after = shelf.offline.read(athlete_id)
    again = after.filter(created=shelf_clock)["day"].to_list()
    assert again == [late + timedelta(days=n) for n in range(3)]
    assert after.head(17).equals(before.head(17))
    assert differences(units, shelf) == []


def test_files_of_years_that_nothing_touched_are_not_written_again(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(date(2025, 12, 30), 50, 51, 52, 53))
    relay.drain()
    old, new = shelf.offline.files([athlete_id])
    assert [old.name, new.name] == ["2025.parquet", "2026.parquet"]
    inodes = old.stat().st_ino, new.stat().st_ino
    slept(units, athlete_id, nights(date(2026, 1, 2), 60))
    relay.drain()
    assert old.stat().st_ino == inodes[0]
    assert new.stat().st_ino != inodes[1]
    newest = shelf.offline.newest(athlete_id)
    assert newest is not None
    assert (newest["day"], newest["resting_hr_last"]) == (date(2026, 1, 2), 60)
    assert shelf.offline.newest("nobody") is None


def test_a_change_of_time_zone_moves_the_moments_rows_may_be_used_from(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    with units() as uow:
        athletes.put_profile(uow, athlete_id, Profile(time_zone="Asia/Tokyo"), NOW)
        uow.commit()
    relay.drain()
    (moment,) = shelf.offline.read(athlete_id)["known_from"]
    assert moment.isoformat() == "2026-01-05T15:00:00+00:00"
    assert differences(units, shelf) == []


def test_days_that_were_removed_are_on_the_shelf_no_more(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    days = nights(date(2025, 12, 31), 50, 51)
    slept(units, athlete_id, days)
    relay.drain()
    empty = {day: type(one)(day, {}, {}) for day, one in days.items()}
    slept(units, athlete_id, {date(2025, 12, 31): empty[date(2025, 12, 31)]})
    relay.drain()
    assert shelf.offline.read(athlete_id)["day"].to_list() == [date(2026, 1, 1)]
    slept(units, athlete_id, empty)
    relay.drain()
    assert shelf.offline.read(athlete_id).is_empty()
    assert shelf.served.read(athlete_id) is None


def test_handing_an_event_over_again_changes_nothing(
    units: Units, shelf: Shelf, materialiser: Materialiser, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))
    event = Event("features.changed", athlete_id, NOW)
    materialiser.take(event)
    files = [path.read_bytes() for path in shelf.offline.files([athlete_id])]
    materialiser.take(event)
    assert [path.read_bytes() for path in shelf.offline.files([athlete_id])] == files


class Killed(BaseException):
    """The end of the process."""


@pytest.mark.parametrize("at", ["_serve", "_settled"])
def test_a_process_killed_halfway_is_made_good_by_the_next(
    at: str, units: Units, shelf: Shelf, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Materialiser, at, dies)
        with pytest.raises(Killed):
            Materialiser(units, shelf, lambda: NOW).bring_up_to_date(athlete_id)
    assert Materialiser(units, shelf, lambda: NOW).bring_up_to_date(athlete_id) == 2
    assert differences(units, shelf) == []


def test_a_day_that_changes_while_rows_are_computed_is_computed_again(
    units: Units, shelf: Shelf, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    late = [nights(MONDAY, 66)]

    def while_reading(uow: UnitOfWork, one: str) -> object:
        record = record_of(uow, one)
        if late:
            slept(units, athlete_id, late.pop())
        return record

    monkeypatch.setattr(materialise, "record_of", while_reading)
    Materialiser(units, shelf, lambda: NOW).bring_up_to_date(athlete_id)
    assert served(shelf, athlete_id, "resting_hr_last") == 66
    assert differences(units, shelf) == []


def test_a_slower_worker_does_not_leave_older_rows_behind(
    units: Units, shelf: Shelf, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    quick = [Materialiser(units, shelf, lambda: NOW)]

    def overtaken(*told: object) -> object:
        rows = feature_rows(*told)  # type: ignore[arg-type]
        if quick:
            slept(units, athlete_id, nights(MONDAY, 66))
            quick.pop().bring_up_to_date(athlete_id)
        return rows

    monkeypatch.setattr(materialise, "feature_rows", overtaken)
    Materialiser(units, shelf, lambda: NOW).bring_up_to_date(athlete_id)
    assert served(shelf, athlete_id, "resting_hr_last") == 66
    assert differences(units, shelf) == []


def test_an_athlete_who_never_stops_changing_is_put_off(
    units: Units, shelf: Shelf, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))

    def always(uow: UnitOfWork, one: str) -> object:
        slept(units, athlete_id, nights(MONDAY, 51))
        return record_of(uow, one)

    monkeypatch.setattr(materialise, "record_of", always)
    with pytest.raises(StillChanging):
        Materialiser(units, shelf, lambda: NOW).bring_up_to_date(athlete_id)


def test_who_is_deleted_is_deleted_online_and_offline(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str, other_id: str
) -> None:
    for one in (athlete_id, other_id):
        slept(units, one, nights(MONDAY, 50))
    relay.drain()
    with units() as uow:
        athletes.delete(uow, athlete_id, NOW)
        uow.commit()
    relay.drain()
    assert shelf.served.read(athlete_id) is None
    assert shelf.offline.athletes() == [other_id]
    assert athlete_id.encode() not in left_of(shelf)
    assert served(shelf, other_id, "resting_hr_last") == 50


def left_of(shelf: Shelf) -> bytes:
    """Return every byte that the files of the shelf hold."""
    return b"".join(one.read_bytes() for one in shelf.folder.rglob("*") if one.is_file())


def test_who_is_deleted_while_rows_are_computed_leaves_none(
    units: Units, shelf: Shelf, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))

    def deleted(*told: object) -> object:
        with units() as uow:
            athletes.delete(uow, athlete_id, NOW)
            uow.commit()
        return feature_rows(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(materialise, "feature_rows", deleted)
    assert Materialiser(units, shelf, lambda: NOW).bring_up_to_date(athlete_id) == 0
    assert shelf.offline.athletes() == []
    assert shelf.served.read(athlete_id) is None
    with units.reading() as uow, pytest.raises(NotFound):
        uow.athletes.get(athlete_id)


def test_rows_that_a_killed_worker_left_of_who_is_deleted_go_with_the_next_event(
    units: Units, shelf: Shelf, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    work = Materialiser(units, shelf, lambda: NOW)
    with monkeypatch.context() as patched:
        patched.setattr(Materialiser, "_settled", _killed)
        with pytest.raises(KeyboardInterrupt):
            work.bring_up_to_date(athlete_id)
    with units() as uow:
        athletes.delete(uow, athlete_id, NOW)
        uow.commit()
    assert work.bring_up_to_date(athlete_id) == 0
    assert shelf.offline.athletes() == []
    assert shelf.served.read(athlete_id) is None


def _killed(*_: object) -> bool:
    raise KeyboardInterrupt


# the check


def test_the_check_finds_a_value_that_was_changed_online(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))
    relay.drain()
    row = shelf.served.read(athlete_id)
    assert row is not None
    wrong = type(row)(row.known_from, {**row.values, "resting_hr_last": 51.5})
    shelf.online.write(athlete_id, wrong, NOW)
    assert differences(units, shelf) == ["resting_hr_last differs between online and offline"]
    shelf.online.write(athlete_id, type(row)(NOW, row.values), NOW)
    assert differences(units, shelf) == ["the newest row is of another day online than offline"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (57.0, 57.0, True),
        (57.0, 57.0 + 1e-8, True),
        (57.0, 57.0 + 1e-7, False),
        (0.0, 1e-10, True),
        (0.0, 1e-8, False),
        (-1e12, -1e12 - 900, True),
        (None, None, True),
        (None, 0.0, False),
        (57.0, None, False),
    ],
)
def test_rounding_is_no_difference_and_not_known_is_no_number(
    one: float | None, other: float | None, alike: bool
) -> None:
    columns = (pl.Series([1.0, value, None], dtype=pl.Float64) for value in (one, other))
    assert _alike(*columns) is alike


def test_the_check_finds_a_row_that_is_missing(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    shelf.online.forget(athlete_id)
    assert differences(units, shelf) == ["there is no row online"]


def test_the_check_finds_what_was_changed_behind_the_services(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))
    relay.drain()
    with units() as uow:
        uow.days.put(athlete_id, nights(MONDAY, 70).values())
        uow.commit()
    assert check(units, shelf, lambda: NOW).differences == ()
    assert "resting_hr_last offline is not what the database tells" in differences(units, shelf)


def test_the_check_finds_rows_of_nobody(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    stray = shelf.offline.files([athlete_id])[0]
    stranger = shelf.offline.folder / "nobody" / stray.name
    stranger.parent.mkdir()
    stranger.write_bytes(stray.read_bytes())
    assert differences(units, shelf) == ["there are rows of somebody who is not here"]


def test_who_waits_for_the_relay_is_not_judged(
    units: Units, shelf: Shelf, athlete_id: str, other_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    found = check(units, shelf, lambda: NOW)
    assert (found.athletes, found.waiting, found.differences) == (2, 1, ())


# starting


def test_a_new_catalogue_asks_for_everybody_and_an_old_one_for_who_was_left(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str, other_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    assert not shelf.is_current
    shelf.note_current()
    assert shelf.is_current
    with units() as uow:
        assert ask_again(uow, NOW) == 1
        assert ask_again(uow, NOW, every=True) == 2
        uow.commit()
    relay.drain()
    with units() as uow:
        assert ask_again(uow, NOW) == 0


def test_rows_of_an_older_catalogue_are_read_and_then_replaced(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))
    relay.drain()
    (path,) = shelf.offline.files([athlete_id])
    shelf.offline.read(athlete_id).drop("resting_hr_mean_7").write_parquet(path)
    assert shelf.offline.read(athlete_id)["resting_hr_mean_7"].null_count() == 2
    slept(units, athlete_id, nights(MONDAY + timedelta(days=1), 52))
    relay.drain()
    assert differences(units, shelf) == []


def test_a_shelf_opened_twice_serves_the_same(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    second = Shelf(shelf.folder, shelf._online_url)
    row = second.served.read(athlete_id)
    assert row == shelf.served.read(athlete_id)
    assert row is not None
    assert set(row.values) == set(FEATURES)
    second.close()


def test_nothing_on_the_shelf_is_readable_by_others(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    assert shelf.folder.stat().st_mode & 0o077 == 0
    for file in shelf.offline.files([athlete_id]):
        assert file.stat().st_mode & 0o077 == 0


def test_starting_the_service_does_not_wait_for_feast_to_be_imported() -> None:
    asked = "import sys, spotter.bootstrap, spotter.web.app; print('feast' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_quick_read_says_what_feast_says(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, *range(50, 62)))
    relay.drain()
    row = shelf.served.read(athlete_id)
    assert row is not None
    asked = [f"athlete_day:{name}" for name in FEATURES]
    answer = shelf.feast.get_online_features(asked, [{"athlete_id": athlete_id}])
    theirs = {name: value for name, (value,) in answer.to_dict().items() if name in FEATURES}
    assert row.values == theirs
    assert sum(value is not None for value in theirs.values()) > 20
