"""Sessions of simulated athletes as one table: what was seen, the truth, and one draw of luck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.kit.errors import BadInput
from spotter.lab.prescribe.simulation.days import Played, person, play
from spotter.lab.prescribe.simulation.knowing import PARTICLES, Knowing, Known, Watching
from spotter.lab.prescribe.simulation.traits import USUAL, Population
from spotter.prescribe.ranker.features import FEATURES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """N candidates: `rows` (N, features); (N,) each: `athlete`, `day` (one number a day), the score
    of the `rules`, the `true_…` means, the drawn outcomes, and `true_worth`, `drawn_worth`."""

    rows: NDArray[np.float32]
    athlete: NDArray[np.int64]
    day: NDArray[np.int64]
    rules: Floats
    true_done: Floats
    true_effort_off: Floats
    true_soreness: Floats
    true_progress: Floats
    true_worth: Floats
    done: Floats
    effort_off: Floats
    soreness: Floats
    progress: Floats
    drawn_worth: Floats
    known_best: Floats
    known_worth: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: NDArray[np.bool_]) -> Table:
        """Return the candidates for which `mask` (N,) is true."""
        return Table(*(getattr(self, one.name)[mask] for one in fields(self)))

    def save(self, path: Path) -> None:
        """Write the table, complete or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part.npz")
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        np.savez_compressed(part, features=np.array(FEATURES), **columns)
        part.replace(path)


def load(path: Path) -> Table:
    """Return a saved table; raises `BadInput` where it is missing or of other features."""
    if not path.exists():
        raise BadInput(f"There is no {path.name}. Make it with: spotter lab prescribe simulate")
    with np.load(path, allow_pickle=False) as held:
        if tuple(held["features"]) != FEATURES:
            raise BadInput(f"{path.name} holds other features; run lab prescribe simulate again.")
        return Table(*(held[one.name] for one in fields(Table)))


def joined(tables: Sequence[Table]) -> Table:
    """Return several tables as one."""
    return Table(
        *(np.concatenate([getattr(one, field.name) for one in tables]) for field in fields(Table))
    )


def simulated(
    models: Iterable[str],
    seeds: Iterable[int],
    days: int,
    people: Population = USUAL,
    particles: int = PARTICLES,
) -> Table:
    """Return the days of one athlete for each model and seed, decided by a wandering policy.

    Somebody who knows the simulator watches with so many `particles` for each model.
    """
    kinds = tuple(models)
    tables: list[Table] = []
    for athlete in (seed * len(kinds) + place for seed in seeds for place in range(len(kinds))):
        policy = Watching(Knowing(kinds, people, athlete, particles))
        who = person(athlete, kinds[athlete % len(kinds)], people)
        tables += [of_day(one, policy.known, athlete) for one in play(who, days, policy)]
    return joined(tables)


def of_day(played: Played, known: Known, athlete: int) -> Table:
    """Return the candidates of one day as a table."""
    many, truth, drawn = len(played.candidates), played.truth, played.drawn
    return Table(
        rows=played.rows,
        athlete=np.full(many, athlete),
        day=np.full(many, athlete * 1000 + played.number),
        rules=played.rules,
        true_done=truth.done,
        true_effort_off=truth.effort_off,
        true_soreness=truth.soreness,
        true_progress=truth.progress,
        true_worth=truth.worth,
        done=drawn.done.astype(np.float64),
        effort_off=drawn.effort_off,
        soreness=drawn.soreness,
        progress=drawn.progress,
        drawn_worth=drawn.worth,
        known_best=known.best,
        known_worth=known.worth,
    )
