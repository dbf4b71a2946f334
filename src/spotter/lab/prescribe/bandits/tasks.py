"""Classification as a bandit: contexts come by, and only the chosen arm says whether it was right.

The public tasks are read from their folder; the tasks on which settings were chosen come with
scikit-learn and are other data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from spotter.kit.errors import BadInput
from spotter.prescribe.bandit.linear import Array

Labels = npt.NDArray[np.int64]
# As in the published comparison (NeuralTS, Zhang et al. 2021).
HORIZON = 10_000
CHOSEN_ON = ("breast_cancer", "digits", "wine")


@dataclass(frozen=True, slots=True)
class Task:
    """Contexts (n, d), the one right arm of each (n) out of `arms`, of which `horizon` are played.

    The reward of an arm is 1 where it is the right one, else 0; regret is the number of zeros.
    """

    name: str
    contexts: Array
    right: Labels
    arms: int
    horizon: int

    def shuffled(self, seed: int) -> tuple[Array, Labels]:
        """Return the contexts to play and their right arms in random order."""
        order = np.random.default_rng([seed, 7]).permutation(len(self.right))[: self.horizon]
        return self.contexts[order], self.right[order]


def mushroom(data: Path) -> Task:
    """Return the mushrooms, one-hot (8124, 117): edible or poisonous."""
    file = _there(data / "bandit" / "mushroom" / "agaricus-lepiota.data")
    lines = file.read_text(encoding="ascii").split()
    rows = np.array([line.split(",") for line in lines if line[1] == ","])
    columns = [
        rows[:, place] == value
        for place in range(1, rows.shape[1])
        for value in np.unique(rows[:, place])
    ]
    right = (rows[:, 0] == "p").astype(np.int64)
    return Task("mushroom", np.array(columns, dtype=np.float64).T, right, 2, len(right))


def shuttle(data: Path) -> Task:
    """Return the states of the shuttle's radiators (58000, 9), seven of them."""
    folder = data / "bandit" / "shuttle"
    rows = np.vstack([np.loadtxt(_there(folder / f"shuttle.{part}")) for part in ("trn", "tst")])
    return Task("shuttle", rows[:, :-1], rows[:, -1].astype(np.int64) - 1, 7, HORIZON)


def from_scikit_learn(name: str) -> Task:
    """Return one of `CHOSEN_ON`."""
    from sklearn import datasets

    found = getattr(datasets, f"load_{name}")()
    right = found.target.astype(np.int64)
    contexts = found.data.astype(np.float64)
    return Task(name, contexts, right, int(right.max()) + 1, len(right))


def _there(file: Path) -> Path:
    if not file.is_file():
        raise BadInput(f"There is no {file.name} in {file.parent}. Name the folder with --data.")
    return file
