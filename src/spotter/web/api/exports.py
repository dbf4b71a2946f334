"""Taking data out: what people keep of themselves in other programs."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from spotter.athletes.everything import FILE_NAME, write_everything
from spotter.bootstrap import Container
from spotter.kit.ids import new_id
from spotter.store.uow import Units
from spotter.training import log_csv
from spotter.web.api.auth import Box, Reader
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["training"])

_ZIP = {"content": {"application/zip": {}}, "description": "All of it as a zip file"}
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


@router.get(
    "/export/everything.zip",
    response_class=FileResponse,
    responses={200: _ZIP, **documented(401, 403, 507)},
)
def everything(box: Box, who: Reader) -> Response:
    """Return all that is kept of the athlete: every row as JSON, and every file.

    Passwords, tokens and what other people taught are not in it.
    """
    return everything_file(box, who.athlete_id)


def everything_file(box: Container, athlete_id: str) -> Response:
    """Return all that is kept of the athlete as a file to keep; here it is gone once it is sent."""
    # Where a killed process leaves one behind, the next start removes it with lost uploads.
    folder = box.data_dir / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"everything-{new_id()}.zip"
    write_everything(box.uow, athlete_id, path)
    gone = BackgroundTask(path.unlink, missing_ok=True)
    headers = {"cache-control": "no-store"}
    return FileResponse(
        path, media_type="application/zip", filename=FILE_NAME, headers=headers, background=gone
    )


def training_log_file(units: Units, athlete_id: str) -> Response:
    """Return the athlete's training log as a file to keep."""
    with units.reading() as uow:
        logs = uow.sessions.between(athlete_id, date.min, date.max)
    return csv_file("".join(log_csv.rows(logs)), log_csv.FILE_NAME)


def csv_file(text: str, name: str) -> Response:
    """Return `text` as a file called `name` to keep."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=kept)
