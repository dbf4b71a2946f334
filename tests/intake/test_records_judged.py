"""What a record becomes: SI units, neutral names, or a reason why it was refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from intake.exports import export_text, parent, record, result, rows_of


@pytest.mark.parametrize(
    ("kind", "value", "unit", "signal", "si"),
    [
        ("HeartRate", "60", "count/min", "heart_rate", 60),
        ("HeartRate", "1.25", "count/s", "heart_rate", 75),
        ("HeartRateVariabilitySDNN", "45.3", "ms", "hrv_sdnn", 45.3),
        ("HeartRateVariabilityRMSSD", "0.0453", "s", "hrv_rmssd", 45.3),
        ("DistanceWalkingRunning", "1.5", "km", "distance", 1500),
        ("DistanceWalkingRunning", "1", "mi", "distance", 1609.344),
        ("ActiveEnergyBurned", "10", "Cal", "active_energy", 41.84),
        ("ActiveEnergyBurned", "10", "kcal", "active_energy", 41.84),
        ("ActiveEnergyBurned", "10", "kJ", "active_energy", 10),
        ("BodyMass", "154.3235835", "lb", "mass", 70),
        ("BodyMass", "70", "kg", "mass", 70),
        ("Height", "180", "cm", "height", 1.8),
        ("BodyFatPercentage", "0.255", "%", "body_fat", 0.255),
        ("BodyFatPercentage", "18.5", "%", "body_fat", 0.185),
        ("OxygenSaturation", "0.97", "%", "spo2", 0.97),
        ("OxygenSaturation", "98", "%", "spo2", 0.98),
        ("OxygenSaturation", "1", "%", "spo2", 1.0),
        ("AppleSleepingWristTemperature", "96.8", "degF", "wrist_temperature", 36.0),
        ("AppleExerciseTime", "2", "min", "exercise_time", 120),
        ("VO2Max", "45.2", "mL/min·kg", "vo2max", 45.2),
        ("VO2Max", "45.2", "mL/kg·min", "vo2max", 45.2),
        ("BloodGlucose", "4.59", "mmol&lt;180.1558800000541&gt;/L", "glucose", 4.59),
        ("BloodGlucose", "90", "mg/dL", "glucose", 4.9957),
        ("WalkingSpeed", "3.6", "km/hr", "walking_speed", 1.0),
        ("WorkoutEffortScore", "7", "appleEffortScore", "effort", 7),
    ],
)
def test_a_value_is_converted_to_the_si_unit_of_its_signal(
    kind: str, value: str, unit: str, signal: str, si: float
) -> None:
    row = rows_of(record(kind, value, unit)).only()
    assert row["signal"] == signal
    assert row["value"] == float(value)
    assert row["si"] == pytest.approx(si, rel=1e-4)


def test_units_may_differ_between_records_of_one_type() -> None:
    found = rows_of(record("BodyMass", "70", "kg"), record("BodyMass", "154.3235835", "lb"))
    assert found.rows["si"].to_list() == pytest.approx([70, 70])


def test_a_type_without_a_signal_is_kept_as_it_is() -> None:
    row = rows_of(record("HKDataTypeSleepDurationGoal", "8", "hr")).only()
    assert (row["type"], row["signal"], row["value"], row["unit"], row["si"]) == (
        "HKDataTypeSleepDurationGoal",
        None,
        8.0,
        "hr",
        None,
    )


@pytest.mark.parametrize(
    ("exported", "stage"),
    [
        ("InBed", "in_bed"),
        ("Asleep", "asleep"),
        ("AsleepUnspecified", "asleep"),
        ("AsleepCore", "core"),
        ("AsleepDeep", "deep"),
        ("AsleepREM", "rem"),
        ("Awake", "awake"),
    ],
)
def test_sleep_has_a_neutral_stage(exported: str, stage: str) -> None:
    value = f"HKCategoryValueSleepAnalysis{exported}"
    row = rows_of(record("HKCategoryTypeIdentifierSleepAnalysis", value)).only()
    assert (row["signal"], row["text"], row["value"]) == ("sleep", stage, None)


def test_another_category_keeps_its_text() -> None:
    value = "HKCategoryValueAppleStandHourStood"
    row = rows_of(record("HKCategoryTypeIdentifierAppleStandHour", value)).only()
    assert (row["text"], row["value"]) == (value, None)


def test_the_instant_is_right_whatever_the_offset() -> None:
    more = {"startDate": "2025-07-01 01:00:00 +0530", "endDate": "2025-06-30 20:00:00 +0000"}
    row = rows_of(record(**more)).only()
    assert row["start"] == datetime(2025, 6, 30, 19, 30, tzinfo=UTC)
    assert row["end"] == datetime(2025, 6, 30, 20, tzinfo=UTC)


def test_the_zone_of_a_record_is_kept_beside_it() -> None:
    entry = '  <MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>\n'
    row = rows_of(parent(entry)).only()
    assert (row["zone"], row["metadata"]) == ("Europe/Zurich", None)


def test_metadata_is_json_without_the_noise_of_synchronisation() -> None:
    entries = (
        '  <MetadataEntry key="HKWasUserEntered" value="1"/>\n'
        '  <MetadataEntry key="HKMetadataKeySyncIdentifier" value="48F2"/>\n'
        '  <MetadataEntry key="Note" value="a &quot;b&quot; \\ &amp;"/>\n'
    )
    row = rows_of(parent(entries)).only()
    assert json.loads(row["metadata"]) == {
        "entries": {"HKWasUserEntered": "1", "Note": 'a "b" \\ &'}
    }


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (record(value="19"), "impossible_value"),
        (record(value="251"), "impossible_value"),
        (record("StepCount", "-1", "count"), "impossible_value"),
        (record("BodyMass", "0", "kg"), "impossible_value"),
        (record("OxygenSaturation", "0.2", "%"), "impossible_value"),
        (record("OxygenSaturation", "101", "%"), "impossible_value"),
        (record(value="fast"), "no_number"),
        (record(value="NaN"), "no_number"),
        (record(value="inf"), "no_number"),
        (record(unit="furlong"), "unknown_unit"),
        (record(type=""), "no_type"),
        (record(startDate="yesterday"), "unreadable_time"),
        (record(endDate="2026-02-30 08:00:00 +0100"), "unreadable_time"),
        (record(startDate="2026-02-01 09:00:00 +0100"), "ends_before_start"),
        (record(startDate="1969-12-31 00:00:00 +0000"), "too_old"),
        (
            record("HKCategoryTypeIdentifierSleepAnalysis", "HKCategoryValueSleepAnalysisDozing"),
            "unknown_sleep_stage",
        ),
        (
            record("StepCount", "9", "count", startDate="2026-01-30 08:00:00 +0100"),
            "lasts_too_long",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_reason(element: str, reason: str) -> None:
    found = rows_of(element)
    assert found.reasons == {reason: 1}
    assert found.records == 1
    assert found.rows.is_empty()


@pytest.mark.parametrize(("value", "kept"), [("20", 1), ("19.9", 0), ("250", 1), ("250.1", 0)])
def test_a_limit_is_the_last_value_that_is_believed(value: str, kept: int) -> None:
    assert rows_of(record(value=value)).rows.height == kept


def dated(start: str, created: str = "2026-02-01 08:00:00 +0100") -> str:
    return record(startDate=start, endDate=start, creationDate=created)


def test_a_record_from_after_the_export_is_refused() -> None:
    found = rows_of(dated("2026-03-02 09:00:00 +0100"), dated("2026-03-02 09:00:01 +0100"))
    assert found.rows.height == 1, "a day of grace: clocks and zones differ"
    assert found.reasons == {"in_the_future": 1}


def test_a_stale_export_date_does_not_refuse_what_was_created_later() -> None:
    stale = ' <ExportDate value="2024-01-01 00:00:00 +0000"/>\n'
    later = dated("2025-05-05 08:00:00 +0000", created="2025-05-05 08:01:00 +0000")
    assert result(export_text(later, exported=stale)).rows.height == 1


def test_nothing_from_after_today_is_believed_whatever_the_file_says() -> None:
    wrong = ' <ExportDate value="2031-01-01 00:00:00 +0000"/>\n'
    future = dated("2030-01-01 08:00:00 +0000", created="2030-01-01 08:00:00 +0000")
    assert result(export_text(future, exported=wrong)).reasons == {"in_the_future": 1}


def test_an_export_without_its_date_is_judged_by_today() -> None:
    found = result(export_text(record(), dated("2026-04-01 08:00:00 +0000"), exported=""))
    assert (found.rows.height, found.reasons) == (1, {"in_the_future": 1})
