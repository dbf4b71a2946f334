"""UI-PRMD as it lies on the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.datasets.ui_prmd import folds, movements, read


def test_whatever_movements_lie_in_the_folder_are_found(made_up: Path) -> None:
    assert list(movements(made_up)) == ["m01", "m42"]


def test_a_movement_in_a_folder_of_its_own_is_found_too(made_up: Path) -> None:
    (made_up / "new").mkdir()
    (made_up / "kinect_m42.npz").rename(made_up / "new" / "kinect_m07.npz")
    assert list(movements(made_up)) == ["m01", "m07"]


def test_a_repetition_is_named_as_the_folds_name_it(made_up: Path) -> None:
    names = {each.name for each in read(movements(made_up)["m01"])}
    assert names == frozenset[str]().union(*folds(made_up)["m01"].values())


def test_positions_are_metres(made_up: Path) -> None:
    first = read(movements(made_up)["m01"])[0]
    assert first.xyz_m.shape[1:] == (22, 3)
    assert 0.55 < np.ptp(first.xyz_m[:, 0, 1]) < 0.65


def test_a_folder_without_movements_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no movement"):
        movements(tmp_path)


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "kinect_m01.npz"
    np.savez(path, other=np.zeros(3))
    with pytest.raises(BadInput, match="kinect_m01"):
        read(path)


def test_the_published_data_is_read_whole(form_data: Path) -> None:
    files = movements(form_data / "ui_prmd")
    published = folds(form_data / "ui_prmd")
    for movement, path in files.items():
        recordings = read(path)
        assert len(recordings) == 200
        tested = frozenset[str]().union(*published[movement].values())
        assert tested <= {each.name for each in recordings}
