"""The content key: one record has one key in every export, file and version of Spotter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.intake.columns import mapped

Keys = NDArray[np.uint64]

# The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def text_hash(text: str) -> int:
    """Return 64 bits of BLAKE2b of `text`."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _mix(state: Keys, part: Keys) -> Keys:
    state = (state ^ part) + _GOLDEN
    state = (state ^ (state >> np.uint64(30))) * _MIX_1
    state = (state ^ (state >> np.uint64(27))) * _MIX_2
    mixed: Keys = state ^ (state >> np.uint64(31))
    return mixed


def _texts(column: pl.Series) -> Keys:
    return mapped(column, text_hash, pl.UInt64).fill_null(0).to_numpy()


def _numbers(column: pl.Series) -> Keys:
    # Adding 0.0 makes -0.0 equal to 0.0; no number has the bit pattern given to missing values.
    values = column.fill_null(float("nan")).to_numpy() + 0.0
    bits: Keys = values.view(np.uint64).copy()
    bits[np.isnan(values)] = np.uint64(0x7FF8_0000_0000_0001)
    return bits


def _instants(column: pl.Series) -> Keys:
    bits: Keys = column.to_physical().to_numpy().view(np.uint64)
    return bits


def content_keys(rows: pl.DataFrame) -> pl.Series:
    """Return the key of every row of `rows`.

    Reads `type`, `source`, `start`, `end`, `value` and `raw_text` (the value as exported where it
    is no number): what a vendor repeats unchanged in every later export. Device, metadata and
    creation time are left out because exports rewrite them.
    """
    state = np.zeros(rows.height, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for name in ("type", "source", "raw_text"):
            state = _mix(state, _texts(rows[name]))
        for name in ("start", "end"):
            state = _mix(state, _instants(rows[name]))
        state = _mix(state, _numbers(rows["value"]))
    return pl.Series("key", state)


@dataclass(frozen=True, slots=True)
class OtherKeys:
    """Keys under which records may be known that another export writes in another unit.

    `own` is the key of such a record, as often as it has an `other`.
    """

    own: Keys
    other: Keys


def other_keys(rows: pl.DataFrame, also: Sequence[tuple[int, float]]) -> OtherKeys:
    """Return the keys that `rows` have, and would have with the values that `also` gives for the
    row of a number."""
    places = [place for place, _ in also]
    named = rows[places]
    otherwise = named.with_columns(value=pl.Series([value for _, value in also], dtype=pl.Float64))
    return OtherKeys(content_keys(named).to_numpy(), content_keys(otherwise).to_numpy())
