"""What workouts asked of the heart, and what the legs gave for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from body.raws import BERLIN, Row, asleep, at, frame, sample, workout
from spotter.athletes.profile import Sex
from spotter.body.daily import aggregate
from spotter.body.exertion import exertion
from spotter.body.heart import Stream
from spotter.body.strain import Heart
from spotter.body.workouts import Workout

DAY = date(2025, 3, 2)
TEN = at("2025-03-02 10:00")
# 190 bpm is what 208 - 0.7 × age gives at about 26; the pinned example wants exactly 190.
MAN = Heart(max_bpm=190, rest_bpm=55, told=True, female=False)
HOUR = Workout(DAY, 0, 3_600_000_000, "running", 3600.0, "Watch", 0)


def steady(bpm: float, minutes: int = 60) -> Stream:
    moments = np.arange(0, minutes * 60 + 1, 60, dtype=np.int64) * 1_000_000
    return Stream(moments, np.full(moments.shape, bpm, dtype=np.float32))


def values(rows: list[Row], person: Heart = MAN) -> Mapping[str, float]:
    found = aggregate(frame(rows).lazy(), BERLIN, heart_on=lambda _: person)
    return found[DAY].values if DAY in found else {}


def beats(*bpm: float, every_s: int = 60) -> list[Row]:
    return [
        sample("heart_rate", TEN + timedelta(seconds=every_s * n), one) for n, one in enumerate(bpm)
    ]


def test_the_published_example_of_banisters_impulse_comes_out() -> None:
    found = exertion(HOUR, steady(155), MAN)
    assert found is not None
    assert found.banister_au == pytest.approx(117.9, abs=0.1)


def test_a_woman_is_weighed_by_her_own_curve() -> None:
    found = exertion(HOUR, steady(155), replace(MAN, female=True))
    assert found is not None
    assert found.banister_au == pytest.approx(60 * 0.74074 * 0.86 * np.exp(1.67 * 0.74074), abs=0.1)


def test_without_a_told_sex_there_is_no_banister_and_the_others_stand() -> None:
    found = exertion(HOUR, steady(155), replace(MAN, female=None))
    assert found is not None
    assert found.banister_au is None
    assert found.edwards_au > 0


def test_without_a_told_age_nothing_is_said() -> None:
    assert exertion(HOUR, steady(155), replace(MAN, told=False)) is None
    assert not Heart.of(None, Sex.MALE).told


@pytest.mark.parametrize(
    ("share", "zone", "edwards", "lucia"),
    [
        (0.49, None, 0, 60),
        (0.51, 1, 60, 60),
        (0.69, 2, 120, 60),
        (0.79, 3, 180, 60),
        (0.81, 4, 240, 120),
        (0.91, 5, 300, 180),
    ],
)
def test_an_hour_at_one_heart_rate_is_an_hour_of_its_zone(
    share: float, zone: int | None, edwards: float, lucia: float
) -> None:
    found = exertion(HOUR, steady(190 * share), MAN)
    assert found is not None
    expected = [3600.0 if n == zone else 0.0 for n in range(1, 6)]
    assert found.zones_s == pytest.approx(expected)
    assert (found.edwards_au, found.lucia_au) == pytest.approx((edwards, lucia))


def test_pauses_are_not_counted() -> None:
    found = exertion(replace(HOUR, duration_s=1800.0), steady(155), MAN)
    assert found is not None
    assert sum(found.zones_s) == pytest.approx(1800)


def test_a_heart_rate_known_for_minutes_does_not_stand_for_an_hour() -> None:
    assert exertion(HOUR, steady(155, minutes=20), MAN) is None


@given(st.lists(st.floats(60, 189), min_size=61, max_size=61), st.integers(0, 60))
def test_a_faster_heart_never_costs_less(bpm: list[float], where: int) -> None:
    calm = Stream(steady(100).at, np.array(bpm, dtype=np.float32))
    higher = [*bpm[:where], min(bpm[where] + 10, 190.0), *bpm[where + 1 :]]
    harder = Stream(calm.at, np.array(higher, dtype=np.float32))
    before, after = exertion(HOUR, calm, MAN), exertion(HOUR, harder, MAN)
    assert before is not None
    assert after is not None
    assert (after.banister_au or 0) >= (before.banister_au or 0) - 1e-9
    assert after.edwards_au >= before.edwards_au - 1e-9
    assert after.lucia_au >= before.lucia_au - 1e-9


def test_a_day_with_one_workout_without_heart_rate_has_no_impulse() -> None:
    known = [workout(TEN, 40), *beats(*[150] * 41)]
    assert "trimp_edwards_au" in values(known)
    assert "trimp_edwards_au" not in values([*known, workout(at("2025-03-02 17:00"), 30)])


def run(first_m_s: float, second_m_s: float, first_bpm: float, second_bpm: float) -> list[Row]:
    """Return a run of 45 minutes whose halves after the first five minutes differ."""
    rows: list[Row] = [workout(TEN, 45)]
    rows += beats(*[first_bpm] * 25, *[second_bpm] * 21)
    for minute in range(45):
        metres = 60 * (first_m_s if minute < 25 else second_m_s)
        rows.append(sample("distance", TEN + timedelta(minutes=minute), metres, minutes=1))
    return rows


def test_an_even_run_is_coupled() -> None:
    assert values(run(3, 3, 150, 150))["decoupling"] == pytest.approx(0, abs=1e-9)


def test_the_same_speed_at_a_higher_heart_rate_is_decoupled() -> None:
    # The heart rate of a moment reaches half-way to the next one, hence the tolerance.
    assert values(run(3, 3, 140, 154))["decoupling"] == pytest.approx(1 - 140 / 154, abs=0.002)


def test_speed_is_brought_to_seventy_percent_of_the_reserve() -> None:
    share = (150 - 55) / (190 - 55)
    found = values([*run(3, 3, 150, 150), sample("resting_heart_rate", at("2025-03-02 07:00"), 55)])
    assert found["run_speed_at_hr_m_s"] == pytest.approx(3 * 0.7 / share)


def test_speed_on_a_watch_and_a_phone_is_not_added() -> None:
    rows = run(3, 3, 150, 150)
    twice = rows + [{**row, "source": "Phone"} for row in rows if row["signal"] == "distance"]
    assert values(twice)["run_speed_at_hr_m_s"] == values(rows)["run_speed_at_hr_m_s"]


def test_a_ride_is_judged_by_power_and_never_by_speed() -> None:
    ride = [{**row, "text": "cycling"} if row["signal"] == "workout" else row
            for row in run(8, 8, 140, 154)]  # fmt: skip
    assert "decoupling" not in values(ride)
    watts = [sample("cycling_power", TEN + timedelta(minutes=n), 200) for n in range(46)]
    assert values(ride + watts)["decoupling"] == pytest.approx(1 - 140 / 154, abs=0.002)


def test_a_short_run_says_nothing_about_staying_power() -> None:
    rows = [workout(TEN, 20), *beats(*[150] * 21)]
    rows += [sample("distance", TEN + timedelta(minutes=n), 180, minutes=1) for n in range(20)]
    assert "decoupling" not in values(rows)


def test_time_to_fall_asleep_needs_a_record_of_going_to_bed() -> None:
    night = asleep(at("2025-03-01 23:20"), 7)
    bed = sample("sleep", at("2025-03-01 23:00"), minutes=460, text="in_bed")
    assert "sleep_latency_s" not in values([night])
    assert values([night, bed])["sleep_latency_s"] == 20 * 60


def test_a_night_that_names_another_zone_was_away() -> None:
    night = asleep(at("2025-03-01 23:20"), 7)
    assert "away_h" not in values([night])
    assert values([{**night, "zone": "Europe/Berlin"}])["away_h"] == 0
    assert values([{**night, "zone": "Asia/Tokyo"}])["away_h"] == 8
