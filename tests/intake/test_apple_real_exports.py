"""Every export we have comes in whole, odd as it may be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.exports import NOW, result, zipped
from spotter.body import raw
from spotter.intake.pipeline import ImportOutcome, import_file


def imported(path: Path, tmp_path: Path) -> ImportOutcome:
    return import_file(path, tmp_path / "out.parquet", now=NOW)


def test_the_2021_export_brings_every_record_and_workout(
    apple_health: Path, tmp_path: Path
) -> None:
    outcome = imported(apple_health / "apple-export-2021-fr-garmin-bwassim/export.zip", tmp_path)
    tally = outcome.tally
    assert outcome.records == 67_409 + 60
    assert outcome.rejected == 0
    assert tally.added + tally.repeated == outcome.records
    assert sum(outcome.by_kind.values()) == outcome.records
    assert tally.types["HKQuantityTypeIdentifierHeartRate"] == 51_154
    assert tally.kinds["workout"].rows == 60
    assert tally.kinds["workout"].added == 21, "Garmin wrote each of them up to six times"
    assert outcome.about.locale == "en_FR"


def test_the_2021_export_is_in_si_units(apple_health: Path, tmp_path: Path) -> None:
    outcome = imported(apple_health / "apple-export-2021-fr-garmin-bwassim/export.zip", tmp_path)
    rows = raw.scan([outcome.path]).collect()
    fat = rows.filter(signal="body_fat")["si"]
    assert 0.2 < float(fat.min()) <= float(fat.max()) < 0.35  # type: ignore[arg-type]
    assert rows["device"].n_unique() < 8, "83 exported texts are about five devices"


def test_the_spanish_zip_with_odd_member_names_is_found_by_its_content(
    apple_health: Path, tmp_path: Path
) -> None:
    (path,) = (apple_health / "apple-export-2016-es-josejamilena").glob("*.zip")
    outcome = imported(path, tmp_path)
    assert outcome.records == 3_823
    assert outcome.by_kind["steps"] == 1_931
    assert outcome.by_kind["sleep"] == 27
    assert outcome.about.locale == "es_ES"


@pytest.mark.parametrize(
    ("name", "records", "skipped"),
    [
        ("grll_v14_export.xml", 31, {"Correlation": 1}),
        ("derived_ios16_bad_dtd_export.xml", 31, {"Correlation": 1}),
        ("derived_vertical_tab_export.xml", 31, {"Correlation": 1}),
        ("krismos64_fr_FR_export_sample.xml", 12, {}),
        ("alxdrcirilo_export.xml", 8, {}),
        ("dogsheep_export.xml", 6, {}),
        ("tagbug_export.xml", 5, {}),
        ("brtkwr/export.xml", 5, {}),
        ("dogsheep_zip_contents/apple_health_export/export.xml", 5, {}),
    ],
)
def test_every_fixture_comes_in_whole(
    apple_health: Path, name: str, records: int, skipped: dict[str, int]
) -> None:
    found = result(apple_health / "apple-fixtures" / name)
    assert found.records == records
    assert found.rows.height == records
    assert dict(found.skipped) == skipped


def test_a_zip_not_called_export_comes_in(apple_health: Path, tmp_path: Path) -> None:
    outcome = imported(apple_health / "apple-fixtures/alxdrcirilo_export.zip", tmp_path)
    assert outcome.records == 8


def test_routes_come_from_the_files_beside_the_export(apple_health: Path, tmp_path: Path) -> None:
    folder = apple_health / "apple-fixtures/dogsheep_zip_contents"
    members = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    outcome = imported(zipped(tmp_path / "export.zip", members), tmp_path)
    route = raw.scan([outcome.path]).collect().filter(signal="route").to_dicts()[0]
    assert route["value"] == 3
    points = json.loads(route["metadata"])
    assert points["lat"][0] == pytest.approx(37.781672)
    assert points["t_s"] == [0, 0, 1]
    assert route["source"] == "Apple Watch"


def test_a_route_listed_twice_is_read_once(apple_health: Path) -> None:
    found = result(apple_health / "apple-fixtures/grll_v14_export.xml")
    walk = found.rows.filter(text="walking").to_dicts()[0]
    assert json.loads(walk["metadata"])["routes"] == [
        "/workout-routes/route_2024-12-13_11.59am.gpx"
    ]


def test_records_inside_a_correlation_are_not_counted_twice(apple_health: Path) -> None:
    found = result(apple_health / "apple-fixtures/grll_v14_export.xml")
    assert found.rows.filter(signal="systolic").height == 0, "this fixture repeats none at the top"
    assert found.skipped["Correlation"] == 1
