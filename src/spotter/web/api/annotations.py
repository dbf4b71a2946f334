"""Repetitions shared to be judged by people: share, judge, compare, take out, take back."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath

from spotter.bootstrap import Container
from spotter.form.annotation import sharing
from spotter.form.clip import Clip
from spotter.form.sets import landmark_files
from spotter.kit.errors import NotAllowed
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.imports import upload_folder
from spotter.web.api.schemas.annotations import (
    NextOut,
    RatingIn,
    RecordingOut,
    RecordingsOut,
    SharedOut,
    StandingOut,
    ToJudgeOut,
)
from spotter.web.problems import documented
from spotter.web.uploads import Upload, receive

router = APIRouter(prefix="/api/v1/annotations", tags=["form"])
RepId = Annotated[str, InPath(pattern=r"^[0-9a-f]{32}$", description="Id of the repetition")]
Recording = Annotated[str, InPath(pattern=r"^[0-9a-f]{64}$", description="Id of the recording")]
FILE_NAME = "judged-repetitions.jsonl"

_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file", "exercise", "consent"],
                "properties": {
                    "file": {
                        "type": "string",
                        "format": "binary",
                        "description": "A PoseLog table, or JSON of landmarks",
                    },
                    "exercise": {"type": "string", "description": "What the recording shows"},
                    "consent": {
                        "type": "string",
                        "enum": ["yes"],
                        "description": "That raters with an account here may see the moving "
                        "figure and that ratings may train models",
                    },
                },
            }
        }
    },
}


@router.post(
    "/recordings",
    status_code=201,
    responses=documented(401, 403, 413, 422, 507),
    openapi_extra={"requestBody": _BODY},
)
async def post_recording(request: Request, box: Box, who: Writer) -> SharedOut:
    """Share each repetition of a recording to be judged; the same one again adds nothing."""
    who.need_own("its data")
    upload = await receive(request, upload_folder(box), landmark_files.MOST_BYTES)
    return SharedOut(added=await asyncio.to_thread(share, box, who.athlete_id, upload))


def share(box: Container, athlete_id: str, upload: Upload) -> int:
    """Share what was uploaded and let go of the file; return how many repetitions are new."""
    try:
        held = landmark_files.read(upload.path.read_bytes(), upload.name)
    finally:
        upload.discard()
    motion = held.motion() if isinstance(held, Clip) else held
    with box.uow() as uow:
        added = sharing.share(
            uow,
            athlete_id,
            motion,
            upload.fields.get("exercise", ""),
            consent=upload.fields.get("consent") == "yes",
            now=box.clock(),
        )
        uow.commit()
    return added


@router.get("/recordings", responses=documented(401, 403))
def list_recordings(box: Box, who: Reader) -> RecordingsOut:
    """List the recordings whose repetitions you share."""
    with box.uow.reading() as uow:
        found = uow.annotations.shared(who.athlete_id)
    return RecordingsOut(
        recordings=[
            RecordingOut(recording=name, exercise=exercise, reps=reps)
            for name, exercise, reps in found
        ]
    )


@router.delete("/recordings/{recording}", status_code=204, responses=documented(401, 403, 422))
def take_back(recording: Recording, box: Box, who: Writer) -> Response:
    """Stop sharing a recording: its repetitions and all ratings of them go."""
    who.need_own("its data")
    with box.uow() as uow:
        sharing.take_back(uow, who.athlete_id, recording)
        uow.commit()
    return Response(status_code=204)


@router.get("/next", responses=documented(401, 403, 422))
def next_rep(
    box: Box,
    who: Reader,
    exercise: Annotated[str | None, Query(max_length=32, description="Only of this one")] = None,
) -> NextOut:
    """Return a repetition that you have not judged; what others said of it stays hidden."""
    with box.uow.reading() as uow:
        found = sharing.next_to_judge(uow, who.account_id, exercise)
    return NextOut(rep=None if found is None else ToJudgeOut.of(found))


@router.put("/{rep_id}", status_code=204, responses=documented(401, 403, 404, 422))
def put_rating(rep_id: RepId, body: RatingIn, box: Box, who: Writer) -> Response:
    """Judge a repetition."""
    who.need_own("its judgement")
    with box.uow() as uow:
        sharing.judge(uow, who.account_id, rep_id, body.rating(), box.clock())
        uow.commit()
    return Response(status_code=204)


@router.get("/agreement", responses=documented(401, 403))
def agreement(box: Box, who: Reader) -> StandingOut:
    """Say how many repetitions you have judged and how far raters agree on them."""
    with box.uow.reading() as uow:
        return StandingOut.of(sharing.standing(uow, who.account_id))


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            "description": "A judged repetition a line, as the workshop's training reads them",
        },
        **documented(401, 403),
    },
)
def export(box: Box, who: Reader) -> Response:
    """Return every judged repetition with what its raters said together; the owner's alone."""
    return judged_file(box, owner=who.is_owner)


def judged_file(box: Container, *, owner: bool) -> Response:
    """Return the file of judged repetitions; raises `NotAllowed` for anybody but the owner."""
    if not owner:
        raise NotAllowed("Judged repetitions are handed out to the owner of this server only.")
    with box.uow.reading() as uow:
        text = "".join(sharing.training_lines(uow))
    kept = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return Response(text, media_type="application/x-ndjson", headers=kept)
