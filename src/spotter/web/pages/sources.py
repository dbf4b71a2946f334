"""Whom to believe where several devices and apps told of the same."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from spotter.body import sources
from spotter.body.sources import Believed
from spotter.kit.errors import BadInput
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.signin import Me, MyForm, first, visitor_of
from spotter.web.view.words import plain

router = APIRouter()


@router.get("/data/sources")
def show(request: Request, box: Box, me: Me, saved: bool = False) -> Response:
    """Show every signal that several sources told of, and who comes first."""
    with box.uow.reading() as uow:
        found = sources.believed(uow, me.athlete_id)
    return _page(request, found, saved=saved)


@router.post("/data/sources")
def save(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Put the chosen source of each signal first; the days it touches are computed anew."""
    me.need_own("its data")
    with box.uow() as uow:
        before = {one.signal: one.order for one in sources.believed(uow, me.athlete_id)}
        orders = {
            signal: _put_first(first(form, f"first_{signal}"), order)
            for signal, order in before.items()
            if f"first_{signal}" in form
        }
        try:
            sources.put_orders(uow, me.athlete_id, orders, box.clock())
        except BadInput as error:
            found = sources.believed(uow, me.athlete_id)
            return _page(request, found, error=error.message, status=422)
        uow.commit()
    return RedirectResponse("/data/sources?saved=true", 303)


def _put_first(name: str, order: tuple[str, ...]) -> tuple[str, ...]:
    """Return `order` with `name` first; without a name the rule is back."""
    return (name, *(one for one in order if one != name)) if name else ()


def _page(
    request: Request,
    found: list[Believed],
    *,
    saved: bool = False,
    error: str = "",
    status: int = 200,
) -> Response:
    signals = [_shown(one) for one in found if len(one.sources) > 1 or one.order]
    context = {"signals": signals, "saved": saved, "error": error}
    return render.page(
        request, "believed.html", context, visitor=visitor_of(request), status=status
    )


def _shown(one: Believed) -> dict[str, Any]:
    return {
        "name": one.signal,
        "label": plain(one.signal).capitalize(),
        "rule": one.rule,
        "sources": sorted({*one.sources, *one.order}),
        "first": one.order[0] if one.order else "",
        "after": list(one.order[1:]),
    }
