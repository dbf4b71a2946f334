"""How much of the feature catalogue a record fills, family by family."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from spotter.body.features.catalogue import FEATURES
from spotter.body.features.compute import features
from spotter.body.features.table import Record, daily_table

FAMILIES = tuple(dict.fromkeys(one.family for one in FEATURES.values()))


@dataclass(frozen=True, slots=True)
class Filled:
    """What one record gave: `known` features on at least one day, and by family the share of
    features × days that are known; `seconds` from the record's days to its last feature.
    """

    who: str
    first: date
    last: date
    days: int
    known: int
    families: dict[str, float]
    seconds: float


def filled(record: Record) -> Filled:
    """Return how much of the catalogue `record` fills; raises `ValueError` for an empty one."""
    began = time.perf_counter()
    rows = features(daily_table(record))
    took = time.perf_counter() - began
    if rows.is_empty():
        raise ValueError(f"nothing is known of {record.athlete_id}")
    shares = rows.select(pl.col(list(FEATURES)).is_not_null().mean()).row(0, named=True)
    families = {
        family: _mean([shares[name] for name, one in FEATURES.items() if one.family == family])
        for family in FAMILIES
    }
    known = sum(share > 0 for share in shares.values())
    return Filled(
        record.athlete_id, rows["day"][0], rows["day"][-1], rows.height, known, families, took
    )


def table(found: Sequence[Filled]) -> Iterator[str]:
    """Yield the lines of a Markdown table, one record a row."""
    heads = ["record", "first", "last", "days", f"known of {len(FEATURES)}", *FAMILIES, "seconds"]
    yield "| " + " | ".join(head.replace("_", " ") for head in heads) + " |"
    yield "|" + "---|" * len(heads)
    for one in found:
        shares = [f"{one.families[family]:.0%}" for family in FAMILIES]
        cells = [one.who, str(one.first), str(one.last), str(one.days), str(one.known), *shares]
        yield "| " + " | ".join([*cells, f"{one.seconds:.2f}"]) + " |"


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares)
