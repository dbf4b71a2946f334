"""Judging repetitions by eye, and sharing one's own to be judged."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from spotter.form.annotation import sharing
from spotter.form.annotation.ratings import FEWEST_TOGETHER, Rating, Verdict
from spotter.form.exercises import EXERCISES, FAULTS
from spotter.form.scores import DIMENSIONS
from spotter.form.sets import landmark_files
from spotter.kit.errors import BadInput, NotAllowed, SpotterError
from spotter.web import render
from spotter.web.api import annotations as api
from spotter.web.api.auth import Box
from spotter.web.api.imports import upload_folder
from spotter.web.api.schemas.annotations import ToJudgeOut
from spotter.web.signin import Form, Me, MyForm, first, require_csrf, visitor_of
from spotter.web.uploads import receive

router = APIRouter()
Only = Annotated[str, Query(max_length=32)]


@router.get("/annotate")
def show(request: Request, box: Box, me: Me, exercise: Only = "", added: int = -1) -> Response:
    """Show the next repetition to judge, how far raters agree, and what one shares."""
    return _page(request, box, me, only=exercise, added=added)


@router.get("/annotate/rep/{rep_id}")
def rep(rep_id: str, box: Box, _: Me) -> ToJudgeOut:
    """Give the moving figure of a repetition to the page that plays it."""
    with box.uow.reading() as uow:
        return ToJudgeOut.of(sharing.to_judge(uow, rep_id))


@router.post("/annotate/rep/{rep_id}")
def judge(request: Request, rep_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Keep a judgement and go on to the next repetition."""
    me.need_own("its judgement")
    only = first(form, "only")
    try:
        with box.uow() as uow:
            sharing.judge(uow, me.account_id, rep_id, _rating(form), box.clock())
            uow.commit()
    except SpotterError as error:
        return _page(request, box, me, only=only, error=error.message, status=error.status)
    return RedirectResponse(f"/annotate?exercise={only}" if only in EXERCISES else "/annotate", 303)


@router.post("/annotate/recordings")
async def share(request: Request, box: Box, me: Me) -> Response:
    """Share the repetitions of a recording."""
    try:
        me.need_own("its data")
        upload = await receive(request, upload_folder(box), landmark_files.MOST_BYTES)
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    try:
        require_csrf(request, visitor_of(request).csrf, upload.fields.get("csrf", ""))
    except NotAllowed:
        upload.discard()
        raise
    try:
        added = await asyncio.to_thread(api.share, box, me.athlete_id, upload)
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    return RedirectResponse(f"/annotate?added={added}#shared", 303)


@router.post("/annotate/recordings/{recording}/remove")
def take_back(recording: str, box: Box, me: Me, _: MyForm) -> Response:
    """Stop sharing a recording."""
    me.need_own("its data")
    with box.uow() as uow:
        sharing.take_back(uow, me.athlete_id, recording)
        uow.commit()
    return RedirectResponse("/annotate#shared", 303)


@router.get("/annotate/judged.jsonl")
def take_out(box: Box, me: Me) -> Response:
    """Return every judged repetition as a file for the workshop."""
    return api.judged_file(box, owner=me.is_owner)


def _rating(form: Form) -> Rating:
    verdict = Verdict(first(form, "verdict")) if first(form, "verdict") in set(Verdict) else None
    if verdict is None:
        raise BadInput("Choose to keep the scores, to skip, or to flag.", field="verdict")
    if verdict is not Verdict.SCORED:
        return Rating(verdict, note=first(form, "note"))
    try:
        scores = {name: float(first(form, name)) for name in DIMENSIONS}
    except ValueError as error:
        raise BadInput("Each score is a number from 0 to 100.", field="scores") from error
    return Rating(verdict, scores, frozenset(form.get("fault", [])), first(form, "note"))


def _page(
    request: Request,
    box: Box,
    me: Me,
    *,
    only: str = "",
    added: int = -1,
    error: str = "",
    status: int = 200,
) -> Response:
    only = only if only in EXERCISES else ""
    with box.uow.reading() as uow:
        found = sharing.next_to_judge(uow, me.account_id, only or None)
        standing = sharing.standing(uow, me.account_id)
        shared = uow.annotations.shared(me.athlete_id)
    context: dict[str, Any] = {
        "rep": None if found is None else _shown(found.id, found.exercise),
        "only": only,
        "exercises": [(one.id, one.name) for one in EXERCISES.values()],
        "scores": [(name, name.capitalize()) for name in DIMENSIONS],
        "standing": standing,
        "pairs": [([standing.names[who] for who in pair.raters], pair) for pair in standing.pairs],
        "fewest": FEWEST_TOGETHER,
        "shared": [(name, EXERCISES[kind].name, reps) for name, kind, reps in shared],
        "owner": me.is_owner,
        "added": added,
        "error": error,
    }
    return render.page(
        request, "annotate.html", context, visitor=visitor_of(request), status=status
    )


def _shown(rep_id: str, kind: str) -> dict[str, Any]:
    faults = [(fault, FAULTS[fault].says) for fault in EXERCISES[kind].faults]
    return {"id": rep_id, "name": EXERCISES[kind].name, "faults": faults}
