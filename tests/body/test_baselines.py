"""A day against its own past, and never against its future."""

from __future__ import annotations

import math
from datetime import date, timedelta
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.body.baseline import state
from spotter.body.metrics import METRICS
from spotter.body.state import Day

TODAY = date(2025, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def history(metric: str, values: list[float | None], source: str = "") -> dict[date, Day]:
    """Return days with `values`, the last being today's; None for a day without."""
    found = {}
    for n, value in enumerate(reversed(values)):
        known = {} if value is None else {metric: value}
        found[ago(n)] = Day(ago(n), known, {metric: source} if known and source else {})
    return found


def reading(metric: str, values: list[float | None]):  # noqa: ANN201
    return state(history(metric, values), TODAY).readings[metric]


VALUES = [float(50 + n % 7) for n in range(40)]


def test_baselines_are_of_the_7_and_28_days_before_today_excluded() -> None:
    found = reading("resting_hr_bpm", [*VALUES, 61.0])
    assert (found.value, found.n_7, found.n_28) == (61, 7, 28)
    assert found.mean_7 == pytest.approx(mean(VALUES[-7:]))
    assert found.mean_28 == pytest.approx(mean(VALUES[-28:]))
    assert found.sd_28 == pytest.approx(stdev(VALUES[-28:]))


def test_the_deviation_is_in_own_standard_deviations() -> None:
    found = reading("resting_hr_bpm", [*VALUES, 61.0])
    assert found.z == pytest.approx((61 - mean(VALUES[-28:])) / stdev(VALUES[-28:]))


def test_hrv_deviates_in_logarithms() -> None:
    found = reading("hrv_sdnn_ms", [*VALUES, 61.0])
    logs = [math.log(value) for value in VALUES[-28:]]
    assert found.z == pytest.approx((math.log(61) - mean(logs)) / stdev(logs))
    assert found.ln_mean_28 == pytest.approx(mean(logs))
    assert found.mean_28 == pytest.approx(mean(VALUES[-28:]))


def test_fewer_than_seven_days_give_no_deviation() -> None:
    assert reading("steps", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0]).z is None
    assert reading("steps", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0]).z is not None


def test_a_body_that_never_varied_has_no_deviation() -> None:
    assert reading("steps", [5.0] * 20 + [9.0]).z is None


def test_a_missing_today_is_missing_and_its_age_is_told() -> None:
    found = reading("steps", [*VALUES, None, None])
    assert (found.value, found.age_days, found.z) == (None, 2, None)


def test_days_without_a_value_are_not_zeros() -> None:
    found = reading("steps", [1000.0, None, 3000.0, None, 5000.0])
    assert (found.n_7, found.mean_7) == (2, 2000)


def test_what_was_not_seen_for_28_days_has_no_reading() -> None:
    assert state(history("steps", [5000.0, *[None] * 29]), TODAY).readings == {}
    assert state({}, TODAY).value("steps") is None


def test_a_new_device_begins_a_new_baseline_of_hrv() -> None:
    days = history("hrv_rmssd_ms", [*VALUES, 60.0], "Ring")
    days |= {
        ago(n): Day(ago(n), {"hrv_rmssd_ms": 30.0}, {"hrv_rmssd_ms": "Watch"}) for n in range(3)
    }
    found = state(days, TODAY).readings["hrv_rmssd_ms"]
    assert (found.n_28, found.mean_28, found.source) == (2, 30, "Watch")


def test_steps_are_steps_whatever_counted_them() -> None:
    days = history("steps", [*VALUES, 60.0], "Phone")
    days[ago(3)] = Day(ago(3), {"steps": 30.0}, {"steps": "Watch"})
    assert state(days, TODAY).readings["steps"].n_28 == 28


def test_deviation_of_every_metric_has_a_name() -> None:
    everything = dict.fromkeys(METRICS, 1.0)
    assert set(state({TODAY: Day(TODAY, everything, {})}, TODAY).readings) == set(METRICS)


@given(
    st.dictionaries(st.integers(-40, 60), st.floats(20, 200), min_size=1),
    st.sampled_from(["steps", "hrv_sdnn_ms", "resting_hr_bpm"]),
)
def test_the_future_never_leaks_into_a_day(values: dict[int, float], metric: str) -> None:
    every = {ago(n): Day(ago(n), {metric: value}, {}) for n, value in values.items()}
    known = {one: found for one, found in every.items() if one <= TODAY}
    assert state(every, TODAY) == state(known, TODAY)
