"""The camera that coaches: its page, the pose network it loads, the set it may be written to."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from spotter.athletes.principal import Principal
from spotter.athletes.profile import BodySite
from spotter.form.exercises import EXERCISES
from spotter.form.exercises.movements import KIND_OF
from spotter.form.told import STRANGER
from spotter.form.video.bundle import Size, path, present
from spotter.kit.time import local_day, zone
from spotter.prescribe import service as prescribe
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.security import CAMERA_PAGE_POLICY
from spotter.web.signin import Me, visitor_of
from spotter.web.view import logger as view

router = APIRouter()

_SIZE: Final[Size] = "lite"
_DAY: Final = timedelta(days=1)
SCORES: Final = (
    ("depth", "Depth"), ("stability", "Stability"), ("symmetry", "Symmetry"),
    ("tempo", "Tempo"), ("alignment", "Alignment"), ("overall", "Overall"),
)  # fmt: skip


@router.get("/form")
def form(
    request: Request, box: Box, me: Me, session: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """Show the camera, and the next set of `session` or of the one under way."""
    found = _session(request, box, me, session)
    logger = None if found is None else view.logger(found, imperial=visitor_of(request).imperial)
    now = logger["now"] if logger else None
    context = {
        "exercises": [(one.id, one.name) for one in EXERCISES.values()],
        "chosen": KIND_OF.get(now["exercise"], "auto") if now else "auto",
        "scores": SCORES,
        "stranger": STRANGER,
        "model": path(_SIZE).is_file(),
        "model_address": f"/form/pose/{_SIZE}.task",
        "session": logger,
        "client_key": secrets.token_hex(12),
        "sites": [site.value for site in BodySite],
    }
    policy = {"content-security-policy": CAMERA_PAGE_POLICY}
    return render.page(request, "form.html", context, visitor=visitor_of(request), headers=policy)


@router.get("/form/pose/lite.task")
def pose(_: Me) -> Response:
    """Give the pose network, the same file that films are watched with."""
    kept = {"cache-control": "private, max-age=86400"}
    return FileResponse(present(_SIZE), media_type="application/octet-stream", headers=kept)


def _session(request: Request, box: Box, me: Principal, session_id: str) -> dict[str, Any] | None:
    """Return the view of a session that is not finished; without an id, of the latest such."""
    today = local_day(box.clock(), zone(visitor_of(request).time_zone))
    with box.uow.reading() as uow:
        if not session_id:
            recent = uow.sessions.between(me.athlete_id, today - _DAY, today + _DAY)
            session_id = next((log.id for log in reversed(recent) if not log.finished), "")
        if not session_id:
            return None
        found = prescribe.session_view(uow, box.seal_key, me.athlete_id, session_id)
    return None if found["state"] == "finished" else found
