"""Killed at any moment of any kind of import, what stands in the end is what would have stood."""

from __future__ import annotations

import hashlib
import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from conftest import add_athlete
from intake.exports import NOW, export_text, record
from intake.fit_files import run
from intake.killing import killed_after, start, work
from intake.test_import_jobs import events, files, look
from spotter.body import raw
from spotter.intake import service
from spotter.store.uow import Units

FIRST = datetime(2026, 1, 1, 6, tzinfo=UTC)
HOUR_S = 3600.0


def zipped(members: Iterator[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def apple() -> bytes:
    starts = (f"{FIRST + timedelta(minutes=i):%Y-%m-%d %H:%M:%S} +0000" for i in range(25_000))
    text = export_text(*(record(value="60", startDate=at, endDate=at) for at in starts))
    return zipped(iter([("apple_health_export/export.xml", text.encode())]))


def runs(count: int) -> Iterator[tuple[str, bytes]]:
    for i in range(count):
        hearts = (100 + (i + j) % 60 for j in range(800))
        yield f"activities/{i}.fit", run(FIRST + timedelta(days=i), hearts)


def hevy(sets: int) -> bytes:
    lines = ["title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps"]
    for i in range(sets):
        day = FIRST - timedelta(days=900 - i // 20)
        span = f'"{day:%-d %b %Y}, 10:00","{day:%-d %b %Y}, 11:00"'
        lines.append(f"Legs,{span},Squat (Barbell),{i % 20},normal,{60 + i % 40},{5 + i % 3}")
    return "\n".join(lines).encode()


def gpx() -> bytes:
    points = "".join(
        f'<trkpt lat="{45 + i / 10_000}" lon="7"><time>'
        f"{FIRST + timedelta(days=40, seconds=i):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for i in range(3_000)
    )
    return f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()


def mixed() -> Iterator[tuple[str, bytes]]:
    yield "lifting.csv", hevy(1_000)
    yield "ride.gpx", gpx()
    yield "watch.zip", zipped(runs(6))


# What is handed in, and at how many moments its import is killed.
KINDS: dict[str, tuple[Callable[[], bytes], int]] = {
    "Apple Health": (apple, 20),
    "a folder of FIT files": (lambda: zipped(runs(12)), 5),
    "a strength log": (lambda: hevy(3_000), 5),
    "a mixed archive": (lambda: zipped(mixed()), 4),
}


def hand_in(units: Units, data: bytes) -> tuple[str, str]:
    """Hand in a file for a new athlete; return the athlete and the import."""
    athlete_id = add_athlete(units)
    path = units.data_dir / "uploads" / f"{athlete_id}.part"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    with units() as uow:
        found = service.request_import(
            uow, athlete_id, path, name="given", size_bytes=len(data), sha256=sha256, now=NOW
        )
        uow.commit()
    return athlete_id, found.id


def standing(units: Units, athlete_id: str, import_id: str) -> dict[str, Any]:
    """Return everything that an import leaves behind, but names and times of its own."""
    found = look(units, athlete_id, import_id)
    assert found.state == "finished", found
    with units.reading() as uow:
        days = uow.days.between(athlete_id, date(2020, 1, 1), date(2030, 1, 1))
    kept = files(units, athlete_id)
    folder = units.data_dir / "athletes" / athlete_id / "raw"
    assert sorted(folder.iterdir()) == sorted(kept)
    return {
        "source": found.source,
        "report": found.report,
        "days": {day: (one.values, one.sources) for day, one in days.items()},
        "events": sorted(events(units, athlete_id)),
        "files": len(kept),
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_is_what_an_undisturbed_import_leaves(
    units: Units, database_url: str, data_dir: Path, kind: str
) -> None:
    make, times = KINDS[kind]
    data = make()
    start(database_url, data_dir).join()  # the first is slow: everything is loaded for it
    calm = hand_in(units, data)
    began = time.monotonic()
    process = start(database_url, data_dir)
    process.join()
    lasts_s = time.monotonic() - began
    expected = standing(units, *calm)
    rows = raw.scan(files(units, calm[0])).collect().sort("key")
    assert rows.height > 2_500

    moments = random.Random(kind)
    killed = 0
    for at in range(times * 3):
        given = hand_in(units, data)
        # Evenly over the import, at a random moment of each part.
        after_s = lasts_s * (killed + moments.random()) / times
        if killed_after(after_s, database_url, data_dir, HOUR_S * (2 * at)):
            killed += 1
        else:  # it was over before: the machine is less busy than it was
            lasts_s *= 0.7
        work(database_url, str(data_dir), HOUR_S * (2 * at + 1))
        assert standing(units, *given) == expected
        found = raw.scan(files(units, given[0])).collect().sort("key")
        assert_frame_equal(found, rows)
        if killed == times:
            break
    assert killed >= times // 2
    assert list((data_dir / "uploads").iterdir()) == []
