"""Features of a population on Spark: groups of athletes, through Arrow, by the same function."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyspark.sql import SparkSession, functions
from pyspark.sql.types import DateType, DoubleType, StringType, StructField, StructType

from spotter.body.features.catalogue import FEATURES
from spotter.body.features.compute import features_of_many
from spotter.kit.errors import BadInput
from spotter.lab.features.staging import whole

SCHEMA = StructType(
    [
        StructField("athlete_id", StringType()),
        StructField("day", DateType()),
        *(StructField(name, DoubleType()) for name in FEATURES),
    ]
)


# Hundreds of columns are written at once and each fills a page of its own: pages and row groups of
# the usual size take more than the gigabyte of a Spark that nobody configured.
_LEAN = {"parquet.block.size": str(16 << 20), "parquet.page.size": str(64 << 10)}
# Athletes of one group. Spark holds a group in memory, and a group of one costs as much as it.
_IN_A_GROUP = 50


def of_athletes(days: pa.Table) -> pa.Table:
    """Return the features of some athletes' days, as Spark hands them over and takes them back."""
    table = pl.from_arrow(days)
    assert isinstance(table, pl.DataFrame)
    found = features_of_many(whole(table)).to_arrow(compat_level=pl.CompatLevel.oldest())
    fields = [("athlete_id", pa.string()), ("day", pa.date32())]
    return found.cast(pa.schema([*fields, *((name, pa.float64()) for name in FEATURES)]))


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """Yield a Spark session on `master`, such as `local[2]`; it ends with the block.

    Raises `BadInput` where there is no Java.
    """
    # A worker is another process of this very interpreter.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("spotter features")
    told = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.adaptive.coalescePartitions.enabled": "false",
        # Each worker has a core; Polars would start a thread for every core in each of them.
        "spark.executorEnv.POLARS_MAX_THREADS": "1",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
    }
    for name, value in told.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except Exception as problem:
        raise BadInput(
            f"Spark did not start ({type(problem).__name__}): is there a Java 17?", field="engine"
        ) from problem
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def run(spark: SparkSession, days: Path, out: Path) -> int:
    """Compute the features of every athlete in `days` into Parquet files in `out`.

    Returns how many athletes there were.
    """
    cores = spark.sparkContext.defaultParallelism
    spark.conf.set("spark.sql.shuffle.partitions", str(2 * cores))
    table = spark.read.option("mergeSchema", "true").parquet(str(days))
    athletes = table.select("athlete_id").distinct().count()
    groups = max(2 * cores, -(-athletes // _IN_A_GROUP))
    group = functions.pmod(functions.xxhash64("athlete_id"), functions.lit(groups))
    found = table.groupBy(group).applyInArrow(of_athletes, SCHEMA)
    found.write.options(**_LEAN).mode("error").parquet(str(out))
    return athletes
