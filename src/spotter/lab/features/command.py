"""`spotter lab features`: every athlete's features, in this process or on Spark."""

from __future__ import annotations

import tempfile
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from spotter.kit.errors import BadInput


class Engine(StrEnum):
    PROCESS = "process"
    SPARK = "spark"


def features(
    data: Annotated[str, typer.Option(help="Folder of daily tables (Parquet), or database URL")],
    out: Annotated[Path, typer.Option(help="New folder for the features (Parquet)")],
    engine: Annotated[Engine, typer.Option(help="process or spark")] = Engine.PROCESS,
    master: Annotated[str, typer.Option(help="The Spark to run on")] = "local[*]",
) -> None:
    """Compute the features of every athlete: the same rows whichever the engine."""
    from spotter.lab.features.staging import staged

    if out.exists():
        raise BadInput(f"{out} exists already; name a new folder.", field="out")
    with tempfile.TemporaryDirectory(prefix="spotter-") as scratch:
        days = staged(data, Path(scratch))
        began = time.perf_counter()
        athletes = _run(engine, days, out, master)
        took = time.perf_counter() - began
    print(f"{athletes:,} athletes in {took:.1f} s ({athletes / took:.1f} a second), in {out}")


def _run(engine: Engine, days: Path, out: Path, master: str) -> int:
    if engine is Engine.PROCESS:
        from spotter.lab.features import process

        return process.run(days, out)
    try:
        from spotter.lab.features import spark
    except ImportError as problem:
        raise BadInput(
            "Spark is not installed; install Spotter with its extra [scale].", field="engine"
        ) from problem
    with spark.session(master) as running:
        return spark.run(running, days, out)


def prepare(
    rows: Annotated[Path, typer.Option(help="Folder of features, as `lab features` writes them")],
    service: Annotated[str, typer.Option(help="The model's feature service")],
    out: Annotated[Path, typer.Option(help="New file for the arrays (.npz)")],
) -> None:
    """Fit how a model's features are filled, scaled and encoded, for serving as plain arrays."""
    import polars as pl

    from spotter.lab.features import preparing

    if out.exists():
        raise BadInput(f"{out} exists already; name a new file.", field="out")
    names = preparing.ordered(service)
    files = sorted(rows.glob("*.parquet"))
    if not files:
        raise BadInput(f"There are no Parquet files in {rows}.", field="rows")
    known = preparing.matrix(pl.read_parquet(files, columns=names), names)
    arrays = preparing.export(preparing.fit(known, names), names)
    arrays.save(out)
    print(
        f"{len(known):,} rows of {len(names)} features give {len(arrays.columns)} columns, in {out}"
    )
