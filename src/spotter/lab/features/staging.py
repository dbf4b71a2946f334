"""Where the daily tables of a population come from: Parquet files, or a Spotter's database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from spotter.body.features.columns import DAILY
from spotter.body.features.table import daily_table
from spotter.body.record import record_of
from spotter.kit.errors import BadInput
from spotter.store.engine import open_engine
from spotter.store.migrate import is_current
from spotter.store.uow import Units

_DATABASES = ("sqlite:", "postgresql:", "postgresql+psycopg:")
# Athletes in one file: some tens of megabytes of a year each.
_IN_A_FILE = 200


def staged(data: str, scratch: Path) -> Path:
    """Return a folder of daily tables for `data`: it itself, or what its database holds.

    `data` is a folder of Parquet files (also as file://…) whose rows are `columns.DAILY`, or the
    URL of a database, whose athletes are then written below `scratch`. Raises `BadInput`.
    """
    if data.startswith(_DATABASES):
        return _from_database(data, scratch)
    folder = Path(data.removeprefix("file://"))
    if "://" in data and not data.startswith("file://"):
        raise BadInput(
            f"{data} cannot be read; name a folder of Parquet files or a database.", field="data"
        )
    if not any(folder.glob("*.parquet")):
        raise BadInput(f"There are no Parquet files in {folder}.", field="data")
    _check(folder)
    return folder


def write_tables(tables: Iterable[pl.DataFrame], folder: Path) -> int:
    """Write daily tables of athletes as files of many; return how many athletes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    held: list[pl.DataFrame] = []
    files = athletes = 0
    for table in tables:
        held.append(table)
        athletes += 1
        if len(held) == _IN_A_FILE:
            _write(held, folder, files)
            held, files = [], files + 1
    if held:
        _write(held, folder, files)
    return athletes


def _write(tables: list[pl.DataFrame], folder: Path, number: int) -> None:
    pl.concat(tables).write_parquet(folder / f"days-{number:05}.parquet")


def _from_database(url: str, scratch: Path) -> Path:
    engine = open_engine(url)
    try:
        if not is_current(engine):
            raise BadInput("There is no database of this version there.", field="data")
        units = Units(engine, scratch)
        with units.reading() as uow:
            tables = (daily_table(record_of(uow, one)) for one in uow.athletes.all_ids())
            if not write_tables((one for one in tables if not one.is_empty()), scratch / "days"):
                raise BadInput("Nobody in this database has a day yet.", field="data")
    finally:
        engine.dispose()
    return scratch / "days"


def _check(folder: Path) -> None:
    for path in folder.glob("*.parquet"):
        lacking = {"athlete_id", "day"} - set(pl.read_parquet_schema(path))
        if lacking:
            raise BadInput(f"{path} lacks the column {sorted(lacking)[0]}.", field="data")


def whole(table: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of `table` that a daily table has."""
    return table.select(name for name in DAILY if name in table.columns)
