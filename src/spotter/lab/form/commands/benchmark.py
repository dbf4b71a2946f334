"""`spotter lab form benchmark`: what is reached on real people, reprinted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def benchmark(
    name: Annotated[str, typer.Argument(help="Which: ui-prmd, …; any other name lists them")],
    data: Annotated[Path, typer.Option(help="Folder of the data, or the folder above it")],
    seeds: Annotated[int, typer.Option(min=1, help="Where chance matters, so many seeds")] = 3,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report, every judgement and the page")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON")] = False,
) -> None:
    """Train where the protocol asks for it, and print each figure beside what others reached."""
    from spotter.lab.benchmarks.running import run
    from spotter.lab.form.benchmarks.registry import SHELF

    run(SHELF, name, data, seeds=seeds, out=out, as_json=as_json)
