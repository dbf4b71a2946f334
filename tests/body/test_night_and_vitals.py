"""What is measured asleep, and what is read once a day."""

from __future__ import annotations

from datetime import date

import pytest

from body.raws import asleep, at, days_of, sample, value_of

DAY = date(2025, 3, 2)
NIGHT = asleep(at("2025-03-01 23:00"), 8)


def test_hrv_is_the_median_of_the_night_and_never_of_the_day() -> None:
    night = [
        sample("hrv_sdnn", at(f"2025-03-02 0{hour}:00"), v)
        for hour, v in ((1, 40), (3, 50), (5, 90))
    ]
    day = [sample("hrv_sdnn", at(f"2025-03-02 {hour}:00"), 20) for hour in range(10, 20)]
    assert value_of([NIGHT, *night, *day], "hrv_sdnn_ms", DAY) == 50


def test_hrv_before_midnight_belongs_to_the_night_that_ends_the_next_day() -> None:
    rows = [NIGHT, sample("hrv_sdnn", at("2025-03-01 23:30"), 44)]
    assert value_of(rows, "hrv_sdnn_ms", DAY) == 44


def test_without_recorded_sleep_the_early_morning_stands_in() -> None:
    rows = [
        sample("hrv_sdnn", at("2025-03-02 05:00"), 44),
        sample("hrv_sdnn", at("2025-03-02 12:00"), 20),
    ]
    assert value_of(rows, "hrv_sdnn_ms", DAY) == 44


def test_hrv_of_the_day_alone_is_no_hrv() -> None:
    assert days_of([sample("hrv_sdnn", at("2025-03-02 12:00"), 20)]) == {}


def test_sdnn_and_rmssd_are_two_metrics() -> None:
    rows = [
        NIGHT,
        sample("hrv_sdnn", at("2025-03-02 02:00"), 50),
        sample("hrv_rmssd", at("2025-03-02 02:00"), 35),
    ]
    found = days_of(rows)[DAY].values
    assert (found["hrv_sdnn_ms"], found["hrv_rmssd_ms"]) == (50, 35)


def test_one_source_speaks_for_the_hrv_of_a_night() -> None:
    ring = [
        sample("hrv_rmssd", at(f"2025-03-02 0{hour}:00"), 60, source="Ring", device="other Ring")
        for hour in (1, 2, 3)
    ]
    rows = [NIGHT, *ring, sample("hrv_rmssd", at("2025-03-02 04:00"), 20)]
    found = days_of(rows)[DAY]
    assert (found.values["hrv_rmssd_ms"], found.sources["hrv_rmssd_ms"]) == (60, "Ring")


def test_breathing_is_the_median_asleep() -> None:
    rows = [
        NIGHT,
        *(sample("respiratory_rate", at(f"2025-03-02 0{h}:00"), 12 + h) for h in (1, 2, 6)),
    ]
    rows.append(sample("respiratory_rate", at("2025-03-02 15:00"), 25))
    assert value_of(rows, "respiratory_rate_brpm", DAY) == 14


def test_of_several_resting_heart_rates_the_one_made_last_counts() -> None:
    def made(clock: str, value: float) -> dict[str, object]:
        return sample(
            "resting_heart_rate",
            at("2025-03-02 00:00"),
            value,
            end=at("2025-03-02 23:59"),
            created=at(f"2025-03-02 {clock}"),
        )

    rows = [made("11:00", 58), made("21:00", 55), made("15:00", 57)]
    assert value_of(rows, "resting_hr_bpm") == 55


def test_a_resting_heart_rate_up_to_midnight_is_of_the_day_it_spans() -> None:
    row = sample("resting_heart_rate", at("2025-03-02 00:00"), 52, end=at("2025-03-03 00:00"))
    assert list(days_of([row])) == [DAY]


def test_a_wrist_temperature_is_of_the_date_of_waking() -> None:
    row = sample("wrist_temperature", at("2025-03-01 22:00"), 35.2, end=at("2025-03-02 06:00"))
    assert value_of([row], "wrist_temperature_c", DAY) == 35.2


def test_mass_is_the_first_and_vo2max_the_latest_of_the_day() -> None:
    rows = [
        sample("mass", at("2025-03-02 19:00"), 71.5),
        sample("mass", at("2025-03-02 07:00"), 70.0),
        sample("vo2max", at("2025-03-02 09:00"), 44.0),
        sample("vo2max", at("2025-03-02 18:00"), 45.0),
    ]
    found = days_of(rows)[DAY].values
    assert (found["mass_kg"], found["vo2max_ml_kg_min"]) == (70.0, 45.0)


def test_oxygen_is_the_mean_of_the_days_samples() -> None:
    rows = [sample("spo2", at(f"2025-03-02 0{h}:00"), v) for h, v in ((1, 0.95), (2, 0.97))]
    assert value_of(rows, "spo2") == pytest.approx(0.96)


def test_heart_rate_has_a_mean_and_a_highest() -> None:
    rows = [
        sample("heart_rate", at(f"2025-03-02 1{h}:00"), v) for h, v in ((0, 60), (1, 90), (2, 150))
    ]
    found = days_of(rows)[DAY].values
    assert (found["hr_mean_bpm"], found["hr_max_bpm"]) == (100, 150)


@pytest.mark.parametrize(
    ("signal", "wrong"),
    [
        ("heart_rate", 255),
        ("heart_rate", 0),
        ("heart_rate", float("nan")),
        ("resting_heart_rate", 0),
        ("hrv_sdnn", 0),
        ("spo2", 1.7),
        ("body_fat", -0.2),
        ("mass", 7000),
        ("wrist_temperature", 96.8),
        ("vo2max", 0),
        ("respiratory_rate", 200),
    ],
)
def test_what_no_body_can_be_is_dropped(signal: str, wrong: float) -> None:
    assert days_of([sample(signal, at("2025-03-02 03:00"), wrong)]) == {}


def test_the_vendors_own_total_wins_over_ours() -> None:
    rows = [
        sample("active_energy", at("2025-03-02 10:00"), 100, minutes=10),
        sample("exercise_time", at("2025-03-02 10:00"), 60, minutes=1),
        sample(
            "activity_summary",
            at("2025-03-02 00:00"),
            2100.0,
            text="2025-03-02",
            metadata={"exercise_s": 1800.0},
        ),
    ]
    found = days_of(rows)[DAY]
    assert (found.values["active_energy_kj"], found.values["exercise_s"]) == (2100, 1800)
    assert found.sources["exercise_s"] == "daily summary"


def test_of_two_summaries_of_a_day_the_later_export_is_right() -> None:
    rows = [
        sample("activity_summary", at("2025-03-02 00:00"), kj, text="2025-03-02", created=at(made))
        for kj, made in ((2100.0, "2025-03-05 09:00"), (900.0, "2025-03-02 12:00"))
    ]
    assert value_of(rows, "active_energy_kj") == 2100


def test_the_summary_of_a_day_without_the_watch_says_nothing() -> None:
    empty = sample(
        "activity_summary",
        at("2025-03-02 00:00"),
        0.0,
        text="2025-03-02",
        metadata={"exercise_s": 0},
    )
    assert days_of([empty]) == {}


def test_no_rows_make_no_days() -> None:
    assert days_of([]) == {}
    assert days_of([NIGHT], days=set()) == {}
