"""Recordings of people who do none of our exercises: what UI-PRMD and IRDS have besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from spotter.form.adapters import from_kinect
from spotter.form.recognition.heights import body_heights
from spotter.form.recognition.recogniser import Recognised, recognise
from spotter.lab.form.datasets import irds, ui_prmd

# The deep squat and the inline lunge are ours; so is bending the elbows.
_MOVEMENTS: Final = {
    "m02": "hurdle step",
    "m04": "side lunge",
    "m05": "sit to stand",
    "m06": "leg raise, standing",
    "m07": "shoulder abduction",
    "m08": "shoulder extension",
    "m09": "shoulder rotation",
    "m10": "shoulder scaption",
}
_OURS: Final = "elbow flexion"
_HIPS: Final = (14, 18)
# Of each movement and person every so many repetitions: they are much alike.
_EVERY: Final = 5


def recorded(data: Path) -> list[tuple[str, Recognised]]:
    """Return what each recording in the folder or below it is called and taken for."""
    return [*_ui_prmd(data), *_irds(data)]


def _ui_prmd(data: Path) -> Iterator[tuple[str, Recognised]]:
    if not ui_prmd.found(data, "kinect_m*.npz"):
        return
    for movement, path in ui_prmd.movements(data).items():
        for one in ui_prmd.read(path)[::_EVERY] if movement in _MOVEMENTS else ():
            times_s = np.arange(len(one.xyz_m)) / ui_prmd.FRAMES_PER_S
            motion = from_kinect(times_s, one.xyz_m)
            hips = one.xyz_m[:, _HIPS, 1].mean(axis=1)
            heights = body_heights(motion.xyz_m[..., 1] + hips[:, None], motion.visibility)
            yield _MOVEMENTS[movement], recognise(motion, heights)


def _irds(data: Path) -> Iterator[tuple[str, Recognised]]:
    if not ui_prmd.found(data, "irds_*.npz"):
        return
    for one in irds.gestures(data):
        name = one.gesture.removesuffix(" left").removesuffix(" right")
        if name != _OURS:
            yield name, recognise(one.motion)
