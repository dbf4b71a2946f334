"""`spotter lab …`: found by the command line through an entry point, never imported by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from spotter.kit.errors import BadInput
from spotter.lab.features.command import features, prepare
from spotter.lab.form.command import app as form
from spotter.lab.prescribe.command import app as prescribe
from spotter.lab.season.command import season
from spotter.lab.wellness.command import coverage

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Simulated athletes and other offline work."
)


@app.callback()
def lab() -> None:
    """Simulated athletes and other offline work."""


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder for export.zip, profile.toml, log.jsonl")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same athlete")] = 7,
    months: Annotated[int, typer.Option(help="Length of the history, 1 to 60")] = 8,
    until: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD; default: this morning")] = "",
) -> None:
    """Write months of a simulated athlete in the form of a real Apple Health export."""
    from spotter.lab.sample.write import write

    done = write(out, seed=seed, months=months, until=_day(until))
    print(
        f"{done.records:,} records from {done.first} to {done.last} in {done.export}, "
        f"profile in {done.profile}, {done.lines:,} check-ins and sessions in {done.log}"
    )


app.command()(season)
app.command()(features)
app.command()(prepare)
app.command()(coverage)
app.add_typer(form, name="form")
app.add_typer(prescribe, name="prescribe")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise BadInput(f"'{text}' is not a date; write YYYY-MM-DD.", field="until") from problem
