"""A year of every feature for one athlete: against one second, and against reading the table.

Run: `python benchmarks/bench_features.py`. Prints the best of five and fails above the limit.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable

import polars as pl

from spotter.body.features.catalogue import FEATURES
from spotter.body.features.compute import features
from spotter.lab.population import athlete

DAYS = 365
LIMIT_S = 1.0


def best_s(what: Callable[[], object]) -> float:
    """Return the shortest of five runs in seconds."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> int:
    table = athlete(0, DAYS)
    stored = io.BytesIO()
    table.write_parquet(stored)
    took = best_s(lambda: features(table))
    peer = best_s(lambda: pl.read_parquet(io.BytesIO(stored.getvalue())))
    print(f"{len(FEATURES)} features x {DAYS} days: {took:.3f} s, limit {LIMIT_S:.0f} s")
    print(f"  {took / LIMIT_S:.2f} of the limit; {took / peer:.0f} x reading the table as Parquet")
    return int(took > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
