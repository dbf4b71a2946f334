"""Feast's offline store over the yearly Parquet files: point-in-time joins done by Polars.

Feast's own file store joins every row of an athlete with every moment asked about before it
chooses, which is days × moments × features in memory. Here each moment looks up one row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pandas as pd
import polars as pl
import pyarrow as pa
from feast.feature_view import FeatureView
from feast.infra.offline_stores.dask import DaskOfflineStore, DaskOfflineStoreConfig
from feast.infra.offline_stores.file_source import FileSource
from feast.infra.offline_stores.offline_store import RetrievalJob, RetrievalMetadata
from feast.infra.registry.base_registry import BaseRegistry
from feast.on_demand_feature_view import OnDemandFeatureView
from feast.repo_config import RepoConfig

from spotter.body.featurestore.offline import OfflineRows, scan
from spotter.body.featurestore.rows import INSTANT
from spotter.kit.errors import BadInput

ATHLETE, MOMENT = "athlete_id", "event_timestamp"
# Beside what the caller's table may hold.
_DAY_OVER, _FROM = "__day_over", "__from"


class PolarsOfflineStoreConfig(DaskOfflineStoreConfig):
    """Chosen by the name of its class, so it has no setting of its own."""

    type: Any = "spotter.body.featurestore.joins.PolarsOfflineStore"


class PolarsOfflineStore(DaskOfflineStore):
    """Point-in-time joins over the files that `OfflineRows` keeps."""

    @staticmethod
    def get_historical_features(  # noqa: PLR0917 - Feast's signature
        config: RepoConfig,
        feature_views: list[FeatureView],
        feature_refs: list[str],
        entity_df: Any,
        registry: BaseRegistry,
        project: str,
        full_feature_names: bool = False,
        filter_by_created_timestamp: bool = False,
        **kwargs: Any,
    ) -> RetrievalJob:
        """Return the newest row known at each moment of `entity_df` (athlete_id, event_timestamp).

        A row older than the view's time to live gives nulls, as no row does. With
        `filter_by_created_timestamp` a row counts only once it was computed. Raises `BadInput`.
        """
        (view,) = feature_views
        names = [ref.partition(":")[2] for ref in feature_refs]
        asked = _asked(entity_df)
        folder = Path(cast(FileSource, view.batch_source).path)

        def run() -> pa.Table:
            rows = OfflineRows(folder)
            arrived = filter_by_created_timestamp
            return joined(asked, rows, names, view.ttl, arrived=arrived).to_arrow()

        return _Job(run, feature_refs, asked)


def joined(
    asked: pl.DataFrame,
    rows: OfflineRows,
    names: list[str],
    ttl: timedelta | None,
    *,
    arrived: bool = False,
) -> pl.DataFrame:
    """Return `asked`, in its order, with the features known at each moment for each athlete.

    A row counts from the end of its day, with `arrived` also not before it was computed.
    """
    files = rows.files(asked[ATHLETE].to_list())
    if not files:
        return asked.with_columns(pl.lit(None, pl.Float64).alias(name) for name in names)
    known = _usable(scan(files), names, arrived)
    found = (
        asked.with_row_index("__asked")
        .sort(MOMENT)
        .join_asof(known, left_on=MOMENT, right_on=_FROM, by=ATHLETE, check_sortedness=False)
        .sort("__asked")
    )
    # A ttl of nothing is Feast's word for no limit.
    fresh = pl.col(MOMENT) - pl.col(_DAY_OVER) <= ttl if ttl else pl.lit(True)
    values = (pl.when(fresh).then(pl.col(name)).alias(name) for name in names)
    return found.select(*asked.columns, *values)


def _usable(rows: pl.LazyFrame, names: list[str], arrived: bool) -> pl.DataFrame:
    """Return the rows, each with the moment it counts from, in the order of these moments."""
    over = pl.col("known_from")
    since = pl.max_horizontal("known_from", "created") if arrived else over
    known = rows.select(ATHLETE, over.alias(_DAY_OVER), since.alias(_FROM), *names).collect()
    # A day that was computed anew after a later one was known is not the newest again.
    day = pl.col(_DAY_OVER).to_physical()
    return known.sort(_FROM, _DAY_OVER).filter(day == day.cum_max().over(ATHLETE))


def _asked(entity_df: Any) -> pl.DataFrame:
    if not isinstance(entity_df, pd.DataFrame) or not {ATHLETE, MOMENT} <= set(entity_df.columns):
        raise BadInput(
            f"Training rows are asked for by a table with {ATHLETE} and {MOMENT}.",
            field="entity_df",
        )
    asked = pl.from_pandas(entity_df)
    moments = asked[MOMENT]
    if not isinstance(moments.dtype, pl.Datetime):
        raise BadInput(f"{MOMENT} must hold moments with their zone.", field=MOMENT)
    # As Feast has it: what has no zone is UTC.
    aware = moments if moments.dtype.time_zone else moments.dt.replace_time_zone("UTC")
    return asked.with_columns(
        pl.col(ATHLETE).cast(pl.String), aware.dt.convert_time_zone("UTC").cast(INSTANT)
    )


class _Job(RetrievalJob):
    """A join that is done when its result is asked for."""

    def __init__(self, run: Callable[[], pa.Table], refs: list[str], asked: pl.DataFrame) -> None:
        self._run = run
        span = (asked[MOMENT].min(), asked[MOMENT].max())
        self._metadata = RetrievalMetadata(refs, [ATHLETE], *span)  # type: ignore[arg-type]

    @property
    def full_feature_names(self) -> bool:
        return False

    @property
    def on_demand_feature_views(self) -> list[OnDemandFeatureView]:
        return []

    @property
    def metadata(self) -> RetrievalMetadata:
        return self._metadata

    def _to_arrow_internal(self, timeout: int | None = None) -> pa.Table:
        return self._run()

    def _to_df_internal(self, timeout: int | None = None) -> pd.DataFrame:
        return self._run().to_pandas()
