"""What becomes of a session: the distribution that is known here, and one draw from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.ranker.foreseen import worth

Column = NDArray[np.float64]

# Spread of what cannot be known before: people misjudge effort by about a repetition (12 studies,
# n = 414), say soreness in whole steps, and gain by more than the session; assumptions.
EFFORT_SD, SORE_SD, PROGRESS_SD = 0.6, 0.9, 0.15
# Done means nine tenths; who breaks off has done about this share, a flat spread around it.
BROKEN_OFF, BROKEN_SPREAD = 0.6, 0.2
# Among the best of a day is its top quarter.
BEST_SHARE = 0.25
_ROOT = math.sqrt(2 / math.pi)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The true distribution for n candidates, each (n,).

    `done` is the probability of nine tenths, `effort_off` and `soreness` means with the spreads
    above, `progress` the mean where the best session of the first day, done fresh, is 1.
    """

    done: Column
    effort_off: Column
    soreness: Column
    progress: Column

    @property
    def worth(self) -> Column:
        """Return the true worth of each: that of the expected outcome, spread of effort included.

        What is unknown before the session (noise) is averaged, what is hidden is not.
        """
        off = _folded(self.effort_off, EFFORT_SD)
        return worth(self.done, off, self.soreness, self.progress)

    def drawn(self, chance: np.random.Generator) -> Drawn:
        """Return what really becomes of each, were it chosen."""
        size = len(self.done)
        done = chance.random(size) < self.done
        spread = chance.uniform(-BROKEN_SPREAD, BROKEN_SPREAD, size)
        share = np.where(done, 1.0, BROKEN_OFF + spread)
        expected = share_of(self.done)
        off = self.effort_off + EFFORT_SD * chance.standard_normal(size)
        sore = self.soreness + SORE_SD * chance.standard_normal(size)
        better = self.progress * share / expected + PROGRESS_SD * chance.standard_normal(size)
        rests = self.progress == 0
        return Drawn(done, share, off, np.clip(sore, 0, 10), np.where(rests, 0.0, better))


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw for n candidates: `done` true or false, `share` 0-1 of it, and what was felt."""

    done: NDArray[np.bool_]
    share: Column
    effort_off: Column
    soreness: Column
    progress: Column

    @property
    def worth(self) -> Column:
        """Return what each turned out to be worth."""
        return worth(
            self.done.astype(np.float64), np.abs(self.effort_off), self.soreness, self.progress
        )


def share_of(done: Column | float) -> Column:
    """Return the expected share of a session from the probability of getting it done."""
    return np.asarray(done + (1 - np.asarray(done)) * BROKEN_OFF, dtype=np.float64)


def _folded(mean: Column, sd: float) -> Column:
    """Return the expected distance from zero of a normal value (the folded normal's mean)."""
    erf = np.array([math.erf(one) for one in mean / (sd * math.sqrt(2))])
    return np.asarray(sd * _ROOT * np.exp(-(mean**2) / (2 * sd**2)) + mean * erf)


def best(values: Column, share: float = BEST_SHARE) -> NDArray[np.bool_]:
    """Return which candidates are among the best of a day: the top quarter by `values`."""
    many = max(1, round(share * len(values)))
    return np.asarray(values >= np.sort(values)[-many])


def columns(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcomes of several days as one."""
    return Outcome(
        *(
            np.concatenate([getattr(one, name) for one in outcomes])
            for name in ("done", "effort_off", "soreness", "progress")
        )
    )
