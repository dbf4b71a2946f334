"""A recorded track, whatever XML it came in: points → heart rate, route and workout rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import BinaryIO, NamedTuple, Protocol

import numpy as np
import polars as pl

from spotter.intake.alike import Alike, Texts
from spotter.intake.batch import Batch
from spotter.intake.drafts import ROWS, Drafts
from spotter.intake.elements import Elements, Path, Want
from spotter.intake.errors import ImportRefused
from spotter.intake.points import instants, numbers, span, steps_m, total

# As long as the longest recorded workouts at one point a second; then another route begins.
_MOST_POINTS = 200_000
# A track that was recorded by hand or by position alone has no activity but this.
UNKNOWN = "other"
# A gap longer than this between two points is a pause; our own choice.
_PAUSE_US = 60_000_000


class Reading(NamedTuple):
    """A number that points may carry: the element it stands in, and what it becomes."""

    element: str
    type: str
    signal: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands where in a point; places in degrees, heights in metres."""

    time: str
    lat: str
    lon: str
    ele: str
    readings: tuple[Reading, ...]


class Telling(Protocol):
    """What hears of the elements of a file, and tells of the tracks in it."""

    point: str
    """The local name of the elements of which there are thousands."""

    def wanted(self, path: Path) -> Want:
        """Return what to do with elements at `path`."""

    def end(self) -> None:
        """Tell the track that has come so far: the file breaks off here."""


def recorded(
    stream: BinaryIO, telling: Telling, drafts: Drafts, *, careful: bool = False
) -> Iterator[Batch]:
    """Yield what `telling` puts into `drafts` while `stream` is parsed.

    `careful` hands every element to the exact parser (slow; for comparison). Raises `Damaged`,
    `EntitiesRefused`, `WrongEncoding`, after what came before was yielded.
    """
    elements = Elements(telling.wanted, None if careful else Alike(telling.point))
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

    def __init__(self, drafts: Drafts, source: str, fields: Fields) -> None:
        self._drafts, self._source, self._fields = drafts, source, fields
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._walked_m = 0.0
        self._moving_us = 0
        self._heart = [0.0, 0.0, math.inf, -math.inf]  # sum, count, least, most
        self._place: tuple[float, float] | None = None
        self._before: int | None = None
        self._route: list[pl.DataFrame] = []
        self._points = 0
        names = [fields.time, fields.lat, fields.lon, fields.ele]
        names += [each.element for each in fields.readings]
        self._said: dict[str, list[str | None]] = {name: [] for name in names}
        self._count = 0

    def add(self, count: int, said: Texts) -> None:
        """Take in `count` points; one without a time is refused and counted."""
        for name, column in self._said.items():
            column.extend(said.get(name) or repeat(None, count))
        self._count += count
        if self._count >= ROWS:
            self._tell_points()

    def _tell_points(self) -> None:
        if not self._count:
            return
        said = {name: pl.Series(name, each, dtype=pl.String) for name, each in self._said.items()}
        for column in self._said.values():
            column.clear()
        self._count = 0
        at = instants(said[self._fields.time])
        for _ in range(at.null_count()):
            self._drafts.refuse("unreadable_time", "point")
        timed = at.is_not_null()
        at = at.filter(timed)
        if at.is_empty():
            return
        self._pass_time(at)
        for each in self._fields.readings:
            self._tell_reading(each, at, numbers(said[each.element]).filter(timed))
        lat, lon, ele = self._fields.lat, self._fields.lon, self._fields.ele
        self._pass_places(
            pl.DataFrame(
                {
                    "at": at,
                    "lat": numbers(said[lat]).filter(timed),
                    "lon": numbers(said[lon]).filter(timed),
                    "ele_m": numbers(said[ele]).filter(timed),
                }
            )
        )

    def _pass_time(self, at: pl.Series) -> None:
        first, last = span(at)
        self._first, self._last = min(self._first or first, first), max(self._last or last, last)
        instants_us = at.to_physical().to_numpy()
        before = [] if self._before is None else [self._before]
        gaps = np.diff(np.concatenate((np.array(before, dtype=np.int64), instants_us)))
        self._moving_us += int(gaps[(gaps > 0) & (gaps <= _PAUSE_US)].sum())
        self._before = int(instants_us[-1])

    def _tell_reading(self, reading: Reading, at: pl.Series, values: pl.Series) -> None:
        there = values.is_not_null()
        at, values = at.filter(there), values.filter(there)
        self._drafts.add_all(
            reading.type, reading.signal, at, values, unit=reading.unit, source=self._source
        )
        beats = values.filter(values > 0).to_numpy()
        if reading.signal == "heart_rate" and len(beats):
            sum_, count, low, high = self._heart
            low, high = min(low, float(beats.min())), max(high, float(beats.max()))
            self._heart = [total(sum_, beats), count + len(beats), low, high]

    def _pass_places(self, points: pl.DataFrame) -> None:
        points = points.filter(
            pl.col("lat").is_between(-90, 90) & pl.col("lon").is_between(-180, 180)
        )
        if points.is_empty():
            return
        lat, lon = points["lat"].to_numpy(), points["lon"].to_numpy()
        if self._place is not None:
            before_lat, before_lon = self._place
            lat, lon = np.concatenate(([before_lat], lat)), np.concatenate(([before_lon], lon))
        self._walked_m = total(self._walked_m, steps_m(lat, lon))
        self._place = float(lat[-1]), float(lon[-1])
        while self._points + points.height >= _MOST_POINTS:
            room = _MOST_POINTS - self._points
            self._route.append(points.head(room))
            points = points.slice(room)
            self._tell_route("")
        self._route.append(points)
        self._points += points.height

    def begin_segment(self) -> None:
        """Forget the last place and time: what lies between two segments was not recorded."""
        self._tell_points()
        self._place = self._before = None

    def end_route(self, name: str) -> None:
        """Tell the route of the points since the last time."""
        self._tell_points()
        self._tell_route(name)

    def _tell_route(self, name: str) -> None:
        points = pl.concat(self._route) if self._route else None
        self._route, self._points = [], 0
        if points is None or points.is_empty():
            return
        start, end = span(points["at"])
        seconds = (points["at"] - start).to_physical() / 1e6
        self._drafts.add(
            "route",
            "route",
            start,
            end,
            value=float(points.height),
            unit="count",
            text=name,
            source=self._source,
            metadata={"t_s": seconds.to_list()}
            | {each: points[each].to_list() for each in ("lat", "lon", "ele_m")},
        )

    def end_workout(
        self, kind: str, activity: str, duration_s: float | None, about: Mapping[str, object]
    ) -> None:
        """Tell the workout: `duration_s` as written or, when None, as long as points were made."""
        self._tell_points()
        if self._first is None or self._last is None:
            return
        sum_, count, low, high = self._heart
        mean = round(sum_ / count, 1) if count else None
        heart = {"hr_mean_bpm": mean, "hr_min_bpm": low, "hr_max_bpm": high}
        metadata = {"distance_m": round(self._walked_m, 1), **(heart if count else {}), **about}
        self._drafts.add(
            kind,
            "workout",
            self._first,
            self._last,
            value=self._moving_us / 1e6 if duration_s is None else duration_s,
            unit="s",
            text=activity,
            source=self._source,
            metadata={name: each for name, each in metadata.items() if each not in (None, "", [])},
        )
