"""Moving pictures of made-up repetitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spotter.form.angles import ANGLES, angles_of
from spotter.form.exercises import EXERCISES
from spotter.lab.form import drawing
from spotter.lab.form.synthetic.showing import scene, shown, telling


@pytest.mark.parametrize("name", ["squat", "push_up"])
def test_a_repetition_becomes_a_picture_that_moves_for_as_long_as_it_took(
    name: str, tmp_path: Path
) -> None:
    exercise = EXERCISES[name]
    done = shown(exercise, "", seed=5)
    seconds = float(done.seconds[0])
    path = tmp_path / "moving.gif"
    drawing.moving(done.xyz[0, ::20], path, scene(exercise, "", 80), seconds=seconds)
    with Image.open(path) as picture:
        frames = [np.asarray(picture.seek(n) or picture.convert("L")) for n in range(9)]
        length = picture.info["duration"] * picture.n_frames / 1000
    assert length == pytest.approx(seconds, rel=0.1)
    # Down is not up.
    assert np.abs(frames[0].astype(int) - frames[4]).mean() > 2


def test_a_sheet_holds_its_pictures_side_by_side(tmp_path: Path) -> None:
    done = shown(EXERCISES["lunge"], "forward_lean", seed=5)
    stills = drawing.frames(done.xyz[0, [0, 50, 90]], scene(EXERCISES["lunge"], "forward_lean", 80))
    drawing.sheet(stills, tmp_path / "sheet.png", across=2)
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.size == (160, 160)


@pytest.mark.parametrize("fault", ["shallow", "asymmetric", "knees_in", "forward_lean"])
def test_a_still_shows_a_squat_at_its_depth_and_not_standing(fault: str) -> None:
    squat = EXERCISES["squat"]
    done, well = shown(squat, fault, seed=5), shown(squat, "", seed=5)
    moment = telling(squat, fault, done, well)
    knees = angles_of(done.xyz[0].astype(np.float32))[:, ANGLES.index("left_knee")]
    assert knees[moment] < (knees.min() + knees.max()) / 2
