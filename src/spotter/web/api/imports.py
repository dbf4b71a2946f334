"""Bringing data in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import JSONResponse

from spotter.bootstrap import Container
from spotter.intake import brief, looking, removal
from spotter.intake import service as intake
from spotter.intake.errors import ImportRefused
from spotter.intake.naming import MassUnit
from spotter.intake.plain.columns import LAYOUTS
from spotter.intake.preview import preview_for
from spotter.intake.unpacking import refuse_unknown
from spotter.kit.errors import NotFound
from spotter.store.records import ImportRecord
from spotter.web.api.auth import Box, Importer, Reader, Writer
from spotter.web.api.exports import csv_file
from spotter.web.api.schemas.imports import ImportList, ImportOut, PreviewOut
from spotter.web.columns import named
from spotter.web.problems import documented
from spotter.web.uploads import Upload, receive

# What is larger is looked at by a worker: a request does not wait for it.
LOOK_AT_ONCE_BYTES = 2_000_000

router = APIRouter(prefix="/api/v1", tags=["imports"])
ImportId = Annotated[str, InPath(pattern=r"^[0-9a-f]{32}$", description="Id of the import")]

_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "string",
                        "format": "binary",
                        "description": "Any file of a source that Spotter reads",
                    },
                    "columns": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "description": "Of a table of your own: its columns as a JSON object, "
                        'what you call each → ours, "-" to pass one over',
                    },
                },
            }
        },
        "application/json": {
            "schema": {
                "type": "object",
                "description": "JSON that an app sends as it is, such as Health Auto Export",
                "properties": {"data": {"description": "What the app measured"}},
            }
        },
    },
}


@router.post(
    "/imports",
    status_code=202,
    response_model=ImportOut,
    responses={
        200: {"model": PreviewOut, "description": "With dry_run, of a small file: the preview"},
        **documented(400, 401, 403, 413, 422, 507),
    },
    openapi_extra={"requestBody": _BODY},
)
async def post_import(
    request: Request,
    box: Box,
    who: Importer,
    dry_run: Annotated[
        bool,
        Query(
            description="Only look: what would come in, and nothing of it is kept. A file of at "
            "most 2 MB is answered at once with 200; a larger one with 202, and its `preview` "
            "stands in `GET /imports/{import_id}` once that is finished"
        ),
    ] = False,
    mass_unit: Annotated[
        MassUnit | None,
        Query(
            description="Unit of the loads of training logs that do not name one, those of the "
            "past too; the token needs the scope `write` for it"
        ),
    ] = None,
) -> ImportOut | JSONResponse:
    """Hand in an export of any size; the answer comes at once, the work goes on behind it.

    The file is the part `file` of a form, or the body itself when that is JSON, as apps on a phone
    send it. The part `columns` of the form may say what the columns of a table are that people call
    otherwise. With `dry_run` it is only looked at.
    """
    who.need_own("its data")
    if mass_unit is not None:
        who.need("write")  # it says how the loads of every such log are to be understood
    upload = await receive(request, upload_folder(box), box.settings.max_upload_mb * 1_000_000)
    if upload.bare:
        await asyncio.to_thread(_refuse_unknown, upload)
    upload = await asyncio.to_thread(named, upload)
    if dry_run and upload.size_bytes > LOOK_AT_ONCE_BYTES:
        looked = await asyncio.to_thread(hand_in_look, box, who.athlete_id, upload)
        return ImportOut.of(looked, box.clock())
    if dry_run:
        report = await asyncio.to_thread(look, box, who.athlete_id, upload)
        preview = PreviewOut(**brief.understood(upload.name, report))
        return JSONResponse(preview.model_dump(mode="json"))
    found = await asyncio.to_thread(hand_in, request, box, who.athlete_id, upload, mass_unit)
    return ImportOut.of(found, box.clock())


@router.post(
    "/imports/{import_id}/bring", status_code=202, responses=documented(401, 403, 404, 409, 422)
)
def bring(import_id: ImportId, request: Request, box: Box, who: Writer) -> ImportOut:
    """Bring in a file that was only looked at; it need not be sent again."""
    who.need_own("its data")
    with box.uow() as uow:
        found = looking.bring_looked(uow, who.athlete_id, import_id, box.clock())
        uow.commit()
    request.app.state.metrics.imports.inc()
    return ImportOut.of(found, box.clock())


@router.get("/imports", responses=documented(401, 403))
def list_imports(box: Box, who: Reader) -> ImportList:
    """List every import, newest first."""
    with box.uow.reading() as uow:
        found = intake.list_imports(uow, who.athlete_id)
    return ImportList(imports=[ImportOut.of(each, box.clock()) for each in found])


@router.get("/imports/{import_id}", responses=documented(401, 403, 404, 422))
def get_import(import_id: ImportId, box: Box, who: Reader) -> ImportOut:
    """Return how far an import is, and afterwards what came in and what was skipped."""
    with box.uow.reading() as uow:
        return ImportOut.of(intake.get_import(uow, who.athlete_id, import_id), box.clock())


@router.delete(
    "/imports/{import_id}", status_code=202, responses=documented(401, 403, 404, 409, 422)
)
def take_back(import_id: ImportId, box: Box, who: Writer) -> ImportOut:
    """Take an import back with all that it brought; its days are computed anew behind the answer.

    Once that is done, `GET` answers 404. The file can be brought in again at any time.
    """
    who.need_own("its data")
    with box.uow() as uow:
        found = removal.request_removal(uow, who.athlete_id, import_id, box.clock())
        uow.commit()
    return ImportOut.of(found, box.clock())


@router.get(
    "/imports/templates/{name}",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table"},
        **documented(401, 403, 404, 422),
    },
)
def template(
    name: Annotated[str, InPath(description="workout_data.csv or user_data.csv")], who: Reader
) -> Response:
    """Return a plain table to fill in: its columns and one example row."""
    return template_file(name)


def template_file(name: str) -> Response:
    """Return the plain table called `name` as a file to keep; raises `NotFound`."""
    for layout in LAYOUTS:
        if layout.file == name:
            return csv_file(layout.template(), name)
    raise NotFound("There are templates of workout_data.csv and user_data.csv.")


def _refuse_unknown(upload: Upload) -> None:
    """Refuse JSON that no source knows at once: a phone never looks at the import afterwards."""
    try:
        refuse_unknown(upload.path)
    except ImportRefused:
        upload.discard()
        raise


def upload_folder(box: Container) -> Path:
    """Return where uploads wait to be read."""
    return box.data_dir / "uploads"


def hand_in(
    request: Request,
    box: Container,
    athlete_id: str,
    upload: Upload,
    mass_unit: MassUnit | None = None,
) -> ImportRecord:
    """Enter the uploaded file and its job; the file goes again when that fails."""
    try:
        with box.uow() as uow:
            found = intake.request_import(
                uow,
                athlete_id,
                upload.path,
                name=upload.name,
                size_bytes=upload.size_bytes,
                sha256=upload.sha256,
                now=box.clock(),
                mass_unit=mass_unit,
            )
            uow.commit()
    except BaseException:
        upload.discard()
        raise
    request.app.state.metrics.imports.inc()
    return found


def hand_in_look(box: Container, athlete_id: str, upload: Upload) -> ImportRecord:
    """Enter the uploaded file and the job that looks at it; the file goes again if that fails."""
    try:
        with box.uow() as uow:
            found = looking.request_look(
                uow,
                athlete_id,
                upload.path,
                name=upload.name,
                size_bytes=upload.size_bytes,
                sha256=upload.sha256,
                now=box.clock(),
            )
            uow.commit()
    except BaseException:
        upload.discard()
        raise
    return found


def look(box: Container, athlete_id: str, upload: Upload) -> dict[str, Any]:
    """Return the report that an import of the uploaded file would give; the file goes again.

    Raises `ImportRefused` when it is not understood.
    """
    try:
        with box.uow.reading() as uow:
            preview = preview_for(uow, athlete_id)
        return preview.look(upload.path, now=box.clock(), name=upload.name)
    finally:
        upload.discard()
