"""Bringing data in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath

from spotter.bootstrap import Container
from spotter.intake import service as intake
from spotter.store.records import ImportRecord
from spotter.web.api.auth import Box, Importer, Reader
from spotter.web.api.schemas.imports import ImportList, ImportOut
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
                        "description": "export.zip or export.xml of Apple Health",
                    }
                },
            }
        }
    },
}


@router.post(
    "/imports",
    status_code=202,
    responses=documented(400, 401, 403, 413, 422, 507),
    openapi_extra={"requestBody": _BODY},
)
async def post_import(request: Request, box: Box, who: Importer) -> ImportOut:
    """Hand in an export of any size; the answer comes at once, the work goes on behind it."""
    who.need_own("its data")
    upload = await receive(request, upload_folder(box), box.settings.max_upload_mb * 1_000_000)
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
