"""Jitter taken out of landmarks as they come, with little lag: the One-Euro filter by time stamps.

Casiez, Roussel, Vogel 2012, "1€ Filter" (CHI '12): a low-pass filter whose cutoff rises with the
speed. Slow things are smoothed, fast things pass: for a steady speed v (m/s) the lag is
1 / (2π(c + βv)) seconds, hence never more than 1 / (2πβ) metres; up to four times that for the
moment in which a body at rest leaps to a speed of metres a second, until that speed is learnt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.form.motion import Doubles, Floats, Motion

# Cutoff of a body at rest (Hz), its rise with speed (Hz per m/s), and the cutoff of the speed
# itself (Hz, the authors' value). A body trembles by a few mm up to some Hz; with β = 10 the lag
# is 16 mm at the most, less than MediaPipe's own error.
MIN_CUTOFF_HZ = 1.5
BETA = 10.0
SPEED_CUTOFF_HZ = 1.0
# A joint out of sight for longer begins anew where it comes back.
_FORGET_S = 0.5


@dataclass(slots=True)
class OneEuro:
    """The filter of one array of any shape; elements that are NaN wait for their next number."""

    min_cutoff_hz: float = MIN_CUTOFF_HZ
    beta: float = BETA
    speed_cutoff_hz: float = SPEED_CUTOFF_HZ
    _raw: Doubles | None = None
    _value: Doubles | None = None
    _speed: Doubles | None = None
    _when: Doubles | None = None

    def __call__(self, at_s: float, raw: Floats | Doubles) -> Doubles:
        """Return `raw` of the moment `at_s` (later than the one before), smoothed; NaN stays."""
        new = np.asarray(raw, dtype=np.float64)
        if self._raw is None or self._value is None or self._speed is None or self._when is None:
            self._raw, self._value, self._speed = new, new, np.zeros_like(new)
            self._when = np.full_like(new, at_s)
            return new
        step = at_s - self._when
        fresh = np.isnan(self._value) | (step > _FORGET_S)
        speed = (new - self._raw) / step
        speed = self._speed + _share(step, self.speed_cutoff_hz) * (speed - self._speed)
        cutoff = self.min_cutoff_hz + self.beta * np.abs(speed)
        value = self._value + _share(step, cutoff) * (new - self._value)
        value, speed = np.where(fresh, new, value), np.where(fresh, 0.0, speed)
        seen = ~np.isnan(new)
        self._raw = np.where(seen, new, self._raw)
        self._value = np.where(seen, value, self._value)
        self._speed = np.where(seen, speed, self._speed)
        self._when = np.where(seen, at_s, self._when)
        return np.where(seen, self._value, np.nan)


def smoothed(motion: Motion) -> Motion:
    """Return `motion` as the filter gives it frame by frame: what live and file both see."""
    euro = OneEuro()
    xyz = np.empty_like(motion.xyz_m)
    for number, at in enumerate(motion.times_s):
        xyz[number] = euro(float(at), motion.xyz_m[number])
    return Motion(motion.times_s, xyz, motion.visibility)


def _share(step_s: Doubles, cutoff_hz: Doubles | float) -> Doubles:
    """Return how much of the way to the new value is gone: 1 / (1 + τ/Te), τ = 1 / (2π·cutoff)."""
    turn = 2 * np.pi * cutoff_hz * step_s
    share: Doubles = turn / (1 + turn)
    return share
