"""A Redis that is stopped or unreachable is named, holds nobody up, and is caught up with."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from body.featurestore.nights import MONDAY, NOW, nights, slept
from spotter.body.featurestore.check import check
from spotter.body.featurestore.materialise import FEATURE_EVENTS, Materialiser
from spotter.body.featurestore.serving import PAUSE_S, Serving
from spotter.body.featurestore.shelf import Shelf
from spotter.events.bus import InProcessBus, Projection
from spotter.events.relay import Relay
from spotter.kit.errors import StoreAway
from spotter.store.uow import Units


@pytest.fixture
def stopped() -> str:
    """Return the URL of a Redis that nobody runs."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        return f"redis://:secret@127.0.0.1:{nobody.getsockname()[1]}/0"


@pytest.fixture
def silent() -> Iterator[str]:
    """Return the URL of a server that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def relay_to(units: Units, shelf: Shelf, at: datetime) -> Relay:
    bus = InProcessBus(units, lambda: at)
    take = Materialiser(units, shelf, lambda: at).take
    bus.subscribe(Projection("features", FEATURE_EVENTS, take))
    return Relay(units, bus, lambda: at)


def test_a_stopped_redis_is_named_without_its_password(stopped: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "features", stopped)
    with pytest.raises(StoreAway, match="SPOTTER_FEATURES_ONLINE") as told:
        shelf.served.read("somebody")
    assert "secret" not in told.value.message
    shelf.close()


def test_a_redis_that_says_nothing_is_given_up_on(silent: str, tmp_path: Path) -> None:
    # Without a bound of ours this would wait for a minute.
    shelf = Shelf(tmp_path / "features", silent)
    with pytest.raises(StoreAway, match="TimeoutError"):
        shelf.served.read("somebody")
    shelf.close()


def test_what_came_in_during_an_outage_is_served_after_it(
    units: Units, redis_url: str, stopped: str, tmp_path: Path, athlete_id: str
) -> None:
    away = Shelf(tmp_path / "features", stopped)
    slept(units, athlete_id, nights(MONDAY, 50, 52, 57))
    relay_to(units, away, NOW).drain()
    with units() as uow:
        assert uow.outbox.count_waiting() == 1
    away.close()
    back = Shelf(tmp_path / "features", redis_url)
    assert relay_to(units, back, NOW + timedelta(minutes=1)).drain() == 1
    row = back.served.read(athlete_id)
    assert row is not None
    assert row.values["resting_hr_last"] == 57
    assert check(units, back, lambda: NOW).differences == ()
    back.close()


def test_a_model_is_fed_the_same_numbers_while_redis_is_away(
    units: Units, redis_url: str, stopped: str, tmp_path: Path, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, *range(50, 62)))
    there = Shelf(tmp_path / "features", redis_url)
    relay_to(units, there, NOW).drain()
    served = Serving(units, there, lambda: NOW).row(athlete_id)
    away = Shelf(tmp_path / "features", stopped)
    instead = Serving(units, away, lambda: NOW).row(athlete_id)
    assert (served.computed, instead.computed) == (False, True)
    assert instead.row == served.row
    there.close()
    away.close()


def test_a_redis_that_was_away_is_left_in_peace_for_a_while_and_then_asked_again(
    units: Units, tmp_path: Path, athlete_id: str
) -> None:
    asked: list[str] = []

    class Away:
        def read(self, athlete_id: str) -> None:
            asked.append(athlete_id)
            raise StoreAway("The Redis does not serve.")

    shelf = Shelf(tmp_path / "features")
    shelf.__dict__["served"] = Away()
    at = [0.0]
    serving = Serving(units, shelf, lambda: NOW, seconds=lambda: at[0])
    for moment in (0.0, 1.0, PAUSE_S - 1, PAUSE_S):
        at[0] = moment
        assert serving.row(athlete_id).computed
    assert asked == [athlete_id, athlete_id]
