"""Workouts before and since iOS 16, their routes, and the day's summary."""

from __future__ import annotations

import json
from typing import Any

import pytest

from intake.exports import rows_of

SPAN = 'startDate="2026-02-01 08:00:00 +0100" endDate="2026-02-01 08:30:00 +0100"'


def workout(attributes: str = "", children: str = "", kind: str = "Running") -> dict[str, Any]:
    found = rows_of(
        f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" sourceName="Watch" {SPAN} '
        f"{attributes}>\n{children} </Workout>\n"
    )
    row = next(row for row in found.rows.to_dicts() if row["signal"] == "workout")
    return {**row, "details": json.loads(row["metadata"])}


BEFORE = (
    'duration="25.5" durationUnit="min" totalDistance="3.1" totalDistanceUnit="mi" '
    'totalEnergyBurned="300" totalEnergyBurnedUnit="Cal"'
)


def test_before_ios_16_the_totals_are_attributes() -> None:
    row = workout(BEFORE)
    assert (row["value"], row["unit"], row["si"]) == (25.5, "min", 1530)
    assert row["details"]["distance_m"] == pytest.approx(4988.966)
    assert row["details"]["active_energy_kj"] == pytest.approx(1255.2)


def statistic(kind: str, values: str) -> str:
    return f'  <WorkoutStatistics type="HKQuantityTypeIdentifier{kind}" {SPAN} {values}/>\n'


def test_since_ios_16_the_totals_are_statistics() -> None:
    children = (
        statistic("HeartRate", 'average="140" minimum="90" maximum="171" unit="count/min"')
        + statistic("ActiveEnergyBurned", 'sum="300" unit="kcal"')
        + statistic("BasalEnergyBurned", 'sum="50" unit="kcal"')
        + statistic("DistanceWalkingRunning", 'sum="5" unit="km"')
    )
    details = workout('duration="25" durationUnit="min"', children)["details"]
    assert details["distance_m"] == 5000
    assert details["active_energy_kj"] == pytest.approx(1255.2), (
        "active only, not the energy at rest"
    )
    assert (details["hr_mean_bpm"], details["hr_min_bpm"], details["hr_max_bpm"]) == (140, 90, 171)
    assert len(details["statistics"]) == 4


def test_a_workout_with_neither_has_its_time_from_start_to_end() -> None:
    row = workout()
    assert (row["si"], row["details"]) == (1800, {})


@pytest.mark.parametrize(
    ("kind", "activity"),
    [
        ("Running", "running"),
        ("TraditionalStrengthTraining", "strength"),
        ("FunctionalStrengthTraining", "strength"),
        ("UnheardOf", "other"),
    ],
)
def test_an_activity_has_a_neutral_name(kind: str, activity: str) -> None:
    row = workout(BEFORE, kind=kind)
    assert (row["text"], row["type"]) == (activity, f"HKWorkoutActivityType{kind}")


def test_pauses_zone_and_notes_are_kept() -> None:
    children = (
        '  <MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>\n'
        '  <MetadataEntry key="HKIndoorWorkout" value="0"/>\n'
        '  <WorkoutEvent type="HKWorkoutEventTypePause" date="2026-02-01 08:10:00 +0100"/>\n'
        '  <WorkoutActivity uuid="x" duration="10"><MetadataEntry key="a" value="b"/>'
        "</WorkoutActivity>\n"
    )
    row = workout(BEFORE, children)
    assert row["zone"] == "Europe/Zurich"
    assert row["details"]["entries"] == {"HKIndoorWorkout": "0"}
    assert row["details"]["events"][0]["type"] == "HKWorkoutEventTypePause"
    assert row["details"]["activities"] == [{"uuid": "x", "duration": "10"}]


def test_positions_written_inside_a_workout_become_a_route() -> None:
    found = rows_of(
        f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="W" {SPAN}>\n'
        '  <WorkoutRoute sourceName="Phone">\n'
        '   <Location date="2026-02-01 08:00:01 +0100" latitude="47.1" longitude="8.1" '
        'altitude="21.5"/>\n'
        '   <Location date="2026-02-01 08:00:03 +0100" latitude="47.2" longitude="8.2"/>\n'
        '   <Location date="2026-02-01 08:00:04 +0100" latitude="947" longitude="8.2"/>\n'
        "  </WorkoutRoute>\n </Workout>\n"
    )
    (route,) = (row for row in found.rows.to_dicts() if row["signal"] == "route")
    assert (route["value"], route["source"]) == (2, "Phone")
    assert json.loads(route["metadata"]) == {
        "t_s": [0, 2],
        "lat": [47.1, 47.2],
        "lon": [8.1, 8.2],
        "ele_m": [21.5, None],
    }


def test_a_workout_that_was_left_running_is_refused() -> None:
    found = rows_of(
        ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="9000" '
        f'durationUnit="min" sourceName="Watch" {SPAN}/>\n'
    )
    assert found.reasons == {"impossible_value": 1}


def test_a_summary_is_one_row_a_day_in_si() -> None:
    found = rows_of(
        ' <ActivitySummary dateComponents="2026-02-01" activeEnergyBurned="100" '
        'activeEnergyBurnedGoal="500" activeEnergyBurnedUnit="Cal" appleExerciseTime="30" '
        'appleExerciseTimeGoal="20" appleStandHours="11" appleStandHoursGoal="12"/>\n'
    )
    row = found.only()
    assert (row["signal"], row["text"]) == ("activity_summary", "2026-02-01")
    assert row["si"] == pytest.approx(418.4)
    assert row["start"].isoformat() == "2026-02-01T00:00:00+00:00"
    assert row["created"].isoformat() == "2026-03-01T08:00:00+00:00", "the moment of the export"
    assert json.loads(row["metadata"]) == {
        "active_energy_goal_kj": 2092,
        "exercise_s": 1800,
        "exercise_goal_s": 1200,
        "stand_hours": 11,
        "stand_goal_hours": 12,
    }


def test_a_summary_without_a_date_is_left_out() -> None:
    found = rows_of(' <ActivitySummary activeEnergyBurned="100" activeEnergyBurnedUnit="Cal"/>\n')
    assert found.skipped == {"ActivitySummary without a date": 1}


def test_who_the_export_is_of_is_told() -> None:
    found = rows_of(' <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-02-02"/>\n')
    assert found.about.person == {"HKCharacteristicTypeIdentifierDateOfBirth": "1990-02-02"}


def test_elements_without_a_place_are_counted() -> None:
    found = rows_of(' <ClinicalRecord type="Allergy"/>\n', " <Audiogram/>\n", " <Audiogram/>\n")
    assert found.skipped == {"ClinicalRecord": 1, "Audiogram": 2}
