"""A recorded track, whatever XML it came in: points → heart rate, route and workout rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO, Protocol

from spotter.intake.batch import Batch
from spotter.intake.drafts import Drafts
from spotter.intake.elements import Elements, Path, Want
from spotter.intake.errors import ImportRefused

# IUGG mean radius of the Earth, metres.
_EARTH_M = 6_371_008.8
# As long as the longest recorded workouts at one point a second; then another route begins.
_MOST_POINTS = 200_000
# A track that was recorded by hand or by position alone has no activity but this.
UNKNOWN = "other"
# A gap longer than this between two points is a pause; our own choice.
_PAUSE_S = 60.0

Reading = tuple[str, str | None, float, str]


@dataclass(slots=True)
class Point:
    """One point as written; degrees, metres. `readings` are (type, signal, value, unit)."""

    at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    ele: float | None = None
    readings: list[Reading] = field(default_factory=list)


def number(text: str | None) -> float | None:
    """Return `text` as a finite number, None for anything else."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None


def instant(text: str | None) -> datetime | None:
    """Return an ISO time as an instant (UTC when it names no zone), None for anything else."""
    try:
        parsed = datetime.fromisoformat(text.strip()) if text else None
        if parsed is None or parsed.tzinfo is UTC:
            return parsed
        return parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class Telling(Protocol):
    """What hears of the elements of a file, and tells of the tracks in it."""

    def wanted(self, path: Path) -> Want:
        """Return what to do with elements at `path`."""

    def end(self) -> None:
        """Tell the track that has come so far: the file breaks off here."""


def recorded(stream: BinaryIO, telling: Telling, drafts: Drafts) -> Iterator[Batch]:
    """Yield what `telling` puts into `drafts` while `stream` is parsed.

    Raises `Damaged`, `EntitiesRefused`, `WrongEncoding`, after what came before was yielded.
    """
    elements = Elements(telling.wanted)
    done = 0
    try:
        for done in elements.read(stream):
            if drafts.full:
                yield drafts.take(done)
    except ImportRefused as error:
        telling.end()
        yield drafts.take(done)
        raise error
    yield drafts.take(done)


class Track:
    """Tells the points of one workout as they come, and then the workout."""

    def __init__(self, drafts: Drafts, source: str) -> None:
        self._drafts, self.source, self.device = drafts, source, ""
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.walked_m = 0.0
        self.moving_s = 0.0
        self._heart = [0.0, 0.0, math.inf, -math.inf]  # sum, count, least, most
        self._place: tuple[float, float] | None = None
        self._before: datetime | None = None
        self._route: list[tuple[datetime, float, float, float | None]] = []

    def add(self, point: Point) -> None:
        """Tell one point; a point without a time is refused and counted."""
        if point.at is None:
            self._drafts.refuse("unreadable_time", "point")
            return
        self.first = min(self.first or point.at, point.at)
        self.last = max(self.last or point.at, point.at)
        if self._before is not None:
            gap = (point.at - self._before).total_seconds()
            self.moving_s += gap if 0 < gap <= _PAUSE_S else 0.0
        self._before = point.at
        for kind, signal, value, unit in point.readings:
            self._drafts.add(
                kind,
                signal,
                point.at,
                value=value,
                unit=unit,
                source=self.source,
                device=self.device,
            )
            if signal == "heart_rate" and value > 0:
                total, count, low, high = self._heart
                self._heart = [total + value, count + 1, min(low, value), max(high, value)]
        self._put(point, point.at)

    def _put(self, point: Point, at: datetime) -> None:
        lat, lon = point.lat, point.lon
        if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
            return
        if self._place is not None:
            self.walked_m += _apart(self._place, (lat, lon))
        self._place = lat, lon
        self._route.append((at, lat, lon, point.ele))
        if len(self._route) >= _MOST_POINTS:
            self.end_route("")

    def begin_segment(self) -> None:
        """Forget the last place and time: what lies between two segments was not recorded."""
        self._place = self._before = None

    def end_route(self, name: str) -> None:
        """Tell the route of the points since the last time."""
        points, self._route = self._route, []
        if not points:
            return
        start, end = min(each[0] for each in points), max(each[0] for each in points)
        self._drafts.add(
            "route",
            "route",
            start,
            end,
            value=float(len(points)),
            unit="count",
            text=name,
            source=self.source,
            device=self.device,
            metadata={
                "t_s": [(each[0] - start).total_seconds() for each in points],
                "lat": [each[1] for each in points],
                "lon": [each[2] for each in points],
                "ele_m": [each[3] for each in points],
            },
        )

    def end_workout(
        self, kind: str, activity: str, duration_s: float | None, about: Mapping[str, object]
    ) -> None:
        """Tell the workout: `duration_s` as written or, when None, as long as points were made."""
        if self.first is None or self.last is None:
            return
        total, count, low, high = self._heart
        mean = round(total / count, 1) if count else None
        heart = {"hr_mean_bpm": mean, "hr_min_bpm": low, "hr_max_bpm": high}
        metadata = {"distance_m": round(self.walked_m, 1), **(heart if count else {}), **about}
        self._drafts.add(
            kind,
            "workout",
            self.first,
            self.last,
            value=self.moving_s if duration_s is None else duration_s,
            unit="s",
            text=activity,
            source=self.source,
            device=self.device,
            metadata={name: each for name, each in metadata.items() if each not in (None, "", [])},
        )


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two places in metres, on a sphere (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))
