"""An athlete in a database who has told everything and checks in every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from prescribe.people import DAY, athlete, checkin
from spotter.athletes.profile import Profile
from spotter.body import service as body
from spotter.safety.screening import all_clear
from spotter.store.uow import Units

KEY = b"a key for tests only"


def morning(day: date) -> datetime:
    """Return eight o'clock of a day."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@pytest.fixture
def enrol(units: Units) -> Callable[..., str]:
    """Return what adds an athlete, screened and all clear, and gives the id."""

    def add(profile: Profile | None = None, *, screened: bool = True) -> str:
        with units() as uow:
            athlete_id = uow.athletes.add(profile or athlete())
            if screened:
                uow.athletes.put_screening(athlete_id, all_clear(DAY))
            uow.commit()
        return athlete_id

    return add


@pytest.fixture
def check_in(units: Units) -> Callable[..., None]:
    """Return what records a check-in of a day, good unless told otherwise."""

    def record(athlete_id: str, day: date = DAY, **told: object) -> None:
        with units() as uow:
            body.record_checkin(uow, athlete_id, checkin(day, **told), morning(day))
            uow.commit()

    return record
