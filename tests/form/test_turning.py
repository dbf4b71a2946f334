"""The state machine of repetitions, on numbers drawn by hand: 170 at the start, 80 at the turn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.form.turning import Turn, Turning

FPS = 30


def _path(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Return values at 30 a second on straight lines through (second, value)."""
    at, value = (np.array(one) for one in zip(*points, strict=True))
    moments = np.arange(at[0], at[-1] + 1e-9, 1 / FPS)
    return list(zip(moments.tolist(), np.interp(moments, at, value).tolist(), strict=True))


def _count(path: list[tuple[float, float]], full: float = 90) -> list[Turn]:
    turning = Turning(full)
    for at, value in path:
        turning.feed(at, value)
    turning.break_off()
    return turning.done


def _reps(*turns: float, top: float = 170, seconds: float = 2.0) -> list[tuple[float, float]]:
    """Return one repetition to each of `turns`, a second of rest before each."""
    points, now = [(0.0, top)], 0.0
    for turn in turns:
        points += [(now + 1, top), (now + 1 + seconds / 2, turn), (now + 1 + seconds, top)]
        now += 1 + seconds
    return _path(*points, (now + 1, top))


def test_there_and_back_is_one() -> None:
    (turn,) = _count(_reps(80))
    assert turn.turn_s == pytest.approx(2, abs=0.05)
    assert 1 <= turn.start_s <= 1.2
    assert 2.8 <= turn.end_s <= 3
    assert turn.range == pytest.approx(90, abs=4)


@given(st.integers(1, 12), st.floats(0.8, 4.0))
@settings(deadline=None)
def test_as_many_as_were_done_are_counted(times: int, seconds: float) -> None:
    assert len(_count(_reps(*[80] * times, seconds=seconds))) == times


def test_it_is_counted_at_the_finish_and_not_at_the_turn() -> None:
    turning = Turning(90)
    when = [at for at, value in _reps(80, 80) if turning.feed(at, value)]
    assert 2.9 < when[0] < 3.3


def test_trembling_at_a_threshold_counts_nothing() -> None:
    rng = np.random.default_rng(1)
    path = [(n / FPS, 125 + float(rng.normal(0, 4))) for n in range(600)]
    assert _count(path) == []


def test_a_second_dip_at_the_bottom_is_the_same_repetition() -> None:
    path = _path((0, 170), (1, 170), (2, 80), (2.3, 110), (2.6, 75), (3.6, 170), (4.5, 170))
    assert len(_count(path)) == 1


def test_half_the_way_there_is_none() -> None:
    assert _count(_reps(140, 138, 141)) == []


def test_who_goes_less_deep_than_usual_is_still_counted() -> None:
    assert len(_count(_reps(80, 82, 110, 100))) == 4


def test_a_twitch_between_deep_repetitions_is_none() -> None:
    assert len(_count(_reps(60, 60, 128, 60))) == 3


def test_who_never_straightens_all_the_way_is_counted() -> None:
    path = _path(
        (0, 170), (1, 170), (2, 70), (3, 125), (4, 70), (5, 125), (6, 70), (7, 165), (8, 165)
    )
    assert len(_count(path)) == 3


def test_what_began_before_the_camera_is_none() -> None:
    assert _count(_path((0, 110), (0.5, 80), (1.5, 170), (2.5, 170))) == []


def test_what_begins_at_the_turn_is_counted_from_the_next_start() -> None:
    path = _path((0, 80), (1, 170), (1.5, 170), (2.5, 80), (3.5, 170), (4.5, 80))
    assert len(_count(path)) == 1


def test_what_ends_at_the_turn_is_none() -> None:
    assert len(_count([*_reps(80), *_path((4.1, 170), (5, 80))])) == 1


def test_what_the_film_cuts_just_before_the_end_is_counted() -> None:
    assert len(_count(_path((0, 170), (1, 170), (2, 80), (2.9, 155)))) == 1


def test_a_glitch_is_too_fast_to_be_one() -> None:
    path = _path((0, 170), (1, 170), (1.07, 60), (1.2, 60), (1.27, 170), (3, 170))
    assert _count(path) == []


def test_holding_the_turn_for_longer_than_anybody_does_is_a_rest() -> None:
    path = _path((0, 170), (1, 170), (2, 80), (40, 80), (41, 170), (42, 170))
    assert _count(path) == []


def test_standing_for_an_hour_keeps_only_seconds_of_it() -> None:
    turning = Turning(90)
    for n in range(20 * 300):
        turning.feed(n / 5, 170 - (n % 3))
    assert len(turning._seen) <= 20 * 5 + 2


@given(st.integers(0, 2**32 - 1), st.floats(12, 60))
@settings(deadline=None)
def test_noise_and_frame_rate_do_not_change_the_count(seed: int, fps: float) -> None:
    rng = np.random.default_rng(seed)
    moments = np.arange(0, 13, 1 / fps)
    clean = np.array(_reps(80, 90, 75, 85)).T
    values = np.interp(moments, *clean) + rng.normal(0, 3, len(moments))
    path = list(zip(moments.tolist(), values.tolist(), strict=True))
    assert len(_count(path)) == 4
