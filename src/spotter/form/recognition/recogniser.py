"""Which exercise a movement is most like: distances from what each exercise usually looks like.

Each exercise is a normal distribution of traits with a covariance that all share (linear
discriminant analysis, Fisher 1936). Traits that are not known (legs out of the picture) are left
out of the distribution exactly, by leaving out their rows and columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from spotter.form.clip import Clip
from spotter.form.motion import Doubles, Motion
from spotter.form.recognition.traits import picture_heights, traits

SHIPPED = Path(__file__).parent / "exercises.npz"
# What is one exercise in a long film is decided in windows of some seconds and put to the vote; a
# burpee is whole in one, and standing about before it is not.
WINDOW_S = 6.0
_HOP_S = 3.0
_SHORTEST_S = 1.0
# No window may rule an exercise out for all others.
_LEAST = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Recogniser:
    """The exercises (E,) by id, their usual traits (E, K) and the covariance (K, K) within them."""

    exercises: tuple[str, ...]
    usual: Doubles
    covariance: Doubles

    def shares(self, found: Doubles) -> Doubles:
        """Return how likely each exercise is (E,), adding up to 1, given traits (K,)."""
        known = np.isfinite(found)
        if not known.any():
            return np.full(len(self.exercises), 1 / len(self.exercises))
        away = (found - self.usual)[:, known]
        within = self.covariance[np.ix_(known, known)]
        distance = np.einsum("ek,ke->e", away, np.linalg.solve(within, away.T))
        weight = np.exp(-0.5 * (distance - distance.min()))
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
        return Recogniser(
            tuple(str(each) for each in kept["exercises"]),
            kept["usual"].astype(np.float64),
            kept["covariance"].astype(np.float64),
        )


def save(recogniser: Recogniser, path: Path) -> None:
    """Write `recogniser` to `path` in single precision, whole or not at all."""
    draft = path.with_name(f"{path.name}.part")
    with draft.open("wb") as stream:
        np.savez(
            stream,
            allow_pickle=False,
            exercises=np.array(recogniser.exercises),
            usual=recogniser.usual.astype(np.float32),
            covariance=recogniser.covariance.astype(np.float32),
        )
    draft.replace(path)


def fitted(names: Doubles | list[str], table: Doubles, *, shrink: float) -> Recogniser:
    """Return the recogniser of movements with traits `table` (N, K) of exercises `names` (N).

    The covariance is drawn towards its own diagonal by the share `shrink`, and each variance is
    raised by half that share of the trait's whole variance: traits of real people vary in more
    ways than those learned from.
    """
    labels = np.asarray(names)
    exercises = tuple(sorted(set(labels.tolist())))
    whole = np.nanmean(table, axis=0)
    means = [table[labels == each] for each in exercises]
    usual = np.array([_mean(rows, whole) for rows in means])
    away = np.nan_to_num(table - usual[np.searchsorted(exercises, labels)])
    within = away.T @ away / len(away)
    own = np.diag(np.diag(within))
    loose = np.diag(np.nanvar(table, axis=0)) * (shrink / 2)
    return Recogniser(exercises, usual, (1 - shrink) * within + shrink * own + loose)


def recognise(
    motion: Motion, heights: Doubles | None = None, by: Recogniser | None = None
) -> Recognised:
    """Return which exercise `motion` is, window by window, and the windows put to the vote.

    `heights` as of `traits`. Windows in which nobody is seen have no vote; a film in which nobody
    is ever seen is every exercise alike, with a confidence of one in all there are.
    """
    knower = by or shipped()
    votes = [knower.shares(each) for each in windows(motion, heights)]
    logs = [np.log(np.maximum(vote, _LEAST)) for vote in votes] or [np.zeros(len(knower.usual))]
    total = np.exp(np.mean(logs, axis=0))
    shares = total / total.sum()
    best = int(np.argmax(shares))
    named = dict(zip(knower.exercises, (float(each) for each in shares), strict=True))
    return Recognised(knower.exercises[best], float(shares[best]), named)


def recognise_clip(clip: Clip, by: Recogniser | None = None) -> Recognised:
    """Return which exercise the person of `clip` does."""
    return recognise(clip.motion(), picture_heights(clip.image, clip.aspect), by)


def windows(motion: Motion, heights: Doubles | None = None) -> list[Doubles]:
    """Return the traits (K,) of each window of `motion` in which a body is seen long enough."""
    if not len(motion):
        return []
    last = float(motion.times_s[-1] - motion.times_s[0])
    starts = np.arange(0.0, max(last - WINDOW_S, 0.0) + _HOP_S, _HOP_S) if last > WINDOW_S else [0]
    found = []
    for start in starts:
        at = motion.times_s - motion.times_s[0] - start
        inside = (at >= 0) & (at <= WINDOW_S) & np.isfinite(motion.xyz_m[:, 8, 0])
        if inside.sum() < 4 or np.ptp(motion.times_s[inside]) < min(_SHORTEST_S, last / 2):
            continue
        part = Motion(motion.times_s[inside], motion.xyz_m[inside], motion.visibility[inside])
        found.append(traits(part, None if heights is None else heights[inside]))
    return found


def _mean(rows: Doubles, otherwise: Doubles) -> Doubles:
    known = np.isfinite(rows).any(axis=0)
    mean = np.where(known, np.nanmean(np.where(known, rows, 0.0), axis=0), otherwise)
    return np.asarray(mean, dtype=np.float64)
