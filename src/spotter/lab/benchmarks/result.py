"""What a benchmark reports: rows, their mean, and the published figures beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Tell = Callable[[str], None]
Judgement = Mapping[str, str | int | float]


@dataclass(frozen=True)
class Row:
    """One movement, class or clip: how many samples, and the value in each column."""

    name: str
    count: int
    values: Mapping[str, float]


@dataclass(frozen=True)
class Anchor:
    """A figure to compare with: its value in the unit of the benchmark and where it is from."""

    name: str
    value: float
    source: str


@dataclass(frozen=True)
class Result:
    """The report of one benchmark.

    `metric` names what the values are and their unit, `columns` their order; the first column is
    ours and the one that `goal` speaks of. `mean` has a value for each column; `beside` are rows of
    another protocol, which the mean leaves out. `predictions` are the single judgements from which
    the values were counted, one mapping per sample.
    """

    benchmark: str
    protocol: str
    metric: str
    goal: str
    reached: bool
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    mean: Mapping[str, float]
    beside: tuple[Row, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    notes: tuple[str, ...] = ()
    predictions: tuple[Judgement, ...] = field(default=(), repr=False)

    def document(self) -> dict[str, Any]:
        """Return the report without its predictions, as JSON writes it."""
        whole = asdict(self)
        del whole["predictions"]
        return whole


def result(document: Mapping[str, Any]) -> Result:
    """Return the report that `Result.document` wrote; raises `TypeError` for anything else."""
    values = dict(document)
    values["columns"] = tuple(values["columns"])
    values["notes"] = tuple(values["notes"])
    values["rows"] = tuple(Row(**each) for each in values["rows"])
    values["beside"] = tuple(Row(**each) for each in values["beside"])
    values["anchors"] = tuple(Anchor(**each) for each in values["anchors"])
    return Result(**values)
