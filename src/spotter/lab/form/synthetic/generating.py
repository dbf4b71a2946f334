"""Making a data set of synthetic repetitions, shard by shard, on all cores."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.form.exercises import exercise
from spotter.kit.errors import BadInput
from spotter.lab.form.reps import ABOUT, VERSION, joined, read_shard, shard, write_about
from spotter.lab.form.synthetic.block import block_size, made
from spotter.lab.form.synthetic.camera import AT_HOME, Camera

_PLAN = "plan.json"
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: `reps` in all, spread evenly over the exercises; raises `BadInput`."""

    reps: int
    exercises: tuple[str, ...]
    seed: int
    camera: Camera = AT_HOME

    def __post_init__(self) -> None:
        if self.reps < 1 or self.seed < 0:
            raise BadInput("Ask for at least one rep, with a seed of 0 or more.", field="reps")
        for name in self.exercises:
            exercise(name)
        if not self.exercises or len(set(self.exercises)) < len(self.exercises):
            raise BadInput("Name each exercise once.", field="exercise")

    @property
    def shards(self) -> int:
        """Return how many shards the data set has."""
        return -(-self.reps // block_size(self.exercises))


def generate(
    plan: Plan,
    out: Path,
    *,
    workers: int | None = None,
    on_progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Write the data set `plan` into the folder `out` and return how many shards were made anew.

    What an earlier run of the same plan left there is kept, so a run that was killed is taken up
    again. Raises `BadInput` when the folder holds something else. `on_progress` is told how many
    repetitions have been written, also those found.
    """
    _claim(plan, out)
    missing = [number for number in range(plan.shards) if not shard(out, number).exists()]
    on_progress((plan.shards - len(missing)) * block_size(plan.exercises))
    count = min(workers or os.cpu_count() or 1, len(missing))
    if count <= 1:
        for number in missing:
            on_progress(_write(plan, out, number))
    else:
        with _single_threads(), _pool(count) as pool:
            for done in as_completed(pool.submit(_write, plan, out, n) for n in missing):
                on_progress(done.result())
    if missing or not (out / ABOUT).exists():
        whole = joined(read_shard(shard(out, number)) for number in range(plan.shards))
        write_about(out, whole, plan.seed, camera=asdict(plan.camera), made_by="synthetic")
    return len(missing)


def _claim(plan: Plan, out: Path) -> None:
    """Note the plan in the folder; raises `BadInput` when it is not empty and not this plan's."""
    wanted = json.dumps({"version": VERSION, **asdict(plan)}, indent=1) + "\n"
    note = out / _PLAN
    if note.exists():
        if note.read_text(encoding="utf-8") != wanted:
            raise BadInput(
                f"{out} holds reps of another plan; name a new folder or empty it.", field="out"
            )
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out} is not empty; name a new folder.", field="out")
    out.mkdir(parents=True, exist_ok=True)
    part = note.with_suffix(".part")
    part.write_text(wanted, encoding="utf-8")
    part.replace(note)


def _write(plan: Plan, out: Path, number: int) -> int:
    reps = made(plan.seed, number, plan.exercises, plan.camera)
    if number == plan.shards - 1:
        left = plan.reps - number * block_size(plan.exercises)
        # Of every exercise alike: every so many rows.
        reps = reps.of(_even(len(reps), left))
    reps.save(shard(out, number))
    return len(reps)


def _even(count: int, wanted: int) -> NDArray[np.intp]:
    return np.arange(wanted) * count // wanted


def _pool(count: int) -> ProcessPoolExecutor:
    # Fresh processes: a fork of one with threads may hang.
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def _single_threads() -> Iterator[None]:
    """Let processes started meanwhile compute on one thread each: there is one for each core."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
