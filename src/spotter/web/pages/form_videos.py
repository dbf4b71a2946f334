"""Films of sets: hand one in, watch it being judged, read what came of it."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from spotter.athletes.principal import Principal
from spotter.bootstrap import Container
from spotter.form.exercises import EXERCISES
from spotter.form.sets import films, keeping
from spotter.form.told import NOTICE
from spotter.kit.errors import NotAllowed, NotFound, SpotterError
from spotter.store.records import FormSet
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.form_sets import film_file, hand_in, limit, page_file
from spotter.web.signin import Me, MyForm, require_csrf, visitor_of
from spotter.web.uploads import receive
from spotter.web.view.form_sets import shown

router = APIRouter()

_SHOWN = 30


@router.get("/form/videos")
def videos(request: Request, box: Box, me: Me) -> Response:
    """Show the latest sets, and where to hand in a film."""
    return _page(request, box, me)


@router.post("/form/videos")
async def hand_in_film(request: Request, box: Box, me: Me) -> Response:
    """Take a film; it is judged in the background."""
    try:
        me.need_own("its data")
        upload = await receive(request, box.data_dir / "uploads", limit(box))
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    try:
        require_csrf(request, visitor_of(request).csrf, upload.fields.get("csrf", ""))
    except NotAllowed:
        upload.discard()
        raise
    try:
        found = await asyncio.to_thread(hand_in, box, me.athlete_id, upload)
    except SpotterError as error:
        return _page(request, box, me, error=error.message, status=error.status)
    return RedirectResponse(f"/form/videos#set-{found.id}", 303)


@router.get("/form/videos/{set_id}/status")
def status(request: Request, set_id: str, box: Box, me: Me) -> Response:
    """Show one set as it stands, for a page that asks again; nothing once it is gone."""
    try:
        with box.uow.reading() as uow:
            item = _shown(box, keeping.get(uow, me.athlete_id, set_id))
    except NotFound:
        return HTMLResponse("")
    return render.page(request, "parts/form_set.html", {"item": item}, visitor=visitor_of(request))


@router.get("/form/videos/{set_id}/page.html")
def one_page(set_id: str, box: Box, me: Me) -> Response:
    """Give the report of a set as one page to keep or to send."""
    return page_file(box, me.athlete_id, set_id)


@router.get("/form/videos/{set_id}/film.mp4")
def annotated(set_id: str, box: Box, me: Me) -> Response:
    """Give a film that is kept, with what was seen in it."""
    return film_file(box, me.athlete_id, set_id)


@router.post("/form/videos/{set_id}/remove")
def remove(set_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Forget a set, its report and its recording."""
    me.need_own("its data")
    films.forget(box.uow, me.athlete_id, set_id, box.clock())
    return RedirectResponse("/form/videos#sets", 303)


def _shown(box: Container, item: FormSet) -> dict[str, Any]:
    return shown(item, film=films.beside_of(box.data_dir, item).film is not None)


def _page(
    request: Request, box: Container, me: Principal, *, error: str = "", status: int = 200
) -> Response:
    with box.uow.reading() as uow:
        found = keeping.latest(uow, me.athlete_id, _SHOWN)
    context: dict[str, Any] = {
        "sets": [_shown(box, each) for each in found],
        "exercises": [(one.id, one.name) for one in EXERCISES.values()],
        "limit": limit(box),
        "notice": NOTICE,
        "error": error,
    }
    visitor = visitor_of(request)
    return render.page(request, "form_videos.html", context, visitor=visitor, status=status)
