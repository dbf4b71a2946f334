"""Workouts, each once, and what they cost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from body.raws import NEW_YORK, Row, app, at, days_of, sample, value_of, workout
from spotter.body.heart import Stream
from spotter.body.strain import DEVICE, DURATION, HEART, RATED, USUAL_CR10, Heart, cr10, load
from spotter.body.workouts import Workout
from spotter.intake.apple_health.types import ACTIVITY

DAY = date(2025, 3, 2)
TEN = at("2025-03-02 10:00")


def beats(bpm: float, minutes: int, every: int = 1) -> list[Row]:
    return [
        sample("heart_rate", at(f"2025-03-02 10:{minute:02d}"), bpm)
        for minute in range(0, minutes, every)
    ]


def test_a_rated_workout_costs_its_effort_times_its_minutes() -> None:
    rows = [workout(TEN, 40), sample("effort", TEN, 7.0, minutes=40)]
    found = days_of(rows)[DAY]
    assert (found.values["load_au"], found.sources["load_au"]) == (280, RATED)


def test_a_rating_stamped_after_the_workout_is_about_it() -> None:
    rows = [workout(TEN, 30), sample("effort", at("2025-03-02 10:45"), 6.0)]
    assert value_of(rows, "load_au") == 180


def test_the_athletes_rating_wins_over_the_devices() -> None:
    rows = [
        workout(TEN, 30),
        sample("effort_estimated", TEN, 9.0, minutes=30),
        sample("effort", TEN, 4.0, minutes=30),
    ]
    assert value_of(rows, "load_au") == 120


def test_a_device_estimate_is_said_to_be_one() -> None:
    rows = [workout(TEN, 30), sample("effort_estimated", TEN, 5.0, minutes=30)]
    assert days_of(rows)[DAY].sources["load_au"] == DEVICE


def test_an_unrated_workout_is_weighed_by_its_heart_rate() -> None:
    # 126 bpm is 55 % of the reserve from 60 to 180: CR10 4.5 by the intensity classes.
    found = days_of([workout(TEN, 40), *beats(126, 41)])[DAY]
    assert found.values["load_au"] == pytest.approx(4.5 * 40)
    assert found.sources["load_au"] == HEART


def test_the_days_own_resting_heart_rate_is_where_the_reserve_begins() -> None:
    rest = sample("resting_heart_rate", at("2025-03-02 08:00"), 40)
    found = value_of([workout(TEN, 40), rest, *beats(124, 41)], "load_au", DAY)
    assert found == pytest.approx(5 * 40)


def test_a_heart_rate_seen_for_a_moment_does_not_stand_for_the_whole() -> None:
    rows = [workout(TEN, 59), *beats(170, 3)]
    assert days_of(rows)[DAY].sources["load_au"] == DURATION


def test_the_vendors_mean_heart_rate_serves_where_there_are_no_samples() -> None:
    rows = [workout(TEN, 40, metadata={"hr_mean_bpm": 126})]
    assert value_of(rows, "load_au") == pytest.approx(180)


def test_strength_work_is_not_weighed_by_heart_rate() -> None:
    found = days_of([workout(TEN, 40, "strength"), *beats(100, 41)])[DAY]
    assert found.values["load_au"] == USUAL_CR10["strength"] * 40
    assert found.sources["load_au"] == DURATION
    assert found.values["load_strength_au"] == found.values["load_au"]


def test_a_timer_left_running_counts_three_hours_of_strength_work() -> None:
    assert value_of([workout(TEN, 14 * 60, "strength")], "workout_s") == 3 * 3600


def test_pauses_are_no_workout() -> None:
    paused = sample("workout", TEN, 1800.0, minutes=45, text="running")
    assert value_of([paused], "workout_s") == 1800


def test_a_duration_longer_than_the_clock_is_not_believed() -> None:
    wrong = sample("workout", TEN, 1800.0 * 60, minutes=30, text="running")
    assert value_of([wrong], "workout_s") == 1800


def test_one_workout_from_two_apps_counts_once_and_the_fuller_record_stands() -> None:
    rows = [
        workout(TEN, 60, metadata={"hr_mean_bpm": 126}),
        {**app("workout", at("2025-03-02 10:01"), 58 * 60, 58), "text": "running"},
    ]
    found = days_of(rows)[DAY]
    assert (found.values["workout_s"], found.sources["workout_s"]) == (3600, "Watch")


def test_a_rating_given_to_one_of_two_records_counts_for_the_workout() -> None:
    double = {**app("workout", at("2025-03-02 10:01"), 58 * 60, 58), "text": "running"}
    rows = [workout(TEN, 60), double, sample("effort", at("2025-03-02 10:01"), 8.0, minutes=58)]
    assert days_of(rows)[DAY].sources["load_au"] == RATED


def test_shared_time_of_two_different_workouts_counts_once() -> None:
    rows = [workout(TEN, 60), workout(at("2025-03-02 10:45"), 60, "strength")]
    assert value_of(rows, "workout_s") == (60 + 45) * 60


def test_workouts_after_each_other_both_count() -> None:
    rows = [workout(TEN, 30), workout(at("2025-03-02 10:30"), 20, "strength")]
    found = days_of(rows)[DAY].values
    assert (found["workout_s"], found["workout_strength_s"]) == (3000, 1200)


def test_a_workout_abroad_is_of_the_day_it_was_there() -> None:
    evening = workout(at("2025-03-01 21:00", NEW_YORK), 30, zone="America/New_York")
    assert list(days_of([evening])) == [date(2025, 3, 1)]


def test_every_activity_an_importer_names_has_a_usual_effort() -> None:
    assert set(ACTIVITY.values()) <= set(USUAL_CR10)


@pytest.mark.parametrize(
    ("share", "felt"), [(0, 0), (0.3, 2), (0.4, 3), (0.6, 5), (0.9, 8), (1, 10), (1.2, 10)]
)
def test_cr10_follows_the_intensity_classes(share: float, felt: float) -> None:
    heart = Heart(max_bpm=190, rest_bpm=50)
    assert cr10(50 + share * 140, heart) == pytest.approx(felt)


def test_a_younger_heart_finds_the_same_pulse_easier() -> None:
    def cost(age: int) -> float:
        stream = Stream(np.empty(0, np.int64), np.empty(0, np.float32))
        run = Workout(DAY, 0, 60_000_000, "running", 60, "", 0, hr_mean_bpm=140)
        return load(run, stream, Heart.of(age))[0]

    assert cost(25) < cost(60)


def test_time_is_told_by_sport_as_well() -> None:
    rows = [
        workout(TEN, 40, "running"),
        workout(at("2025-03-02 13:00"), 90, "cycling"),
        workout(at("2025-03-02 16:00"), 20, "hiking"),
        workout(at("2025-03-02 17:00"), 15, "yoga"),
    ]
    found = days_of(rows)[DAY].values
    assert found["workout_running_s"] == 2400
    assert found["workout_cycling_s"] == 5400
    assert found["workout_walking_s"] == 1200
    assert "workout_rowing_s" not in found
