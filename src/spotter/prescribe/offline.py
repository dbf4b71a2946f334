"""Today's plan from what is in memory: for the command line, which needs no server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from spotter.athletes.profile import Profile, Screening
from spotter.body.baseline import state
from spotter.body.checkin import Checkin
from spotter.body.history import build
from spotter.body.levers import explained
from spotter.body.state import Day
from spotter.prescribe.decide import decide
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker.standing import standing
from spotter.prescribe.render import document
from spotter.training.session import DoneSet, SessionLog


def today_from(
    days: Mapping[date, Day],
    profile: Profile,
    screening: Screening | None,
    day: date,
    *,
    checkins: Sequence[Checkin] = (),
    logs: Sequence[SessionLog] = (),
    elsewhere: Sequence[DoneSet] = (),
) -> dict[str, object]:
    """Return the plan document of `day` (see `prescribe.render.document`).

    `days` are daily values as `body.daily.aggregate` makes them, `elsewhere` the sets of imported
    logs, ascending by day. Whatever lies after `day` is left out, so that a past day is decided
    with what was known then.
    """
    told = tuple(sorted((one for one in checkins if one.day <= day), key=lambda one: one.day))
    done = tuple(sorted((log for log in logs if log.day <= day), key=lambda log: (log.day, log.id)))
    known = {date_: one for date_, one in days.items() if date_ <= day}
    known.setdefault(day, Day(day, {}, {}))
    body = state(build(known, told, done), day)
    other = tuple(one for one in elsewhere if one.day <= day)
    inputs = Inputs(day, profile, screening, body, explained(body), told, done, other)
    return document(decide(inputs, ranker=standing()))
