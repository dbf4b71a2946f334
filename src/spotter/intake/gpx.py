"""GPX: tracks with times (GPX 1.0 and 1.1), heart rate and power from their usual extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.elements import Path, Want, root_of
from spotter.intake.track import UNKNOWN, Point, Track, instant, number, recorded

_ACTIVITY: Mapping[str, str] = {
    "running": "running",
    "run": "running",
    "walking": "walking",
    "walk": "walking",
    "hiking": "hiking",
    "hike": "hiking",
    "cycling": "cycling",
    "biking": "cycling",
    "ride": "cycling",
    "swimming": "swimming",
    "rowing": "rowing",
}


def detect(head: bytes) -> bool:
    """Return whether a file that begins with `head` is GPX: its first element is `gpx`."""
    return root_of(head) == "gpx"


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of every track; raises `Damaged`, `EntitiesRefused`, `WrongEncoding`.

    A file that only plans a route (no point has a time) gives no rows; its points are counted.
    """
    drafts = Drafts(now=now, about=about)
    yield from recorded(opened.stream, _Reading(drafts), drafts)


class _Reading:
    """Where in the file the parser is."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._creator = ""
        self._track: Track | None = None
        self._name = self._type = ""
        self._point = Point()

    def wanted(self, path: Path) -> Want:
        """Return what to do with elements at `path`."""
        tag, parent = path[-1], path[-2] if len(path) > 1 else ""
        whole = {
            "gpx": Want(self._start_file),
            "trk": Want(self._start_track, lambda _: self.end()),
            "trkseg": Want(self._start_segment),
            "trkpt": Want(self._start_point, gathered=self._tell_point),
        }
        if tag in {"wpt", "rtept"}:
            return Want(lambda _: self._drafts.skip(tag))
        if parent == "trk" and tag in {"name", "type"}:
            return Want(ended=self._tell_name if tag == "name" else self._tell_type)
        return whole.get(tag, Want())

    def _start_file(self, attributes: dict[str, str]) -> None:
        self._creator = attributes.get("creator", "")[:200] or "GPX"

    def _start_track(self, _: dict[str, str]) -> None:
        self._track = Track(self._drafts, self._creator)
        self._name = self._type = ""

    def _start_segment(self, _: dict[str, str]) -> None:
        if self._track:
            self._track.begin_segment()

    def _start_point(self, attributes: dict[str, str]) -> None:
        self._point = Point(lat=number(attributes.get("lat")), lon=number(attributes.get("lon")))

    def _tell_point(self, said: Mapping[str, str]) -> None:
        point = self._point
        point.at, point.ele = instant(said.get("time")), number(said.get("ele"))
        for name in ("hr", "heartrate"):
            if (heart := number(said.get(name))) is not None:
                point.readings.append(("trkpt.hr", "heart_rate", heart, "bpm"))
        for name in ("power", "PowerInWatts"):
            if (power := number(said.get(name))) is not None:
                point.readings.append(("trkpt.power", None, power, "W"))
        if self._track:
            self._track.add(point)

    def _tell_name(self, text: str) -> None:
        self._name = text

    def _tell_type(self, text: str) -> None:
        self._type = text

    def end(self) -> None:
        """Tell the track that has come so far."""
        track, self._track = self._track, None
        if track is None:
            return
        track.end_route(self._name)
        activity = _ACTIVITY.get(self._type.strip().lower(), UNKNOWN)
        track.end_workout("trk", activity, None, {"name": self._name, "sport": self._type})
