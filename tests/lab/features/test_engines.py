"""Features of a population are the same bits in this process and on Spark."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from spotter.body.features.compute import features
from spotter.body.service import put_days
from spotter.body.state import Day
from spotter.kit.errors import BadInput
from spotter.kit.time import utc_now
from spotter.lab.commands import app
from spotter.lab.features import process
from spotter.lab.features.staging import staged, write_tables
from spotter.lab.population import population
from spotter.store.uow import Units

ATHLETES = 5
_BITS = """
import hashlib
from spotter.body.features.compute import features
from spotter.lab.population import athlete
print(hashlib.sha256(features(athlete(3, 40)).write_csv().encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return daily tables of a few athletes, one of them told of by two files."""
    folder = tmp_path_factory.mktemp("days")
    tables = list(population(ATHLETES, 40))
    pl.concat([*tables[:2], tables[4].head(25)]).write_parquet(folder / "one.parquet")
    pl.concat([tables[2], tables[4].tail(15)]).write_parquet(folder / "two.parquet")
    tables[3].write_parquet(folder / "three.parquet")
    return folder


def read(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(sorted(folder.glob("*.parquet"))).sort("athlete_id", "day")


@pytest.fixture(scope="module")
def in_process(days: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    out = tmp_path_factory.mktemp("process")
    assert process.run(days, out) == ATHLETES
    return read(out)


@pytest.fixture(scope="module")
def on_spark(days: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    if shutil.which("java") is None:
        pytest.skip("no Java: Spark cannot run")
    pytest.importorskip("pyspark", reason="Spark is not installed")
    from spotter.lab.features import spark

    out = tmp_path_factory.mktemp("spark") / "rows"
    with spark.session("local[2]") as running:
        assert spark.run(running, days, out) == ATHLETES
    return read(out)


def test_each_athlete_is_computed_as_if_there_were_no_other(in_process: pl.DataFrame) -> None:
    alone = pl.concat(features(one) for one in population(ATHLETES, 40))
    assert_frame_equal(in_process, alone.sort("athlete_id", "day"), check_exact=True)


def test_spark_gives_the_same_bits(in_process: pl.DataFrame, on_spark: pl.DataFrame) -> None:
    assert on_spark.height == ATHLETES * 40
    assert_frame_equal(on_spark, in_process, check_exact=True)


def test_the_number_of_threads_changes_no_bit() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _BITS],
            env={**os.environ, "POLARS_MAX_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2", "5")
    }
    assert len(found) == 1


def test_files_that_share_an_athlete_are_read_together(days: Path) -> None:
    found = [[path.name for path in group] for group in process.groups(days)]
    assert found == [["three.parquet"], ["one.parquet", "two.parquet"]]


def test_a_database_is_a_population_too(
    units: Units, athlete_id: str, other_id: str, database_url: str, tmp_path: Path
) -> None:
    day = date(2026, 1, 5)
    with units() as uow:
        put_days(uow, athlete_id, {day: Day(day, {"resting_hr_bpm": 50}, {})}, utc_now())
        uow.commit()
    asked = ["features", "--data", database_url, "--out", str(tmp_path / "rows")]
    done = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert done.stdout.startswith("1 athletes in ")
    found = read(tmp_path / "rows")
    assert found["athlete_id"].to_list() == [athlete_id]
    assert found["resting_hr_last"].to_list() == [50]


def test_tables_are_written_in_files_of_many(tmp_path: Path) -> None:
    tables = (pl.DataFrame({"athlete_id": [str(n)], "day": [date(2026, 1, 5)]}) for n in range(401))
    assert write_tables(tables, tmp_path) == 401
    assert [pl.read_parquet(path).height for path in sorted(tmp_path.glob("*"))] == [200, 200, 1]


@pytest.mark.parametrize("data", ["s3://bucket/days", "nowhere", "sqlite://"])
def test_what_holds_no_days_is_refused(data: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as problem:
        staged(data, tmp_path)
    assert problem.value.field == "data"


def test_what_is_there_is_not_written_over(days: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="exists already"):
        CliRunner().invoke(
            app, ["features", "--data", str(days), "--out", str(tmp_path)], catch_exceptions=False
        )
