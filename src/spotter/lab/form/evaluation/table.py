"""Agreement per exercise and dimension, as rows to print, keep and put in a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.lab.form.evaluation.agreement import MEASURES, Agreement, agreement
from spotter.lab.form.evaluation.predictions import Predictions

ALL = "all"
_NAMES = tuple(EXERCISES)
_DIGITS = {"mae": 2, "rmse": 2, "pearson": 3, "icc": 3}


@dataclass(frozen=True, slots=True)
class Row:
    """The agreement of one exercise (or of all) in one dimension."""

    exercise: str
    dimension: str
    agreement: Agreement

    def document(self) -> dict[str, Any]:
        """Return the row as JSON writes it; a measure that is not defined is null."""
        one = self.agreement
        triples = zip(one.values, one.low, one.high, strict=True)
        told = {
            name: [None if isnan(value) else round(value, 5) for value in triple]
            for name, triple in zip(MEASURES, triples, strict=True)
        }
        return {
            "exercise": self.exercise,
            "dimension": self.dimension,
            "count": one.count,
            "people": one.people,
            **told,
        }


def rows(found: Predictions, *, seed: int = 0) -> list[Row]:
    """Return the rows of all exercises together, then of each one, in all six dimensions."""
    table = [Row(ALL, *one) for one in _dimensions(found, seed)]
    for number in sorted(set(found.exercise.tolist())):
        part = found.take(found.exercise == number)
        table += [Row(_NAMES[number], *one) for one in _dimensions(part, seed)]
    return table


def markdown(table: Sequence[Row], *, only: str | None = None) -> str:
    """Return the rows (of one exercise, if `only` names it) as a Markdown table."""
    lines = [
        "| exercise | dimension | reps | people | MAE | RMSE | Pearson | ICC(2,1) |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in table:
        if only in (None, row.exercise):
            cells = " | ".join(_cell(row.agreement, name) for name in MEASURES)
            one = row.agreement
            lines.append(
                f"| {row.exercise} | {row.dimension} | {one.count} | {one.people} | {cells} |"
            )
    return "\n".join(lines) + "\n"


def _dimensions(found: Predictions, seed: int) -> Iterator[tuple[str, Agreement]]:
    for column, name in enumerate(DIMENSIONS):
        yield (
            name,
            agreement(found.truth[:, column], found.predicted[:, column], found.person, seed=seed),
        )


def _cell(one: Agreement, measure: str) -> str:
    at = MEASURES.index(measure)
    value, low, high, digits = one.values[at], one.low[at], one.high[at], _DIGITS[measure]
    if isnan(value):
        return "–"
    return f"{value:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
