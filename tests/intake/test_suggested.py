"""What an export says about the person is offered to the profile, and only that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from intake.exports import NOW, export_text, record
from spotter.intake.pipeline import import_file
from spotter.intake.report import report
from spotter.intake.suggested import suggested
from spotter.kit.time import zone

TODAY = date(2026, 3, 2)
BORN, SEX = (
    "HKCharacteristicTypeIdentifierDateOfBirth",
    "HKCharacteristicTypeIdentifierBiologicalSex",
)


def test_an_export_suggests_when_the_person_was_born_and_their_sex(tmp_path: Path) -> None:
    me = f' <Me {BORN}="1988-05-05" {SEX}="HKBiologicalSexFemale"/>\n'
    path = tmp_path / "export.xml"
    path.write_text(export_text(me, record()), encoding="utf-8")
    told = report(import_file(path, tmp_path / "out.parquet", now=NOW))
    assert told["suggested"] == {"birth_date": "1988-05-05", "sex": "female"}


def weighed(day: str, kind: str, value: str, unit: str) -> str:
    at = f"{day} 23:30:00 +0000"
    return record(kind, value, unit, startDate=at, endDate=at, creationDate=at)


def test_the_latest_mass_and_height_are_suggested_with_their_day(tmp_path: Path) -> None:
    rows = (
        weighed("2026-02-03", "BodyMass", "160", "lb"),
        weighed("2026-02-01", "BodyMass", "80", "kg"),
        weighed("2020-02-01", "Height", "178", "cm"),
    )
    path = tmp_path / "export.xml"
    path.write_text(export_text(*rows), encoding="utf-8")
    berlin = zone("Europe/Berlin")
    told = report(import_file(path, tmp_path / "out.parquet", now=NOW, zone=berlin))
    assert told["suggested"] == {
        "mass_kg": 72.57,
        "mass_kg_on": "2026-02-04",
        "height_m": 1.78,
        "height_m_on": "2020-02-02",
    }


def test_a_mass_that_the_profile_would_refuse_is_not_suggested() -> None:
    assert suggested({}, TODAY, {"mass": (TODAY, 19.9), "height": (TODAY, 2.7)}) == {}


@pytest.mark.parametrize(
    "person",
    [
        {},
        {BORN: "", SEX: "HKBiologicalSexNotSet"},
        {BORN: "2027-01-01", SEX: "HKBiologicalSexOther"},
        {BORN: "1850-01-01", SEX: "female"},
        {BORN: "5 May 1988"},
    ],
)
def test_what_is_not_set_or_cannot_be_suggests_nothing(person: dict[str, str]) -> None:
    assert suggested(person, TODAY) == {}
