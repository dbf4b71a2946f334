"""The connection to Oura, for programs."""

from __future__ import annotations

from fastapi import APIRouter

from spotter.bootstrap import Container
from spotter.intake.oura import connection
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.schemas.oura import OuraGoneOut, OuraOut, OuraTokenIn
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["imports"])
PAGE = "/connections/oura"


@router.get("/connections/oura", responses=documented(401, 403))
def get_oura(box: Box, who: Reader) -> OuraOut:
    """Return how the connection to Oura stands."""
    return _told(box, who.athlete_id)


@router.put("/connections/oura", responses=documented(400, 401, 403, 422, 502))
def put_oura(body: OuraTokenIn, box: Box, who: Writer) -> OuraOut:
    """Connect with a personal access token, which is tried at once; the first sync is asked for.

    Signing in at Oura needs a browser: `connect_at` is the page for it.
    """
    who.need_own("its connections")
    grant = connection.personal(body.token)
    connection.connect(box.uow, box.oura, who.athlete_id, grant, box.clock)
    return _told(box, who.athlete_id)


@router.post("/connections/oura/sync", status_code=202, responses=documented(401, 403, 409))
def sync_oura(box: Box, who: Writer) -> OuraOut:
    """Ask for a sync at once; the answer comes at once, the work goes on behind it."""
    who.need_own("its connections")
    with box.uow() as uow:
        connection.sync_now(uow, who.athlete_id, box.clock())
        uow.commit()
    return _told(box, who.athlete_id)


@router.delete("/connections/oura", responses=documented(401, 403))
def delete_oura(box: Box, who: Writer) -> OuraGoneOut:
    """Forget the tokens and give the access back to Oura; what was fetched stays."""
    who.need_own("its connections")
    told = connection.disconnect(box.uow, box.oura, who.athlete_id)
    return OuraGoneOut(oura_was_told=told)


def _told(box: Container, athlete_id: str) -> OuraOut:
    with box.uow.reading() as uow:
        found = connection.status(uow, athlete_id)
    return OuraOut(
        registered=box.oura.app.registered,
        connect_at=PAGE,
        scopes=list(found.scopes),
        withheld=list(found.withheld),
        **{
            name: getattr(found, name)
            for name in (
                "state", "personal", "connected_at", "synced_at", "next_at", "running", "note",
                "trouble",
            )
        },
    )  # fmt: skip
