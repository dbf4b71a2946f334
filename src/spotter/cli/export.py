"""`spotter export`: the training log as CSV, for other programs and for keeping."""

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
    athlete: Annotated[
        str, typer.Option(help="Account it is of, when there is more than one")
    ] = "",
) -> None:
    """Print every session logged, one row per set, as CSV that can be imported again."""
    from datetime import date

    from spotter.cli.handin import database_of
    from spotter.kit.room import room
    from spotter.training import log_csv

    with database_of(athlete or None) as (container, athlete_id), container.uow.reading() as uow:
        logs = uow.sessions.between(athlete_id, date.min, date.max)
    rows = log_csv.rows(logs)
    if out is None:
        sys.stdout.writelines(rows)
        return
    with room(out.parent), out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(rows)
