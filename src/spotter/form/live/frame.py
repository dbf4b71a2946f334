"""One frame of a camera or a film as the pose network told it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.form.adapters import from_mediapipe
from spotter.form.live.errors import BadFrame
from spotter.form.motion import Floats
from spotter.form.skeleton import LANDMARKS

_COUNT = len(LANDMARKS)
# Metres from the hips, and shares of a picture: beyond these it is no body in front of a camera
# (a point outside the picture is guessed, not without end). Who reads frames holds to the same.
WORLD_M = 10.0
IMAGE = 20.0
# Nobody trains for longer in one set, and a clock that says more is wrong (seconds).
_LONGEST_S = 6 * 3600.0


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Landmarks of one moment.

    `t_s`: seconds from any origin, later than the frame before. `world` (33, 3): metres from the
    hips, x right in the picture, y down, z away from the camera. `image` (33, 3): x and y in shares
    of width and height. `visibility` (33,): 0..1. All NaN, visibility 0, where nobody was found
    (`Frame.empty`). `people`: how many persons a look at the whole picture found, -1: not looked.
    """

    t_s: float
    world: Floats
    image: Floats
    visibility: Floats
    people: int = -1

    @classmethod
    def empty(cls, t_s: float, people: int = -1) -> Frame:
        """Return a frame in which nobody was found."""
        nothing = np.full((_COUNT, 3), np.nan, dtype=np.float32)
        return cls(t_s, nothing, nothing, np.zeros(_COUNT, dtype=np.float32), people)

    @property
    def seen(self) -> bool:
        """Return whether somebody was found."""
        return not bool(np.isnan(self.world[0, 0]))

    def check(self) -> None:
        """Raise `BadFrame` where this is no frame of a body."""
        if not (np.isfinite(self.t_s) and 0 <= self.t_s <= _LONGEST_S):
            raise BadFrame("A frame's time must be seconds between 0 and six hours.", field="t_ms")
        for name, array, shape in (
            ("world", self.world, (_COUNT, 3)),
            ("image", self.image, (_COUNT, 3)),
            ("visibility", self.visibility, (_COUNT,)),
        ):
            if array.shape != shape:
                raise BadFrame(
                    f"{name} must have the shape {shape}, not {array.shape}.", field=name
                )
        if np.isnan(self.world).all() and np.isnan(self.image).all():
            return
        for name, array, most in (("world", self.world, WORLD_M), ("image", self.image, IMAGE)):
            if not (np.isfinite(array).all() and np.abs(array).max() <= most):
                raise BadFrame(
                    f"{name} must hold finite numbers of a body, at most {most:g}.", field=name
                )
        if not ((self.visibility >= 0) & (self.visibility <= 1)).all():
            raise BadFrame("visibility must lie between 0 and 1.", field="visibility")

    def joints(self) -> tuple[Floats, Floats]:
        """Return joints (19, 3) in metres from the pelvis and their visibility (19,)."""
        motion = from_mediapipe([self.t_s], self.world[None], self.visibility[None])
        return motion.xyz_m[0], motion.visibility[0]
