"""Workout and ActivitySummary elements → draft rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from spotter.intake.apple_health import types
from spotter.intake.apple_health.draft import NOISE, TIME_ZONE_KEY
from spotter.intake.apple_health.found import COLUMN, DraftRow
from spotter.intake.apple_health.stamps import moment
from spotter.intake.drafts import compact
from spotter.intake.units import to_si

Attributes = Mapping[str, str]
_QUANTITY = "HKQuantityTypeIdentifier"


@dataclass(slots=True)
class Node:
    """One element with its children, as parsed."""

    tag: str
    attributes: Attributes
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def each(self, tag: str) -> Iterable[Node]:
        """Yield the direct children called `tag`."""
        return (child for child in self.children if child.tag == tag)


def number(text: str | None) -> float | None:
    """Return `text` as a finite number, None for anything else."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < float("inf") else None


def converted(signal: str, text: str | None, unit: str | None) -> float | None:
    """Return `text` in the SI unit of `signal`, None when number or unit make no sense."""
    value = number(text)
    how = to_si(signal, unit or "")
    if value is None or how is None:
        return None
    return round(value * how.factor + how.offset, 6)


def _present(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, [], {}, "")}


def workout_row(node: Node, order: int) -> DraftRow:
    """Return the draft row of one Workout.

    Attributes first (before iOS 16), statistics where an attribute is missing (since iOS 16).
    """
    attributes = node.attributes
    row: dict[str, object] = {
        COLUMN[name]: value for name, value in attributes.items() if name in COLUMN
    }
    entries = _entries(node)
    kind = attributes.get("workoutActivityType", "")
    value, unit = _duration(attributes)
    return row | {
        "order": order,
        "type": kind if kind.startswith(types.WORKOUT_PREFIX) else types.WORKOUT_PREFIX + kind,
        "value": value,
        "unit": unit,
        "text": types.activity(kind),
        "zone": entries.pop(TIME_ZONE_KEY, None),
        "metadata": compact(_details(node, entries)),
    }


def _duration(attributes: Attributes) -> tuple[str | None, str]:
    """Return duration and unit; without the attribute, the time from start to end."""
    if number(attributes.get("duration")) is not None:
        return attributes["duration"], attributes.get("durationUnit", "min")
    start, end = moment(attributes.get("startDate")), moment(attributes.get("endDate"))
    if start is None or end is None:
        return None, "s"
    return str((end - start).total_seconds()), "s"


def _entries(node: Node) -> dict[str, str]:
    pairs = (
        (e.attributes.get("key", ""), e.attributes.get("value", ""))
        for e in node.each("MetadataEntry")
    )
    return {key: value for key, value in pairs if key not in NOISE}


def _details(node: Node, entries: Mapping[str, str]) -> dict[str, object]:
    attributes = node.attributes
    statistics = {
        s.attributes.get("type", ""): s.attributes for s in node.each("WorkoutStatistics")
    }
    heart = statistics.get(f"{_QUANTITY}HeartRate", {})
    details: dict[str, object] = {
        "distance_m": converted(
            "distance", attributes.get("totalDistance"), attributes.get("totalDistanceUnit", "km")
        ),
        "active_energy_kj": converted(
            "active_energy",
            attributes.get("totalEnergyBurned"),
            attributes.get("totalEnergyBurnedUnit", "kcal"),
        ),
    }
    if details["distance_m"] is None:
        details["distance_m"] = _distance(statistics)
    if details["active_energy_kj"] is None:
        energy = statistics.get(f"{_QUANTITY}ActiveEnergyBurned", {})
        details["active_energy_kj"] = converted(
            "active_energy", energy.get("sum"), energy.get("unit")
        )
    for name, attribute in (("mean", "average"), ("min", "minimum"), ("max", "maximum")):
        bpm = converted("heart_rate", heart.get(attribute), heart.get("unit"))
        details[f"hr_{name}_bpm"] = bpm
    details["statistics"] = [dict(found) for found in statistics.values()]
    details["events"] = [dict(event.attributes) for event in node.each("WorkoutEvent")]
    details["activities"] = [_activity(child) for child in node.each("WorkoutActivity")]
    details["routes"] = route_files(node)
    details["entries"] = dict(entries)
    return _present(details)


def _distance(statistics: Mapping[str, Attributes]) -> float | None:
    """Return the sum over the distance statistics (a triathlon has several), in metres."""
    parts = [
        converted("distance", found.get("sum"), found.get("unit"))
        for kind, found in statistics.items()
        if kind.startswith(f"{_QUANTITY}Distance")
    ]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _activity(node: Node) -> dict[str, object]:
    statistics = [dict(s.attributes) for s in node.each("WorkoutStatistics")]
    return _present({**node.attributes, "statistics": statistics})


def route_files(node: Node) -> list[str]:
    """Return the files that the workout's routes refer to, each once."""
    paths = (
        file.attributes.get("path", "")
        for route in node.each("WorkoutRoute")
        for file in route.each("FileReference")
    )
    return list(dict.fromkeys(path for path in paths if path))


def summary_row(attributes: Attributes, order: int, export_date: str | None) -> DraftRow | None:
    """Return the draft row of one ActivitySummary, None when its date is no date."""
    try:
        day = date.fromisoformat(attributes.get("dateComponents", ""))
        after = day + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    unit = attributes.get("activeEnergyBurnedUnit", "kcal")
    goal = converted("active_energy", attributes.get("activeEnergyBurnedGoal"), unit)
    details = {
        "active_energy_goal_kj": goal,
        "exercise_s": converted("exercise_time", attributes.get("appleExerciseTime"), "min"),
        "exercise_goal_s": converted(
            "exercise_time", attributes.get("appleExerciseTimeGoal"), "min"
        ),
        "move_s": converted("exercise_time", attributes.get("appleMoveTime"), "min"),
        "move_goal_s": converted("exercise_time", attributes.get("appleMoveTimeGoal"), "min"),
        "stand_hours": number(attributes.get("appleStandHours")),
        "stand_goal_hours": number(attributes.get("appleStandHoursGoal")),
    }
    return {
        "order": order,
        "type": types.ACTIVITY_SUMMARY,
        "source": "",
        "unit": unit,
        "created": export_date,
        "start": f"{day.isoformat()} 00:00:00 +0000",
        "end": f"{after.isoformat()} 00:00:00 +0000",
        "value": attributes.get("activeEnergyBurned"),
        "text": day.isoformat(),
        "metadata": compact(_present(details)),
    }
