"""The plan of a day: sealed bytes, served as they are while nothing they rest on has changed."""

from __future__ import annotations

import asyncio
import json
from contextvars import copy_context
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine

from spotter.athletes import accounts
from spotter.athletes.principal import Principal
from spotter.bootstrap import Container
from spotter.kit.errors import BadInput
from spotter.prescribe import service as prescribe
from spotter.safety.seal import Sealed
from spotter.web.api.auth import bearer
from spotter.web.api.schemas.base import check_day
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["training"])

_DESCRIPTION = """Return the approved session of the day and everything that speaks about it.

`verdict` is approved, modified or refused; `session` is null when refused, and `rules` then say
why. `reasons`, `readiness` and `alternatives` come along. The first call of a day decides, later
ones serve the sealed document until something it rests on changes."""


@router.get(
    "/plan",
    description=_DESCRIPTION,
    responses={
        200: {
            "description": "The plan, or the refusal of one",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **documented(401, 403, 422),
    },
    openapi_extra={
        "security": [{"token": []}],
        "parameters": [
            {
                "name": "date",
                "in": "query",
                "required": True,
                "description": "Local calendar date of the athlete",
                "schema": {"type": "string", "format": "date"},
                "example": "2026-05-04",
            }
        ],
    },
)
async def get_plan(request: Request) -> Response:
    """Serve the plan of the day.

    Takes no dependency and reads on the event loop where the database is a local file: two indexed
    reads take less time than handing them to a thread. A plan that must be decided goes to one.
    """
    box: Container = request.app.state.container
    secret, day = bearer(request), _day(request)
    sealed: Sealed | None
    if _local(box.engine):
        who, sealed = _warm(box, secret, day)
    else:
        who, sealed = await asyncio.to_thread(_warm, box, secret, day)
    if sealed is None:
        decide = partial(copy_context().run, _decide, box, who, day)
        pool = request.app.state.deciding
        made = await asyncio.get_running_loop().run_in_executor(pool, decide)
        sealed = await asyncio.to_thread(_keep, request, box, made)
    return Response(sealed.body, media_type="application/json")


def _local(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _day(request: Request) -> date:
    text = request.query_params.get("date")
    if text is None:
        raise BadInput("Say which day: ?date=YYYY-MM-DD.", field="date")
    try:
        return check_day(date.fromisoformat(text))
    except ValueError as error:
        raise BadInput("Give the day as YYYY-MM-DD, from 1990 to 2100.", field="date") from error


def _warm(box: Container, secret: str, day: date) -> tuple[Principal, Sealed | None]:
    with box.uow.reading() as uow:
        who = accounts.authenticate_token(uow, secret, box.clock())
        who.need("read")
        return who, prescribe.ready_plan(uow, box.seal_key, who.athlete_id, day)


def _decide(box: Container, who: Principal, day: date) -> prescribe.Decided:
    with box.uow.reading() as uow:
        return prescribe.decided(uow, box.seal_key, who.athlete_id, day)


def _keep(request: Request, box: Container, made: prescribe.Decided) -> Sealed:
    with box.uow() as uow:
        sealed = prescribe.keep(uow, box.seal_key, made, box.clock())
        uow.commit()
    verdict: Any = json.loads(sealed.body)["verdict"]
    request.app.state.metrics.verdicts.labels(verdict).inc()
    return sealed
