"""Features of a population in this process, file by file: memory is bounded by the largest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from spotter.body.features.compute import features_of_many
from spotter.lab.features.staging import whole


def run(days: Path, out: Path) -> int:
    """Compute the features of every athlete in `days` into Parquet files in `out`.

    Returns how many athletes there were.
    """
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    athletes = 0
    for number, files in enumerate(groups(days)):
        read = [whole(pl.read_parquet(path)) for path in files]
        tables = pl.concat(read, how="diagonal_relaxed")
        found = features_of_many(tables)
        found.write_parquet(out / f"part-{number:05}.parquet")
        athletes += found["athlete_id"].n_unique()
    return athletes


def groups(days: Path) -> Iterator[list[Path]]:
    """Yield the files of `days` in groups that share no athlete, so that each can be done alone."""
    found: list[tuple[set[str], list[Path]]] = []
    for path in sorted(days.glob("*.parquet")):
        ids = set(pl.read_parquet(path, columns=["athlete_id"])["athlete_id"].unique())
        files = [path]
        for other in [one for one in found if one[0] & ids]:
            found.remove(other)
            ids |= other[0]
            files = other[1] + files
        found.append((ids, files))
    yield from (files for _, files in found)
