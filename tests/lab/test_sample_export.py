"""The sample's export has the form of a real one, down to its oddities."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from spotter.kit.errors import BadInput
from spotter.lab.sample.write import Sample, write

QUANTITY = "HKQuantityTypeIdentifier"


@pytest.fixture(scope="module")
def root(two_months: Sample) -> ET.Element:
    with zipfile.ZipFile(two_months.export) as bundle:
        return ET.fromstring(bundle.read("apple_health_export/export.xml"))


def _records(root: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in root.iter("Record") if each.get("type", "").endswith(kind)]


def _sleep(root: ET.Element) -> Iterator[str]:
    for each in _records(root, "SleepAnalysis"):
        yield each.get("value", "").removeprefix("HKCategoryValueSleepAnalysis")


def test_the_same_arguments_give_the_same_bytes(two_months: Sample, tmp_path: Path) -> None:
    again = write(tmp_path, seed=7, months=2, until=two_months.last)
    for one, other in (
        (two_months.export, again.export),
        (two_months.profile, again.profile),
        (two_months.log, again.log),
    ):
        assert one.read_bytes() == other.read_bytes()


def test_the_count_returned_is_the_count_written(two_months: Sample, root: ET.Element) -> None:
    written = sum(1 for each in root if each.tag in {"Record", "Workout"})
    assert two_months.records == written


def test_everything_a_watch_and_a_phone_measure_is_there(root: ET.Element) -> None:
    kinds = {each.get("type", "").removeprefix(QUANTITY) for each in root.iter("Record")}
    assert kinds >= {
        "StepCount",
        "DistanceWalkingRunning",
        "HeartRate",
        "RestingHeartRate",
        "HeartRateVariabilitySDNN",
        "RespiratoryRate",
        "OxygenSaturation",
        "AppleSleepingWristTemperature",
        "ActiveEnergyBurned",
        "BasalEnergyBurned",
        "AppleExerciseTime",
        "VO2Max",
        "BodyMass",
        "BodyFatPercentage",
        "WorkoutEffortScore",
        "HKCategoryTypeIdentifierSleepAnalysis",
        "HKCategoryTypeIdentifierAppleStandHour",
    }


def test_steps_come_from_watch_and_phone_and_overlap(root: ET.Element) -> None:
    spans: dict[str, list[tuple[str, str]]] = {"Watch": [], "iPhone": []}
    for each in _records(root, "StepCount"):
        device = "Watch" if "model:Watch" in each.get("device", "") else "iPhone"
        spans[device].append((each.get("startDate", ""), each.get("endDate", "")))
    overlaps = sum(
        any(start < end_phone and start_phone < end for start_phone, end_phone in spans["iPhone"])
        for start, end in spans["Watch"]
    )
    assert overlaps > 0.3 * len(spans["Watch"])


def test_nights_have_the_stages_of_ios_16_inside_time_in_bed(root: ET.Element) -> None:
    found = Counter(_sleep(root))
    assert set(found) == {"InBed", "AsleepCore", "AsleepDeep", "AsleepREM", "Awake"}


def test_each_window_of_variability_lists_the_beats_it_was_made_of(root: ET.Element) -> None:
    for each in _records(root, "HeartRateVariabilitySDNN"):
        rates = [int(beat.get("bpm", "0")) for beat in each.iter("InstantaneousBeatsPerMinute")]
        intervals = [60000 / rate for rate in rates]
        middle = sum(intervals) / len(intervals)
        spread = (sum((one - middle) ** 2 for one in intervals) / len(intervals)) ** 0.5
        assert float(each.get("value", "")) == pytest.approx(spread, rel=0.12)


def test_all_times_carry_the_offset_of_the_day_of_export(root: ET.Element) -> None:
    """The clocks changed on 29 March, in the middle of the history; the text does not."""
    offsets = {each.get("startDate", "")[-5:] for each in root if each.get("startDate")}
    assert offsets == {"+0200"}


def test_nothing_is_newer_than_the_export(root: ET.Element) -> None:
    exported = root.find("ExportDate")
    assert exported is not None
    moment = exported.get("value", "")
    newest = max(each.get("creationDate", "") for each in root.iter("Record"))
    assert newest <= moment
    assert datetime.strptime(moment, "%Y-%m-%d %H:%M:%S %z").date() == date(2026, 4, 12)


def test_workouts_leave_pauses_out_and_carry_statistics(root: ET.Element) -> None:
    def seconds(each: ET.Element, name: str) -> float:
        return datetime.strptime(each.get(name, ""), "%Y-%m-%d %H:%M:%S %z").timestamp()

    for each in root.iter("Workout"):
        lasted = seconds(each, "endDate") - seconds(each, "startDate")
        paused = 45 if each.find("WorkoutEvent") is not None else 0
        assert float(each.get("duration", "")) * 60 == pytest.approx(lasted - paused, abs=2)
        kinds = {
            one.get("type", "").removeprefix(QUANTITY) for one in each.iter("WorkoutStatistics")
        }
        assert kinds >= {"ActiveEnergyBurned", "HeartRate"}


def test_each_run_has_its_route_in_the_zip(two_months: Sample, root: ET.Element) -> None:
    named = {each.get("path", "").removeprefix("/") for each in root.iter("FileReference")}
    with zipfile.ZipFile(two_months.export) as bundle:
        stored = {name.removeprefix("apple_health_export/") for name in bundle.namelist()}
        first = ET.fromstring(bundle.read(f"apple_health_export/{min(named)}"))
    assert named == stored - {"export.xml"}
    assert len(list(first.iter("{http://www.topografix.com/GPX/1/1}trkpt"))) > 100


def test_the_watch_has_the_apostrophe_and_the_no_break_space_of_real_names(
    root: ET.Element,
) -> None:
    names = {each.get("sourceName") for each in root.iter("Record")}
    assert "Sam\u2019s Apple\u00a0Watch" in names


@pytest.mark.parametrize("months", [0, 61, -1])
def test_an_impossible_length_is_refused_and_writes_nothing(months: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="months"):
        write(tmp_path / "out", seed=1, months=months)
    assert not (tmp_path / "out").exists()


def test_the_last_morning_has_its_night_its_resting_rate_and_no_training(
    two_months: Sample, root: ET.Element
) -> None:
    def ends(kind: str) -> str:
        return max(each.get("endDate", "")[:10] for each in _records(root, kind))

    last = two_months.last.isoformat()
    assert ends("SleepAnalysis") == ends("RestingHeartRate") == last
    assert max(each.get("startDate", "")[:10] for each in root.iter("Workout")) < last
