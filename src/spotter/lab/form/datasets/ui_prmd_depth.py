"""The deep squats of UI-PRMD by Vicon, with the quality that Liao, Vakanski and Xian gave them.

"A deep learning framework for assessing physical rehabilitation exercises", IEEE TNSRE 28(2), 2020:
90 right and 90 wrong repetitions of ten people, 117 joint angles at 240 even steps, mean of each
angle taken off, over one common scale. The quality is no person's: it is how likely a Gaussian
mixture over four codes of an autoencoder finds the repetition, brought to 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.kit.errors import BadInput
from spotter.lab.form.datasets.ui_prmd import found

_FILE = "vicon_m01_vakanski.npz"
_SCALE = 20000


@dataclass(frozen=True)
class Squats:
    """N repetitions: courses (N, 240, 117), quality 0..1, person 1..10, and whether right."""

    course: NDArray[np.float32]
    quality: NDArray[np.float64]
    person: NDArray[np.int64]
    episode: NDArray[np.int64]
    right: NDArray[np.bool_]


def read_squats(data: Path) -> Squats:
    """Return the squats in the folder or below it; raises `BadInput` where there are none."""
    files = found(data, _FILE)
    if not files:
        raise BadInput(f"{data} holds no {_FILE}, the deep squats of UI-PRMD.", field="data")
    with np.load(files[0]) as arrays:
        right, wrong = arrays["correct_x20000"], arrays["incorrect_x20000"]
        person, episode = arrays["subject"].astype(int), arrays["episode"].astype(int)
        quality = np.concatenate([arrays["label_correct"], arrays["label_incorrect"]])
    return Squats(
        (np.concatenate([right, wrong]) / _SCALE).astype(np.float32),
        quality.astype(np.float64),
        np.concatenate([person, person]),
        np.concatenate([episode, episode]),
        np.arange(len(quality)) < len(right),
    )
