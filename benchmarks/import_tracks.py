"""Import of TCX and GPX tracks, one long and a season of short ones, against peers on the same.

    python benchmarks/import_tracks.py [--points 200000] [--runs 3]

The files are generated with the same points: time, place, altitude, heart rate and power (and
speed in TCX). Each program is a process of its own, start of the process included. The peers make
objects in memory of every point; ours judges every record, gives it a key, computes the workout
and writes its Parquet file. `gpxpy` parses with lxml, which makes it faster, and keeps the
extensions as XML. `tcxreader` makes every trackpoint; `python-tcxparser` is asked for times,
places, altitudes and heart rates. Prints what each read, and the ratio of medians; exits 1 when a
ratio falls below 1, which is when a peer was quicker. A process that reads one short track and ends
is no import as it happens here (a worker goes on): with few `--points` it measures how long Polars
takes to load, and the peers, which load little, win.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from import_apple import Run, run, show

OURS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from spotter.intake.pipeline import import_file
for _ in range(int(sys.argv[3])):
    outcome = import_file(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC))
kinds = ", ".join(f"{rows} {kind}" for kind, rows in sorted(outcome.by_kind.items()))
print(outcome.records, "records", outcome.rejected, "rejected:", kinds)
"""
GPXPY = """
import sys, gpxpy
for _ in range(int(sys.argv[3])):
    with open(sys.argv[1], encoding="utf-8") as file:
        points = [each.point for each in gpxpy.parse(file).get_points_data()]
heart = sum(1 for point in points for one in point.extensions for each in one if "hr" in each.tag)
print(len(points), "points,", heart, "with a heart rate")
"""
TCXREADER = """
import sys
from tcxreader.tcxreader import TCXReader
for _ in range(int(sys.argv[3])):
    points = TCXReader().read(sys.argv[1], only_gps=False).trackpoints
heart = sum(point.hr_value is not None for point in points)
print(len(points), "points,", heart, "with a heart rate")
"""
TCXPARSER = """
import sys
from tcxparser import TCXParser
for _ in range(int(sys.argv[3])):
    file = TCXParser(sys.argv[1])
    read = file.time_objects(), file.position_values(), file.altitude_points(), file.hr_values()
print(len(read[0]), "points,", len(read[3]), "with a heart rate")
"""
PROGRAMS = {"ours": OURS, "gpxpy": GPXPY, "tcxreader": TCXREADER, "python-tcxparser": TCXPARSER}
PEERS = {"gpx": ("gpxpy",), "tcx": ("tcxreader", "python-tcxparser")}
# How many times as fast as each peer we must be.
FLOOR = 1.0
# What most people have: an hour at one point a second, a season of them.
_HOUR, _SEASON = 3_600, 50
BEGAN = datetime(2026, 2, 1, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of the track; degrees, metres, beats a minute, watts, metres a second."""

    at: str
    lat: float
    lon: float
    ele: float
    hr: int
    watts: int
    speed: float


def spots(count: int) -> Iterator[Spot]:
    """Yield `count` points, one a second, around the hills of a small town."""
    for n in range(count):
        turn = n / 900
        at = (BEGAN + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        lat, lon = 48.2 + 0.05 * math.sin(turn), 11.6 + 0.05 * math.cos(turn * 0.9)
        ele, hard = 520 + 40 * math.sin(turn * 3), math.sin(n / 60)
        yield Spot(at, lat, lon, ele, int(145 + 20 * hard), int(210 + 60 * hard), 7.5 + hard)


def write_gpx(path: Path, count: int) -> None:
    """Write the track as Garmin's GPX 1.1."""
    with path.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Edge" '
            'xmlns="http://www.topografix.com/GPX/1/1" '
            'xmlns:tpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
            "<trk><name>Hills</name><type>cycling</type><trkseg>\n"
        )
        for one in spots(count):
            out.write(
                f'<trkpt lat="{one.lat:.7f}" lon="{one.lon:.7f}"><ele>{one.ele:.1f}</ele>'
                f"<time>{one.at}</time><extensions><power>{one.watts}</power>"
                f"<tpx:TrackPointExtension><tpx:hr>{one.hr}</tpx:hr></tpx:TrackPointExtension>"
                "</extensions></trkpt>\n"
            )
        out.write("</trkseg></trk></gpx>\n")


def write_tcx(path: Path, count: int) -> None:
    """Write the track as Garmin's TCX v2, in one lap."""
    with path.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
            'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
            'xmlns:x="http://www.garmin.com/xmlschemas/ActivityExtension/v2">\n<Activities>'
            f'<Activity Sport="Biking"><Id>{BEGAN:%Y-%m-%dT%H:%M:%SZ}</Id>'
            f'<Lap StartTime="{BEGAN:%Y-%m-%dT%H:%M:%SZ}"><TotalTimeSeconds>{count}'
            f"</TotalTimeSeconds><DistanceMeters>{count * 7.5}</DistanceMeters>"
            "<Calories>900</Calories><Track>\n"
        )
        for one in spots(count):
            out.write(
                f"<Trackpoint><Time>{one.at}</Time><Position><LatitudeDegrees>{one.lat:.7f}"
                f"</LatitudeDegrees><LongitudeDegrees>{one.lon:.7f}</LongitudeDegrees></Position>"
                f"<AltitudeMeters>{one.ele:.1f}</AltitudeMeters><HeartRateBpm><Value>{one.hr}"
                f"</Value></HeartRateBpm><Extensions><x:TPX><x:Speed>{one.speed:.2f}</x:Speed>"
                f"<x:Watts>{one.watts}</x:Watts></x:TPX></Extensions></Trackpoint>\n"
            )
        out.write("</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n")


WRITERS = {"gpx": write_gpx, "tcx": write_tcx}


def contest(kind: str, folder: Path, points: int, reads: int, times: int) -> int:
    """Read one track with ours and its peers in turns; return 1 when a floor was missed."""
    track = folder / f"track.{kind}"
    WRITERS[kind](track, points)
    size = track.stat().st_size / 1e6
    print(f"{track.name}: {points} points, {size:.1f} MB, read {reads} times by each process")
    runs: dict[str, list[Run]] = {name: [] for name in ("ours", *PEERS[kind])}
    for _ in range(times):
        for name, done in runs.items():
            rows = str(folder / "raw.parquet")
            command = [sys.executable, "-c", PROGRAMS[name], str(track), rows, str(reads)]
            done.append(run(command))
            show(name, done[-1])
    medians = {name: statistics.median(one.seconds for one in done) for name, done in runs.items()}
    slower = 0
    for peer in PEERS[kind]:
        ratio = medians[peer] / medians["ours"]
        slower |= ratio < FLOOR
        print(f"{kind}: ours is {ratio:.1f} × as fast as {peer} (floor: {FLOOR:.1f} ×)")
    return int(slower)


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=200_000, help="points of the long track")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as folder:
        missed = [
            contest(kind, Path(folder), points, reads, asked.runs)
            for points, reads in ((asked.points, 1), (_HOUR, _SEASON))
            for kind in PEERS
        ]
    return max(missed)


if __name__ == "__main__":
    sys.exit(main())
