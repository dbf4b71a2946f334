"""Own films with scores: a template where there is no table, each wrong row named, nothing half."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.form.clip import Clip
from spotter.form.scores import DIMENSIONS
from spotter.form.skeleton import LANDMARKS
from spotter.form.video import cache
from spotter.kit.errors import BadInput
from spotter.lab.form import reps
from spotter.lab.form.datasets.own import TABLE, make, scored


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "films" / "ann").mkdir(parents=True)
    for name in ("ann/curl.mp4", "b.mov"):
        (tmp_path / "films" / name).write_bytes(name.encode())
    return tmp_path / "films"


def table(folder: Path, *rows: str, head: str = "relative_path,exercise_type,score") -> None:
    (folder / TABLE).write_text("\n".join([head, *rows]) + "\n")


def curls(count: int) -> Clip:
    """A person who lifts both forearms `count` times, five seconds each."""
    times = np.arange(count * 150) / 30
    bend = (1 - np.cos(2 * np.pi * times / 5)) / 2 * np.radians(130)
    world = np.zeros((len(times), 33, 3), np.float32)
    for side, x in (("left", 0.2), ("right", -0.2)):
        for name, y in (("shoulder", -0.5), ("hip", 0.0), ("knee", 0.4), ("ankle", 0.8)):
            world[:, LANDMARKS.index(f"{side}_{name}")] = (x, y, 0)
        world[:, LANDMARKS.index(f"{side}_elbow")] = (x, -0.2, 0)
        wrist = world[:, LANDMARKS.index(f"{side}_wrist")]
        wrist[:, 0], wrist[:, 1] = x, -0.2 + 0.25 * np.cos(bend)
        wrist[:, 2] = -0.25 * np.sin(bend)
    seen = np.ones((len(times), 33), np.float32)
    return Clip(times, world, world, seen, np.full(len(times), -1, np.int8), 1.0)


def test_a_folder_without_a_table_gets_one_to_fill_in(folder: Path) -> None:
    with pytest.raises(BadInput, match="a row for each of 2 films"):
        scored(folder)
    written = (folder / TABLE).read_text().splitlines()
    assert written == ["relative_path,exercise_type,score", "ann/curl.mp4,,", "b.mov,,"]


def test_every_wrong_row_is_named_at_once(folder: Path) -> None:
    table(
        folder,
        "gone.mp4,squat,50",
        "b.mov,yoga,50",
        "b.mov,squat,120",
        "b.mov,squat,good",
        "../x,squat,3",
    )
    with pytest.raises(BadInput) as caught:
        scored(folder)
    for said in ("row 2: there is no film", "row 3: 'yoga'", "row 4", "row 5", "row 6: '../x'"):
        assert said in caught.value.message


def test_a_missing_column_is_named(folder: Path) -> None:
    table(folder, "b.mov,squat", head="relative_path,exercise_type")
    with pytest.raises(BadInput, match="lacks the column score"):
        scored(folder)


def test_who_is_who_may_be_said(folder: Path) -> None:
    head = "relative_path,exercise_type,score,person"
    table(folder, "ann/curl.mp4,bicep_curl,80,ann", "b.mov,squat,50,ann", head=head)
    assert {film.person for film in scored(folder)} == {0}


def test_films_become_repetitions_that_training_reads(folder: Path, tmp_path: Path) -> None:
    table(folder, "ann/curl.mp4,bicep_curl,80", "b.mov,bicep_curl,40")
    kept = tmp_path / "landmarks"
    for name, count in (("ann/curl.mp4", 3), ("b.mov", 2)):
        cache.save(curls(count), cache.place(folder / name, kept))
    count = make(folder, tmp_path / "out", kept, lambda _: None)
    found, about = reps.read(tmp_path / "out")
    assert count == len(found) == about["reps"]
    assert 3 <= count <= 5
    overall = found.scores[:, DIMENSIONS.index("overall")]
    assert set(overall.tolist()) == {80.0, 40.0}
    assert np.isnan(found.scores[:, DIMENSIONS.index("depth")]).all()
    assert len(set(found.person.tolist())) == 2
