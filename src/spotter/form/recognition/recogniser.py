"""Which exercise a movement is, or that it is none of ours.

A small network reads the traits of some seconds. What is not known of them (legs out of the
picture) is put at its mean and told to be unknown, as it was in the made-up films that the network
learned from. 'other' is an answer like the others: it learned that from movements that are none of
ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from spotter.form.angles import SPINE, angles_of
from spotter.form.clip import Clip
from spotter.form.motion import Bools, Doubles, Floats, Motion
from spotter.form.recognition.heights import in_picture, picture_heights
from spotter.form.recognition.traits import traits

SHIPPED = Path(__file__).parent / "exercises.npz"
OTHER: Final = "other"
# What is one exercise in a long film is decided in windows of some seconds and put to the vote; a
# burpee is whole in one, and standing about before it is not.
WINDOW_S = 6.0
_HOP_S = 3.0
_SHORTEST_S = 1.0
# No window may rule an exercise out for all others.
_LEAST = 0.005
# Traits further off than this many deviations say no more than that.
_FURTHEST = 3.0
_HEAD_DOWN_DEG = 130.0


@dataclass(frozen=True, slots=True, eq=False)
class Recogniser:
    """The exercises (E,) by id, and a network of one hidden layer over K traits.

    `usual` and `spread` (K,) of the traits; `hidden` (2 K + 1, H) reads the traits, which of them
    are known, and a one; `out` (H + 1, E) the hidden layer and a one.
    """

    exercises: tuple[str, ...]
    usual: Doubles
    spread: Doubles
    hidden: Doubles
    out: Doubles

    def shares(self, found: Doubles) -> Doubles:
        """Return how likely each exercise is (E,), adding up to 1, given traits (K,)."""
        if not np.isfinite(found).any():
            return np.full(len(self.exercises), 1 / len(self.exercises))
        read = np.append(scaled(found, self.usual, self.spread), 1.0)
        inner = np.append(np.maximum(read @ self.hidden, 0.0), 1.0)
        logits = inner @ self.out
        weight = np.exp(logits - logits.max())
        return np.asarray(weight / weight.sum(), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The exercise that a movement is most like, and how sure that is against the others, 0..1."""

    exercise: str
    confidence: float
    shares: dict[str, float]


@cache
def shipped() -> Recogniser:
    """Return the recogniser of the house, trained on made-up movements alone."""
    return load(SHIPPED)


def load(path: Path) -> Recogniser:
    """Return the recogniser that `save` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        arrays = (kept[name].astype(np.float64) for name in _ARRAYS)
        return Recogniser(tuple(str(each) for each in kept["exercises"]), *arrays)


def save(recogniser: Recogniser, path: Path) -> None:
    """Write `recogniser` to `path` in single precision, whole or not at all."""
    draft = path.with_name(f"{path.name}.part")
    arrays = {name: getattr(recogniser, name).astype(np.float32) for name in _ARRAYS}
    with draft.open("wb") as stream:
        np.savez(stream, allow_pickle=False, exercises=np.array(recogniser.exercises), **arrays)
    draft.replace(path)


_ARRAYS: Final = ("usual", "spread", "hidden", "out")


def scaled(found: Doubles, usual: Doubles, spread: Doubles) -> Doubles:
    """Return what the network reads (..., 2 K) of traits (..., K): deviations, what is known."""
    known = np.isfinite(found)
    away = np.clip((np.nan_to_num(found) - usual) / spread, -_FURTHEST, _FURTHEST)
    return np.concatenate([np.where(known, away, 0.0), known.astype(np.float64)], axis=-1)


def recognise(
    motion: Motion, heights_m: Doubles | None = None, by: Recogniser | None = None
) -> Recognised:
    """Return which exercise `motion` is, window by window, and the windows put to the vote.

    `heights_m` as of `traits`. Windows in which nobody is seen have no vote; a film in which nobody
    is ever seen is every exercise alike, with a confidence of one in all there are.
    """
    knower = by or shipped()
    votes = [knower.shares(each) for each in windows(motion, heights_m)]
    logs = [np.log(np.maximum(vote, _LEAST)) for vote in votes] or [np.zeros(len(knower.exercises))]
    total = np.exp(np.mean(logs, axis=0))
    shares = total / total.sum()
    best = int(np.argmax(shares))
    named = dict(zip(knower.exercises, (float(each) for each in shares), strict=True))
    return Recognised(knower.exercises[best], float(shares[best]), named)


def recognise_pictures(
    motion: Motion, image: Floats, aspect: float, by: Recogniser | None = None
) -> Recognised:
    """Return which exercise `motion` is, of which the landmarks in the picture are known too.

    `image` (T, 33, 3): shares of width and height, y down; `aspect`: width over height.
    """
    seen = in_picture(motion, image)
    return recognise(seen, picture_heights(seen, image, aspect), by)


def recognise_clip(clip: Clip, by: Recogniser | None = None) -> Recognised:
    """Return which exercise the person of `clip` does."""
    return recognise_pictures(clip.motion(), clip.image, clip.aspect, by)


def windows(motion: Motion, heights_m: Doubles | None = None) -> list[Doubles]:
    """Return the traits (K,) of each window of `motion` in which a body is seen long enough."""
    if not len(motion):
        return []
    last = float(motion.times_s[-1] - motion.times_s[0])
    starts = np.arange(0.0, max(last - WINDOW_S, 0.0) + _HOP_S, _HOP_S) if last > WINDOW_S else [0]
    there, found = _there(motion), []
    for start in starts:
        at = motion.times_s - motion.times_s[0] - start
        inside = (at >= 0) & (at <= WINDOW_S) & there
        if inside.sum() < 4 or np.ptp(motion.times_s[inside]) < min(_SHORTEST_S, last / 2):
            continue
        part = Motion(motion.times_s[inside], motion.xyz_m[inside], motion.visibility[inside])
        found.append(traits(part, None if heights_m is None else heights_m[inside]))
    return found


def _there(motion: Motion) -> Bools:
    """Return where (T,) somebody is seen, and not head down: none of ours is done so, but networks
    that see no head take a body for one that stands on it."""
    spine = angles_of(motion.xyz_m)[:, SPINE]
    return np.asarray(np.isfinite(spine) & (spine < _HEAD_DOWN_DEG), dtype=np.bool_)
