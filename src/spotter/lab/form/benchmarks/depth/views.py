"""How a repetition departs from the mean course of the right ones in the training set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

_EVERY = 4
_COMPONENTS, _SIGNED, _PHASES = 12, 6, 6
# Angles that hardly move are not blown up: their spread counts at least as this.
_LEAST_SPREAD = 0.02


@dataclass(frozen=True)
class Departure:
    """The right way as the training set shows it, in the main components of its frames."""

    scale: Rows
    centre: Rows
    components: Rows
    mean: Rows
    spread: Rows

    def views(self, course: Rows) -> dict[str, Rows]:
        """Return views of courses (N, 240, 117).

        `course`: signed departure of the six main components in six phases, in spreads of the right
        ones. `size`: the logarithm of the mean squared departure of each of twelve components.
        """
        off = self._coded(course) - self.mean
        signed = (off / self.spread)[:, :, :_SIGNED]
        phases = signed.reshape(len(off), _PHASES, -1, _SIGNED).mean(axis=2)
        return {
            "course": phases.reshape(len(off), -1),
            "size": np.log((off**2).mean(axis=1) + 1e-9),
        }

    def _coded(self, course: Rows) -> Rows:
        coded = (course[:, ::_EVERY] / self.scale - self.centre) @ self.components.T
        return np.asarray(coded, np.float32)


def departure(course: Rows, right: NDArray[np.bool_], *, scaled: bool) -> Departure:
    """Return the right way of a training set (N, 240, 117); `scaled` weighs each angle alike."""
    thin = course[:, ::_EVERY]
    width = thin.shape[2]
    spread = np.maximum(thin[right].std(axis=(0, 1)), _LEAST_SPREAD)
    scale = spread if scaled else np.ones(width, np.float32)
    frames = (thin / scale).reshape(-1, width)
    centre = frames.mean(axis=0)
    # The eigenvectors of the covariance are the principal components; the largest come last.
    _, vectors = np.linalg.eigh(np.cov((frames - centre).T))
    components = vectors[:, ::-1][:, :_COMPONENTS].T.astype(np.float32)
    coded = (thin[right] / scale - centre) @ components.T
    usual = coded.std(axis=0)
    floor = 0.05 * usual.mean()
    return Departure(scale, centre, components, coded.mean(axis=0), usual + floor)


def views(
    course: Rows, right: NDArray[np.bool_], asked: Rows
) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """Return the views of the training courses and of those asked about, weighed and not."""
    train: dict[str, Rows] = {}
    test: dict[str, Rows] = {}
    for scaled in (False, True):
        way = departure(course, right, scaled=scaled)
        suffix = ", angles alike" if scaled else ""
        train |= {name + suffix: rows for name, rows in way.views(course).items()}
        test |= {name + suffix: rows for name, rows in way.views(asked).items()}
    return train, test
