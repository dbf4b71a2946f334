"""What decided a choice, kept with the plan so that it can be made again, and evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from spotter.prescribe.bandit.linear import Posterior
from spotter.prescribe.bandit.thompson import Choice, Dosage, choose


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a choice: what it was, what was expected of it, and its propensity.

    `unseen` is what is foreseen of it that its reward will not show, `target_rpe` the mean effort
    that its session asks for, `restful` whether it is no training.
    """

    kind: str
    label: str
    score: float
    context: tuple[float, ...]
    expected: float
    deviation: float
    propensity: float
    target_rpe: float
    goal_share: float
    restful: bool = False
    unseen: float = 0.0


@dataclass(frozen=True, slots=True)
class Record:
    """A choice with everything that went into it.

    `contexts` names the vector of the contexts, `version` the posterior (rewards of the athlete /
    of the others) that it was made with; `mean`, `root`, `a` and `b` are that posterior.
    """

    contexts: str
    version: str
    seed: int
    dosage: Dosage
    arms: tuple[Arm, ...]
    arm: int
    drawn: float
    mean: tuple[float, ...]
    root: tuple[tuple[float, ...], ...]
    a: float
    b: float

    @property
    def chosen(self) -> Arm:
        return self.arms[self.arm]

    @property
    def as_expected(self) -> bool:
        """Return whether the arm of the highest expected reward was drawn."""
        return self.chosen.expected >= max(one.expected for one in self.arms)

    @property
    def posterior(self) -> Posterior:
        return Posterior(np.array(self.mean), np.array(self.root), self.a, self.b)


def replay(record: Record) -> Choice:
    """Return the choice made again from what was stored: equal to the one that was made."""
    contexts = np.array([one.context for one in record.arms])
    return choose(record.posterior, contexts, record.seed, record.dosage)


def to_json(record: Record) -> dict[str, Any]:
    """Return the record as JSON values; `from_json` reads them back without loss."""
    return asdict(record)


def from_json(stored: Mapping[str, Any]) -> Record:
    """Return what `to_json` wrote."""
    values = dict(stored)
    values["dosage"] = Dosage(**values["dosage"])
    values["arms"] = tuple(
        Arm(**{**one, "context": tuple(one["context"])}) for one in values["arms"]
    )
    values["mean"] = tuple(values["mean"])
    values["root"] = tuple(tuple(row) for row in values["root"])
    return Record(**values)
