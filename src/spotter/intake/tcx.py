"""TCX: activities with laps and trackpoints (Garmin Training Center Database v1 and v2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from spotter.intake.alike import Texts
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.elements import Path, Want, root_of
from spotter.intake.points import number
from spotter.intake.track import UNKNOWN, Fields, Reading, Track, recorded
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


def batches(
    opened: Opened, *, now: datetime, about: About, careful: bool = False
) -> Iterator[Batch]:
    """Yield the rows of every activity; raises `Damaged`, `EntitiesRefused`, `WrongEncoding`."""
    drafts = Drafts(now=now, about=about)
    yield from recorded(opened.stream, _Telling(drafts), drafts, careful=careful)


def _fields(activity: str) -> Fields:
    return Fields(
        "Time",
        "LatitudeDegrees",
        "LongitudeDegrees",
        "AltitudeMeters",
        (
            Reading("Value", "Trackpoint.HeartRateBpm", "heart_rate", "bpm"),
            Reading("Speed", "Trackpoint.Speed", _SPEED.get(activity), "m/s"),
            Reading("Watts", "Trackpoint.Watts", _POWER.get(activity), "W"),
        ),
    )


class _Telling:
    """Where in the file the parser is."""

    point = "Trackpoint"

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._track: Track | None = None
        self._activity = UNKNOWN
        self._about: dict[str, object] = {}
        self._laps: list[dict[str, float]] = []
        self._lap: dict[str, float] | None = None

    def wanted(self, path: Path) -> Want:
        """Return what to do with elements at `path`."""
        tag, parent = path[-1], path[-2] if len(path) > 1 else ""
        if tag == "Trackpoint":
            return Want(gathered=self._tell_points)
        if tag == "Activity":
            return Want(self._start_activity, lambda _: self.end())
        if tag in {"Lap", "Track"}:
            return Want(self._start_lap if tag == "Lap" else self._start_track)
        if parent in {"Lap", "AverageHeartRateBpm", "MaximumHeartRateBpm"}:
            name = _LAP.get(tag if parent == "Lap" else parent)
            return Want(ended=None if name is None else partial(self._tell_lap, name))
        if (parent, tag) in {("Activity", "Notes"), ("Creator", "Name")}:
            return Want(ended=partial(self._tell_about, "notes" if tag == "Notes" else "creator"))
        return Want()

    def _start_activity(self, attributes: dict[str, str]) -> None:
        sport = attributes.get("Sport", "")
        self._activity = _ACTIVITY.get(sport.strip().lower(), UNKNOWN)
        self._track = Track(self._drafts, "TCX", _fields(self._activity))
        self._about, self._laps = {"sport": sport}, []

    def _start_lap(self, _: dict[str, str]) -> None:
        if self._track:
            self._lap = {}
            if len(self._laps) < _MOST_LAPS:
                self._laps.append(self._lap)

    def _start_track(self, _: dict[str, str]) -> None:
        if self._track:
            self._track.begin_segment()

    def _tell_points(self, count: int, said: Texts) -> None:
        if self._track is not None:
            self._track.add(count, said)

    def _tell_lap(self, name: str, text: str) -> None:
        value = number(text)
        if value is not None and self._lap is not None:
            self._lap[name] = value

    def _tell_about(self, name: str, text: str) -> None:
        if text:
            self._about[name] = text

    def end(self) -> None:
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
