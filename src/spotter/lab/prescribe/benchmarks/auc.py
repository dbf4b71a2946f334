"""`benchmark auc`: is this candidate among the best for this athlete today?

The best are known, since the athletes are simulated: the top quarter of a day's candidates by the
true expected worth. No athlete here was learned from, one population has other parameters, and one
model of the body has a structure that the network never saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from spotter.lab.benchmarks.piecewise import Piece, cores, done
from spotter.lab.benchmarks.result import Result, Row, Tell
from spotter.lab.prescribe.simulation.knowing import PARTICLES
from spotter.lab.prescribe.simulation.outcome import best
from spotter.lab.prescribe.simulation.traits import SHIFTED, USUAL, Population
from spotter.lab.prescribe.training.command import LEARNED
from spotter.lab.prescribe.training.table import Table, simulated
from spotter.prescribe.ranker.learned import SUITABLE, beside_best
from spotter.prescribe.ranker.served import PlanRanker, shipped

Floats = NDArray[np.float64]
GOAL = 0.85
# Training takes seeds from 0 on; these are far from them.
FIRST_SEED, ATHLETES, DAYS = 50_000, 6, 21
COLUMNS = ("ranker", "Bayes-optimal", "rules", "hybrid", "oracle, by luck", "ranker, by luck")


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    models: tuple[str, ...]
    people: Population


GROUPS = (
    _Group("new athletes", LEARNED, USUAL),
    _Group("shifted parameters", LEARNED, SHIFTED),
    _Group("unseen model of the body", ("busso",), USUAL),
    _Group("unseen model, shifted parameters", ("busso",), SHIFTED),
)


def run(data: Path | None, *, seeds: int, tell: Tell, processes: int | None = None) -> Result:
    """Return the area under the curve on four populations; `data` is not read.

    `processes` (all cores) play at once.
    """
    cast = [(place, seed) for place in range(len(GROUPS)) for seed in _seeds(place, seeds)]
    found = done(
        [Piece(f"{GROUPS[place].name}, athlete {seed}", (place, seed)) for place, seed in cast],
        _one,
        tell=tell,
        processes=processes or cores(),
    )
    rows = []
    for place, group in enumerate(GROUPS):
        mine = [told for (of, _), told in zip(cast, found, strict=True) if of == place]
        means = {name: np.mean([one for told in mine for one in told[name]]) for name in COLUMNS}
        count = sum(told["candidates"] for told in mine)
        rows.append(Row(group.name, count, {name: float(one) for name, one in means.items()}))
    mean = {name: float(np.mean([row.values[name] for row in rows])) for name in COLUMNS}
    reached = all(row.values["ranker"] >= GOAL for row in rows)
    return Result(
        benchmark="auc",
        protocol="simulated athletes never learned from; each day's real candidates; among the "
        "best is the top quarter of the day by true expected worth; areas within a day, then the "
        "mean of days",
        metric="AUC",
        goal=f"ranker at least {GOAL} on every population",
        reached=reached,
        columns=COLUMNS,
        rows=tuple(rows),
        mean=mean,
        notes=(
            f"Bayes-optimal is who knows the simulator, the population, the model of the body (or "
            f"which two it may be) and every formula, and sees all that was told and measured, but "
            f"nothing hidden: a particle filter of {PARTICLES:,} guesses for each model. What it "
            f"misses nobody can know who sees what the service sees.",
            "Who knows the hidden state too orders by true expected worth: 1 by definition of the "
            "label. `by luck` counts instead what turned out best in one draw: there that oracle "
            "is the ceiling.",
            "The simulator is ours and so is its worth: this says that the network learns what is "
            "there to learn and carries it to bodies it never saw, not that people gain.",
        ),
    )


def _seeds(place: int, seeds: int) -> range:
    """Return the seeds of a group: one is an athlete of each of its models of the body."""
    first = FIRST_SEED + 1000 * place
    return range(first, first + max(1, ATHLETES * seeds // len(GROUPS[place].models)))


def _one(who: tuple[int, int]) -> dict[str, Any]:
    place, seed = who
    group = GROUPS[place]
    table = simulated(group.models, [seed], DAYS, group.people)
    return {"candidates": len(table), **judged(table, PlanRanker(shipped()))}


def judged(table: Table, network: PlanRanker) -> Mapping[str, list[float]]:
    """Return the areas of every ranker on the days of a table."""
    worth = network.foresee(table.rows).worth
    hybrid = mixed(table, worth)
    return {
        "ranker": areas(table, worth, table.true_worth),
        "Bayes-optimal": areas(table, table.known_best, table.true_worth),
        "rules": areas(table, table.rules, table.true_worth),
        "hybrid": areas(table, hybrid, table.true_worth),
        "oracle, by luck": areas(table, table.true_worth, table.drawn_worth),
        "ranker, by luck": areas(table, worth, table.drawn_worth),
    }


def mixed(table: Table, worth: Floats) -> Floats:
    """Return the scores of rules and foresight added up: `HybridRanker` without its limits."""
    scores = table.rules.copy()
    for here in _days(table):
        scores[here] += SUITABLE * beside_best(worth[here])
    return scores


def within_days(table: Table, scores: Floats, worth: Floats) -> float:
    """Return the mean area of days that have both kinds of candidates."""
    return float(np.mean(areas(table, scores, worth)))


def areas(table: Table, scores: Floats, worth: Floats) -> list[float]:
    """Return the area of each day that has both kinds of candidates."""
    found = []
    for here in _days(table):
        label = best(worth[here])
        if not label.all():
            found.append(float(roc_auc_score(label, scores[here])))
    return found


def _days(table: Table) -> list[NDArray[np.bool_]]:
    return [table.day == one for one in np.unique(table.day)]
