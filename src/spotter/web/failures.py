"""Turns every failure into a problem document (API) or a page that says what to do (people)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from spotter.kit.errors import SpotterError
from spotter.web.outages import named
from spotter.web.problems import FieldError, from_error, problem
from spotter.web.render import error_page
from spotter.web.signin import GoAndSignIn, go_and_sign_in

log = structlog.get_logger("spotter.web")

_CODES = {401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "method_not_allowed"}


def install(app: FastAPI) -> None:
    """Register the handlers on `app`."""
    app.add_exception_handler(SpotterError, _named)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for outage in (OperationalError, PoolTimeout, OSError):
        app.add_exception_handler(outage, _outage)
    app.add_exception_handler(Exception, _unexpected)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _named(request: Request, error: Exception) -> Response:
    assert isinstance(error, SpotterError)
    return answer(request, error)


def answer(request: Request, error: SpotterError) -> Response:
    """Return what a named error looks like to whoever asked: a problem document or a page."""
    if _is_api(request):
        return from_error(error)
    if isinstance(error, GoAndSignIn):
        return go_and_sign_in(request)
    return error_page(request, error.status, error.message, from_error(error).headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = field_errors(error.errors())
    detail = "; ".join(f"{each.field}: {each.detail}" for each in errors)
    if _is_api(request):
        return problem(422, "bad_input", detail, errors=errors)
    return error_page(request, 422, detail)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_api(request):
        code = _CODES.get(error.status_code, "http")
        return problem(error.status_code, code, str(error.detail), headers=error.headers)
    return error_page(request, error.status_code, str(error.detail), error.headers)


async def _outage(request: Request, error: Exception) -> Response:
    outage = named(error)
    if outage is None:
        return await _unexpected(request, error)
    log.error("outage", method=request.method, kind=outage.code)
    return answer(request, outage)


async def _unexpected(request: Request, error: Exception) -> Response:
    # The message of an unknown error may quote a health value; only its type and place are logged.
    log.error("request_failed", method=request.method, exc_info=error)
    text = "Something broke on our side. Nothing was changed; try again, then look at the log."
    if _is_api(request):
        return problem(500, "internal", text)
    return error_page(request, 500, text)


def field_errors(errors: Sequence[Any]) -> list[FieldError]:
    """Return pydantic's errors with the place in the request folded into a dotted field name."""
    return [
        FieldError(
            field=_dotted(each["loc"]), detail=str(each["msg"]).removeprefix("Value error, ")
        )
        for each in errors
    ]


def _dotted(loc: Sequence[object]) -> str:
    path = [str(part) for part in loc]
    if path and path[0] in {"body", "query", "path", "header", "cookie"}:
        path = path[1:]
    # A body that is not JSON is reported at a character offset, which is no field.
    return "body" if not path or path[0].isdigit() else ".".join(path)
