"""GPX: tracks with times (GPX 1.0 and 1.1), heart rate and power from their usual extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.elements import Elements, root_of
from spotter.intake.errors import ImportRefused
from spotter.intake.track import UNKNOWN, Point, Track, instant, number

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
    reading = _Reading(drafts)
    elements = Elements(reading.started, reading.ended)
    done = 0
    try:
        for done in elements.read(opened.stream):
            if drafts.full:
                yield drafts.take(done)
    except ImportRefused as error:
        reading.end_track()
        yield drafts.take(done)
        raise error
    yield drafts.take(done)


class _Reading:
    """Where in the file the parser is."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._creator = ""
        self._track: Track | None = None
        self._name = self._type = ""
        self._point: Point | None = None

    def started(self, path: tuple[str, ...], attributes: dict[str, str]) -> None:
        """Begin a track, a segment or a point."""
        tag = path[-1]
        if tag == "gpx":
            self._creator = attributes.get("creator", "")[:200] or "GPX"
        elif tag == "trk":
            self._track = Track(self._drafts, self._creator)
            self._name = self._type = ""
        elif tag == "trkseg" and self._track:
            self._track.begin_segment()
        elif tag == "trkpt":
            self._point = Point(
                lat=number(attributes.get("lat")), lon=number(attributes.get("lon"))
            )
        elif tag in {"wpt", "rtept"}:
            self._drafts.skip(tag)

    def ended(self, path: tuple[str, ...], text: str) -> None:
        """End a track or a point, or keep what an element says of it."""
        tag, parent = path[-1], path[-2] if len(path) > 1 else ""
        if tag == "trk":
            self.end_track()
        elif parent == "trk" and tag == "name":
            self._name = text
        elif parent == "trk" and tag == "type":
            self._type = text
        elif tag == "trkpt" and self._point and self._track:
            self._track.add(self._point)
            self._point = None
        elif self._point is not None:
            self._of_point(self._point, tag, text)

    def _of_point(self, point: Point, tag: str, text: str) -> None:
        if tag == "time":
            point.at = instant(text)
        elif tag == "ele":
            point.ele = number(text)
        elif tag in {"hr", "heartrate"} and (heart := number(text)) is not None:
            point.readings.append(("trkpt.hr", "heart_rate", heart, "bpm"))
        elif tag in {"power", "PowerInWatts"} and (power := number(text)) is not None:
            point.readings.append(("trkpt.power", None, power, "W"))

    def end_track(self) -> None:
        """Tell the track that has come so far."""
        track, self._track = self._track, None
        if track is None:
            return
        track.end_route(self._name)
        activity = _ACTIVITY.get(self._type.strip().lower(), UNKNOWN)
        track.end_workout("trk", activity, None, {"name": self._name, "sport": self._type})
