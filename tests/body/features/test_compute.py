"""Features of hand-made days: values that can be checked on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from spotter.body.features import compute
from spotter.body.features.catalogue import FEATURES
from spotter.body.features.compute import features, features_of_many, touched_days
from spotter.body.features.feature import feature
from spotter.body.features.table import Record, daily_table
from spotter.body.features.windows import slope
from spotter.body.state import Day
from spotter.lab.population import athlete, population
from spotter.training.session import DoneSet, Focus, LoggedSet, SessionLog

FIRST = date(2025, 1, 1)


def days(metric: str, values: list[float | None], source: str = "watch") -> dict[date, Day]:
    found = {}
    for n, value in enumerate(values):
        if value is not None:
            day = FIRST + timedelta(days=n)
            found[day] = Day(day, {metric: value}, {metric: source})
    return found


def last(record: Record, name: str) -> float | None:
    value: float | None = features(daily_table(record))[name][-1]
    return value


def test_monotony_is_mean_over_sd_of_seven_loads() -> None:
    loads: list[float | None] = [100, 200, 300, 0, 0, 0, 100]
    # Mean 100, sum of squares of deviations 80 000, n - 1 = 6.
    found = last(Record("x", days("load_au", loads)), "load_monotony_7")
    assert found == pytest.approx(100 / (80_000 / 6) ** 0.5)


def test_equal_days_have_no_monotony() -> None:
    assert last(Record("x", days("load_au", [100.0] * 7)), "load_monotony_7") is None


def test_fitness_moves_by_its_share_of_the_difference() -> None:
    found = last(Record("x", days("load_au", [100, 200])), "fitness_42")
    assert found == pytest.approx(100 + 100 * (1 - 2.718281828459045 ** (-1 / 42)))


def test_doubt_about_fitness_grows_with_days_that_are_not_known() -> None:
    known = days("load_au", [100, 300, 0, 200, 100, 300, 0, 200] * 5)
    gaps = {day: one for n, (day, one) in enumerate(known.items()) if n < 30 or n == 39}
    assert last(Record("x", gaps), "fatigue_7_sd") > last(Record("x", known), "fatigue_7_sd")


def test_a_slope_of_a_straight_line_is_its_rise() -> None:
    line = pl.DataFrame({"x": [10.0, None, 14.0, 16.0, None, 20.0]})
    assert line.select(slope(pl.col("x"), 6, 3))["x"][-1] == pytest.approx(2.0)


def test_a_new_device_begins_a_baseline_of_its_own() -> None:
    old = days("resting_hr_bpm", [50.0, 52.0] * 15, "watch")
    new = days("resting_hr_bpm", [None] * 30 + [60.0], "ring")
    assert last(Record("x", old | new), "resting_hr_z_28") is None


def test_a_known_lift_is_told_with_its_doubt() -> None:
    done = [DoneSet("barbell_back_squat", FIRST, 1, 100.0)]
    row = features(daily_table(Record("x", done=done), last=FIRST + timedelta(days=60)))
    assert row["e1rm_squat"][-1] == pytest.approx(100)
    assert row["e1rm_squat_sd"][-1] > row["e1rm_squat_sd"][0]


def test_what_was_lifted_here_and_elsewhere_on_a_day_counts_once() -> None:
    at = datetime(2025, 1, 1, 12, tzinfo=UTC)
    ours = (LoggedSet("barbell_back_squat", at, reps=5, load_kg=100.0),) * 2
    log = SessionLog("s", FIRST, "Squats", Focus.STRENGTH, sets=ours)
    copy = DoneSet("barbell_back_squat", FIRST, 5, 100.0, source="Strong")
    bench = DoneSet("barbell_bench_press", FIRST, 5, 80.0, source="Strong")
    row = daily_table(Record("x", logs=[log], done=[copy, copy, bench])).row(0, named=True)
    assert row["hard_sets"] == 3
    assert row["tonnage_kg"] == 2 * 500 + 400
    assert row["e1rm_bench_epley_kg"] == pytest.approx(80 * (1 + 5 / 30))


def test_a_day_without_any_sign_has_no_load() -> None:
    table = daily_table(Record("x", days("mass_kg", [70, 70])))
    assert table["load_au"].to_list() == [None, None]


def test_rows_of_two_athletes_are_refused() -> None:
    both = pl.concat((athlete(1, 5), athlete(2, 5)))
    with pytest.raises(ValueError, match="one athlete"):
        features(both)


def test_the_order_of_rows_does_not_matter() -> None:
    table = athlete(1, 60)
    assert features(table.reverse()).equals(features(table))


def test_nobody_known_has_no_rows() -> None:
    assert features(daily_table(Record("x"))).height == 0


def test_late_data_changes_only_the_days_it_touches() -> None:
    bounded = {name: one for name, one in FEATURES.items() if one.days is not None}
    table = athlete(3, 260)
    changed = FIRST.replace(year=2024) + timedelta(days=20)
    late = table.with_columns(
        pl.when(pl.col("day") == changed).then(pl.lit(99.0)).otherwise("sleep_s").alias("sleep_s"),
        pl.when(pl.col("day") == changed).then(pl.lit(9e3)).otherwise("load_au").alias("load_au"),
    )
    before, after = features(table, bounded), features(late, bounded)
    differ = [
        day
        for day, one, other in zip(before["day"], before.rows(), after.rows(), strict=True)
        if any(
            (a is None) != (b is None)
            or (a is not None and a != pytest.approx(b, rel=1e-6, abs=1e-6))
            for a, b in zip(one[2:], other[2:], strict=True)
        )
    ]
    assert changed in differ
    assert set(differ) <= set(touched_days([changed], before["day"][-1], bounded))


def test_a_memory_of_the_whole_past_is_touched_to_the_end() -> None:
    end = FIRST + timedelta(days=400)
    touched = touched_days([FIRST], end, {"fitness_42": FEATURES["fitness_42"]})
    assert touched[-1] == end


def test_a_feature_of_one_day_touches_that_day() -> None:
    one = {"a": feature("a", pl.col("steps"), unit="1", about="", formula="", needs="steps")}
    assert touched_days([FIRST], FIRST + timedelta(days=9), one) == [FIRST]


def test_many_athletes_at_once_are_the_same_bits_as_each_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compute, "_AT_ONCE", 2)
    days = pl.int_range(60, eager=True)
    worn = pl.Series("resting_hr_bpm__source", ["Old watch" if n < 30 else "Ring" for n in days])
    first, second, third = population(3, 60)
    told = [first.with_columns(worn), second.filter(days % 7 != 3), third.head(1)]
    alone = [features(one) for one in told]
    assert not alone[0].equals(features(first)), "a new device begins a new baseline"
    mixed = pl.concat(told, how="diagonal_relaxed").sample(fraction=1, shuffle=True, seed=1)
    order = ["athlete_id", "day"]
    assert_frame_equal(
        features_of_many(mixed).sort(order), pl.concat(alone).sort(order), check_exact=True
    )
