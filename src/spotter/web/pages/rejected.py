"""The records of an import that cannot be right, one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from spotter.intake import kept, service
from spotter.intake.reasons import REASONS, kind_words
from spotter.kit.errors import BadInput
from spotter.kit.time import zone
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.signin import Me, MyForm, first, visitor_of
from spotter.web.view.words import capital, number, plain

router = APIRouter()
PAGE = 50
# As times are kept of refused records: ISO with its offset.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")


@router.get("/imports/{import_id}/rejected")
def show(  # noqa: PLR0917 (which import, which of its records)
    request: Request,
    import_id: str,
    box: Box,
    me: Me,
    page: Annotated[int, Query(ge=1, le=1_000)] = 1,
    reason: str = "",
) -> Response:
    """Show one page of refused records, of one reason or all."""
    if reason and reason not in REASONS:
        raise BadInput("There is no such reason.", field="reason")
    start = (page - 1) * PAGE
    with box.uow.reading() as uow:
        item = service.get_import(uow, me.athlete_id, import_id)
        # One more than is shown: whether there is a next page.
        found = service.rejected(
            uow, me.athlete_id, import_id, first=start, count=PAGE + 1, reason=reason or None
        )
    here = zone(visitor_of(request).time_zone)
    context = {
        "item": item,
        "found": found,
        "records": [
            {
                "number": start + n,
                "type": capital(kind_words(one.type)) or "Record",
                "why": REASONS.get(one.reason, one.reason),
                "told": _readable(one.told, here),
            }
            for n, one in enumerate(found.records[:PAGE], start=1)
        ],
        "reasons": [(code, REASONS.get(code, code), n) for code, n in found.reasons.items()],
        "reason": reason,
        "page": page,
        "more": len(found.records) > PAGE,
    }
    return render.page(request, "rejected.html", context, visitor=visitor_of(request))


def _readable(told: Mapping[str, object], here: ZoneInfo) -> list[tuple[str, object]]:
    """Return what a record tells as a person reads it: its times on the clock where they live."""
    shown = {name: _clock(value, here) for name, value in told.items()}
    if shown.get("end") == shown.get("start"):
        shown.pop("end", None)
    return [(plain(name), value) for name, value in shown.items()]


def _clock(value: object, here: ZoneInfo) -> object:
    if isinstance(value, float):
        return number(value, 3)
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        return value
    try:
        at = datetime.fromisoformat(value).astimezone(here)
    except (ValueError, OverflowError):
        return value
    return f"{at:%Y-%m-%d %H:%M:%S}"


@router.post("/data/files")
def choose(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Keep files as they are handed in from now on, or delete them and keep none."""
    me.need_own("its data")
    with box.uow() as uow:
        kept.choose(uow, me.athlete_id, first(form, "keep") == "yes", box.clock())
        uow.commit()
    return RedirectResponse("/data#files", 303)
