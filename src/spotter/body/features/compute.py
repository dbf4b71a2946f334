"""The daily table of one athlete → the features of every day: a pure function.

The same function runs in-process for one athlete and on a cluster for all: it takes the rows of one
athlete and knows nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from spotter.body.baseline import ONE_SOURCE
from spotter.body.features.catalogue import FEATURES
from spotter.body.features.columns import DAILY
from spotter.body.features.feature import Feature

Catalogue = Mapping[str, Feature]

_KEYS = ("athlete_id", "day")
# Athletes whose features are computed together: a year of as many is some 60 MB of features.
_AT_ONCE = 50


def features(daily: pl.DataFrame, catalogue: Catalogue = FEATURES) -> pl.DataFrame:
    """Return athlete_id, day and one Float64 column for each feature, one row a calendar day.

    `daily` holds rows of `columns.DAILY` of one athlete, in any order, at most one a day; columns
    and days that are absent are taken as not known. A row rests on its own and earlier days alone.
    Raises `ValueError` for several athletes or a day told twice.
    """
    frame = _whole(daily)
    values = frame.select(one.value.alias(name) for name, one in catalogue.items())
    values = _of_devices(frame, values, _by_device(catalogue), catalogue)
    return pl.concat((frame.select(_KEYS), _known(values, catalogue)), how="horizontal")


def features_of_many(daily: pl.DataFrame, catalogue: Catalogue = FEATURES) -> pl.DataFrame:
    """Return what `features` returns of each athlete in `daily`, one after another, bit for bit.

    Nearly all the time that one athlete takes goes into understanding hundreds of expressions:
    that is done once for `_AT_ONCE` athletes, which also bounds the memory.
    """
    tables = daily.partition_by("athlete_id", maintain_order=True)
    if not tables:
        return features(daily, catalogue)
    parts = [tables[first : first + _AT_ONCE] for first in range(0, len(tables), _AT_ONCE)]
    return pl.concat(_at_once([_whole(one) for one in part], catalogue) for part in parts)


def _at_once(frames: Sequence[pl.DataFrame], catalogue: Catalogue) -> pl.DataFrame:
    together = pl.concat(frames)
    values = (
        together.lazy()
        .group_by("athlete_id", maintain_order=True)
        .agg(one.value.alias(name) for name, one in catalogue.items())
        .select(list(catalogue))
        .explode(list(catalogue))
        .collect()
    )
    by_device = _by_device(catalogue)
    changed = _changed_device(together, by_device)
    done, row = [], 0
    for frame in frames:
        own = values.slice(row, frame.height)
        row += frame.height
        several = changed[frame["athlete_id"][0]]
        done.append(_of_devices(frame, own, {m: by_device[m] for m in several}, catalogue))
    return pl.concat((together.select(_KEYS), _known(pl.concat(done), catalogue)), how="horizontal")


def _changed_device(frame: pl.DataFrame, metrics: Iterable[str]) -> dict[str, list[str]]:
    """Return for each athlete the metrics that more than one device measured."""
    counted = frame.group_by("athlete_id").agg(
        pl.col(f"{metric}__source").fill_null("").filter(pl.col(metric).is_not_null()).n_unique()
        .alias(metric)
        for metric in metrics
    )  # fmt: skip
    return {
        row.pop("athlete_id"): [metric for metric, devices in row.items() if devices > 1]
        for row in counted.iter_rows(named=True)
    }


def _of_devices(
    frame: pl.DataFrame,
    values: pl.DataFrame,
    by_device: Mapping[str, list[str]],
    catalogue: Catalogue,
) -> pl.DataFrame:
    """Return `values` with those of metrics that several devices measured, device by device."""
    for metric, names in by_device.items():
        if several := _devices(frame, metric):
            values = values.with_columns(_each_device(frame, metric, several, names, catalogue))
    return values


def _known(values: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    # A division may have nothing to divide by; what is not a number is not known.
    return values.select(pl.when(pl.col(name).is_finite()).then(pl.col(name)) for name in catalogue)


def coverage(daily: pl.DataFrame, catalogue: Catalogue = FEATURES) -> pl.DataFrame:
    """Return for each feature and day the share (0-1) of its window's days that are known.

    A day is known when all the feature needs is known. A feature of the whole past is judged by
    its last 28 days.
    """
    frame = _whole(daily)
    judged = {name: (one.needs, one.days or 28) for name, one in catalogue.items()}
    shares = {pair: f"{number}" for number, pair in enumerate(dict.fromkeys(judged.values()))}
    found = frame.select(_share(*pair).alias(column) for pair, column in shares.items())
    columns = [found[shares[pair]].alias(name) for name, pair in judged.items()]
    return frame.select(_KEYS).hstack(columns)


def touched_days(
    changed: Iterable[date], last: date, catalogue: Catalogue = FEATURES
) -> list[date]:
    """Return the days up to `last` whose row may differ once the `changed` days do, in order.

    That is each changed day and those after it within the longest window; where a feature rests
    on the whole past, every day from the first change on.
    """
    days = {day for day in changed if day <= last}
    if not days:
        return []
    windows = [one.days for one in catalogue.values()]
    if None in windows:
        reach = last - min(days)
    else:
        reach = timedelta(days=max((days for days in windows if days), default=1) - 1)
    found = {
        day + timedelta(days=n) for day in days for n in range(min(reach, last - day).days + 1)
    }
    return sorted(found)


def _share(needs: tuple[str, ...], days: int) -> pl.Expr:
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in needs)
    return known.cast(pl.Float64).rolling_sum(days, min_samples=1) / days


def _whole(daily: pl.DataFrame) -> pl.DataFrame:
    """Return `daily` with every column of the schema and every day from first to last."""
    if daily["athlete_id"].n_unique() > 1:
        raise ValueError("features are computed for one athlete at a time")
    if daily["day"].n_unique() != daily.height:
        raise ValueError("a day is told once")
    absent = [
        pl.lit(None, kind).alias(name) for name, kind in DAILY.items() if name not in daily.columns
    ]
    frame = daily.with_columns(absent).select(DAILY.names()).cast(pl.Schema(DAILY)).sort("day")
    if frame.is_empty():
        return frame
    numbers = pl.selectors.float()
    frame = frame.with_columns(pl.when(numbers.is_finite()).then(numbers).name.keep())
    days = pl.date_range(frame["day"][0], frame["day"][-1], "1d", eager=True).alias("day")
    return (
        days.to_frame()
        .join(frame, on="day", how="left", maintain_order="left")
        .with_columns(pl.col("athlete_id").forward_fill())
        .select(DAILY.names())
        .rechunk()
    )


def _by_device(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the features of each metric whose baseline is of one device."""
    found: dict[str, list[str]] = {}
    for name, one in catalogue.items():
        for metric in ONE_SOURCE & set(one.value.meta.root_names()):
            found.setdefault(metric, []).append(name)
    return found


def _devices(frame: pl.DataFrame, metric: str) -> list[str]:
    known = frame.filter(pl.col(metric).is_not_null())[f"{metric}__source"].fill_null("")
    devices = known.unique(maintain_order=True).to_list()
    return devices if len(devices) > 1 else []


def _each_device(
    frame: pl.DataFrame, metric: str, devices: list[str], names: list[str], catalogue: Catalogue
) -> list[pl.Series]:
    """Return the features `names`, each day's from what the newest device by then measured."""
    source = pl.when(pl.col(metric).is_not_null()).then(pl.col(f"{metric}__source").fill_null(""))
    speaking = frame.select(source.forward_fill().alias("device"))["device"]
    found = dict.fromkeys(names, pl.Series(values=[None] * frame.height, dtype=pl.Float64))
    for device in devices:
        own = frame.with_columns(pl.when(source == device).then(pl.col(metric)).alias(metric))
        of_device = own.select(catalogue[name].value.alias(name) for name in names)
        chosen = (speaking == device).fill_null(False)
        found = {name: of_device[name].zip_with(chosen, one) for name, one in found.items()}
    return [one.alias(name) for name, one in found.items()]
