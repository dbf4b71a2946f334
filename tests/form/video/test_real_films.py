"""The networks themselves on a real film, where both lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from spotter.form.angles import ANGLES, angles_deg
from spotter.form.video import bundle
from spotter.form.video.landmarks import watch

_BESIDE = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="module")
def films() -> Path:
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form" / "exercise_videos"
    if not folder.is_dir():
        pytest.skip("no real films: set SPOTTER_TEST_DATA to the folder that holds form")
    if not bundle.path("lite").is_file():
        pytest.skip("no pose networks: 'make setup' makes them where Node.js is")
    return folder


def test_a_squat_is_followed_from_standing_to_the_bottom(films: Path) -> None:
    clip = watch(films / "squat_c17.mp4")
    knee = angles_deg(clip.motion())[:, ANGLES.index("left_knee")]
    assert clip.seen.mean() > 0.95
    assert np.nanmax(knee) > 150
    assert np.nanmin(knee) < 115
    assert not clip.jumps().any()
