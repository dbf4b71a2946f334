"""Bringing data in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import JSONResponse

from spotter.bootstrap import Container
from spotter.intake import brief
from spotter.intake import service as intake
from spotter.intake.preview import preview_for
from spotter.store.records import ImportRecord
from spotter.web.api.auth import Box, Importer, Reader
from spotter.web.api.schemas.imports import ImportList, ImportOut, PreviewOut
from spotter.web.problems import documented
from spotter.web.uploads import Upload, receive

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
                    }
                },
            }
        }
    },
}


@router.post(
    "/imports",
    status_code=202,
    response_model=ImportOut,
    responses={
        200: {"model": PreviewOut, "description": "With dry_run: what would come in"},
        **documented(400, 401, 403, 413, 422, 507),
    },
    openapi_extra={"requestBody": _BODY},
)
async def post_import(
    request: Request,
    box: Box,
    who: Importer,
    dry_run: Annotated[
        bool, Query(description="Only answer 200 with what would come in; nothing is stored")
    ] = False,
) -> ImportOut | JSONResponse:
    """Hand in an export of any size; the answer comes at once, the work goes on behind it.

    With `dry_run` the answer is the preview instead, once the whole file was read.
    """
    who.need_own("its data")
    upload = await receive(request, upload_folder(box), box.settings.max_upload_mb * 1_000_000)
    if dry_run:
        report = await asyncio.to_thread(look, box, who.athlete_id, upload)
        preview = PreviewOut(**brief.understood(upload.name, report))
        return JSONResponse(preview.model_dump(mode="json"))
    found = await asyncio.to_thread(hand_in, request, box, who.athlete_id, upload)
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


def upload_folder(box: Container) -> Path:
    """Return where uploads wait to be read."""
    return box.data_dir / "uploads"


def hand_in(request: Request, box: Container, athlete_id: str, upload: Upload) -> ImportRecord:
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
            )
            uow.commit()
    except BaseException:
        upload.discard()
        raise
    request.app.state.metrics.imports.inc()
    return found


def look(box: Container, athlete_id: str, upload: Upload) -> dict[str, Any]:
    """Return the report that an import of the uploaded file would give; the file goes again.

    Raises `ImportRefused` when it is not understood.
    """
    try:
        with box.uow.reading() as uow:
            preview = preview_for(uow, athlete_id)
        return preview.look(upload.path, now=box.clock())
    finally:
        upload.discard()
