"""Feature rows at rest: one Parquet file for each athlete and year, replaced whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from spotter.body.featurestore.rows import SCHEMA
from spotter.kit.errors import BadInput
from spotter.kit.room import room


class OfflineRows:
    """The rows of every athlete under `folder`, as `ATHLETE/YEAR.parquet`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, rows: pl.DataFrame, athlete_id: str, touched: Collection[date]) -> None:
        """Replace the rows of the `touched` days by those of `rows`; leave the others as they are.

        `rows` holds every day of the athlete: a stored day that it lacks is removed, and one that
        is not stored yet is added. Files of years in which nothing changes are not written. Raises
        `DiskFull`.
        """
        home = self._home(athlete_id)
        years = rows["day"].dt.year()
        for path in home.glob("*.parquet"):
            if int(path.stem) not in years:
                path.unlink()
        with room(self.folder):
            for year in years.unique(maintain_order=True):
                self._write_year(home / f"{year}.parquet", rows.filter(years == year), touched)

    def read(self, athlete_id: str) -> pl.DataFrame:
        """Return the athlete's rows (`rows.SCHEMA`), oldest first; none where nothing is stored."""
        files = sorted(self._home(athlete_id).glob("*.parquet"))
        if not files:
            return pl.DataFrame(schema=SCHEMA)
        return scan(files).collect().sort("day")

    def newest(self, athlete_id: str) -> dict[str, Any] | None:
        """Return the athlete's row of the last day; None where nothing is stored."""
        files = self.files([athlete_id])
        return scan(files[-1:]).collect().sort("day").row(-1, named=True) if files else None

    def athletes(self) -> list[str]:
        """Return the ids of athletes who have rows."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if any(path.glob("*.parquet")))

    def files(self, athletes: Collection[str]) -> list[Path]:
        """Return the files of `athletes`."""
        homes = (self._home(one) for one in sorted(set(athletes)))
        return [path for home in homes for path in sorted(home.glob("*.parquet"))]

    def forget(self, athlete_id: str) -> None:
        """Remove every row of the athlete; nothing there is fine."""
        shutil.rmtree(self._home(athlete_id), ignore_errors=True)
        if self._home(athlete_id).exists():
            raise OSError(f"the rows of an athlete in {self.folder} could not be removed")

    def _home(self, athlete_id: str) -> Path:
        if not athlete_id.replace("-", "").replace("_", "").isalnum():
            raise BadInput("An athlete's id has only letters and digits.", field="athlete_id")
        return self.folder / athlete_id

    def _write_year(self, path: Path, rows: pl.DataFrame, touched: Collection[date]) -> None:
        stored = self._stored(path, rows)
        kept = _staying(stored, rows, touched)
        if kept.height == stored.height == rows.height:
            return
        new = rows.join(kept.select("day"), on="day", how="anti")
        publish(pl.concat((kept, new)).sort("day"), path)

    def _stored(self, path: Path, rows: pl.DataFrame) -> pl.DataFrame:
        """Return what `path` holds; none of the rows that another catalogue made."""
        stored = pl.read_parquet(path) if path.exists() else rows.clear()
        return stored if stored.schema == rows.schema else rows.clear()


def _staying(stored: pl.DataFrame, rows: pl.DataFrame, touched: Collection[date]) -> pl.DataFrame:
    """Return the stored rows that are as they would be computed today."""
    gone = pl.Series("day", sorted(touched), dtype=pl.Date)
    return stored.filter(~pl.col("day").is_in(gone.implode())).join(
        rows.select("day", "known_from"), on=("day", "known_from"), how="semi"
    )


def scan(files: list[Path]) -> pl.LazyFrame:
    """Read feature rows of any catalogue as those of the present one; what one lacks is null."""
    return pl.scan_parquet(
        files, schema=SCHEMA, missing_columns="insert", extra_columns="ignore", glob=False
    )


def publish(rows: pl.DataFrame, path: Path) -> None:
    """Write `rows` to `path`, whole or not at all, readable by its owner only."""
    _private(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            rows.write_parquet(stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def _private(folder: Path) -> None:
    """Make `folder` and what is missing above it, for the owner only."""
    for each in reversed([folder, *folder.parents]):
        each.mkdir(exist_ok=True, mode=0o700)
