"""What a model is fed: a row of features, filled, scaled and encoded by arrays fitted offline.

The fitting is scikit-learn's (`lab.features.preparing`); serving needs NumPy alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotter.body.features.catalogue import FEATURES
from spotter.kit.errors import BadInput

Matrix = NDArray[np.float64]


class OutOfDate(BadInput):
    """The arrays were fitted on features that have changed since; fit them again."""

    code = "features_changed"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Arrays of n numbers, m of them with an indicator of being missing, and k kinds.

    `numbers` (n) with `fill`, `mean` and `scale` (n each); `missing` (m) positions among them;
    `kinds` (k) with the `values` each may have, `values_of` saying of which kind each value is.
    `made_of` identifies the features the arrays were fitted on.
    """

    numbers: NDArray[np.str_]
    fill: Matrix
    mean: Matrix
    scale: Matrix
    missing: NDArray[np.int64]
    kinds: NDArray[np.str_]
    values: Matrix
    values_of: NDArray[np.int64]
    made_of: NDArray[np.str_]

    @property
    def names(self) -> list[str]:
        """Return the features that are taken, in their order."""
        return [*map(str, self.numbers), *map(str, self.kinds)]

    @property
    def columns(self) -> list[str]:
        """Return what each column that comes out is."""
        told = [f"{name} is missing" for name in self.numbers[self.missing]]
        pairs = zip(self.values_of, self.values, strict=True)
        chosen = [f"{self.kinds[kind]} is {value:g}" for kind, value in pairs]
        return [*map(str, self.numbers), *told, *chosen]

    def row(self, values: Mapping[str, float | None]) -> Matrix:
        """Return what a model is fed of one row of features, as `online.read` gives it."""
        told = [values.get(name) for name in self.names]
        return self.apply(np.array([told], dtype=np.float64))

    def apply(self, rows: Matrix) -> Matrix:
        """Return rows × columns for rows × names, NaN being what is missing."""
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise BadInput(f"A row has {len(self.names)} features, in the order of `names`.")
        numbers, kinds = rows[:, : len(self.numbers)], rows[:, len(self.numbers) :]
        absent = np.isnan(numbers)
        scaled = (np.where(absent, self.fill, numbers) - self.mean) / self.scale
        chosen = kinds[:, self.values_of] == self.values
        return np.hstack((scaled, absent[:, self.missing], chosen))

    def save(self, path: Path) -> None:
        """Write the arrays to `path` (.npz)."""
        with open(path, "xb") as stream:
            np.savez_compressed(
                stream, **{one.name: getattr(self, one.name) for one in fields(self)}
            )

    @classmethod
    def load(cls, path: Path) -> Prepared:
        """Read arrays that `save` wrote; raises `BadInput`, and `OutOfDate` for other features."""
        try:
            with np.load(path, allow_pickle=False) as found:
                read = cls(**{one.name: found[one.name] for one in fields(cls)})
        except (OSError, ValueError, KeyError) as problem:
            raise BadInput(f"{path} holds no prepared features.", field="prepared") from problem
        if set(read.names) - set(FEATURES) or str(read.made_of) != made_of(read.names):
            raise OutOfDate(f"{path} was fitted on features that have changed; fit it again.")
        return read


def made_of(names: Iterable[str]) -> str:
    """Return what identifies the features `names` as they are declared now."""
    told = "\n".join(f"{name} {FEATURES[name].unit} {FEATURES[name].value}" for name in names)
    return hashlib.sha256(told.encode()).hexdigest()


def as_matrix(columns: Sequence[Sequence[float | None]]) -> Matrix:
    """Return columns of values, None being missing, as rows × columns."""
    return np.array(columns, dtype=np.float64).T
