"""Days, check-ins and what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from spotter.body import service
from spotter.kit.errors import BadInput
from spotter.kit.time import local_day, zone
from spotter.prescribe import service as prescribe
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.schemas.base import DayField
from spotter.web.api.schemas.training import CheckinIn, CheckinList, CheckinOut
from spotter.web.problems import documented

_LONGEST = timedelta(days=366)
router = APIRouter(prefix="/api/v1")


@router.get("/days/{date}", tags=["athlete"], responses=documented(401, 403, 422))
def get_day(
    date: Annotated[DayField, Path(description="Local calendar date")], box: Box, who: Reader
) -> dict[str, Any]:
    """Return one day: every metric against its 7- and 28-day baselines, and readiness."""
    with box.uow.reading() as uow:
        found: dict[str, Any] = dict(service.day_view(uow, who.athlete_id, date))
    return found


@router.post(
    "/checkins", status_code=201, tags=["training"], responses=documented(400, 401, 403, 422)
)
def post_checkin(body: CheckinIn, box: Box, who: Writer) -> CheckinOut:
    """Record how the athlete is on a day; a second check-in of the day replaces the first."""
    checkin = body.to_checkin()
    with box.uow() as uow:
        service.record_checkin(uow, who.athlete_id, checkin, box.clock())
        uow.commit()
    return CheckinOut.of(checkin)


@router.get("/checkins", tags=["training"], responses=documented(401, 403, 422))
def get_checkins(
    first: Annotated[DayField, Query(description="First day")],
    last: Annotated[DayField, Query(description="Last day, at most a year later")],
    box: Box,
    who: Reader,
) -> CheckinList:
    """List the check-ins from `first` to `last`, both included."""
    check_span(first, last)
    with box.uow.reading() as uow:
        found = uow.checkins.between(who.athlete_id, first, last)
    return CheckinList(checkins=[CheckinOut.of(each) for each in found])


@router.get("/progress", tags=["athlete"], responses=documented(401, 403, 422))
def progress(
    box: Box,
    who: Reader,
    on: Annotated[DayField | None, Query(description="Last day; today if absent")] = None,
    weeks: Annotated[int, Query(ge=1, le=104)] = 12,
) -> dict[str, Any]:
    """Return sessions kept, volume per muscle, lifts, load and readiness over weeks."""
    with box.uow.reading() as uow:
        if on is None:
            profile = uow.athletes.get(who.athlete_id).profile
            on = local_day(box.clock(), zone(profile.time_zone))
        found: dict[str, Any] = prescribe.progress(uow, who.athlete_id, on, weeks)
    return found


def check_span(first: date, last: date) -> None:
    """Raise `BadInput` unless `first` is not after `last` and the two are at most a year apart."""
    if last < first:
        raise BadInput("The last day lies before the first.", field="last")
    if last - first > _LONGEST:
        raise BadInput("Ask for at most a year at a time.", field="last")
