"""IRDS (IntelliRehabDS): gestures of patients and healthy people, right or wrong, by Kinect v2.

Miron, Sadawi, Ismail, Hussain and Grosan, Data 6(5):46, 2021 (CC BY 4.0). Read from `irds_*.npz`:
`xyz` (F, 25, 3) metres in the frame of the camera, `tracked` (F, 25), `offsets` (N + 1), `subject`,
`gesture` 0 to 8, `correct_label` (1 right, 2 wrong, 3 poor) of N repetitions.

Left and right in the names of gestures are the viewer's: the arm that moves is the person's other
one, as Kinect names joints (counted over all repetitions at hand).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spotter.form.adapters import from_kinect_25
from spotter.form.motion import Motion
from spotter.kit.errors import BadInput

FRAMES_PER_S = 30.0
RIGHT = 1
GESTURES = (
    "elbow flexion left",
    "elbow flexion right",
    "shoulder flexion left",
    "shoulder flexion right",
    "shoulder abduction left",
    "shoulder abduction right",
    "shoulder forward elevation",
    "side tap left",
    "side tap right",
)


@dataclass(frozen=True, slots=True)
class Gesture:
    """One repetition of a gesture by a subject: whether it was done right, and the motion."""

    subject: int
    gesture: str
    correct: bool
    motion: Motion


def gestures(data: Path) -> Iterator[Gesture]:
    """Yield every repetition in the folder or below it; raises `BadInput` without any."""
    files = sorted(data.rglob("irds_*.npz"))
    if not files:
        raise BadInput(f"{data} holds no recording of IRDS (irds_*.npz).", field="data")
    for path in files:
        yield from _read(path)


def _read(path: Path) -> Iterator[Gesture]:
    with np.load(path, allow_pickle=False) as held:
        xyz, tracked, offsets = held["xyz"], held["tracked"], held["offsets"]
        labels = zip(held["subject"], held["gesture"], held["correct_label"], strict=True)
        for number, (subject, gesture, label) in enumerate(labels):
            rows = slice(int(offsets[number]), int(offsets[number + 1]))
            times = np.arange(rows.stop - rows.start) / FRAMES_PER_S
            motion = from_kinect_25(times, xyz[rows], tracked[rows])
            yield Gesture(int(subject), GESTURES[int(gesture)], int(label) == RIGHT, motion)
