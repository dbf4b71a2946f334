"""Proves that what models are served is what they were trained on: online against offline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from spotter.body.featurestore.rows import KEYS, feature_rows
from spotter.body.featurestore.shelf import Shelf
from spotter.body.record import record_of
from spotter.kit.time import Clock
from spotter.store.uow import Units

# Sums over tables of different length differ in their last digits.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two stores disagree about one athlete; without the values, which are health data."""

    athlete_id: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """`waiting` athletes have days that the relay has not handed over yet; they are not judged."""

    athletes: int
    waiting: int
    differences: tuple[Difference, ...]


def check(units: Units, shelf: Shelf, clock: Clock, *, recompute: bool = False) -> Checked:
    """Compare each athlete's newest row online and offline, exactly.

    With `recompute` every offline row is also compared with one computed from the database now.
    Rows of athletes who are not in the database are differences too.
    """
    with units.reading() as uow:
        ids = uow.athletes.all_ids()
    waiting = 0
    found: list[Difference] = []
    for athlete_id in ids:
        with units.reading() as uow:
            if uow.feature_days.marked(athlete_id):
                waiting += 1
                continue
            record = record_of(uow, athlete_id) if recompute else None
        found += _served(shelf, athlete_id)
        if record is not None:
            expected = feature_rows(record, clock())
            found += _computed(shelf, athlete_id, expected)
    strangers = sorted(set(shelf.offline.athletes()) - set(ids))
    found += [Difference(one, "there are rows of somebody who is not here") for one in strangers]
    return Checked(len(ids), waiting, tuple(found))


def _served(shelf: Shelf, athlete_id: str) -> Iterator[Difference]:
    newest = shelf.offline.newest(athlete_id)
    served = shelf.served.read(athlete_id)
    if newest is None or served is None:
        if (newest is None) != (served is None):
            lacking = "online" if served is None else "offline"
            yield Difference(athlete_id, f"there is no row {lacking}")
        return
    if served.known_from != newest["known_from"]:
        yield Difference(athlete_id, "the newest row is of another day online than offline")
    for name, value in served.values.items():
        if newest[name] != value:
            yield Difference(athlete_id, f"{name} differs between online and offline")


def _computed(shelf: Shelf, athlete_id: str, expected: pl.DataFrame) -> Iterator[Difference]:
    stored = shelf.offline.read(athlete_id)
    if stored["day"].to_list() != expected["day"].to_list():
        yield Difference(athlete_id, "other days are stored offline than the database tells of")
        return
    for name in stored.columns:
        if name not in KEYS and not _alike(stored[name], expected[name]):
            yield Difference(athlete_id, f"{name} offline is not what the database tells")


def _alike(one: pl.Series, other: pl.Series) -> bool:
    apart = (one - other).abs()
    allowed = pl.DataFrame({"one": one.abs(), "other": other.abs()}).max_horizontal() * _ROUNDING
    near = apart <= allowed.clip(lower_bound=_ROUNDING)
    return bool((near.fill_null(False) | one.eq_missing(other)).all())
