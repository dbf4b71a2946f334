"""Extremely randomised trees over a push-up's statistics, chosen by performers left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.judge.statistics import levels
from spotter.lab.form.benchmarks.pushups.channels import angles
from spotter.lab.form.datasets.push_ups import PushUp

Rows = NDArray[np.float32]
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
_INNER_PARTS = 4


@dataclass(frozen=True)
class Setting:
    """What the trees see, what share of columns a branching tries, and how many trees."""

    view: str
    tried: float | str
    trees: int = 100


_FLOOR = Setting("floor", "sqrt", 400)
SETTINGS = tuple(Setting("levels", tried) for tried in ("sqrt", 0.3, 0.6))


@dataclass(frozen=True)
class Clips:
    """What is known of N clips: views (N, …), right or wrong, performer."""

    views: dict[str, Rows]
    right: NDArray[np.bool_]
    performer: NDArray[np.str_]


def seen(clips: Sequence[PushUp]) -> Clips:
    """Return the views of the clips: the levels of the angles, and the floor's plain statistics.

    How fast a clip is belongs to how it was filmed and cut, and heights in the picture to the
    performer's build: neither is looked at.
    """
    series = [angles(clip) for clip in clips]
    return Clips(
        {
            "levels": np.stack([levels(each) for each in series]),
            "floor": np.stack([_plain(each) for each in series]),
        },
        np.array([clip.right for clip in clips]),
        np.array([clip.performer for clip in clips]),
    )


def _plain(series: Rows) -> Rows:
    parts = (series.mean(axis=0), series.std(axis=0), series.min(axis=0), series.max(axis=0))
    return np.concatenate(parts)


def parts(clips: Clips, among: Mask, count: int, seed: int) -> Iterator[Mask]:
    """Yield the mask of each part: whole performers, classes as even as that allows."""
    from sklearn.model_selection import StratifiedGroupKFold

    at = np.flatnonzero(among)
    right, performer = clips.right[at], clips.performer[at]
    count = min(count, len(np.unique(performer)))
    shuffled = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    for _, out in shuffled.split(at, right, performer):
        mask = np.zeros(len(among), bool)
        mask[at[out]] = True
        yield mask


def floor(clips: Clips, asked: Mask, seed: int) -> Numbers:
    """Return how probably each clip asked about is right: untuned trees on plain statistics."""
    return _grown(clips, _FLOOR, ~asked, asked, seed)


def judged(clips: Clips, asked: Mask, seed: int) -> Numbers:
    """Return how probably each clip asked about is right, by the setting the others choose."""
    known = ~asked
    errors = np.zeros(len(SETTINGS))
    for out in parts(clips, known, _INNER_PARTS, seed):
        for number, setting in enumerate(SETTINGS):
            guess = _grown(clips, setting, known & ~out, out, seed)
            errors[number] += ((guess - clips.right[out]) ** 2).sum()
    return _grown(clips, SETTINGS[int(np.argmin(errors))], known, asked, seed)


def _grown(clips: Clips, setting: Setting, known: Mask, asked: Mask, seed: int) -> Numbers:
    """Return how probably each clip asked about is right, learned from the known ones alone."""
    from sklearn.ensemble import ExtraTreesClassifier

    rows, right = clips.views[setting.view], clips.right[known]
    if right.all() or not right.any():
        return np.full(int(asked.sum()), float(right.mean()))
    forest = ExtraTreesClassifier(setting.trees, max_features=setting.tried, random_state=seed)
    shares: Numbers = forest.fit(rows[known], right).predict_proba(rows[asked])[:, 1]
    return shares
