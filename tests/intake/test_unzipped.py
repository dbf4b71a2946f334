"""An export that was unpacked is one again when its folder is brought in."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from intake.exports import NOW, export_text, record
from intake.test_ecg import english
from spotter.body import raw
from spotter.intake.pipeline import import_file
from spotter.intake.unzipped import Unzipped, gathered, packed

WALK = (
    ' <Workout workoutActivityType="HKWorkoutActivityTypeWalking" duration="10" durationUnit="min" '
    'sourceName="Watch" creationDate="2026-02-01 08:20:00 +0100" '
    'startDate="2026-02-01 08:00:00 +0100" endDate="2026-02-01 08:10:00 +0100">\n'
    '  <WorkoutRoute sourceName="Watch">\n'
    '   <FileReference path="/workout-routes/route_1.gpx"/>\n  </WorkoutRoute>\n </Workout>\n'
)
POINT = '<trkpt lat="52.5" lon="13.4"><ele>30</ele><time>2026-02-01T07:00:0{}Z</time></trkpt>'
GPX = f"<gpx><trk><trkseg>{POINT.format(1)}{POINT.format(2)}</trkseg></trk></gpx>"


def unpack(home: Path) -> Path:
    """Make the folder `home` with an unpacked export in it, and a track of something else."""
    for name, text in {
        "apple_health_export/export.xml": export_text(record(), WALK),
        "apple_health_export/export_cda.xml": "<ClinicalDocument/>",
        "apple_health_export/workout-routes/route_1.gpx": GPX,
        "apple_health_export/electrocardiograms/ecg_1.csv": english(),
        "apple_health_export/clinical-records/Condition-1.json": "{}",
        "ride.gpx": GPX,
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return unpack(tmp_path / "downloads")


def names(home: Path) -> list[str]:
    return [
        (each.export if isinstance(each, Unzipped) else each).relative_to(home).as_posix()
        for each in gathered(home)
    ]


def whole(home: Path) -> Unzipped:
    return next(each for each in gathered(home) if isinstance(each, Unzipped))


def test_what_belongs_to_an_export_does_not_come_alone(folder: Path) -> None:
    assert names(folder) == ["ride.gpx", "apple_health_export/export.xml"]


def test_routes_and_recordings_come_in_with_the_workouts_they_belong_to(
    folder: Path, tmp_path: Path
) -> None:
    with packed(whole(folder)) as path:
        outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    assert not path.exists()
    assert outcome.by_kind == {"heart_rate": 1, "workout": 1, "route": 1, "ecg": 1}
    assert outcome.tally.skipped == {}
    route = raw.scan([outcome.path]).collect().filter(signal="route").to_dicts()[0]
    assert (route["source"], json.loads(route["metadata"])["t_s"]) == ("Watch", [0, 1])


def test_the_same_folder_makes_the_same_archive(folder: Path) -> None:
    def made() -> bytes:
        with packed(whole(folder)) as path:
            return path.read_bytes()

    first = made()
    os.utime(folder / "apple_health_export/export.xml", (0, 0))
    (folder / "apple_health_export/export.xml").chmod(0o600)
    assert made() == first
    (folder / "apple_health_export/export.xml").write_text(export_text(record()))
    assert made() != first


def test_an_export_with_nothing_beside_it_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(export_text(record()))
    (tmp_path / "workout-routes").mkdir()
    assert list(gathered(tmp_path)) == [tmp_path / "export.xml"]


def test_tracks_beside_no_export_are_read_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "workout-routes").mkdir()
    (tmp_path / "workout-routes" / "route_1.gpx").write_text(GPX)
    (tmp_path / "other.xml").write_text("<other/>")
    assert names(tmp_path) == ["other.xml", "workout-routes/route_1.gpx"]


def test_an_export_that_is_named_brings_what_lies_beside_it(folder: Path) -> None:
    export = folder / "apple_health_export" / "export.xml"
    assert list(gathered(export)) == [whole(folder)]


def test_another_file_that_is_named_is_only_itself(folder: Path) -> None:
    export = folder / "apple_health_export" / "export.xml"
    other = export.rename(export.with_suffix(".txt"))
    assert list(gathered(other)) == [other]


def test_a_real_export_that_was_unpacked_finds_its_routes(
    apple_health: Path, tmp_path: Path
) -> None:
    home = apple_health / "apple-fixtures" / "brtkwr"
    assert [type(each) for each in gathered(home)] == [Unzipped]
    with packed(whole(home)) as path:
        outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    assert outcome.by_kind["route"] == 3
