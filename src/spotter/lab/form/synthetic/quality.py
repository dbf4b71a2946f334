"""How well a made-up repetition is done: four tiers, and the faults that come with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from spotter.form.exercises import Exercise, Style
from spotter.lab.form.synthetic.space import Array


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of quality: how often it occurs, and from where to where its reps vary.

    `depth`: share of the full range. `shaking`: tremor in degrees. `pace`: shares of the usual
    duration. `faults`: chances of 0, 1, 2 and 3 named faults. `magnitude` of these, 0 to 1.
    `unevenness`: how much of an asymmetry everybody of this tier has.
    """

    name: str
    share: float
    depth: tuple[float, float]
    shaking: tuple[float, float]
    pace: tuple[float, float]
    faults: tuple[float, float, float, float]
    magnitude: tuple[float, float]
    unevenness: float


TIERS = (
    Tier("excellent", 0.25, (0.95, 1.06), (0.03, 0.2), (0.9, 1.3), (1, 0, 0, 0), (0, 0), 0.06),
    Tier("good", 0.35, (0.86, 1.0), (0.12, 0.45), (0.75, 1.2), (0.6, 0.4, 0, 0), (0.1, 0.45), 0.15),
    Tier("fair", 0.25, (0.7, 0.95), (0.3, 0.85), (0.55, 1.1), (0, 0.65, 0.35, 0), (0.4, 0.8), 0.3),
    Tier("poor", 0.15, (0.5, 0.85), (0.5, 1.3), (0.4, 1.0), (0, 0, 0.6, 0.4), (0.6, 1.0), 0.45),
)
# Seconds of an unhurried repetition, and of what is seen of a hold.
_SECONDS = {
    "squat": 2.6,
    "plank": 6.0,
    "burpee": 5.0,
    "jumping_jack": 1.25,
    "mountain_climber": 1.7,
    "bicep_curl": 3.4,
    "deadlift": 3.6,
    "lunge": 3.8,
    "sit_up": 3.0,
}
_USUAL_SECONDS = 3.0
# At its worst a fault takes this share of the range, of the duration; or adds so many degrees.
_SHALLOW, _RUSHED, _UNSTEADY_DEG = 0.55, 0.78, 2.0


@dataclass(frozen=True, eq=False)
class Quality:
    """B repetitions' quality: `tier` (B,) numbers of `TIERS`, the rest (B, 1).

    `faults` holds magnitudes of what moves wrongly; `named` (B,) booleans say which faults were
    meant, by name: unevenness that everybody has is no fault.
    """

    tier: Array
    depth: Array
    shaking_deg: Array
    seconds: Array
    faults: dict[str, Array]
    named: dict[str, Array]


def drawn(exercise: Exercise, pace: Array, rng: Generator) -> Quality:
    """Return the quality of one repetition for each row of `pace` (B, 1), a person's own tempo."""
    tier = rng.choice(len(TIERS), size=len(pace), p=[one.share for one in TIERS])
    magnitudes = _faults(exercise, tier, rng)
    return of(exercise, tier, magnitudes, pace, rng)


def of(
    exercise: Exercise, tier: Array, magnitudes: dict[str, Array], pace: Array, rng: Generator
) -> Quality:
    """Return the quality of repetitions of known tiers (B,) and named faults (B, 1)."""
    depth = _between(tier, "depth", rng)
    shaking = _between(tier, "shaking", rng)
    seconds = _SECONDS.get(exercise.id, _USUAL_SECONDS) * pace * _between(tier, "pace", rng)
    faults = dict(magnitudes)
    none = np.zeros_like(depth)
    shallow, rushed, unsteady = (
        faults.pop(name, none) for name in ("shallow", "rushed", "unsteady")
    )
    uneven = (
        np.abs(rng.standard_normal(depth.shape))
        * np.array([one.unevenness for one in TIERS])[tier][:, None]
    )
    meant = faults.get("asymmetric", none)
    faults["asymmetric"] = np.clip(np.where(meant > 0, 0.25 + 0.75 * meant, uneven * 0.5), 0, 1)
    return Quality(
        tier=tier,
        depth=depth * (1 - _SHALLOW * shallow),
        shaking_deg=shaking + _UNSTEADY_DEG * unsteady,
        # A hold lasts as long as it lasts: nothing in it can be rushed.
        seconds=seconds if exercise.style is Style.HOLD else seconds * (1 - _RUSHED * rushed),
        faults=faults,
        named={name: (size > 0)[:, 0] for name, size in magnitudes.items()},
    )


def _between(tier: Array, name: str, rng: Generator) -> Array:
    low, high = np.array([getattr(one, name) for one in TIERS])[tier].T
    return np.asarray(low + (high - low) * rng.random(len(tier)))[:, None]


def _faults(exercise: Exercise, tier: Array, rng: Generator) -> dict[str, Array]:
    """Return a magnitude (B, 1) for each fault of the exercise, 0 where it was not drawn."""
    chances = np.cumsum(np.array([one.faults for one in TIERS])[tier], axis=1)
    count = (rng.random((len(tier), 1)) > chances[:, :-1]).sum(axis=1)
    order = rng.random((len(tier), len(exercise.faults))).argsort(axis=1).argsort(axis=1)
    sizes = np.stack([_between(tier, "magnitude", rng)[:, 0] for _ in exercise.faults], axis=1)
    found = np.where(order < count[:, None], sizes, 0.0)
    magnitudes = {name: found[:, [n]] for n, name in enumerate(exercise.faults)}
    if {"hips_low", "hips_high"} <= magnitudes.keys():
        # Hips cannot hang and stand at once.
        magnitudes["hips_low"] = np.where(magnitudes["hips_high"] > 0, 0.0, magnitudes["hips_low"])
    return magnitudes
