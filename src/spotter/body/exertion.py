"""What workouts asked of the heart: time in zones and training impulses (TRIMP)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.body.heart import Stream, held
from spotter.body.intervals import Floats
from spotter.body.strain import Heart
from spotter.body.workouts import Workout

# Five zones of ten percent of the maximum each, from 50 % (Edwards 1993).
ZONE_FLOORS = (0.5, 0.6, 0.7, 0.8, 0.9)
# Share of the maximum at which the two ventilatory thresholds are assumed, since hardly anybody
# was tested; our own choice. Such fixed anchors miss a runner's own thresholds by 3 to 7 bpm on
# average (Nuuttila 2025).
_THRESHOLDS = (0.8, 0.9)
# Weight and exponent of a minute by share of the heart-rate reserve, for men and women
# (Banister 1991, after Green's lactate curves).
_BANISTER = {False: (0.64, 1.92), True: (0.86, 1.67)}


@dataclass(frozen=True, slots=True)
class Exertion:
    """Seconds in each of the five zones, and impulses in AU; Banister's None where the sex is."""

    zones_s: tuple[float, ...]
    edwards_au: float
    lucia_au: float
    banister_au: float | None


def exertion(workout: Workout, stream: Stream, heart: Heart) -> Exertion | None:
    """Return what `workout` asked of the heart, None where heart rate or age are not known.

    What is known of the heart rate stands for the whole of the workout without its pauses. The
    sum over samples counts intervals in full, which a workout's mean would understate.
    """
    part = stream.between(workout.start, workout.end)
    seconds = held(part.at, workout.start, workout.end)
    if seconds is None or not heart.told:
        return None
    seconds = seconds * (workout.duration_s / seconds.sum())
    bpm: Floats = part.bpm.astype(np.float64)
    level = np.digitize(bpm / heart.max_bpm, ZONE_FLOORS)
    zones = np.bincount(level, weights=seconds, minlength=len(ZONE_FLOORS) + 1)[1:]
    steps = 1 + np.digitize(bpm / heart.max_bpm, _THRESHOLDS)
    return Exertion(
        tuple(float(one) for one in zones),
        float(zones @ np.arange(1, len(zones) + 1)) / 60,
        float(steps @ seconds) / 60,
        _banister(bpm, seconds, heart),
    )


def _banister(bpm: Floats, seconds: Floats, heart: Heart) -> float | None:
    if heart.female is None:
        return None
    weight, steep = _BANISTER[heart.female]
    span = max(heart.max_bpm - heart.rest_bpm, 1.0)
    share = np.clip((bpm - heart.rest_bpm) / span, 0.0, 1.0)
    return float((seconds / 60 * share * weight * np.exp(steep * share)).sum())
