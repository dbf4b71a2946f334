"""Progress: what the body and the training have done, drawn, told and listed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from spotter.body import service as body
from spotter.prescribe import service as prescribe
from spotter.web import render
from spotter.web.api.auth import Box
from spotter.web.api.exports import training_log_file
from spotter.web.pages.today import default_day, parse_day
from spotter.web.signin import Me, visitor_of
from spotter.web.view.charts import groups, lift, readiness
from spotter.web.view.words import number

router = APIRouter()


@router.get("/progress/training-log.csv")
def training_log(box: Box, me: Me) -> Response:
    """Give the training log as a file to keep."""
    return training_log_file(box.uow, me.athlete_id)


@router.get("/progress")
def progress(
    request: Request,
    box: Box,
    me: Me,
    days: Annotated[int, Query(ge=7, le=366)] = 84,
    until: str = "",
) -> Response:
    """Show the `days` days up to `until`, today when it is not given."""
    today = default_day(box, me.athlete_id, sample=me.role == "sample")
    last = min(parse_day(until), today) if until else today
    first = last - timedelta(days=days - 1)
    with box.uow.reading() as uow:
        span = uow.days.span(me.athlete_id)
        found = body.days_between(uow, me.athlete_id, first, last)
        seen: dict[str, Any] = prescribe.progress(uow, me.athlete_id, last, min(104, -(-days // 7)))
    imperial = visitor_of(request).imperial
    context = {
        "first": first,
        "last": last,
        "days": days,
        "weeks": [week for week in seen["weeks"] if week["sessions"] or week["current"]],
        "groups": [*_training(seen, imperial=imperial), *groups(found, imperial=imperial)],
        "sessions": [_row(one) for one in seen["sessions"] if one["date"] >= first.isoformat()],
        "left_out": seen["sets_left_out"],
        "until": last if until else None,
        "ends": span[1] if span and span[1] < first else None,
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


def _row(one: dict[str, Any]) -> dict[str, Any]:
    rpe, minutes = one["session_rpe"], one["duration_min"]
    return {
        "day": date.fromisoformat(one["date"]),
        "title": one["title"],
        "sets": one["set_count"],
        "rpe": "–" if rpe is None else number(rpe),
        "minutes": "–" if minutes is None else number(minutes, 0),
    }
