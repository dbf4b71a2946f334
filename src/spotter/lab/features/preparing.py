"""Fits what a model is fed: one scikit-learn pipeline that fills, scales and encodes features."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from sklearn.compose import ColumnTransformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from spotter.body.featurestore.prepared import Matrix, Prepared, made_of
from spotter.body.featurestore.services import service
from spotter.kit.errors import BadInput

# Numbers that name a kind, not an amount, with the values they may have.
KINDS = {"training_level": (0.0, 1.0, 2.0), "is_female": (0.0, 1.0)}
# Fewer rows give no median or spread worth the name.
LEAST_ROWS = 30


def pipeline(numbers: list[int], kinds: list[int], names: list[str]) -> ColumnTransformer:
    """Return the pipeline, to be fitted on rows × names (NaN is missing).

    Numbers are filled with their median, then scaled to mean 0 and SD 1; an indicator says which
    of those that were ever missing are; kinds become a column for each value, none when missing.
    """
    filled = SimpleImputer(strategy="median", keep_empty_features=True)
    # A value that no kind has: the encoder then gives it no column.
    marked = SimpleImputer(strategy="constant", fill_value=-1.0, keep_empty_features=True)
    values = [KINDS[names[at]] for at in kinds]
    encoded = OneHotEncoder(categories=values, handle_unknown="ignore", sparse_output=False)
    steps: list[tuple[str, Any, list[int]]] = [
        ("numbers", Pipeline([("fill", filled), ("scale", StandardScaler())]), numbers),
        ("missing", MissingIndicator(features="missing-only", error_on_new=False), numbers),
    ]
    if kinds:
        steps.append(("kinds", Pipeline([("mark", marked), ("encode", encoded)]), kinds))
    return ColumnTransformer(steps)


def ordered(name: str) -> list[str]:
    """Return the features of service `name`, numbers first, kinds last."""
    features = service(name).features
    return [
        *(one for one in features if one not in KINDS),
        *(one for one in features if one in KINDS),
    ]


def matrix(rows: pl.DataFrame, names: list[str]) -> Matrix:
    """Return the columns `names` of `rows` with NaN for null."""
    found: Matrix = rows.select(pl.col(names).cast(pl.Float64).fill_null(float("nan"))).to_numpy()
    return found


def fit(rows: Matrix, names: list[str]) -> ColumnTransformer:
    """Fit the pipeline on rows × names; raises `BadInput` for too few rows."""
    if len(rows) < LEAST_ROWS:
        raise BadInput(f"There are {len(rows)} rows; at least {LEAST_ROWS} are needed.")
    kinds = [at for at, name in enumerate(names) if name in KINDS]
    numbers = [at for at in range(len(names)) if at not in kinds]
    return pipeline(numbers, kinds, names).fit(rows)


def export(fitted: ColumnTransformer, names: list[str]) -> Prepared:
    """Return a fitted pipeline as arrays that do the same."""
    numbers = fitted.named_transformers_["numbers"]
    kinds = [name for name in names if name in KINDS]
    values = [(at, value) for at, name in enumerate(kinds) for value in KINDS[name]]
    return Prepared(
        numbers=np.array([name for name in names if name not in KINDS], dtype=np.str_),
        fill=numbers["fill"].statistics_,
        mean=numbers["scale"].mean_,
        scale=numbers["scale"].scale_,
        missing=fitted.named_transformers_["missing"].features_.astype(np.int64),
        kinds=np.array(kinds, dtype=np.str_),
        values=np.array([value for _, value in values], dtype=np.float64),
        values_of=np.array([at for at, _ in values], dtype=np.int64),
        made_of=np.array(made_of(names), dtype=np.str_),
    )
