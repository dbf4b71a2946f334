"""RFC 9457 problem documents: one shape for everything that goes wrong in the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from spotter.kit.errors import SpotterError

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """One input that could not be used."""

    field: str = Field(description="Dotted path of the input", examples=["mass_kg"])
    detail: str = Field(description="What is wrong with it", examples=["Input should be > 20"])


class Problem(BaseModel):
    """What went wrong and what to do about it (RFC 9457)."""

    type: str = Field(description="Stable URN of the kind", examples=["urn:spotter:bad_input"])
    title: str = Field(description="Short name of the kind", examples=["Unprocessable Content"])
    status: int = Field(description="The HTTP status", examples=[422])
    detail: str = Field(description="What is wrong and what to do next")
    field: str | None = Field(default=None, description="The input that caused it")
    errors: list[FieldError] = Field(default=[], description="Every input that caused it")


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    field: str | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem response; `errors` defaults to the one `field`."""
    if field and not errors:
        errors = (FieldError(field=field, detail=detail.removeprefix(f"{field}: ")),)
    document = Problem(
        type=f"urn:spotter:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        field=field or (errors[0].field if errors else None),
        errors=list(errors),
    )
    body = document.model_dump(exclude_none=True)
    return JSONResponse(body, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def from_error(error: SpotterError) -> JSONResponse:
    """Return the problem document of a named error."""
    after = getattr(error, "retry_after_s", None)
    headers = {"Retry-After": str(after)} if after is not None else None
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers = {"WWW-Authenticate": 'Bearer realm="spotter"'}
    return problem(error.status, error.code, error.message, field=error.field, headers=headers)


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """Return the OpenAPI `responses` that say which problems a route can answer with."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: schema}}
        for status in sorted(statuses)
    }
