"""The way of a run: laps of an invented loop in a park, as the GPX file beside the export."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from spotter.lab.sample.apple import utc
from spotter.lab.sample.body import BodyDay

CENTRE = (52.4735, 13.4017)
"""A former airfield that is a public park; nobody lives there."""

LAP_M = 2600.0
M_PER_DEGREE = 111_320.0
EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Route:
    """A GPX file: its name in the export, its text, and the metres climbed."""

    name: str
    text: str
    climb_m: float


def loop(body: BodyDay, start: float, end: float, distance_m: float) -> Route:
    """Return laps around the park at an even speed, with a receiver's small errors."""
    chance = body.life.chance(10)
    at = np.arange(start, end, EVERY_S)
    speed = distance_m / (end - start)
    angle = 2 * math.pi * (at - start) * speed / LAP_M + chance.uniform(0, 2 * math.pi)
    radius = LAP_M / 2 / math.pi
    north = radius * 0.8 * np.sin(angle) + chance.normal(0, 1.2, len(at))
    east = radius * 1.2 * np.cos(angle) + chance.normal(0, 1.2, len(at))
    lat = CENTRE[0] + north / M_PER_DEGREE
    lon = CENTRE[1] + east / M_PER_DEGREE / math.cos(math.radians(CENTRE[0]))
    height = 48 + 2.5 * np.sin(2 * angle)
    course = (90 - np.degrees(angle)) % 360
    points = "".join(
        f'<trkpt lon="{x:.6f}" lat="{y:.6f}"><ele>{up:.2f}</ele><time>{utc(when)}</time>'
        f"<extensions><speed>{speed:.3f}</speed><course>{way:.1f}</course>"
        "<hAcc>2.1</hAcc><vAcc>1.7</vAcc></extensions></trkpt>\n"
        for x, y, up, way, when in zip(lon, lat, height, course, at, strict=True)
    )
    climb = float(np.clip(np.diff(height), 0, None).sum())
    return Route(_name(body, start), _document(body, points, end), climb)


def _name(body: BodyDay, start: float) -> str:
    local = datetime.fromtimestamp(start, ZoneInfo(body.life.zone))
    half = "am" if local.hour < 12 else "pm"
    return f"route_{local:%Y-%m-%d}_{local.hour % 12 or 12}.{local:%M}{half}.gpx"


def _document(body: BodyDay, points: str, end: float) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="Apple Health Export"'
        ' xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<metadata><time>{utc(end)}</time></metadata>\n"
        f"<trk><name>Route {body.day}</name><trkseg>\n{points}</trkseg></trk>\n</gpx>\n"
    )
