"""Doing the session: one set at a time, on a phone."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError

from spotter.athletes.profile import BodySite
from spotter.kit.errors import BadInput, SpotterError
from spotter.kit.units import kg_from_lb
from spotter.prescribe import service as prescribe
from spotter.training.session import LoggedSet
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.schemas.base import FORM
from spotter.web.api.schemas.training import SetIn
from spotter.web.failures import field_errors
from spotter.web.pages.today import parse_day
from spotter.web.problems import from_error
from spotter.web.signin import Form, Me, MyForm, first, visitor_of
from spotter.web.view import logger as view
from spotter.web.view.words import duration

router = APIRouter()
_FIELDS = ("exercise", "block", "kind", "reps", "duration_s", "rpe", "pain", "pain_site", "at")


@router.post("/sessions")
def start(box: Box, me: Me, form: MyForm) -> Response:
    """Start the session that was chosen."""
    day = parse_day(first(form, "date"))
    with box.uow() as uow:
        started = prescribe.start(
            uow, box.seal_key, me.athlete_id, day, choice=first(form, "choice", "main"),
            now=box.clock(),
        )  # fmt: skip
        uow.commit()
    return RedirectResponse(f"/sessions/{started['id']}", 303)


@router.get("/sessions/{session_id}")
def show(request: Request, session_id: str, box: Box, me: Me) -> Response:
    """Show the next set."""
    with box.uow.reading() as uow:
        found = prescribe.session_view(uow, box.seal_key, me.athlete_id, session_id)
    if found["state"] == "finished":
        return RedirectResponse(f"/sessions/{session_id}/finish", 303)
    return _page(request, "session.html", found)


@router.post("/sessions/{session_id}/sets")
def log_set(request: Request, session_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Log a set and show the next one, with the rest before it."""
    with box.uow.reading() as uow:
        before = prescribe.session_view(uow, box.seal_key, me.athlete_id, session_id)
    try:
        done = _set(form, box.clock(), imperial=visitor_of(request).imperial)
        with box.uow() as uow:
            found = prescribe.log_set(
                uow, box.seal_key, me.athlete_id, session_id, done,
                client_key=first(form, "client_key") or None, now=box.clock(),
            )  # fmt: skip
            uow.commit()
    except SpotterError as error:
        return _wrong(request, before, error)
    request.app.state.metrics.sets.inc()
    if _wants_json(request):
        return JSONResponse({"id": session_id})
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/sessions/{session_id}", 303)
    rest_s = view.rest_after(before)
    return _page(request, "parts/logger.html", found, rest_s=rest_s)


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _wrong(request: Request, before: dict[str, Any], error: SpotterError) -> Response:
    if _wants_json(request):
        return from_error(error)
    if "hx-request" in request.headers:
        return _page(request, "parts/logger.html", before, error=error.message)
    return _page(request, "session.html", before, error=error.message, status=error.status)


def _set(form: Form, now: datetime, *, imperial: bool) -> LoggedSet:
    values: dict[str, Any] = {name: first(form, name) for name in _FIELDS if first(form, name)}
    if first(form, "load"):
        values["load_kg"] = _kilograms(first(form, "load"), imperial=imperial)
    # Pain without a number is none; a place without pain says nothing.
    if values.get("pain") in {None, "0"}:
        values.pop("pain_site", None)
    try:
        given = SetIn.model_validate(values, context=FORM)
    except ValidationError as error:
        wrong = field_errors(error.errors())
        text = "; ".join(f"{each.field}: {each.detail}" for each in wrong)
        raise BadInput(text, field=wrong[0].field) from error
    return given.to_set(now.astimezone(UTC))


def _kilograms(text: str, *, imperial: bool) -> float | str:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return kg_from_lb(value) if imperial else value


def _page(
    request: Request,
    template: str,
    found: dict[str, Any],
    *,
    rest_s: int = 0,
    error: str = "",
    status: int = 200,
) -> Response:
    context = {
        **view.logger(found, imperial=visitor_of(request).imperial),
        "day": parse_day(found["date"]),
        "error": error,
        "rest_s": rest_s,
        "rest_words": duration(rest_s),
        "client_key": secrets.token_hex(12),
        "sites": [site.value for site in BodySite],
    }
    return render.page(request, template, context, visitor=visitor_of(request), status=status)
