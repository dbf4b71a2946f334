"""Data sets of synthetic repetitions: the same bytes for the same seed, whatever happens."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from spotter.form.angles import angles_deg
from spotter.form.exercises import FAULTS
from spotter.kit.errors import BadInput
from spotter.lab.form import reps as sets
from spotter.lab.form.synthetic.camera import IDEAL, Camera, filmed, placed
from spotter.lab.form.synthetic.generating import Plan, generate
from spotter.lab.form.synthetic.people import people
from spotter.lab.form.synthetic.performance import perform
from spotter.lab.form.synthetic.quality import of

CURLS = Plan(reps=230, exercises=("bicep_curl",), seed=5)


class Killed(BaseException):
    """Stands for the power going off."""


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def curls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "curls"
    generate(CURLS, out, workers=1)
    return out


def test_two_processes_make_the_same_bytes_as_one(curls: Path, tmp_path: Path) -> None:
    generate(CURLS, tmp_path / "again", workers=2)
    assert _bytes(tmp_path / "again") == _bytes(curls)


def test_a_killed_run_goes_on_where_it_was(curls: Path, tmp_path: Path) -> None:
    def power_off(done: int) -> None:
        if done:
            raise Killed

    with pytest.raises(Killed):
        generate(CURLS, tmp_path / "cut", workers=1, on_progress=power_off)
    assert not (tmp_path / "cut" / sets.ABOUT).exists()
    (tmp_path / "cut" / "reps-00001.part").write_bytes(b"half a shard")
    assert generate(CURLS, tmp_path / "cut", workers=1) == 1
    assert _bytes(tmp_path / "cut") == _bytes(curls)


def test_a_finished_set_is_not_made_again(curls: Path) -> None:
    assert generate(CURLS, curls, workers=1) == 0


def test_a_folder_of_another_plan_is_left_alone(curls: Path) -> None:
    before = _bytes(curls)
    with pytest.raises(BadInput, match="another plan"):
        generate(Plan(reps=231, exercises=("bicep_curl",), seed=5), curls)
    assert _bytes(curls) == before


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(BadInput, match="not empty"):
        generate(CURLS, tmp_path)


def test_a_set_has_as_many_repetitions_as_asked_in_the_shapes_agreed(curls: Path) -> None:
    reps, about = sets.read(curls)
    assert reps.input.shape == (230, 90, 18)
    assert reps.scores.shape == (230, 6)
    assert reps.fault.shape == (230, len(FAULTS))
    assert about["reps"] == 230
    assert np.isfinite(reps.input).all()
    assert (reps.scores >= 0).all()
    assert (reps.scores <= 100).all()


def test_no_person_is_in_two_splits(curls: Path) -> None:
    reps, about = sets.read(curls)
    parts = [set(about["split"][name]) for name in sets.SPLITS]
    assert all(parts)
    assert sum(map(len, parts)) == len(set.union(*parts)) == len(set(reps.person.tolist()))
    assert sum(len(sets.chosen(reps, about, name)) for name in sets.SPLITS) == 230


def test_a_set_is_read_only_when_it_is_finished(curls: Path, tmp_path: Path) -> None:
    (tmp_path / "reps-00000.npz").write_bytes((curls / "reps-00000.npz").read_bytes())
    with pytest.raises(BadInput, match="finished"):
        sets.read(tmp_path)


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        ({"reps": 0, "exercises": ("squat",), "seed": 1}, "at least one"),
        ({"reps": 9, "exercises": ("squat", "squat"), "seed": 1}, "once"),
        ({"reps": 9, "exercises": ("yodelling",), "seed": 1}, "push_up"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: dict[str, object], what: str) -> None:
    with pytest.raises(Exception, match=what):
        Plan(**plan)  # type: ignore[arg-type]


def test_the_plan_of_a_folder_is_written_beside_the_shards(curls: Path) -> None:
    assert json.loads((curls / "plan.json").read_text())["seed"] == 5


def _knee_errors(camera: Camera) -> np.ndarray:
    """Return by how many degrees the knees of squats are misread, (people,) means."""
    from spotter.form.exercises import EXERCISES

    squat, rng, athletes = EXERCISES["squat"], np.random.default_rng(3), people(1, 0)
    none = {fault: np.zeros((40, 1)) for fault in squat.faults}
    done = perform(
        squat, athletes, of(squat, np.zeros(40, dtype=int), none, athletes.pace, rng), rng
    )
    errors = []
    for xyz, seconds in zip(done.xyz, done.seconds, strict=True):
        state = rng.bit_generator.state
        shot = placed(camera, False, rng)
        seen = filmed(shot, xyz, float(seconds), rng)
        rng.bit_generator.state = state
        ideal = placed(Camera(0.0, camera.fps, camera.yaw_deg), False, rng)
        true = filmed(ideal, xyz, float(seconds), rng)
        off = np.abs(angles_deg(seen)[:, :2] - angles_deg(true)[:, :2])
        errors.append(np.nanmean(off))
    return np.array(errors)


def test_knees_are_misread_by_as_much_as_is_published_for_mediapipe() -> None:
    assert 4 < _knee_errors(Camera(noise=1.0, fps=30.0, yaw_deg=0.0)).mean() < 8


def test_an_ideal_camera_misreads_nothing() -> None:
    assert _knee_errors(IDEAL).max() < 1e-3
