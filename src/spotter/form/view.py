"""From where the camera looks at the body: what can be judged depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from spotter.form.angles import ANGLES, angles_deg
from spotter.form.motion import Doubles, Floats, Motion
from spotter.form.skeleton import Joint

Side = Literal["left", "right"]

_LEFT = [joint for joint in Joint if joint.name.startswith("LEFT_")]
_RIGHT = [joint for joint in Joint if joint.name.startswith("RIGHT_")]
_LEGS = [n for n, name in enumerate(ANGLES) if name.endswith(("_knee", "_hip"))]
# From here on both legs count as straight, and the line from ankles to neck as the vertical.
_STRAIGHT_DEG = 160.0


@dataclass(frozen=True, slots=True)
class View:
    """The camera's place as the body tells it; NaN where it does not.

    `yaw_deg` −180..180: 0 is a person who faces the camera, +90 one who faces the picture's right
    (the right side is nearest), ±180 the back. `pitch_deg`: how far the camera looks down (up,
    when negative) on a standing person. `near` is the side nearest the camera.
    """

    yaw_deg: float
    pitch_deg: float
    near: Side | None

    @property
    def sideways(self) -> float:
        """Return 0..1: 0 from the front or the back, 1 from the side; NaN where nobody knows."""
        return float(abs(np.sin(np.radians(self.yaw_deg))))


def view(motion: Motion) -> View:
    """Return from where a motion was seen, over all of its frames.

    The yaw is that of the line from the right to the left hip and shoulder, the pitch that of the
    line from the ankles to the neck while both legs are straight and the trunk is not lying.
    """
    across = motion.xyz_m[:, [Joint.LEFT_HIP, Joint.LEFT_SHOULDER]].astype(np.float64)
    across = across - motion.xyz_m[:, [Joint.RIGHT_HIP, Joint.RIGHT_SHOULDER]]
    line = _mean(across.reshape(-1, 3))
    yaw = np.degrees(np.arctan2(-line[2], line[0]))
    return View(float(yaw), _pitch(motion), _near(motion))


def _pitch(motion: Motion) -> float:
    angles = angles_deg(motion)
    with np.errstate(invalid="ignore"):
        stands = (angles[:, _LEGS] >= _STRAIGHT_DEG).all(axis=1) & (angles[:, 8] < 45)
    ankles = (motion.xyz_m[:, Joint.LEFT_ANKLE] + motion.xyz_m[:, Joint.RIGHT_ANKLE]) / 2
    line = _mean((motion.xyz_m[:, Joint.NECK] - ankles)[stands])
    return float(np.degrees(np.arctan2(line[2], line[1])))


def _near(motion: Motion) -> Side | None:
    """Return the side whose joints are nearer to the camera by more than a hand's breadth."""
    apart = _mean((motion.xyz_m[:, _LEFT] - motion.xyz_m[:, _RIGHT]).reshape(-1, 3))[2]
    if not abs(apart) > 0.08:
        return None
    return "left" if apart > 0 else "right"


def _mean(lines: Floats | Doubles) -> Doubles:
    known = lines[~np.isnan(lines).any(axis=1)].astype(np.float64)
    found: Doubles = known.mean(axis=0) if len(known) else np.full(3, np.nan)
    return found
