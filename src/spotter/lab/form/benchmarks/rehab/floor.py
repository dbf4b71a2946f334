"""The floor of the UI-PRMD benchmark: extremely randomised trees on the resampled recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.rehab.steps import resampled
from spotter.lab.form.datasets.ui_prmd import Recording

STEPS = 32
TREES = 400


def features(recordings: Sequence[Recording]) -> NDArray[np.float32]:
    """Return (N, 32·132): positions about the waist and joint angles, at 32 even steps."""
    return np.stack([_row(each) for each in recordings])


def _row(recording: Recording) -> NDArray[np.float32]:
    about_waist = recording.xyz_m - recording.xyz_m[:, :1]
    both = np.concatenate([about_waist, recording.euler_deg], axis=1)
    return resampled(both, STEPS).ravel()


def judged(
    train: NDArray[np.float32], right: NDArray[np.bool_], test: NDArray[np.float32], seed: int
) -> NDArray[np.float64]:
    """Return for each test row how probably it is right; untuned trees, one seed."""
    from sklearn.ensemble import ExtraTreesClassifier

    trees = ExtraTreesClassifier(TREES, random_state=seed).fit(train, right)
    probability: NDArray[np.float64] = trees.predict_proba(test)[:, 1]
    return probability
