"""`spotter lab coverage`: real records through the features, and what they fill."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.body.features.table import Record


def coverage(
    data: Annotated[Path, typer.Option(help="Folder with apple_health/ and wellness/")],
    people: Annotated[int, typer.Option(help="Of LifeSnaps, at most so many people")] = 71,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON")] = False,
) -> None:
    """Run published records of real people through every feature and report what is known."""
    from spotter.lab.wellness.report import filled, table

    found = [filled(record) for record in _records(data, people)]
    if not found:
        raise BadInput(
            f"{data} holds no such record; it must have apple_health/ or wellness/.", field="data"
        )
    if as_json:
        print(json.dumps([asdict(one) for one in found], default=str, indent=2))
        return
    for line in table(found):
        print(line)


def _records(data: Path, people: int) -> Iterator[Record]:
    from spotter.lab.wellness.records import apple_record, lifesnaps, pmdata

    for one in sorted(data.glob("apple_health/*/hrv_data.csv")):
        yield apple_record(one.parent)
    for folder in sorted(data.glob("wellness/pmdata/p*")):
        yield pmdata(folder)
    for one in sorted(data.glob("wellness/lifesnaps/daily*.csv")):
        yield from lifesnaps(one)[:people]
