"""The end of a session: how it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from spotter.athletes.profile import BodySite
from spotter.kit.errors import NotFound
from spotter.prescribe import service as prescribe
from spotter.safety.redflags import SYMPTOMS
from spotter.safety.seal import Tampered
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.schemas.base import FORM
from spotter.web.api.schemas.training import FinishIn
from spotter.web.failures import field_errors
from spotter.web.pages.today import parse_day, site_scores
from spotter.web.signin import Form, Me, MyForm, first, visitor_of
from spotter.web.view.words import number

router = APIRouter()
# A time between the first set and the last that can be a session's; else it is asked for.
LEAST_MINUTES, MOST_MINUTES = 5, 240


@router.get("/sessions/{session_id}/finish")
def ask(request: Request, session_id: str, box: Box, me: Me) -> Response:
    """Ask how the session was; afterwards show what came of it."""
    try:
        with box.uow.reading() as uow:
            found = prescribe.session_view(uow, box.seal_key, me.athlete_id, session_id)
    except Tampered as error:
        # What was done elsewhere (the sample athlete's past) never had a plan of ours.
        raise NotFound("There is no plan kept with this session.") from error
    return _page(request, box, found)


@router.post("/sessions/{session_id}/finish")
def finish(request: Request, session_id: str, box: Box, me: Me, form: MyForm) -> Response:
    """Close the session."""
    try:
        given = FinishIn.model_validate(_from_form(form), context=FORM)
    except ValidationError as error:
        wrong = field_errors(error.errors())
        text = "; ".join(f"{each.field}: {each.detail}" for each in wrong)
        with box.uow.reading() as uow:
            found = prescribe.session_view(uow, box.seal_key, me.athlete_id, session_id)
        return _page(request, box, found, error=text, status=422)
    with box.uow() as uow:
        prescribe.finish(
            uow, box.seal_key, me.athlete_id, session_id, now=box.clock(), **given.to_values()
        )
        uow.commit()
    return RedirectResponse(f"/sessions/{session_id}/finish", 303)


def _from_form(form: Form) -> dict[str, Any]:
    names = ("session_rpe", "duration_min", "mood", "note")
    values: dict[str, Any] = {name: first(form, name) for name in names if first(form, name)}
    return {
        **values,
        "pain": site_scores(form, "pain") or {},
        "symptoms": form.get("symptoms", []),
    }


def minutes_since(logged: Sequence[Mapping[str, Any]], now: datetime) -> str:
    """Return the minutes since the first set, empty where the sets were not logged as done."""
    if not logged:
        return ""
    since = round((now - datetime.fromisoformat(logged[0]["at"])).total_seconds() / 60)
    return str(since) if LEAST_MINUTES <= since <= MOST_MINUTES else ""


def _page(
    request: Request, box: Box, found: dict[str, Any], *, error: str = "", status: int = 200
) -> Response:
    day = parse_day(found["date"])
    context = {
        "id": found["id"],
        "title": found["title"],
        "day": day,
        "tomorrow": day + timedelta(days=1),
        "done": _done(found) if found["state"] == "finished" else None,
        "reasons": found["reasons"],
        "set_count": len(found["logged"]),
        "work_sets": found["done_sets"],
        "minutes": minutes_since(found["logged"], box.clock()),
        "error": error,
        "sites": [site.value for site in BodySite],
        "symptoms": [{"id": each.id, "label": each.label} for each in SYMPTOMS],
    }
    return render.page(request, "finish.html", context, visitor=visitor_of(request), status=status)


def _done(found: dict[str, Any]) -> dict[str, Any]:
    minutes, load = found["duration_min"], found.get("load_au")
    return {
        "sets": found["done_sets"],
        "nothing": not (found["session_rpe"] or found["logged"] or minutes),
        "minutes": number(minutes, 0) if minutes else "",
        "rpe": number(found["session_rpe"]),
        "load": number(load, 0) if load else "",
    }
