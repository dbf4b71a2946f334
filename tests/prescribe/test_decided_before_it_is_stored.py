"""A plan is decided without the lock to write, and stored only if it is still true by then."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from prescribe.conftest import KEY, morning
from prescribe.people import DAY
from spotter.prescribe import service
from spotter.safety.seal import Sealed
from spotter.store.uow import Units


@pytest.fixture
def athlete_id(enrol: Callable[..., str], check_in: Callable[..., None]) -> str:
    someone = enrol()
    check_in(someone)
    return someone


def decided(units: Units, athlete_id: str) -> service.Decided:
    with units.reading() as uow:
        return service.decided(uow, KEY, athlete_id, DAY)


def kept(units: Units, made: service.Decided) -> Sealed:
    with units() as uow:
        sealed = service.keep(uow, KEY, made, morning(DAY))
        uow.commit()
    return sealed


def ready(units: Units, athlete_id: str) -> Sealed | None:
    with units.reading() as uow:
        return service.ready_plan(uow, KEY, athlete_id, DAY)


def test_to_decide_stores_nothing_and_to_keep_stores_what_was_decided(
    units: Units, athlete_id: str
) -> None:
    made = decided(units, athlete_id)
    assert ready(units, athlete_id) is None
    assert kept(units, made) == made.sealed == ready(units, athlete_id)


def test_it_is_the_plan_that_one_unit_of_work_decides_and_stores(
    units: Units, athlete_id: str
) -> None:
    made = decided(units, athlete_id)
    with units() as uow:
        assert service.plan(uow, KEY, athlete_id, DAY, morning(DAY)) == made.sealed


def test_what_changed_meanwhile_is_decided_anew(
    units: Units, athlete_id: str, check_in: Callable[..., None]
) -> None:
    made = decided(units, athlete_id)
    check_in(athlete_id, sleep_quality=1, mood=1, energy=1, stress=5)
    sealed = kept(units, made)
    assert sealed != made.sealed
    assert "felt" in json.dumps(json.loads(sealed.body)["reasons"])
    assert ready(units, athlete_id) == sealed


def test_of_two_who_decide_at_once_both_get_what_was_stored_first(
    units: Units, athlete_id: str
) -> None:
    first, second = decided(units, athlete_id), decided(units, athlete_id)
    stored = kept(units, first)
    assert kept(units, second) == stored
    with units.reading() as uow:
        told = uow.outbox.waiting(morning(DAY) + timedelta(days=1))
    assert [one.event.name for one in told].count("plan.decided") == 1
