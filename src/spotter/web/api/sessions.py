"""Sessions and their sets."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request

from spotter.kit.time import local_day, zone
from spotter.prescribe import service as prescribe
from spotter.web.api.auth import Box, Reader, Writer
from spotter.web.api.days import check_span
from spotter.web.api.schemas.base import DayField
from spotter.web.api.schemas.training import (
    ClientKey,
    FinishIn,
    SessionIn,
    SessionList,
    SessionOut,
    SessionShort,
    SetIn,
)
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["training"])
SessionId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Id of the session")]
_MONTH = timedelta(days=27)


@router.post("/sessions", status_code=201, responses=documented(400, 401, 403, 409, 422))
def start(body: SessionIn, box: Box, who: Writer) -> SessionOut:
    """Start the day's session or one of its alternatives; the answer has the first set."""
    with box.uow() as uow:
        found = prescribe.start(
            uow, box.seal_key, who.athlete_id, body.date, choice=body.choice, now=box.clock()
        )
        uow.commit()
    return SessionOut.model_validate(found)


@router.get("/sessions", responses=documented(401, 403, 422))
def list_sessions(
    box: Box,
    who: Reader,
    first: Annotated[DayField | None, Query(description="28 days before `last` if absent")] = None,
    last: Annotated[DayField | None, Query(description="Today if absent")] = None,
) -> SessionList:
    """List the sessions from `first` to `last`, oldest first."""
    with box.uow.reading() as uow:
        if last is None:
            profile = uow.athletes.get(who.athlete_id).profile
            last = local_day(box.clock(), zone(profile.time_zone))
        first = first or last - _MONTH
        check_span(first, last)
        logs = uow.sessions.between(who.athlete_id, first, last)
    return SessionList(sessions=[SessionShort.of(log) for log in logs])


@router.get("/sessions/{session_id}", responses=documented(401, 403, 404, 422))
def get_session(session_id: SessionId, box: Box, who: Reader) -> SessionOut:
    """Return a session: what is left, the next set and why, and what was logged."""
    with box.uow.reading() as uow:
        found = prescribe.session_view(uow, box.seal_key, who.athlete_id, session_id)
    return SessionOut.model_validate(found)


@router.post(
    "/sessions/{session_id}/sets",
    status_code=201,
    responses=documented(400, 401, 403, 404, 409, 422),
)
def log_set(  # noqa: PLR0917 - FastAPI fills them in by name
    session_id: SessionId,
    body: SetIn,
    request: Request,
    box: Box,
    who: Writer,
    idempotency_key: Annotated[ClientKey | None, Header(description="Like `client_key`")] = None,
) -> SessionOut:
    """Log a set; the answer has the next set, decided anew, and the reasons for it."""
    now = box.clock()
    done = body.to_set(now)
    with box.uow() as uow:
        found = prescribe.log_set(
            uow,
            box.seal_key,
            who.athlete_id,
            session_id,
            done,
            client_key=body.client_key or idempotency_key,
            now=now,
        )
        uow.commit()
    request.app.state.metrics.sets.inc()
    return SessionOut.model_validate(found)


@router.post("/sessions/{session_id}/finish", responses=documented(400, 401, 403, 404, 409, 422))
def finish(session_id: SessionId, body: FinishIn, box: Box, who: Writer) -> SessionOut:
    """Finish a session with what the athlete says about it; later days take it in."""
    with box.uow() as uow:
        found = prescribe.finish(
            uow, box.seal_key, who.athlete_id, session_id, now=box.clock(), **body.to_values()
        )
        uow.commit()
    return SessionOut.model_validate(found)
