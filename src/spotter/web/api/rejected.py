"""What an import refused, one by one, and whether files are kept as they were handed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from spotter.intake import kept, service
from spotter.intake.reasons import REASONS
from spotter.kit.errors import BadInput
from spotter.store.uow import UnitOfWork
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.imports import ImportId
from spotter.web.api.schemas.rejected import FilesIn, FilesOut, KeptFile, RejectedPageOut
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["imports"])
MOST = 500


@router.get("/imports/{import_id}/rejected", responses=documented(401, 403, 404, 422))
def get_rejected(  # noqa: PLR0917 (which import, which of its records)
    import_id: ImportId,
    box: Box,
    who: Reader,
    first: Annotated[int, Query(ge=0, le=1_000_000, description="Number of the first, from 0")] = 0,
    count: Annotated[int, Query(ge=1, le=MOST)] = 100,
    reason: Annotated[str | None, Query(max_length=32, description="Only of this reason")] = None,
) -> RejectedPageOut:
    """Return the records that an import refused, with the reason of each, in the order read."""
    if reason is not None and reason not in REASONS:
        raise BadInput(f"Reasons are {', '.join(REASONS)}.", field="reason")
    with box.uow.reading() as uow:
        page = service.rejected(
            uow, who.athlete_id, import_id, first=first, count=count, reason=reason
        )
    return RejectedPageOut.of(page)


@router.get("/files", responses=documented(401, 403))
def get_files(box: Box, who: Reader) -> FilesOut:
    """Return whether files are kept as they were handed in, and those that are."""
    with box.uow.reading() as uow:
        return _files(uow, who.athlete_id)


@router.put("/files", responses=documented(401, 403, 422))
def put_files(body: FilesIn, box: Box, who: Writer) -> FilesOut:
    """Choose whether files are kept from now on; when not, those kept so far are deleted."""
    who.need_own("its data")
    with box.uow() as uow:
        kept.choose(uow, who.athlete_id, body.keep, box.clock())
        uow.commit()
    with box.uow.reading() as uow:
        return _files(uow, who.athlete_id)


def _files(uow: UnitOfWork, athlete_id: str) -> FilesOut:
    keep = uow.athletes.get(athlete_id).keep_raw_file
    return FilesOut(
        keep=keep,
        files=[
            KeptFile(import_id=one.id, name=one.name, size_bytes=one.size_bytes)
            for one in kept.kept_files(uow, athlete_id)
        ],
    )
