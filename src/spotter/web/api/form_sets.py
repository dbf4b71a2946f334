"""Sets to be judged: films as durable jobs, landmarks at once, and what came of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse

from spotter.bootstrap import Container
from spotter.form.cues import Level
from spotter.form.sets import films, keeping, scoring
from spotter.form.sets.landmark_files import MOST_BYTES, read
from spotter.form.sets.page import of_report
from spotter.kit.errors import NotFound
from spotter.store.records import FormSet
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.schemas.form import FormReportOut, FormSetList, FormSetOut
from spotter.web.problems import documented
from spotter.web.uploads import Upload, receive

router = APIRouter(prefix="/api/v1", tags=["form"])
SetId = Annotated[str, InPath(pattern=r"^[0-9a-f]{32}$", description="Id of the set")]
Asked = Annotated[
    str, Query(max_length=32, description="Id of the exercise; auto finds out which it is")
]

_KEEP = "Keep the recording, and beside it a page with pictures and the film with what was seen"
_PAGE = {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "One HTML file"}
_FILM = {"content": {"video/mp4": {}}, "description": "The film, without sound"}


def _file(about: str) -> dict[str, Any]:
    file = {"type": "string", "format": "binary", "description": about}
    fields = {
        "file": file,
        "exercise": {"type": "string", "description": "Id of the exercise, or auto"},
        "keep": {"type": "string", "enum": ["yes", "no"], "description": _KEEP},
    }
    schema = {"type": "object", "required": ["file"], "properties": fields}
    return {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    }


@router.post(
    "/form/videos",
    status_code=202,
    responses=documented(400, 401, 403, 413, 422, 507),
    openapi_extra=_file("A film: .mp4 .mov .avi .mkv .webm and others"),
)
async def post_video(request: Request, box: Box, who: Writer) -> FormSetOut:
    """Hand in the film of one set; the answer comes at once, it is judged behind it.

    The fields `exercise` and `keep` may stand beside the part `file`. Unless `keep` is yes the film
    is deleted when it has been judged; it never leaves this machine.
    """
    who.need_own("its data")
    upload = await receive(request, box.data_dir / "uploads", limit(box))
    found = await asyncio.to_thread(hand_in, box, who.athlete_id, upload)
    return FormSetOut.of(found)


@router.post(
    "/form/landmarks",
    status_code=201,
    responses=documented(400, 401, 403, 413, 422, 507),
    openapi_extra=_file("A PoseLog table, or JSON with frames of landmarks"),
)
async def post_landmarks(
    request: Request, box: Box, who: Writer, exercise: Asked = "auto"
) -> FormReportOut:
    """Judge landmarks that were recorded elsewhere; nothing but the report is kept."""
    who.need_own("its data")
    upload = await receive(request, box.data_dir / "uploads", min(limit(box), MOST_BYTES))
    asked = upload.fields.get("exercise", exercise)
    found = await asyncio.to_thread(_judged, box, who.athlete_id, upload, asked)
    return FormReportOut.of(found)


@router.get("/form/videos/{set_id}", responses=documented(401, 403, 404, 422))
def get_video(set_id: SetId, box: Box, who: Reader) -> FormReportOut:
    """Return how far a film is, and its report once it is finished, as `/form/sets/{set_id}`."""
    return get_set(set_id, box, who)


@router.get("/form/sets", responses=documented(401, 403))
def list_sets(box: Box, who: Reader) -> FormSetList:
    """List the latest hundred sets, newest first: films, landmarks, and those of the camera."""
    with box.uow.reading() as uow:
        found = keeping.latest(uow, who.athlete_id)
    return FormSetList(sets=[FormSetOut.of(each) for each in found])


@router.get("/form/sets/{set_id}", responses=documented(401, 403, 404, 422))
def get_set(set_id: SetId, box: Box, who: Reader) -> FormReportOut:
    """Return a set and its report, whether it was a film, landmarks, or before the camera.

    A set before the camera has the UUID that its start gave it, without the dashes, as its id.
    """
    return FormReportOut.of(_found(box, who.athlete_id, set_id))


@router.delete("/form/sets/{set_id}", status_code=204, responses=documented(401, 403, 404, 422))
def delete_set(set_id: SetId, box: Box, who: Writer) -> None:
    """Forget a set, its report and its recording."""
    who.need_own("its data")
    films.forget(box.uow, who.athlete_id, set_id, box.clock())


@router.get(
    "/form/sets/{set_id}/page.html",
    response_class=Response,
    responses={200: _PAGE, **documented(401, 403, 404, 422)},
)
def get_page(set_id: SetId, box: Box, who: Reader) -> Response:
    """Return the report of a finished set as one page that needs nothing else.

    It has pictures where the film is kept.
    """
    return page_file(box, who.athlete_id, set_id)


@router.get(
    "/form/sets/{set_id}/film.mp4",
    response_class=FileResponse,
    responses={200: _FILM, **documented(401, 403, 404, 422)},
)
def get_film(set_id: SetId, box: Box, who: Reader) -> Response:
    """Return a film that is kept with what was seen in it: skeleton, count, phase, scores, cues."""
    return film_file(box, who.athlete_id, set_id)


def page_file(box: Container, athlete_id: str, set_id: str) -> Response:
    """Return the page about a set as a file to keep; raises `NotFound`."""
    found = _found(box, athlete_id, set_id)
    if found.state != "finished":
        raise NotFound("This set has not been judged; there is no page about it.")
    name = f"set-{found.created_at.date().isoformat()}.html"
    if (page := films.beside_of(box.data_dir, found).page) is not None:
        return FileResponse(page, media_type="text/html", filename=name)
    html = of_report(found.report, found.name, Level.BEGINNER)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(html, media_type="text/html", headers=headers)


def film_file(box: Container, athlete_id: str, set_id: str) -> Response:
    """Return the film with what was seen in it as a file to keep; raises `NotFound`."""
    found = _found(box, athlete_id, set_id)
    film = films.beside_of(box.data_dir, found).film
    if film is None:
        raise NotFound("There is no film of this set. Hand it in again, to be kept.")
    name = f"set-{found.created_at.date().isoformat()}.mp4"
    return FileResponse(film, media_type="video/mp4", filename=name)


def _found(box: Container, athlete_id: str, set_id: str) -> FormSet:
    with box.uow.reading() as uow:
        return keeping.get(uow, athlete_id, set_id)


def limit(box: Container) -> int:
    """Return how many bytes a film may have."""
    return box.settings.max_upload_mb * 1_000_000


def hand_in(box: Container, athlete_id: str, upload: Upload) -> FormSet:
    """Enter an uploaded film and its job; the file goes again when that fails."""
    path: Path | None = upload.path
    try:
        with box.uow() as uow:
            found = films.request_film(
                uow,
                athlete_id,
                upload.path,
                name=upload.name,
                exercise=upload.fields.get("exercise") or "auto",
                keep=upload.fields.get("keep") == "yes",
                now=box.clock(),
            )
            path = None if found.recording is None else box.data_dir / found.recording
            uow.commit()
    except BaseException:
        upload.discard()
        if path is not None:
            path.unlink(missing_ok=True)
        raise
    return found


def _judged(box: Container, athlete_id: str, upload: Upload, exercise: str) -> FormSet:
    try:
        films.check_exercise(exercise)
        with box.uow.reading() as uow:
            known = keeping.own(uow, athlete_id)
        how = scoring.How(exercise, films.scorer(), knows=known.get)
        seen = read(upload.path.read_bytes(), upload.name)
        report = scoring.score(seen, how, upload.name).document()
    finally:
        upload.discard()
    with box.uow() as uow:
        found = keeping.keep(
            uow, athlete_id, report, source="landmarks", name=upload.name, now=box.clock()
        )
        uow.commit()
    return found
