"""Taking data out: what people keep of themselves in other programs."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Response

from spotter.store.uow import Units
from spotter.training import log_csv
from spotter.web.api.auth import Box, Reader
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["training"])

_CSV = {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The log as CSV"}


@router.get(
    "/export/training-log.csv",
    response_class=Response,
    responses={200: _CSV, **documented(401, 403)},
)
def training_log(box: Box, who: Reader) -> Response:
    """Return every session logged here, one row per set, as CSV that can be brought in again.

    Sets that came from other programs are not in it.
    """
    return training_log_file(box.uow, who.athlete_id)


def training_log_file(units: Units, athlete_id: str) -> Response:
    """Return the athlete's training log as a file to keep."""
    with units.reading() as uow:
        logs = uow.sessions.between(athlete_id, date.min, date.max)
    return csv_file("".join(log_csv.rows(logs)), log_csv.FILE_NAME)


def csv_file(text: str, name: str) -> Response:
    """Return `text` as a file called `name` to keep."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=kept)
