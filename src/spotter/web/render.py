"""Pages from templates: one Jinja environment, everything escaped, nothing undefined."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from spotter import __version__
from spotter.safety.redflags import LANGUAGES
from spotter.web import assets
from spotter.web.view import words
from spotter.web.view.icons import ICONS
from spotter.web.visitor import Visitor

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the template environment."""
    env = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(asset=assets.asset, version=__version__, icons=ICONS)
    *most, last = LANGUAGES
    env.globals.update(flag_languages=f"{', '.join(most)} and {last}")
    env.filters.update(
        long_date=words.long_date,
        short_date=words.short_date,
        bytes=words.byte_size,
        words=words.plain,
        count=words.count,
        figure=words.number,
    )
    return env


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    visitor: Visitor | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Render `template` for `visitor` (None: nobody is signed in)."""
    values: dict[str, Any] = {
        "visitor": visitor,
        "path": request.url.path,
        "missing_assets": assets.missing_assets(),
        **(context or {}),
    }
    html = environment().get_template(template).render(values)
    return HTMLResponse(html, status, headers=dict(headers or {}))


def error_page(
    request: Request, status: int, text: str, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Render the page that says what went wrong and where to go from here."""
    keep = {k: v for k, v in (headers or {}).items() if k.lower() == "retry-after"}
    visitor = getattr(request.state, "visitor", None)
    context = {"status": status, "title": HTTPStatus(status).phrase, "text": text}
    return page(request, "error.html", context, visitor=visitor, status=status, headers=keep)
