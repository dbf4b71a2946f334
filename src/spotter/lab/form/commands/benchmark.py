"""`spotter lab form benchmark`: what is reached on real people, reprinted."""

from __future__ import annotations

import json
import sys
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
    from spotter.lab.form.benchmarks.page import keep, lines
    from spotter.lab.form.benchmarks.registry import benchmark as find

    report = find(name).run(data, seeds=seeds, tell=_tell)
    if out is not None:
        keep(report, out)
    if as_json:
        print(json.dumps(report.document(), indent=2))
        return
    for line in lines(report):
        print(line)


def _tell(line: str) -> None:
    """Say how far the work is, beside the report and not in it."""
    print(line, file=sys.stderr, flush=True)
