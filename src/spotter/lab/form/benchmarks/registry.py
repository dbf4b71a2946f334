"""The benchmarks there are, each by the module that runs it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks.result import Result, Tell

_ROOM = "spotter.lab.form.benchmarks"

# A benchmark is one module with a `run` and one line here.
BENCHMARKS = {
    "recognition": f"{_ROOM}.recognition",
    "rep-count": f"{_ROOM}.rep_count",
    "synthetic": f"{_ROOM}.synthetic",
    "transfer": f"{_ROOM}.transfer",
    "ui-prmd": f"{_ROOM}.ui_prmd",
    "ui-prmd-depth": f"{_ROOM}.ui_prmd_depth",
    "pushup": f"{_ROOM}.push_up",
}


class Benchmark(Protocol):
    """What the module of a benchmark offers."""

    def run(self, data: Path, *, seeds: int, tell: Tell) -> Result:
        """Return what is reached on the data in the folder; `tell` hears how far the work is."""
        ...


def benchmark(name: str) -> Benchmark:
    """Return the benchmark of that name; raises `BadInput` for a name there is not."""
    if name not in BENCHMARKS:
        raise BadInput(
            f"There is no benchmark '{name}'; there are {', '.join(BENCHMARKS)}.", field="name"
        )
    return cast(Benchmark, import_module(BENCHMARKS[name]))
