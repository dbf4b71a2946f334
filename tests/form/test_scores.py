"""The six dimensions, each by hand on angles drawn for it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from spotter.form.angles import ANGLES
from spotter.form.exercises import EXERCISES
from spotter.form.motion import Motion
from spotter.form.scores import DIMENSIONS, STEPS, scores, scores_of
from spotter.form.skeleton import Joint

Doubles = NDArray[np.float64]
SQUAT, LUNGE, PLANK = (EXERCISES[name] for name in ("squat", "lunge", "plank"))
PROGRESS = np.linspace(0, 1, STEPS)
DOWN_AND_UP = (1 - np.cos(2 * np.pi * PROGRESS)) / 2


def _squat(rom: float = 95.0) -> Doubles:
    """Return angles (90, 9) of a smooth squat whose knees close by `rom` degrees."""
    angles = np.full((STEPS, len(ANGLES)), 170.0)
    angles[:, :4] -= rom * DOWN_AND_UP[:, None]
    return angles


def _scored(angles: Doubles, seconds: float = 3.0, faulty: float = 0.0) -> dict[str, float]:
    shares = np.full(STEPS, faulty)
    found = scores_of(angles, shares, np.asarray(seconds), SQUAT)
    return dict(zip(DIMENSIONS, found.tolist(), strict=True))


def test_a_smooth_slow_full_squat_is_perfect() -> None:
    assert min(_scored(_squat()).values()) > 97


def test_half_the_range_is_half_the_depth() -> None:
    assert _scored(_squat(95 / 2))["depth"] == pytest.approx(50, abs=1)


def test_a_range_beyond_the_ideal_is_no_more_than_full() -> None:
    assert _scored(_squat(140))["depth"] == 100


@pytest.mark.parametrize(("frame_deg", "tempo"), [(5, 100), (15, 50), (25, 0)])
def test_tempo_falls_linearly_from_5_to_25_degrees_a_frame(frame_deg: float, tempo: float) -> None:
    # A cosine of range R over D seconds has its 95th percentile of speed at π R / D · sin(85.5°).
    seconds = np.pi * 95 * np.sin(np.radians(85.5)) / (frame_deg * 30)
    assert _scored(_squat(), seconds)["tempo"] == pytest.approx(tempo, abs=1.5)


def test_a_side_that_lags_by_half_the_scale_costs_half_the_symmetry() -> None:
    angles = _squat()
    angles[:, [0, 2]] += 12.5
    assert _scored(angles)["symmetry"] == pytest.approx(50, abs=0.1)


def test_shaking_costs_stability_and_neither_depth_nor_tempo() -> None:
    shaken = _squat() + 2 * np.sin(2 * np.pi * 12 * PROGRESS)[:, None]
    calm, shaky = _scored(_squat()), _scored(shaken)
    # 2° at 4 Hz: √(mean square of the velocity) is 2 · 2π · 4 / √2 = 35.5 °/s.
    assert shaky["stability"] == pytest.approx(100 - 100 * 35.5 / 60, abs=3)
    assert shaky["depth"] == pytest.approx(calm["depth"], abs=4)
    assert shaky["tempo"] == pytest.approx(calm["tempo"], abs=1)


def test_alignment_is_the_share_of_frames_without_fault() -> None:
    assert _scored(_squat(), faulty=0.25)["alignment"] == pytest.approx(75)


def test_the_overall_score_is_the_mean_of_the_five() -> None:
    found = list(_scored(_squat(60), 0.8, 0.3).values())
    assert found[5] == pytest.approx(np.mean(found[:5]), abs=0.01)


def test_legs_that_work_in_turn_are_compared_by_what_they_reach() -> None:
    angles = _squat()
    angles[:, 0] = np.roll(angles[:, 0], STEPS // 2)
    in_turn = scores_of(angles, np.zeros(STEPS), np.asarray(3.0), LUNGE)
    assert in_turn[DIMENSIONS.index("symmetry")] > 99


def test_a_hold_is_judged_by_the_angle_held() -> None:
    angles = np.full((STEPS, len(ANGLES)), float(PLANK.start_deg))
    angles[:, 2:4] -= 22.5
    held = scores_of(angles, np.zeros(STEPS), np.asarray(3.0), PLANK)
    assert held[DIMENSIONS.index("depth")] == pytest.approx(50, abs=0.1)


def test_what_was_not_seen_is_not_scored_and_not_counted() -> None:
    angles = _squat()
    angles[:, [1, 3, 5, 7]] = np.nan
    found = _scored(angles)
    assert np.isnan(found["symmetry"])
    assert found["depth"] > 97
    assert found["overall"] == pytest.approx(
        np.mean([found[name] for name in ("depth", "stability", "tempo", "alignment")]), abs=0.01
    )


def test_a_motion_of_one_frame_has_no_score() -> None:
    one = Motion.of([0.0], np.zeros((1, len(Joint), 3)))
    assert np.isnan(scores(one, SQUAT)).all()
