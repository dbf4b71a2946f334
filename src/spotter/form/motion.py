"""A body over time, in the one joint schema that everything behind the adapters speaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spotter.form.errors import BadMotion
from spotter.form.skeleton import MIRROR, Joint

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Motion:
    """Joints over T frames; `Motion.of` makes one of whatever arrays there are.

    `times_s` (T,): seconds, strictly increasing. `xyz_m` (T, 19, 3): metres from the pelvis, x
    right in the picture, y up, z towards the camera; all three NaN where a joint was not seen.
    `visibility` (T, 19): 0..1, 0 where a joint was not seen. Joints in the order of `Joint`.
    Raises `BadMotion`.
    """

    times_s: Doubles
    xyz_m: Floats
    visibility: Floats

    def __post_init__(self) -> None:
        frames, joints = len(self.times_s), len(Joint)
        for name, array, shape in (
            ("times_s", self.times_s, (frames,)),
            ("xyz_m", self.xyz_m, (frames, joints, 3)),
            ("visibility", self.visibility, (frames, joints)),
        ):
            if array.shape != shape:
                raise BadMotion(f"{name} must have the shape {shape}, not {array.shape}.")
        if not np.all(np.isfinite(self.times_s)) or np.any(np.diff(self.times_s) <= 0):
            raise BadMotion("Times must be numbers that increase from frame to frame.")
        if np.any(np.isinf(self.xyz_m)):
            raise BadMotion("Positions must be finite, or NaN where a joint was not seen.")
        if not np.all((self.visibility >= 0) & (self.visibility <= 1)):
            raise BadMotion("Visibility must lie between 0 and 1.")

    def __len__(self) -> int:
        return len(self.times_s)

    @classmethod
    def of(
        cls, times_s: ArrayLike, xyz_m: ArrayLike, visibility: ArrayLike | None = None
    ) -> Motion:
        """Return the motion of joints at any origin: the pelvis is put to 0, 0, 0.

        Shapes as of `Motion`. A joint of which any coordinate is NaN was not seen. Without
        `visibility`, or where it is NaN, a joint that has a position counts as seen.
        """
        times = np.asarray(times_s, dtype=np.float64)
        xyz = np.array(xyz_m, dtype=np.float32)
        if xyz.ndim != 3 or xyz.shape[1:] != (len(Joint), 3):
            raise BadMotion(f"xyz_m must have the shape (T, {len(Joint)}, 3), not {xyz.shape}.")
        missing = np.isnan(xyz).any(axis=2)
        xyz[missing] = np.nan
        told = np.ones(xyz.shape[:2]) if visibility is None else visibility
        seen = np.array(told, dtype=np.float32)
        if seen.shape != missing.shape:
            raise BadMotion(f"visibility must have the shape {missing.shape}, not {seen.shape}.")
        seen[np.isnan(seen)] = 1.0
        seen[missing] = 0.0
        return cls(times, xyz - _origin(xyz)[:, None, :], seen)

    def between(self, start_s: float, end_s: float) -> Motion:
        """Return the frames from `start_s` to `end_s`, both included."""
        inside = (self.times_s >= start_s) & (self.times_s <= end_s)
        return Motion(self.times_s[inside], self.xyz_m[inside], self.visibility[inside])


def mirrored(motion: Motion) -> Motion:
    """Return `motion` as a mirror shows it: x negated, left and right of the body swapped."""
    swap = list(MIRROR)
    xyz = motion.xyz_m[:, swap] * np.array([-1, 1, 1], dtype=np.float32)
    return Motion(motion.times_s, xyz, motion.visibility[:, swap])


def _origin(xyz: Floats) -> Floats:
    """Return where the pelvis is (T, 3); where it was not seen, where it was seen last."""
    pelvis = xyz[:, Joint.PELVIS]
    seen = np.flatnonzero(~np.isnan(pelvis[:, 0]))
    if len(seen) == 0:
        return np.zeros_like(pelvis)
    last = np.searchsorted(seen, np.arange(len(pelvis)), side="right") - 1
    return pelvis[seen[np.maximum(last, 0)]]
