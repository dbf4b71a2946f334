"""Readiness: one number that can be taken apart, and never gets better from worse."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.body.parts import grade, hours
from spotter.body.readiness import WEIGHTS, readiness
from spotter.body.state import BodyState, Evidence, Readiness, Reading

TODAY = date(2025, 6, 30)
HOUR = 3600.0


def reading(metric: str, value: float | None, mean: float, sd: float, known: int = 28) -> Reading:
    z = None if value is None else (value - mean) / sd
    return Reading(
        metric, value, mean, sd, min(known, 7), mean, sd, known, z, 0, "Watch",
        math.log(mean), math.log(mean), min(sd / mean, 3.0),
    )  # fmt: skip


ORDINARY = {
    "hrv_sdnn_ms": (50.0, 8.0),
    "resting_hr_bpm": (55.0, 3.0),
    "sleep_s": (7.5 * HOUR, 0.8 * HOUR),
    "sleep_debt_s": (3 * HOUR, HOUR),
    "load_au": (250.0, 200.0),
    "monotony": (1.2, 0.2),
    "soreness": (2.0, 1.5),
    "mood": (4.0, 0.5),
    "energy": (3.5, 0.5),
    "stress": (2.0, 0.5),
    "sleep_quality": (4.0, 0.5),
    "wrist_temperature_c": (35.0, 0.2),
    "respiratory_rate_brpm": (14.0, 0.5),
}


def body(**today: float | None) -> BodyState:
    """Return an ordinary day, with other values for some metrics (None: missing today)."""
    found = {
        name: reading(name, today.get(name, mean), mean, sd)
        for name, (mean, sd) in ORDINARY.items()
    }
    return BodyState(TODAY, found)


def part(ready: Readiness, code: str) -> Evidence:
    return next(one for one in ready.evidence if one.code == code)


def test_an_ordinary_day_is_ready_and_sure() -> None:
    ready = readiness(body())
    assert ready.score is not None
    assert 70 <= ready.score <= 90
    assert ready.confidence == 1
    assert ready.missing == ()


def test_the_score_is_the_sum_of_what_its_evidence_weighs() -> None:
    ready = readiness(body(hrv_sdnn_ms=38.0))
    assert sum(one.weight for one in ready.evidence) == pytest.approx(1)
    assert ready.score == pytest.approx(
        sum(one.weight * one.score for one in ready.evidence), abs=0.05
    )


def test_nothing_known_gives_no_score_and_says_what_would_supply_each_part() -> None:
    ready = readiness(BodyState(TODAY, {}))
    assert (ready.score, ready.confidence, ready.evidence) == (None, 0, ())
    assert [one.code for one in ready.missing] == list(WEIGHTS)
    assert all(len(one.text) > 20 for one in ready.missing)


def test_every_part_is_either_evidence_or_missing() -> None:
    ready = readiness(body(hrv_sdnn_ms=None, soreness=None, sleep_s=None))
    assert sorted([one.code for one in ready.evidence] + [one.code for one in ready.missing]) == (
        sorted(WEIGHTS)
    )


def test_a_missing_part_lowers_confidence_and_not_the_score_by_itself() -> None:
    whole, less = readiness(body()), readiness(body(hrv_sdnn_ms=None))
    assert less.confidence == pytest.approx(whole.confidence - WEIGHTS["hrv"][0])
    assert less.score == pytest.approx(whole.score, abs=5)


def test_a_young_baseline_lowers_confidence() -> None:
    young = {name: replace(one, n_28=8) for name, one in body().readings.items()}
    assert readiness(BodyState(TODAY, young)).confidence < 0.8


def test_a_value_without_a_baseline_is_told_and_not_scored() -> None:
    state = body()
    few = {**state.readings, "hrv_sdnn_ms": replace(state.readings["hrv_sdnn_ms"], n_28=3)}
    missing = [one for one in readiness(BodyState(TODAY, few)).missing if one.code == "hrv"]
    assert "only 3 of the 7" in missing[0].text


def test_a_stale_value_is_told_with_its_age() -> None:
    state = body(resting_hr_bpm=None)
    old = {
        **state.readings,
        "resting_hr_bpm": replace(state.readings["resting_hr_bpm"], age_days=3),
    }
    missing = [one for one in readiness(BodyState(TODAY, old)).missing if one.code == "resting_hr"]
    assert "3 days old" in missing[0].text


def test_the_evidence_speaks_in_numbers() -> None:
    ready = readiness(body(hrv_sdnn_ms=38.0, resting_hr_bpm=60.0, sleep_s=6 * HOUR))
    assert "38 ms" in part(ready, "hrv").text
    assert "below that range" in part(ready, "hrv").text
    assert "5 bpm above your 28-day mean of 55" in part(ready, "resting_hr").text
    assert "6 h 00 min" in part(ready, "sleep").text


def test_one_bad_sign_is_not_averaged_away() -> None:
    fever = readiness(body(wrist_temperature_c=36.6))
    ordinary = readiness(body())
    assert fever.score is not None
    assert ordinary.score is not None
    assert fever.score <= ordinary.score - 10


def test_cold_or_slow_breathing_is_no_bonus() -> None:
    assert readiness(body(wrist_temperature_c=34.0)).score == readiness(body()).score
    assert readiness(body(respiratory_rate_brpm=11.0)).score == readiness(body()).score


def test_rmssd_speaks_where_it_is_the_one_measured() -> None:
    state = body(hrv_sdnn_ms=None)
    both = {**state.readings, "hrv_rmssd_ms": reading("hrv_rmssd_ms", 40.0, 42.0, 6.0)}
    assert "RMSSD" in part(readiness(BodyState(TODAY, both)), "hrv").text


def test_the_ratio_of_acute_to_chronic_load_is_shown_and_has_no_say() -> None:
    def loaded(scale: float) -> Evidence:
        state = body()
        load = replace(
            state.readings["load_au"], mean_7=350 * scale, mean_28=250 * scale, sd_28=200 * scale
        )
        return part(readiness(BodyState(TODAY, {**state.readings, "load_au": load})), "load")

    assert "Ratio 1.40, for information only" in loaded(1).text
    # The same deviation in own SDs gives the same score, at any ratio.
    shifted = body()
    load = replace(shifted.readings["load_au"], mean_7=1100.0, mean_28=1000.0)
    moved = part(readiness(BodyState(TODAY, {**shifted.readings, "load_au": load})), "load")
    assert "Ratio 1.10" in moved.text
    assert moved.score == pytest.approx(loaded(1).score)


def test_the_ratio_is_hidden_while_the_month_is_not_full() -> None:
    state = body()
    load = replace(state.readings["load_au"], n_28=27)
    found = part(readiness(BodyState(TODAY, {**state.readings, "load_au": load})), "load")
    assert "Ratio" not in found.text


def test_a_month_without_training_has_a_load_of_nothing() -> None:
    state = body()
    idle = replace(state.readings["load_au"], value=0, mean_7=0, mean_28=0, sd_28=0, z=None)
    found = part(readiness(BodyState(TODAY, {**state.readings, "load_au": idle})), "load")
    assert found.score == 80


def test_monotonous_weeks_cost_and_say_so() -> None:
    found = part(readiness(body(monotony=2.2)), "load")
    assert "monotony 2.2" in found.text
    assert found.score < part(readiness(body()), "load").score


WORSE = [
    ("hrv_sdnn_ms", -1, 5, 150),
    ("resting_hr_bpm", 1, 30, 110),
    ("sleep_s", -1, 0, 12 * HOUR),
    ("sleep_debt_s", 1, 0, 50 * HOUR),
    ("soreness", 1, 0, 10),
    ("mood", -1, 1, 5),
    ("energy", -1, 1, 5),
    ("sleep_quality", -1, 1, 5),
    ("stress", 1, 1, 5),
    ("monotony", 1, 0, 7),
    ("wrist_temperature_c", 1, 33, 40),
    ("respiratory_rate_brpm", 1, 8, 30),
]


@pytest.mark.parametrize(("metric", "worse", "low", "high"), WORSE)
@given(data=st.data())
def test_a_worse_reading_never_raises_readiness(
    metric: str, worse: int, low: float, high: float, data: st.DataObject
) -> None:
    others = {
        name: data.draw(st.one_of(st.none(), st.floats(lo, hi)), label=name)
        for name, _, lo, hi in WORSE
        if name != metric
    }
    one, other = data.draw(st.tuples(st.floats(low, high), st.floats(low, high)), label=metric)
    good, bad = (
        (min(one, other), max(one, other)) if worse > 0 else (max(one, other), min(one, other))
    )
    better = readiness(body(**others, **{metric: good})).score
    assert better is not None
    assert readiness(body(**others, **{metric: bad})).score <= better


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_more_load_lately_never_raises_readiness(one: float, other: float) -> None:
    def score(recent: float) -> float | None:
        state = body()
        load = replace(state.readings["load_au"], mean_7=recent)
        return readiness(BodyState(TODAY, {**state.readings, "load_au": load})).score

    assert score(max(one, other)) <= score(min(one, other))


@given(
    st.dictionaries(
        st.sampled_from(list(ORDINARY)),
        st.tuples(
            st.one_of(st.none(), st.floats(0.1, 1e5)),
            st.floats(0.1, 1e5),
            st.floats(0.01, 1e4),
            st.integers(0, 28),
        ),
    )
)
def test_whatever_is_known_the_score_stays_between_0_and_100(
    known: dict[str, tuple[float | None, float, float, int]],
) -> None:
    state = BodyState(TODAY, {name: reading(name, *found) for name, found in known.items()})
    ready = readiness(state)
    assert (ready.score is None) == (not ready.evidence)
    assert ready.score is None or 0 <= ready.score <= 100
    assert 0 <= ready.confidence <= 1
    assert all(0 <= one.score <= 100 and 0 <= one.coverage <= 1 for one in ready.evidence)


def test_the_shares_of_the_parts_sum_to_one() -> None:
    assert sum(weight for weight, _ in WEIGHTS.values()) == pytest.approx(1)


def test_a_grade_is_read_off_the_line_and_level_outside_it() -> None:
    line = ((0, 100), (10, 50), (20, 0))
    assert [grade(x, line) for x in (-5, 0, 5, 10, 15, 30)] == [100, 100, 75, 50, 25, 0]


def test_durations_read_as_people_say_them() -> None:
    assert hours(6 * HOUR + 5 * 60) == "6 h 05 min"
