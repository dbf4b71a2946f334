"""What files say of the athlete and the profile does not know yet: offered, taken when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from spotter.athletes import service as athletes
from spotter.kit.errors import Conflict
from spotter.store.records import AthleteRecord, ImportRecord
from spotter.store.uow import UnitOfWork

FIELDS = ("birth_date", "sex", "height_m", "mass_kg")

Value = str | float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A `value` for a `field` of the profile, from the file called `file`.

    Dates are ISO 8601, masses kg, heights m. `on` is the day of a measurement.
    """

    field: str
    value: Value
    file: str
    on: date | None = None


def suggestions(uow: UnitOfWork, athlete_id: str) -> list[Suggestion]:
    """Return what imports say of the athlete where the profile is empty; raises `NotFound`.

    The latest measurement counts, and of what is no measurement the file that came in last.
    """
    profile = uow.athletes.get(athlete_id).profile
    lacking = [field for field in FIELDS if getattr(profile, field) is None]
    if not lacking:
        return []
    told = [one for one in uow.imports.list(athlete_id) if one.state == "finished"]
    found = (_latest(field, told) for field in lacking)
    return [one for one in found if one is not None]


def take_over(
    uow: UnitOfWork, athlete_id: str, taken: Mapping[str, Value], now: datetime
) -> AthleteRecord:
    """Enter the suggestions `taken` (field → the value that was seen) in the profile.

    Raises `NotFound`, and `Conflict` when one of them is not suggested, or no longer so.
    """
    uow.athletes.get(athlete_id, lock=True)
    offered = {one.field: one.value for one in suggestions(uow, athlete_id)}
    for field, value in taken.items():
        if offered.get(field) != value:
            raise Conflict(f"{field} is not suggested so (any more); look at it again.")
    return athletes.patch_profile(uow, athlete_id, taken, now)


def _latest(field: str, newest_first: list[ImportRecord]) -> Suggestion | None:
    best: Suggestion | None = None
    for each in newest_first:
        # Accounts of older imports suggest nothing.
        report: Any = each.report
        told = report.get("suggested") or {}
        if field not in told:
            continue
        day = told.get(f"{field}_on")
        one = Suggestion(field, told[field], each.name, day and date.fromisoformat(day))
        if one.on is None:
            return one
        if best is None or best.on is None or one.on > best.on:
            best = one
    return best
