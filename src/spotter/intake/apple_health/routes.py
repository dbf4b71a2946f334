"""Routes: GPX members of the archive, and positions written inside a Workout (until 2019)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from spotter.intake.apple_health import types
from spotter.intake.apple_health.found import DraftRow
from spotter.intake.apple_health.stamps import moment
from spotter.intake.apple_health.workouts import Node, number
from spotter.intake.drafts import compact

_POINT = "<trkpt"


def gpx_row(data: bytes, name: str, source: str, order: int) -> DraftRow | None:
    """Return the draft row of one GPX file, None when it holds no point with a time.

    Points are found by pattern, not by an XML parser: nothing in the file can be resolved.
    """
    points = pl.Series("p", data.decode("utf-8", "replace").split(_POINT)[1:], dtype=pl.String)
    frame = points.to_frame().select(
        lat=_number(r'\slat="([^"]*)"'),
        lon=_number(r'\slon="([^"]*)"'),
        ele=_number(r"<ele>([^<]*)<"),
        at=pl.col("p")
        .str.extract(r"<time>\s*([^<]*?)\s*<")
        .str.slice(0, 19)
        .str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False),
    )
    frame = frame.filter(pl.col("at").is_not_null() & _on_earth())
    if frame.is_empty():
        return None
    start, end = frame["at"].min(), frame["at"].max()
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    seconds = ((frame["at"] - start).dt.total_seconds()).to_list()
    return _row(
        order=order,
        source=source,
        name=name,
        span=(f"{start:%Y-%m-%d %H:%M:%S} +0000", f"{end:%Y-%m-%d %H:%M:%S} +0000"),
        points={
            "t_s": seconds,
            "lat": frame["lat"].to_list(),
            "lon": frame["lon"].to_list(),
            "ele_m": frame["ele"].to_list(),
        },
    )


def _number(pattern: str) -> pl.Expr:
    return pl.col("p").str.extract(pattern).cast(pl.Float64, strict=False)


def _on_earth() -> pl.Expr:
    return pl.col("lat").is_between(-90, 90) & pl.col("lon").is_between(-180, 180)


def inline_row(route: Node, order: int) -> DraftRow | None:
    """Return the draft row of the Locations inside one WorkoutRoute, None when there are none."""
    stamps: list[datetime] = []
    points: dict[str, list[float | None]] = {"lat": [], "lon": [], "ele_m": []}
    for place in route.each("Location"):
        at = moment(place.attributes.get("date"))
        lat, lon = (
            number(place.attributes.get("latitude")),
            number(place.attributes.get("longitude")),
        )
        if at is None or lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
            continue
        stamps.append(at)
        points["lat"].append(lat)
        points["lon"].append(lon)
        points["ele_m"].append(number(place.attributes.get("altitude")))
    if not stamps:
        return None
    first, last = min(stamps), max(stamps)
    return _row(
        order=order,
        source=route.attributes.get("sourceName", ""),
        name="",
        span=(f"{first:%Y-%m-%d %H:%M:%S %z}", f"{last:%Y-%m-%d %H:%M:%S %z}"),
        points={"t_s": [int((at - first).total_seconds()) for at in stamps], **points},
    )


def _row(
    *,
    order: int,
    source: str,
    name: str,
    span: tuple[str, str],
    points: Mapping[str, Sequence[object]],
) -> DraftRow:
    return {
        "order": order,
        "type": types.ROUTE,
        "source": source,
        "unit": "count",
        "start": span[0],
        "end": span[1],
        "value": str(len(points["t_s"])),
        "text": name,
        "metadata": compact(points),
    }
