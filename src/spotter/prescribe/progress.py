"""What has come of it: sessions kept, volume per muscle, lifts, load and readiness over weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from spotter.body.baseline import state
from spotter.body.readiness import readiness
from spotter.body.service import days_between
from spotter.body.state import Day
from spotter.kit.errors import BadInput
from spotter.prescribe.elsewhere import as_logs
from spotter.prescribe.history import History, history
from spotter.prescribe.render import done_document
from spotter.safety.plausible import can_be
from spotter.store.uow import UnitOfWork
from spotter.training import volume
from spotter.training.catalogue import catalogue
from spotter.training.programmes import was_done
from spotter.training.session import SessionLog

MOST_WEEKS = 104
# Baselines of the first day shown look this far back.
BASELINE = timedelta(days=28)

Json = dict[str, object]


def progress(uow: UnitOfWork, athlete_id: str, on: date, weeks: int = 12) -> Json:
    """Return the last `weeks` weeks up to `on`, the current one last (weeks begin on Monday).

    Weeks and lifts count what imported training logs tell too; `sessions` are those done here.
    Sets that the athlete cannot have done, such as those logged in another unit before body mass
    was known, count nowhere; `sets_left_out` says how many there were. Raises `NotFound` for nobody
    and `BadInput` for weeks outside 1 to 104.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(f"weeks must be between 1 and {MOST_WEEKS}.", field="weeks")
    profile = uow.athletes.get(athlete_id).profile
    monday = on - timedelta(days=on.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    days = days_between(uow, athlete_id, first - BASELINE, on)
    here = uow.sessions.between(athlete_id, first, on)
    logged = [*here, *as_logs(uow.done_sets.between(athlete_id, first, on), here)]
    logs = _believed(logged, _heaviest(profile.mass_kg, days))
    done = [log for log in logs if was_done(log)]
    found = history(logs, {one.id: one for one in catalogue()})
    return {
        "first": first.isoformat(),
        "last": on.isoformat(),
        "weeks": [
            _week(done, first + timedelta(weeks=n), on, profile.days_per_week) for n in range(weeks)
        ],
        "lifts": _lifts(found, first),
        "days": _days(days, first, on),
        "sets_left_out": _set_count(logged) - _set_count(logs),
        "sessions": [
            {"date": log.day.isoformat(), **done_document(log)}
            for log in reversed(logs[: len(here)])
            if was_done(log)
        ],
    }


def _heaviest(told_kg: float | None, days: Mapping[date, Day]) -> float | None:
    """Return the most that the athlete weighed in kg: what was lifted then was lifted."""
    weighed = [mass for day in days.values() if (mass := day.values.get("mass_kg")) is not None]
    return max([*weighed, *([told_kg] if told_kg else [])], default=None)


def _believed(logs: Sequence[SessionLog], mass_kg: float | None) -> list[SessionLog]:
    return [
        replace(log, sets=tuple(one for one in log.sets if can_be(one, mass_kg))) for log in logs
    ]


def _set_count(logs: Sequence[SessionLog]) -> int:
    return sum(len(log.sets) for log in logs)


def _week(done: Sequence[SessionLog], monday: date, on: date, wanted: int) -> Json:
    sunday = monday + timedelta(days=6)
    within = [log for log in done if monday <= log.day <= sunday]
    muscles = volume.of_logs(within)
    planned = sum(log.planned_sets for log in within)
    return {
        "monday": monday.isoformat(),
        "sessions": len(within),
        "planned_sessions": wanted,
        "adherence": round(min(1.0, len(within) / wanted), 3),
        "sets_done": sum(log.work_sets for log in within),
        "planned_sets": planned,
        "minutes": round(sum(log.duration_min or 0.0 for log in within), 1),
        "load_au": round(
            sum((log.session_rpe or 0.0) * (log.duration_min or 0.0) for log in within), 1
        ),
        "muscle_sets": {muscle.value: count for muscle, count in sorted(muscles.items())},
        "current": monday <= on <= sunday,
    }


def _lifts(found: History, first: date) -> list[Json]:
    """Return each lift with at least one estimate: its points and its change a week."""
    lifts: list[Json] = []
    for name in sorted(found.outings):
        points = [(out.day, out.e1rm) for out in found.of(name) if out.e1rm is not None]
        if not points or name not in catalogue():
            continue
        values = [(day, round(value, 2)) for day, value in points if value is not None]
        lifts.append(
            {
                "exercise": name,
                "name": catalogue().get(name).name,
                "e1rm_kg": [{"date": day.isoformat(), "value": value} for day, value in values],
                "latest_kg": values[-1][1],
                "kg_per_week": _slope([((day - first).days / 7, value) for day, value in values]),
            }
        )
    return lifts


def _slope(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the least-squares slope, None with fewer than two different weeks."""
    if len(points) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    if spread == 0:
        return None
    return round(sum((x - mean_x) * (y - mean_y) for x, y in points) / spread, 3)


def _days(days: Mapping[date, Day], first: date, on: date) -> list[Json]:
    series: list[Json] = []
    for offset in range((on - first).days + 1):
        day = first + timedelta(days=offset)
        values = days[day].values if day in days else {}
        score = readiness(state(days, day)).score if day in days else None
        series.append(
            {
                "date": day.isoformat(),
                "readiness": score,
                "load_au": values.get("load_au"),
                "acute_load_au": values.get("acute_load_au"),
                "chronic_load_au": values.get("chronic_load_au"),
            }
        )
    return series
