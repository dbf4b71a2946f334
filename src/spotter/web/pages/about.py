"""Safety, sources, privacy, what can be brought in, and the API in words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from spotter.intake.plain.columns import LAYOUTS
from spotter.intake.registry import SOURCES
from spotter.kit.errors import SpotterError
from spotter.safety.rules import RULES
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.imports import template_file
from spotter.web.signin import COOKIE, signed_in
from spotter.web.view.plan import ACTIONS
from spotter.web.visitor import Visitor

router = APIRouter()


@router.get("/about")
def about(request: Request, box: Box) -> Response:
    """Show the rules of the gate, their sources and what happens to data."""
    rules = [
        {
            "code": rule.id,
            "words": ACTIONS[rule.action.name.lower()],
            "text": rule.say,
            "source": rule.source,
            "needs_review": not rule.reviewed,
        }
        for rule in RULES
    ]
    return render.page(request, "about.html", {"rules": rules}, visitor=perhaps(request, box))


@router.get("/sources")
def sources(request: Request, box: Box) -> Response:
    """Show what can be brought in, and what each kind of file brings."""
    return render.page(
        request,
        "sources.html",
        {"sources": SOURCES, "layouts": LAYOUTS},
        visitor=perhaps(request, box),
    )


@router.get("/sources/{name}")
def template(name: str) -> Response:
    """Give a plain table to fill in."""
    return template_file(name)


@router.get("/api/docs")
def api_docs(request: Request, box: Box) -> Response:
    """Show every operation of the API, made from its OpenAPI document."""
    document = request.app.openapi()
    context = {"info": document["info"], "groups": groups(document)}
    return render.page(request, "api.html", context, visitor=perhaps(request, box))


def perhaps(request: Request, box: Box) -> Visitor | None:
    """Return who is signed in, or None."""
    if not request.cookies.get(COOKIE):
        return None
    try:
        signed_in(request, box)
    except SpotterError:
        return None
    found: Visitor = request.state.visitor
    return found


def groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations of an OpenAPI document under their tags, each with its fields."""
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "tag": operation["tags"][0],
            "about": operation.get("description", ""),
            "fields": _fields(document, operation),
        }
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return [
        {**tag, "operations": [each for each in operations if each["tag"] == tag["name"]]}
        for tag in document["tags"]
    ]


def _fields(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, str]]:
    found = [
        {"name": each["name"], "where": each["in"], "about": each.get("description", "")}
        for each in operation.get("parameters", [])
    ]
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        schema = media["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        found += [
            {"name": name, "where": "body", "about": each.get("description", "")}
            for name, each in schema.get("properties", {}).items()
        ]
    return found
