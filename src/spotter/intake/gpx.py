"""GPX: tracks with times (GPX 1.0 and 1.1), heart rate and power from their usual extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from spotter.intake.alike import Texts
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.elements import Path, Want, root_of
from spotter.intake.track import UNKNOWN, Fields, Reading, Track, recorded

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

_FIELDS = Fields(
    "time",
    "@lat",
    "@lon",
    "ele",
    (
        Reading("hr", "trkpt.hr", "heart_rate", "bpm"),
        Reading("heartrate", "trkpt.hr", "heart_rate", "bpm"),
        Reading("power", "trkpt.power", None, "W"),
        Reading("PowerInWatts", "trkpt.power", None, "W"),
    ),
)


def detect(head: bytes) -> bool:
    """Return whether a file that begins with `head` is GPX: its first element is `gpx`."""
    return root_of(head) == "gpx"


def batches(
    opened: Opened, *, now: datetime, about: About, careful: bool = False
) -> Iterator[Batch]:
    """Yield the rows of every track; raises `Damaged`, `EntitiesRefused`, `WrongEncoding`.

    A file that only plans a route (no point has a time) gives no rows; its points are counted.
    """
    drafts = Drafts(now=now, about=about)
    yield from recorded(opened.stream, _Telling(drafts), drafts, careful=careful)


class _Telling:
    """Where in the file the parser is."""

    point = "trkpt"

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._creator = ""
        self._track: Track | None = None
        self._name = self._type = ""

    def wanted(self, path: Path) -> Want:
        """Return what to do with elements at `path`."""
        tag, parent = path[-1], path[-2] if len(path) > 1 else ""
        whole = {
            "gpx": Want(self._start_file),
            "trk": Want(self._start_track, lambda _: self.end()),
            "trkseg": Want(self._start_segment),
            "trkpt": Want(gathered=self._tell_points),
        }
        if tag in {"wpt", "rtept"}:
            return Want(lambda _: self._drafts.skip(tag))
        if parent == "trk" and tag in {"name", "type"}:
            return Want(ended=self._tell_name if tag == "name" else self._tell_type)
        return whole.get(tag, Want())

    def _start_file(self, attributes: dict[str, str]) -> None:
        self._creator = attributes.get("creator", "")[:200] or "GPX"

    def _start_track(self, _: dict[str, str]) -> None:
        self._track = Track(self._drafts, self._creator, _FIELDS)
        self._name = self._type = ""

    def _start_segment(self, _: dict[str, str]) -> None:
        if self._track:
            self._track.begin_segment()

    def _tell_points(self, count: int, said: Texts) -> None:
        if self._track is not None:
            self._track.add(count, said)

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
