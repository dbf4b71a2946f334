"""Data sets in their published layouts: small files made in their form, and real ones if there."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from spotter.form.angles import ANGLES, angles_deg
from spotter.form.skeleton import LANDMARKS, Joint
from spotter.kit.errors import BadInput
from spotter.lab.form.datasets import coco, exercise_correction, irds, ucf101

_BESIDE = Path(__file__).parents[5] / "shared" / "data"


@pytest.fixture
def real() -> Path:
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form"
    if not folder.is_dir():
        pytest.skip("no real recordings: set SPOTTER_TEST_DATA to the folder that holds form")
    return folder


def _frames(path: Path, at: list[float]) -> Path:
    """Write a table of frames in which two landmarks stand at a place in the picture."""
    names = [f"{name}_{axis}" for name in ("nose", "left_hip") for axis in "xyzv"]
    rows = [["C", *([place, place, 0.0, 0.9] * 2)] for place in at]
    text = "\n".join(",".join(map(str, row)) for row in [["label", *names], *rows])
    path.write_bytes(gzip.compress(text.encode()))
    return path


def test_frames_are_cut_where_the_body_leaps(tmp_path: Path) -> None:
    found = list(
        exercise_correction.sequences(_frames(tmp_path / "a.csv.gz", [0.1, 0.11, 0.12, 0.6, 0.61]))
    )
    assert [len(each.labels) for each in found] == [3, 2]
    hip = LANDMARKS.index("left_hip")
    assert found[1].image[0, hip] == pytest.approx([0.6, 0.6, 0.0, 0.9])
    assert np.isnan(found[0].image[0, LANDMARKS.index("left_knee")]).all()


def test_a_table_without_landmarks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("label,angle\nC,3\n")
    with pytest.raises(BadInput, match=r"a\.csv has no labelled landmarks"):
        list(exercise_correction.sequences(tmp_path / "a.csv"))


def test_gestures_of_irds_are_right_or_wrong_and_move(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "irds_1.npz",
        xyz=np.random.default_rng(1).normal(size=(5, 25, 3)).astype(np.float32),
        tracked=np.ones((5, 25), bool),
        offsets=np.array([0, 3, 5]),
        subject=np.array([215, 216]),
        gesture=np.array([0, 8]),
        correct_label=np.array([1, 2]),
    )
    first, second = irds.gestures(tmp_path)
    assert (first.subject, first.gesture, first.correct) == (215, "elbow flexion left", True)
    assert (second.gesture, second.correct, len(second.motion)) == ("side tap right", False, 2)


def test_the_real_irds_names_the_arm_as_a_viewer_sees_it(real: Path) -> None:
    every = list(irds.gestures(real))
    assert (len(every), sum(each.correct for each in every)) == (188, 148)
    left = [each.motion for each in every if each.gesture == "elbow flexion left"]
    ranges = np.array([np.nanmax(a, 0) - np.nanmin(a, 0) for a in map(angles_deg, left)])
    usual = np.median(ranges, axis=0)
    assert usual[ANGLES.index("right_elbow")] > 2 * usual[ANGLES.index("left_elbow")]


def test_people_of_coco_stand_the_right_way_up(tmp_path: Path) -> None:
    points = np.zeros((17, 3), int)
    points[5], points[6] = (60, 20, 2), (40, 20, 2)
    points[11], points[12] = (58, 80, 2), (42, 80, 1)
    person = {"id": 1, "image_id": 7, "num_keypoints": 4, "keypoints": points.ravel().tolist()}
    crowd = {**person, "id": 2, "iscrowd": 1}
    document = {"images": [{"id": 7, "file_name": "a.jpg"}], "annotations": [person, crowd]}
    (tmp_path / "person_keypoints_val2017.json").write_text(json.dumps(document))
    (found,) = coco.people(tmp_path / "person_keypoints_val2017.json")
    assert found.photograph == "a.jpg"
    assert found.pose.xyz_m[0, Joint.NECK, 1] == pytest.approx(60)
    assert angles_deg(found.pose)[0, ANGLES.index("spine")] == pytest.approx(0, abs=1e-3)
    assert found.pose.visibility[0, Joint.RIGHT_HIP] == 0.5
    assert np.isnan(found.pose.xyz_m[0, Joint.LEFT_KNEE]).all()


def test_something_else_is_not_taken_for_coco(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(BadInput, match="no keypoints of COCO"):
        list(coco.people(tmp_path / "a.json"))


def test_films_of_ucf_101_are_told_by_exercise_and_group(tmp_path: Path) -> None:
    for name in ("PushUps/v_PushUps_g03_c01.avi", "Typing/v_Typing_g01_c01.avi"):
        path = tmp_path / "UCF-101" / name
        path.parent.mkdir(parents=True)
        path.touch()
    (film,) = ucf101.films(tmp_path)
    assert (film.exercise, film.group) == ("push_up", 3)


def test_published_lists_of_ucf_101_name_their_films(tmp_path: Path) -> None:
    (tmp_path / "trainlist01.txt").write_text("PushUps/v_PushUps_g08_c01.avi 72\n\n")
    assert ucf101.listed(tmp_path / "trainlist01.txt") == ["v_PushUps_g08_c01.avi"]


def test_a_folder_without_ucf_101_says_what_it_looks_like(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="v_PushUps_g01_c01"):
        list(ucf101.films(tmp_path))
