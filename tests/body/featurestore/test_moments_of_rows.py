"""The moment from which a row may be used is the same whatever zone the machine is in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore.served import OnlineRow
from spotter.body.featurestore.shelf import Shelf

# Berlin skipped 02:00-03:00 on that day; two hours west of Greenwich a day ended at 02:00 UTC.
SKIPPED = datetime(2026, 3, 29, 2, tzinfo=UTC)
TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=UTC)


@pytest.fixture
def machine_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("moment", [SKIPPED, TWICE], ids=["skipped", "twice"])
def test_an_hour_that_the_clock_of_the_machine_skips_or_shows_twice_moves_no_row(
    shelf: Shelf, machine_in: Callable[[str], None], moment: datetime
) -> None:
    machine_in("Europe/Berlin")
    shelf.online.write("one", OnlineRow(moment, dict.fromkeys(FEATURES, 1.0)), moment)
    row = shelf.served.read("one")
    assert row is not None
    assert row.known_from == moment


def test_a_store_that_moves_to_another_zone_keeps_its_moments(
    shelf: Shelf, machine_in: Callable[[str], None]
) -> None:
    machine_in("America/New_York")
    shelf.online.write("one", OnlineRow(SKIPPED, dict.fromkeys(FEATURES, 1.0)), SKIPPED)
    machine_in("Asia/Tokyo")
    row = shelf.served.read("one")
    assert row is not None
    assert row.known_from == SKIPPED
