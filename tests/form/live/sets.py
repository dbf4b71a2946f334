"""Sets made up for the tests of the engine: frames as a pose network would send them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from form.bodies import bent, turned
from spotter.form.clip import Clip
from spotter.form.live.frame import Frame
from spotter.form.motion import Motion
from spotter.form.skeleton import LANDMARKS, Joint


def squats(times: int, *, fps: float = 30, deep: float = 80, yaw: float = 30) -> Motion:
    """Return squats of two seconds with half a second of standing between them."""
    moments = np.arange(0, 1 + 2.5 * times, 1 / fps)
    phase = np.clip(((moments - 0.5) % 2.5) / 2, 0, 1) * (moments >= 0.5)
    knees = 172 - (172 - deep) * np.sin(np.pi * phase) ** 2
    body = bent(np.where(moments > 2.5 * times + 0.4, 172, knees), fps)
    return Motion.of(body.times_s, turned(body.xyz_m, yaw), body.visibility)


def frames(motion: Motion, *, at: float = 0.5, size: float = 0.4, people: int = 1) -> list[Frame]:
    """Return a motion as frames: at column `at` of the picture, a metre `size` of its height."""
    return list(_frames(motion, at, size, people))


def clip_of(every: Sequence[Frame]) -> Clip:
    """Return frames in which one person is seen as the clip of a square film."""
    return Clip(
        times_s=np.array([one.t_s for one in every]),
        world=np.stack([one.world for one in every]),
        image=np.stack([one.image for one in every]),
        visibility=np.stack([one.visibility for one in every]),
        people=np.ones(len(every), np.int8),
        aspect=1.0,
    )


def _frames(motion: Motion, at: float, size: float, people: int) -> Iterator[Frame]:
    which = [_joint(name) for name in LANDMARKS]
    for number, time_s in enumerate(motion.times_s.tolist()):
        world = motion.xyz_m[number, which] * np.array([1, -1, -1], np.float32)
        image = world * np.float32(size) + np.array([at, 0.5, 0.0], np.float32)
        yield Frame(time_s, world, image, motion.visibility[number, which], people)


def _joint(landmark: str) -> int:
    name = landmark.upper().replace("_FOOT_INDEX", "_TOE")
    if name in Joint.__members__:
        return int(Joint[name])
    side = name.split("_")[0]
    return int(Joint[f"{side}_WRIST"] if side in {"LEFT", "RIGHT"} and _hand(name) else Joint.NOSE)


def _hand(name: str) -> bool:
    return name.endswith(("_PINKY", "_INDEX", "_THUMB"))
