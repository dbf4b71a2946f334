"""What a score learned on made-up people tells of real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks import transfer


def test_the_area_counts_pairs_in_the_right_order_and_equals_half() -> None:
    right = np.array([True, True, False, False])
    assert transfer.auc(np.array([4.0, 3.0, 2.0, 1.0]), right) == 1
    assert transfer.auc(np.array([1.0, 1.0, 1.0, 1.0]), right) == 0.5
    assert transfer.auc(np.array([4.0, 1.0, 2.0, 3.0]), right) == 0.5
    assert np.isnan(transfer.auc(np.array([np.nan, np.nan, 1.0, 2.0]), right))


def test_a_folder_without_such_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="none of UI-PRMD"):
        transfer.run(tmp_path, seeds=1, tell=lambda _: None)


def test_people_of_odd_numbers_of_one_data_set_alone_may_be_chosen_by() -> None:
    assert transfer.for_choosing("A01S03E05C02")
    assert not transfer.for_choosing("A01S10E05C01")
    assert not transfer.for_choosing("S215-17")
    assert not transfer.for_choosing("correct_13")


@pytest.mark.parametrize(
    ("folder", "kind", "number"),
    [("ui_prmd", 0, 200), ("irds", 2, None), ("pushup_clips", 3, None)],
)
def test_real_repetitions_are_read_with_their_labels(
    form_data: Path, folder: str, kind: int, number: int | None
) -> None:
    _, pattern, _, samples = transfer.KINDS[kind]
    found = list(samples(next((form_data / folder).glob(pattern))))
    assert number in (None, len(found))
    assert {right for _, _, right in found} == {True, False}
    assert all(0.4 < motion.times_s[-1] < 30 for _, motion, _ in found)
