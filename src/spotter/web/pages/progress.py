"""Progress: what the body and the training have done, drawn, told and listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from spotter.body import service as body
from spotter.prescribe import service as prescribe
from spotter.training.session import SessionLog
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.pages.today import default_day
from spotter.web.signin import Me, visitor_of
from spotter.web.view.charts import groups, lift, readiness
from spotter.web.view.words import number

router = APIRouter()


@router.get("/progress")
def progress(
    request: Request, box: Box, me: Me, days: Annotated[int, Query(ge=7, le=366)] = 84
) -> Response:
    """Show the last `days` days."""
    last = default_day(box, me.athlete_id, sample=me.role == "sample")
    first = last - timedelta(days=days - 1)
    with box.uow.reading() as uow:
        found = body.days_between(uow, me.athlete_id, first, last)
        logs = uow.sessions.between(me.athlete_id, first, last)
        seen: dict[str, Any] = prescribe.progress(uow, me.athlete_id, last, min(104, -(-days // 7)))
    imperial = visitor_of(request).imperial
    context = {
        "first": first,
        "last": last,
        "days": days,
        "weeks": [week for week in seen["weeks"] if week["sessions"] or week["current"]],
        "groups": [*_training(seen, imperial=imperial), *groups(found, imperial=imperial)],
        "sessions": [_row(log) for log in reversed(logs)],
    }
    return render.page(request, "progress.html", context, visitor=visitor_of(request))


def _training(seen: dict[str, Any], *, imperial: bool) -> list[dict[str, Any]]:
    """Return readiness and the lifts as groups of charts, where there is something to draw."""
    ready = readiness(seen["days"])
    lifts = [lift(each, imperial=imperial) for each in seen["lifts"]]
    drawn = {"Readiness": [ready], "Strength": lifts}
    return [
        {"title": title, "charts": [each for each in charts if each is not None]}
        for title, charts in drawn.items()
        if any(charts)
    ]


def _row(log: SessionLog) -> dict[str, Any]:
    return {
        "day": log.day,
        "title": log.title,
        "sets": len(log.sets),
        "rpe": "–" if log.session_rpe is None else number(log.session_rpe),
        "minutes": "–" if log.duration_min is None else number(log.duration_min, 0),
    }
