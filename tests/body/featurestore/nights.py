"""Days of a body of which little is known: a resting heart rate each morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from spotter.body.service import put_days
from spotter.body.state import Day
from spotter.store.uow import Units

MONDAY = date(2026, 1, 5)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def nights(first: date, *resting_hr_bpm: float) -> dict[date, Day]:
    """Return days in a row, each with a resting heart rate measured by a watch."""
    return {
        first + timedelta(days=n): Day(
            first + timedelta(days=n), {"resting_hr_bpm": hr}, {"resting_hr_bpm": "watch"}
        )
        for n, hr in enumerate(resting_hr_bpm)
    }


def slept(units: Units, athlete_id: str, days: dict[date, Day]) -> None:
    with units() as uow:
        put_days(uow, athlete_id, days, NOW)
        uow.commit()
