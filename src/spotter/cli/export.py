"""`spotter export`: the training log as CSV, or all there is of a person, to keep or take along."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def export(
    out: Annotated[
        Path | None, typer.Option(help="File to write; printed when not given", dir_okay=False)
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there already")
    ] = False,
    athlete: Annotated[
        str, typer.Option(help="Account it is of, when there is more than one")
    ] = "",
    everything: Annotated[
        bool, typer.Option("--everything", help="All that is kept of the athlete, as a zip file")
    ] = False,
) -> None:
    """Print every session logged, one row per set, as CSV that can be imported again."""
    from datetime import date

    from spotter.cli.handin import database_of
    from spotter.kit.errors import BadInput
    from spotter.kit.room import room
    from spotter.training import log_csv

    if out is not None and out.exists() and not force:
        raise BadInput(
            f"{out} is there already. Name another file, or add --force to write over it.",
            field="out",
        )
    if everything:
        _everything(out, athlete)
        return
    with database_of(athlete or None) as (container, athlete_id), container.uow.reading() as uow:
        logs = uow.sessions.between(athlete_id, date.min, date.max)
    rows = log_csv.rows(logs)
    if out is None:
        sys.stdout.writelines(rows)
        return
    # Whole or not at all: what was there stays until the new one is.
    draft = out.with_name(f".{out.name}.partial")
    try:
        with room(out.parent), draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(rows)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _everything(out: Path | None, athlete: str) -> None:
    from spotter.athletes.everything import write_everything
    from spotter.cli.handin import database_of
    from spotter.kit.errors import BadInput

    if out is None:
        raise BadInput("A zip file is not printed. Name one: --out everything.zip", field="out")
    draft = out.with_name(f".{out.name}.partial")
    try:
        with database_of(athlete or None) as (container, athlete_id):
            draft.touch(mode=0o600)
            write_everything(container.uow, athlete_id, draft)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
