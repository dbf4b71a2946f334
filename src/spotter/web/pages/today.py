"""Today: readiness, the session or its refusal, the reasons, the check-in."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from spotter.athletes import service as athletes
from spotter.athletes.profile import BodySite
from spotter.body import service as body
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
from spotter.kit.time import local_day, zone
from spotter.prescribe import service as prescribe
from spotter.prescribe.spoken import said_once
from spotter.safety.redflags import SYMPTOMS
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.schemas.base import FORM, check_day
from spotter.web.api.schemas.training import CheckinIn
from spotter.web.failures import field_errors
from spotter.web.signin import Form, Me, MyForm, first, visitor_of
from spotter.web.view import plan as view
from spotter.web.view.readiness import sentence

router = APIRouter()

_SCALES = (
    ("sleep_quality", "How did you sleep?", "Badly", "Very well"),
    ("energy", "Energy", "None", "Full"),
    ("mood", "Mood", "Low", "Great"),
    ("stress", "Stress", "None", "A lot"),
)
_NUMBERS = ("systolic_mmhg", "diastolic_mmhg", "glucose_mmol_l", "heat_index_c", "cycle_day")


@router.get("/today")
def today(
    request: Request,
    box: Box,
    me: Me,
    day: Annotated[str, Query(alias="date")] = "",
    choice: str = "main",
) -> Response:
    """Show one day: the athlete's today unless another is asked for."""
    chosen = parse_day(day) if day else default_day(box, me.athlete_id, sample=me.role == "sample")
    now = box.clock()
    with box.uow() as uow:
        sealed = prescribe.plan(uow, box.seal_key, me.athlete_id, chosen, now)
        checkin = body.checkin_on(uow, me.athlete_id, chosen)
        tracks_cycle = athletes.get(uow, me.athlete_id).profile.tracks_cycle
        span = uow.days.span(me.athlete_id)
        uow.commit()
    plan = json.loads(sealed.body)
    request.app.state.metrics.verdicts.labels(plan["verdict"]).inc()
    context = {
        **_plan(plan, choice, imperial=visitor_of(request).imperial),
        **_checkin(checkin),
        "tracks_cycle": tracks_cycle,
        "readiness_sentence": sentence(plan["readiness"], span[1] if span else None),
        "day": chosen,
        "note": "" if chosen == local_day(now, zone(visitor_of(request).time_zone)) else _NOT_TODAY,
    }
    return render.page(request, "today.html", context, visitor=visitor_of(request))


_NOT_TODAY = "You are looking at another day than today."


@router.post("/checkins")
def check_in(request: Request, box: Box, me: Me, form: MyForm) -> Response:
    """Record the check-in; the plan is made again with it."""
    try:
        given = CheckinIn.model_validate(_from_form(form), context=FORM)
    except ValidationError as error:
        wrong = field_errors(error.errors())
        raise BadInput(
            "; ".join(f"{each.field}: {each.detail}" for each in wrong), field=wrong[0].field
        ) from error
    with box.uow() as uow:
        body.record_checkin(uow, me.athlete_id, given.to_checkin(), box.clock())
        uow.commit()
    return RedirectResponse(f"/today?date={given.date.isoformat()}", 303)


def parse_day(text: str) -> date:
    """Return the date of a form or an address; raises `BadInput` naming `date`."""
    try:
        return check_day(date.fromisoformat(text))
    except ValueError as error:
        raise BadInput("Give the day as YYYY-MM-DD.", field="date") from error


def default_day(box: Box, athlete_id: str, *, sample: bool) -> date:
    """Return the athlete's local today; for the sample athlete the last day there is data of."""
    with box.uow.reading() as uow:
        profile = athletes.get(uow, athlete_id).profile
        span = uow.days.span(athlete_id) if sample else None
    return span[1] if span else local_day(box.clock(), zone(profile.time_zone))


def _plan(plan: dict[str, Any], choice: str, *, imperial: bool) -> dict[str, Any]:
    session = view.session_of(plan, choice)
    return {
        "plan": plan,
        "choice": choice,
        "session": session,
        "parts": view.parts(session, imperial=imperial) if session else [],
        "options": view.options(plan, choice),
        "voices": said_once(view.voices(plan)),
        "emergency": view.emergency(plan),
        "stopped": view.stopped(plan),
        "unasked": view.unasked(plan),
        "ring": view.ring(plan["readiness"]["score"]),
    }


def _checkin(checkin: Checkin | None) -> dict[str, Any]:
    return {
        "checkin": checkin,
        "checked_in": checkin is not None,
        "open": [] if checkin is None else _open(checkin),
        "scales": [
            {
                "name": name,
                "label": label,
                "low": low,
                "high": high,
                "value": getattr(checkin, name) if checkin else None,
            }
            for name, label, low, high in _SCALES
        ],
        "sites": [site.value for site in BodySite],
        "symptoms": [{"id": each.id, "label": each.label} for each in SYMPTOMS],
    }


# What rule D01 needs of a check-in, as the page asks for it.
_NEEDED = {
    "soreness": "sore muscles",
    "pain": "pain",
    "ill": "fever or an infection",
    "symptoms": "the warning signs",
}


def _open(checkin: Checkin) -> list[str]:
    return [words for name, words in _NEEDED.items() if getattr(checkin, name) is None]


def _from_form(form: Form) -> dict[str, Any]:
    """Return the form as the API's check-in; what was left empty was not asked."""
    names = ("date", "note", "ketones", *_NUMBERS, *(name for name, *_ in _SCALES))
    values: dict[str, Any] = {name: first(form, name) for name in names if first(form, name)}
    for kind in ("soreness", "pain"):
        scores = site_scores(form, kind)
        if scores is not None:
            values[kind] = scores
    if first(form, "ill"):
        values["ill"] = first(form, "ill") == "yes"
    if form.get("symptoms"):
        values["symptoms"] = form["symptoms"]
    elif "no_symptoms" in form:
        values["symptoms"] = []
    return values


def site_scores(form: Form, kind: str) -> dict[str, str] | None:
    """Return {site: score} of the fields of `kind`; empty for "none", None when not asked.

    A place that was named counts even where "none" is ticked as well.
    """
    given = {site.value: first(form, f"{kind}_{site.value}") for site in BodySite}
    scores = {site: score for site, score in given.items() if score}
    if scores or f"no_{kind}" in form:
        return scores
    return None
