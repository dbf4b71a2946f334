"""The simulated body answers to training, illness and rest the way bodies do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from statistics import correlation, mean

import pytest

from spotter.lab.sample.body import BodyDay, simulate
from spotter.lab.sample.life import COLD, CYCLE_DAYS, HOLIDAY_DAYS, OVERREACH, Activity, days
from spotter.lab.sample.write import simulated, since

LAST = date(2026, 10, 30)
FIRST = since(LAST, 8)


@pytest.fixture(scope="module")
def history() -> list[BodyDay]:
    return simulated(seed=7, since=FIRST, until=LAST)


def _of(history: Sequence[BodyDay], place: range, value: Callable[[BodyDay], float]) -> list[float]:
    return [value(body) for body in history if body.life.index % CYCLE_DAYS in place]


def test_eight_months_have_every_day_once(history: list[BodyDay]) -> None:
    assert [body.life.index for body in history] == list(range(len(history)))
    assert len(history) == pytest.approx(8 * 30.4, abs=2)


def test_the_same_seed_gives_the_same_body() -> None:
    once, again = (simulated(seed=3, since=FIRST, until=date(2026, 5, 1)) for _ in range(2))
    assert once == again


def test_another_seed_gives_another_body() -> None:
    one = simulated(seed=3, since=FIRST, until=date(2026, 5, 1))
    other = simulated(seed=4, since=FIRST, until=date(2026, 5, 1))
    assert [body.sdnn_ms for body in one] != [body.sdnn_ms for body in other]


def test_a_longer_history_repeats_the_shorter_one(history: list[BodyDay]) -> None:
    longer = simulated(seed=7, since=FIRST, until=date(2026, 11, 20))
    assert longer[: len(history)] == history


def test_variability_falls_as_fatigue_rises(history: list[BodyDay]) -> None:
    well = [body for body in history if not body.life.illness]
    fatigue = [body.fatigue - body.fitness for body in well]
    assert correlation(fatigue, [body.sdnn_ms for body in well]) < -0.4


def test_resting_heart_rate_rises_with_fatigue(history: list[BodyDay]) -> None:
    well = [body for body in history if not body.life.illness]
    fatigue = [body.fatigue - body.fitness for body in well]
    assert correlation(fatigue, [body.resting_hr_bpm for body in well]) > 0.4


def test_a_cold_lowers_variability_and_raises_heart_rate_breath_and_warmth(
    history: list[BodyDay],
) -> None:
    sick = range(COLD.start + 1, COLD.start + 5)
    before = range(COLD.start - 28, COLD.start)

    def change(value: Callable[[BodyDay], float]) -> float:
        return mean(_of(history, sick, value)) / mean(_of(history, before, value))

    assert change(lambda body: body.sdnn_ms) < 0.9
    assert change(lambda body: body.resting_hr_bpm) > 1.07
    assert change(lambda body: body.respiratory_brpm) > 1.06
    assert change(lambda body: body.temperature_c) > 1.01


def test_nobody_trains_at_the_height_of_a_cold_or_on_holiday(history: list[BodyDay]) -> None:
    sick = range(COLD.start, COLD.start + 8)
    assert not any(_of(history, sick, lambda body: body.load_au))
    assert not any(_of(history, HOLIDAY_DAYS, lambda body: body.load_au))


def test_the_hard_block_piles_up_fatigue(history: list[BodyDay]) -> None:
    last_week = range(OVERREACH.stop - 7, OVERREACH.stop)
    before = range(OVERREACH.start - 28, OVERREACH.start)
    fatigue = mean(_of(history, last_week, lambda body: body.fatigue))
    assert fatigue > 1.12 * mean(_of(history, before, lambda body: body.fatigue))


def test_the_same_session_feels_harder_when_form_is_low(history: list[BodyDay]) -> None:
    usual = [body for body in history if body.life.volume == 1.0 and body.life.activity]
    middle = {
        activity: mean(body.session_rpe for body in usual if body.life.activity is activity)
        for activity in Activity
    }
    harder = [body.session_rpe - middle[body.life.activity] for body in usual if body.life.activity]
    assert correlation([body.form for body in usual], harder) < -0.2


def test_strength_grows_slowly_in_somebody_who_is_trained(history: list[BodyDay]) -> None:
    gain = history[-1].strength / (1 + history[-1].form) - 1
    assert 0.01 < gain < 0.08


def test_nobody_is_ever_outside_what_bodies_do(history: list[BodyDay]) -> None:
    for body in history:
        assert 25 < body.sdnn_ms < 110
        assert 42 < body.resting_hr_bpm < 72
        assert 4 <= body.night.asleep_h <= 9.7
        assert 0.93 < body.spo2 < 1.0
        assert 76 < body.mass_kg < 83
        assert body.session_rpe <= 10


def test_what_is_done_today_is_not_felt_this_morning() -> None:
    life = list(days(7, FIRST, date(2026, 4, 1)))
    until_noon = list(simulate(life[:10]))
    assert until_noon == list(simulate(life))[:10]
