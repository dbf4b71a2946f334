"""TCX: activities with laps and trackpoints (Garmin Training Center Database v1 and v2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.elements import Elements, root_of
from spotter.intake.errors import ImportRefused
from spotter.intake.track import UNKNOWN, Point, Track, instant, number
from spotter.kit.units import KJ_PER_KCAL

# The schema knows Running, Biking and Other; applications write more.
_ACTIVITY: Mapping[str, str] = {
    "running": "running",
    "biking": "cycling",
    "cycling": "cycling",
    "walking": "walking",
    "hiking": "hiking",
    "swimming": "swimming",
    "rowing": "rowing",
}
_SPEED: Mapping[str, str] = {"running": "running_speed", "walking": "walking_speed"}
_POWER: Mapping[str, str] = {"running": "running_power", "cycling": "cycling_power"}
# More laps than anybody presses.
_MOST_LAPS = 10_000


def detect(head: bytes) -> bool:
    """Return whether a file that begins with `head` is TCX: first element as in its schema."""
    return root_of(head) == "TrainingCenterDatabase"


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of every activity; raises `Damaged`, `EntitiesRefused`, `WrongEncoding`."""
    drafts = Drafts(now=now, about=about)
    reading = _Reading(drafts)
    elements = Elements(reading.started, reading.ended)
    done = 0
    try:
        for done in elements.read(opened.stream):
            if drafts.full:
                yield drafts.take(done)
    except ImportRefused as error:
        reading.end_activity()
        yield drafts.take(done)
        raise error
    yield drafts.take(done)


class _Reading:
    """Where in the file the parser is."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._track: Track | None = None
        self._activity = UNKNOWN
        self._about: dict[str, object] = {}
        self._laps: list[dict[str, float]] = []
        self._lap: dict[str, float] | None = None
        self._point: Point | None = None

    def started(self, path: tuple[str, ...], attributes: dict[str, str]) -> None:
        """Begin an activity, a lap, a track or a point."""
        tag = path[-1]
        if tag == "Activity":
            sport = attributes.get("Sport", "")
            self._activity = _ACTIVITY.get(sport.strip().lower(), UNKNOWN)
            self._track, self._about, self._laps = Track(self._drafts, "TCX"), {"sport": sport}, []
        elif tag == "Lap" and self._track:
            self._lap = {}
            if len(self._laps) < _MOST_LAPS:
                self._laps.append(self._lap)
        elif tag == "Track" and self._track:
            self._track.begin_segment()
        elif tag == "Trackpoint":
            self._point = Point()

    def ended(self, path: tuple[str, ...], text: str) -> None:
        """End an activity or a point, or keep what an element says of it."""
        tag, parent = path[-1], path[-2] if len(path) > 1 else ""
        if tag == "Activity":
            self.end_activity()
        elif tag == "Trackpoint" and self._point and self._track:
            self._track.add(self._point)
            self._point = None
        elif self._point is not None:
            self._of_point(self._point, tag, parent, text)
        elif parent in {"Lap", "AverageHeartRateBpm", "MaximumHeartRateBpm"}:
            self._of_lap(tag if parent == "Lap" else parent, text)
        elif (parent, tag) in {("Activity", "Notes"), ("Creator", "Name")} and text:
            self._about["notes" if tag == "Notes" else "creator"] = text

    def _of_point(self, point: Point, tag: str, parent: str, text: str) -> None:
        value = number(text)
        if tag == "Time":
            point.at = instant(text)
        elif tag == "LatitudeDegrees":
            point.lat = value
        elif tag == "LongitudeDegrees":
            point.lon = value
        elif tag == "AltitudeMeters":
            point.ele = value
        elif value is None:
            return
        elif (parent, tag) == ("HeartRateBpm", "Value"):
            point.readings.append(("Trackpoint.HeartRateBpm", "heart_rate", value, "bpm"))
        elif tag == "Speed":
            signal = _SPEED.get(self._activity)
            point.readings.append(("Trackpoint.Speed", signal, value, "m/s"))
        elif tag == "Watts":
            signal = _POWER.get(self._activity)
            point.readings.append(("Trackpoint.Watts", signal, value, "W"))

    def _of_lap(self, tag: str, text: str) -> None:
        name, value = _LAP.get(tag), number(text)
        if name and value is not None and self._lap is not None:
            self._lap[name] = value

    def end_activity(self) -> None:
        """Tell the activity that has come so far; its laps say how long and how far it was."""
        track, self._track = self._track, None
        if track is None:
            return
        track.end_route("")
        about, laps = dict(self._about), self._laps
        if laps and all("distance_m" in lap for lap in laps):
            about["distance_m"] = round(sum(lap["distance_m"] for lap in laps), 2)
        if energy := sum(lap.get("energy_kcal", 0.0) for lap in laps):
            about["active_energy_kj"] = round(energy * KJ_PER_KCAL, 3)
        timed = bool(laps) and all("duration_s" in lap for lap in laps)
        duration = sum(lap["duration_s"] for lap in laps) if timed else None
        track.end_workout("Activity", self._activity, duration, about | {"laps": laps})


_LAP: Mapping[str, str] = {
    "TotalTimeSeconds": "duration_s",
    "DistanceMeters": "distance_m",
    "Calories": "energy_kcal",
    "AverageHeartRateBpm": "hr_mean_bpm",
    "MaximumHeartRateBpm": "hr_max_bpm",
}
