"""Sets that were judged are kept, and with them what is a person's own in an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from spotter.body.touch import touch
from spotter.events.types import Event
from spotter.form.live.personal import Measured, Personal
from spotter.kit.ids import new_id
from spotter.kit.time import local_day, zone
from spotter.store.records import FormSet
from spotter.store.uow import UnitOfWork

# What is a person's own changes over months; so many sets are looked at.
_LATEST_SETS = 100
# A range that was seen badly is nobody's own.
_SURE = 0.5
_MOST = 100

Report = Mapping[str, Any]


def keep(
    uow: UnitOfWork,
    athlete_id: str,
    report: Report,
    *,
    source: str,
    name: str,
    now: datetime,
    set_id: str | None = None,
) -> FormSet:
    """Keep the report of a set that is over, from `live` or `landmarks`; raises `NotFound`.

    A set that came with its own `set_id` is kept once, however often it is handed in.
    """
    uow.athletes.get(athlete_id)
    set_id = set_id or new_id()
    if (before := uow.form_sets.find(athlete_id, set_id)) is not None:
        return before
    row = {
        "id": set_id,
        "source": source,
        "name": name[:255],
        "created_at": now,
        "finished_at": now,
        "state": "finished",
    }
    uow.form_sets.add(athlete_id, {**row, **columns(report)})
    judged(uow, athlete_id, set_id, report, now)
    return uow.form_sets.get(athlete_id, set_id)


def judged(uow: UnitOfWork, athlete_id: str, set_id: str, report: Report, now: datetime) -> None:
    """Tell others that a set was judged, in the transaction that writes it.

    What was seen belongs to the day on which the set was handed in, however late it was judged.
    """
    changed(uow, athlete_id, uow.form_sets.get(athlete_id, set_id), now)
    data = {"set_id": set_id, "exercise": report["exercise"], "reps": report["set"]["count"]}
    uow.outbox.add(Event("form.judged", athlete_id, now, data))


def changed(uow: UnitOfWork, athlete_id: str, one: FormSet, now: datetime) -> None:
    """Say that a set which was judged came or goes: the plan and the day's features rest on it."""
    here = zone(uow.athletes.get(athlete_id).profile.time_zone)
    uow.athletes.bump(athlete_id)
    touch(uow, athlete_id, [local_day(one.created_at, here)], now)


def columns(report: Report) -> dict[str, Any]:
    """Return what of a report stands in columns of its own."""
    reps = report.get("reps", ())
    sure = [one for one in reps if one["trust"]["depth"] >= _SURE]
    return {
        "exercise": report["exercise"],
        "reps": report["set"]["count"],
        "hold_s": report.get("hold_s"),
        "score": report["set"]["score"],
        "report": dict(report),
        "measured": [[one["rom_deg"], one["asymmetry_deg"]] for one in sure],
    }


def own(uow: UnitOfWork, athlete_id: str) -> dict[str, Personal]:
    """Return exercise → what is known of the athlete's own range and asymmetry."""
    found = uow.form_sets.measured(athlete_id, _LATEST_SETS)
    return {
        exercise: Personal.of([[Measured(*rep) for rep in one] for one in sets])
        for exercise, sets in found.items()
    }


def get(uow: UnitOfWork, athlete_id: str, set_id: str) -> FormSet:
    """Return one set of the athlete; raises `NotFound`."""
    return uow.form_sets.get(athlete_id, set_id)


def latest(uow: UnitOfWork, athlete_id: str, most: int = _MOST) -> list[FormSet]:
    """Return the athlete's latest sets, newest first."""
    return uow.form_sets.list(athlete_id, most)
