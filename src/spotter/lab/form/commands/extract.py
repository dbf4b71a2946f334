"""`spotter lab form extract`: the landmarks of films, watched once and kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def extract(
    paths: Annotated[list[Path], typer.Argument(help="Films, or folders of films")],
    out: Annotated[Path, typer.Option(help="Folder where landmarks are kept")] = Path(
        "var/landmarks"
    ),
    size: Annotated[str, typer.Option(help="Networks: lite, full or heavy")] = "lite",
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one for each core")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one document for a film")] = False,
) -> None:
    """Find the person in each film, keep the landmarks by the film's content, say what is amiss."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from spotter.form.video.bundle import SIZES
    from spotter.kit.errors import BadInput
    from spotter.lab.form import extraction

    chosen = next((each for each in SIZES if each == size), None)
    if chosen is None:
        raise BadInput(f"'{size}' is no size; choose of: {', '.join(SIZES)}.", field="size")
    console = Console(stderr=True)
    columns = (TextColumn("Watching films"), MofNCompleteColumn(), TimeRemainingColumn())
    total = len(extraction.films(paths))
    rows = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        for row in extraction.extract(paths, out, chosen, workers or None):
            rows.append(row)
            bar.advance(task)
            if as_json:
                print(json.dumps({**asdict(row), "film": str(row.film)}), flush=True)
            elif row.problem:
                print(f"{row.film}: {row.problem}", flush=True)
    extraction.table(rows, out / "films.csv")
    if not as_json:
        useful = sum(not row.problem for row in rows)
        pictures = sum(row.pictures for row in rows)
        print(f"{useful} of {total} films show a person ({pictures:,} pictures); {out}/films.csv")
