"""What is foreseen of each candidate, and what that is worth: the one place where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.ranker.features import Rows

Column = NDArray[np.float64]

# What each part weighs beside a usual session's progress (1); project assumptions. Effort counts
# from the first half point, which is within what people misjudge; soreness from three of ten on,
# below which it is a normal answer to training.
WORTH_DONE, COST_EFFORT, COST_SORE = 0.4, 0.12, 0.10
SORE_FREE = 3.0


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The four outcomes of n candidates, each (n,), with how sure they are, and `vector` (n, d).

    `done` is the probability that nine tenths of the session get done, `effort_off` session RPE
    minus target, `soreness` the worst level (0-10) on the next day, `progress` what the session is
    good for four weeks later, where the athlete's best session, done fresh, is 1 and rest is 0.
    `…_sd` are one standard deviation. `worth` is what each is expected to be worth beside the other
    candidates of its day, in the units of `worth` below: what orders them. `vector` is the last
    layer of what foresees: a context for a bandit.
    """

    done: Column
    effort_off: Column
    effort_sd: Column
    soreness: Column
    soreness_sd: Column
    progress: Column
    progress_sd: Column
    worth: Column
    vector: NDArray[np.float32]


class Foresees(Protocol):
    """Something that foresees what becomes of candidates from their `features.rows`."""

    def foresee(self, rows: Rows) -> Foreseen:
        """Return what is foreseen of each row, in their order."""
        ...


def worth(done: Column, effort_off: Column, soreness: Column, progress: Column) -> Column:
    """Return progress, and something for getting it done, less what it costs; all (n,).

    `done` is a share or a probability 0-1, `effort_off` the distance from the target effort in
    RPE, `soreness` a level 0-10 on the next day.
    """
    off = np.maximum(0.0, effort_off - 0.5)
    sore = np.maximum(0.0, soreness - SORE_FREE)
    return progress + WORTH_DONE * done - COST_EFFORT * off - COST_SORE * sore
