"""What the judge of a repetition compares: four views of it, each also as a mirror shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.judge.convolutions import shares
from spotter.lab.form.benchmarks.judge.kernel import Choice
from spotter.lab.form.benchmarks.judge.statistics import statistics
from spotter.lab.form.benchmarks.rehab.body import mirrored, one_handed, placed
from spotter.lab.form.benchmarks.rehab.channels import channels
from spotter.lab.form.benchmarks.rehab.steps import resampled
from spotter.lab.form.datasets.ui_prmd import FRAMES_PER_S, Recording

Rows = NDArray[np.float32]

VIEWS = ("channels", "places", "speeds", "shapes")
_STEPS, _EVERY = 48, 3
_SETS = (VIEWS[:1], VIEWS[3:], ("channels", "speeds"), ("channels", "speeds", "shapes"), VIEWS)
CHOICES = tuple(
    Choice(views, narrow, ridge)
    for views in _SETS
    for narrow in (0.25, 0.5, 1.0)
    for ridge in (0.1, 0.3, 1.0)
)


@dataclass(frozen=True)
class Seen:
    """The views of many repetitions, as they are and mirrored; `one_sided` if one side moves."""

    plain: dict[str, Rows]
    mirror: dict[str, Rows]
    one_sided: bool


def seen(recordings: Sequence[Recording], seed: int) -> Seen:
    """Return the views of the repetitions of one movement, in their order.

    `channels` and `places` are statistics of the channels and of the joints about the waist,
    `speeds` the course of the channels' change, `shapes` random convolutions over it.
    """
    turned = [one_handed(placed(each.xyz_m)) for each in recordings]
    sides = [one_sided for _, one_sided in turned]
    return Seen(
        _views([xyz for xyz, _ in turned], seed),
        _views([mirrored(xyz) for xyz, _ in turned], seed),
        bool(np.mean(sides) > 0.5),
    )


def _views(movements: Sequence[Rows], seed: int) -> dict[str, Rows]:
    series = [channels(xyz) for xyz in movements]
    about_waist = [100 * (xyz[:, 1:] - xyz[:, :1]).reshape(len(xyz), -1) for xyz in movements]
    change = np.stack([np.gradient(resampled(each, _STEPS), axis=0) for each in series])
    lengths = np.array([[len(each)] for each in series], np.float32)
    return {
        "channels": np.hstack([_statistics(series), lengths]),
        "places": _statistics(about_waist),
        "speeds": change[:, ::_EVERY].reshape(len(series), -1),
        "shapes": shares(change.astype(np.float32), seed),
    }


def _statistics(series: Sequence[Rows]) -> Rows:
    return np.stack([statistics(each, FRAMES_PER_S) for each in series])
