"""Real recordings beside the checkout, where there are any; a made-up data set in their format."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from spotter.lab.form.benchmarks.rehab import floor

_BESIDE = Path(__file__).parents[5] / "shared" / "data"
_PEOPLE, _EPISODES = 10, 2


@pytest.fixture(scope="session")
def form_data() -> Path:
    """Return the folder of recordings of real people; skips without it."""
    folder = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "form"
    if not folder.is_dir():
        pytest.skip("recordings of real people are not beside this checkout")
    return folder


@pytest.fixture
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the floor grow ten trees: what it reaches on made-up people is not looked at."""
    monkeypatch.setattr(floor, "TREES", 10)


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """Return a folder with two movements in the layout of UI-PRMD, the second in no fold list.

    Ten made-up people sink low when right and half as low when wrong: easy to tell apart.
    """
    for movement in ("m01", "m42"):
        _movement(tmp_path / f"kinect_{movement}.npz", seed=int(movement[1:]))
    names = {
        str(fold): [
            f"A01S{subject:02d}E{episode:02d}C{kind:02d}"
            for subject in range(1, _PEOPLE + 1)
            if subject % 5 + 1 == fold
            for episode in range(1, _EPISODES + 1)
            for kind in (1, 2)
        ]
        for fold in range(1, 6)
    }
    (tmp_path / "egcn_folds.json").write_text(json.dumps({"cv_cs": {"m01": names}}))
    return tmp_path


def _movement(path: Path, seed: int) -> None:
    chance = np.random.default_rng(seed)
    stand = chance.normal(0, 40, (22, 3))
    reps, about = [], []
    for subject in range(1, _PEOPLE + 1):
        for episode in range(1, _EPISODES + 1):
            for right in (1, 0):
                frames = int(chance.integers(28, 60))
                depth = (60 if right else 30) * np.sin(np.linspace(0, np.pi, frames))
                xyz = np.tile(stand, (frames, 1, 1)) + chance.normal(0, 0.5, (frames, 22, 3))
                xyz[:, :14, 1] -= depth[:, None]
                reps.append(xyz.reshape(frames, 66))
                about.append((subject, episode, right))
    subject_, episode_, correct = np.array(about, dtype=np.int16).T
    np.savez(
        path,
        xyz_x10=np.concatenate(reps).round().astype(np.int16) * 10,
        ang_x100=np.zeros((sum(map(len, reps)), 66), np.int16),
        offsets=np.cumsum([0, *map(len, reps)]).astype(np.int32),
        subject=subject_,
        episode=episode_,
        correct=correct,
    )
