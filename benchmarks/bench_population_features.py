"""Features of many athletes: Spark against this process, on two cores, as athletes a second.

Run: `python benchmarks/bench_population_features.py [--athletes 1000] [--days 90] [--work DIR]`.
Each engine does a quarter of the athletes and then all; fails when the time for an athlete grows
by more than a half, which is what "linear" means here. Making the athletes is not measured; with
`--work` they are kept and used again.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spotter.lab.features import process
from spotter.lab.features.staging import write_tables
from spotter.lab.population import population

CORES = 2
MOST_GROWTH = 1.5

Run = Callable[[Path, Path], int]


def measured(run: Run, days: Path, scratch: Path) -> float:
    """Return how many athletes a second `run` does."""
    out = scratch / "out"
    began = time.perf_counter()
    athletes = run(days, out)
    took = time.perf_counter() - began
    shutil.rmtree(out)
    return athletes / took


def table(name: str, run: Run, sizes: list[tuple[int, Path]], scratch: Path) -> dict[int, float]:
    """Print and return athletes a second by size."""
    found = {}
    for athletes, days in sizes:
        found[athletes] = measured(run, days, scratch)
        print(f"{name:8} {athletes:7,} athletes: {found[athletes]:8.1f} a second", flush=True)
    return found


def made(athletes: int, days: int, where: Path) -> Path:
    """Return the folder of the daily tables of so many athletes, made unless they are there."""
    tables = where / f"{athletes}-athletes-{days}-days"
    if not tables.exists():
        draft = tables.with_name(f"{tables.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        write_tables(population(athletes, days), draft)
        draft.rename(tables)
    return tables


def main() -> int:
    told = argparse.ArgumentParser()
    told.add_argument("--athletes", type=int, default=1000)
    told.add_argument("--days", type=int, default=90)
    told.add_argument("--work", type=Path, help="where the athletes are kept")
    asked = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        sizes = []
        for part in (4, 1):
            athletes = max(asked.athletes // part, 1)
            sizes.append((athletes, made(athletes, asked.days, asked.work or scratch)))
        results = {"process": table("process", process.run, sizes, scratch)}
        if shutil.which("java") is None:
            print("Spark: not measured, no Java")
        else:
            results["spark"] = _on_spark(sizes, scratch)
    if "spark" in results:
        most = max(results["spark"])
        ratio = results["spark"][most] / results["process"][most]
        print(f"Spark does {ratio:.2f} x what this process does at {most:,} athletes")
    grown = [_grows(name, found) for name, found in results.items()]
    return int(any(grown))


def _on_spark(sizes: list[tuple[int, Path]], scratch: Path) -> dict[int, float]:
    from spotter.lab.features import spark

    with spark.session(f"local[{CORES}]") as running:

        def run(days: Path, out: Path) -> int:
            return spark.run(running, days, out)

        # The first run pays for starting workers, which a running cluster has done.
        measured(run, sizes[0][1], scratch)
        return table("spark", run, sizes, scratch)


def _grows(name: str, found: dict[int, float]) -> bool:
    quarter, whole = found.values()
    growth = quarter / whole
    print(f"{name}: an athlete of all takes {growth:.2f} x the time of one of a quarter")
    return growth > MOST_GROWTH


if __name__ == "__main__":
    sys.exit(main())
