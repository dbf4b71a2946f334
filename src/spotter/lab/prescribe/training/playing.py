"""Many athletes played in several processes, in parts that a broken run goes on from."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from spotter.kit.errors import BadInput
from spotter.lab.prescribe.simulation.traits import Population
from spotter.lab.prescribe.training.table import Table, joined, load, simulated

# Seeds of one part: each is one athlete of every model of the body.
SEEDS_A_PART = 10
# Guesses for each model of who teaches; fewer than who is judged beside.
PARTICLES = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom to play: athletes `first` to `first + many` of each model, for `days` days."""

    models: tuple[str, ...]
    people: Population
    days: int
    first: int
    many: int

    def parts(self) -> Sequence[range]:
        """Return the seeds of each part."""
        end = self.first + self.many
        starts = range(self.first, end, SEEDS_A_PART)
        return [range(one, min(one + SEEDS_A_PART, end)) for one in starts]


def played(plan: Plan, out: Path, processes: int, tell: Callable[[str], None]) -> Table:
    """Return the table of a plan and write it to `out`.

    Parts lie beside it until all are done, under a name that tells the plan: the same command goes
    on from them.
    """
    folder = out.with_name(f"{out.stem}.parts")
    about = folder / "plan.txt"
    folder.mkdir(parents=True, exist_ok=True)
    if about.exists() and about.read_text(encoding="utf-8") != repr(plan):
        raise BadInput(f"{folder.name} holds parts of another plan. Remove it, or finish that one.")
    about.write_text(repr(plan), encoding="utf-8")
    files = [folder / f"{seeds.start}-{seeds.stop}.npz" for seeds in plan.parts()]
    left = [one for one in zip(plan.parts(), files, strict=True) if not one[1].exists()]
    tell(f"{len(files) - len(left)} of {len(files)} parts are there already")
    # TensorFlow may be loaded in this process; what is forked from it could hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, processes), mp_context=context) as pool:
        works = [pool.submit(_part, plan, seeds, path) for seeds, path in left]
        for number, done in enumerate(as_completed(works), len(files) - len(left) + 1):
            done.result()
            tell(f"{number} of {len(files)} parts")
    table = joined([load(one) for one in files])
    table.save(out)
    shutil.rmtree(folder)
    return table


def _part(plan: Plan, seeds: range, path: Path) -> None:
    simulated(plan.models, seeds, plan.days, plan.people, PARTICLES).save(path)
