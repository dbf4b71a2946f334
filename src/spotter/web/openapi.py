"""The OpenAPI document: problems described once, as what they are."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import RedirectResponse

from spotter.web.bodies import MAX_BODY_BYTES
from spotter.web.problems import Problem, documented

USUAL = "/openapi.json"

TAGS = [
    {"name": "accounts", "description": "Accounts and tokens."},
    {"name": "athlete", "description": "Profile, screening, days and progress."},
    {"name": "imports", "description": "Bringing data in."},
    {"name": "training", "description": "Plan, check-ins, sessions and sets."},
    {"name": "form", "description": "Sets whose form is judged, by models and by people."},
    {"name": "reference", "description": "Exercises, questions, symptoms and rules."},
]
_NOTE = f"""\
Quantities are SI with the unit in the name. Dates are the athlete's local calendar days, given by
the client. A refusal by the safety gate is a 200 with a verdict and its reasons, not an error.
Errors are RFC 9457 problem documents that name the field.
A body may have {MAX_BODY_BYTES // 1000} kB (413 beyond); only files may be longer."""


def install(app: FastAPI) -> None:
    """Make `app.openapi()` return the document with the problem schema in it.

    Where tools look for it by habit (`USUAL`) they are sent on to it.
    """

    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _build(app)
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]
    app.add_api_route(USUAL, _elsewhere, include_in_schema=False)


def _elsewhere(request: Request) -> RedirectResponse:
    return RedirectResponse(str(request.app.openapi_url), 308)


def _build(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=_NOTE,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs"))
    schemas["Problem"] = schema
    for item in document["paths"].values():
        for method, operation in item.items():
            more = _anywhere(method, has_body="requestBody" in operation)
            found = operation["responses"] | {str(k): v for k, v in documented(*more).items()}
            operation["responses"] = dict(sorted(found.items()))
    return document


def _anywhere(method: str, *, has_body: bool) -> list[int]:
    """Return what may go wrong with any such operation: what is under us, and a long body."""
    full = [507] if method != "get" else []
    return [503, *full, *([413] if has_body else [])]
