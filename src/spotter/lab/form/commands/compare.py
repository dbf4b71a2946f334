"""`spotter lab form compare`: rules, models and their blends on the same made-up people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def compare(
    model: Annotated[
        list[Path] | None, typer.Option(help="A .keras or .tflite file; repeat to compare several")
    ] = None,
    blocks: Annotated[int, typer.Option(min=1, help="So many times 40 people, for each half")] = 1,
    noise: Annotated[float, typer.Option(help="Errors of the pose, 1 as usual; -1: mixed")] = -1.0,
    out: Annotated[
        Path | None, typer.Option(help="Folder for compare.json and every prediction")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON")] = False,
) -> None:
    """Compare rule, model and hybrid scores with the truth; the blend is chosen on other people."""
    from spotter.form.served import shipped
    from spotter.lab.form.evaluation.contest import contest, markdown, write

    result = contest(model or [shipped()], blocks=blocks, noise=None if noise < 0 else noise)
    if out:
        write(result, out)
    if as_json:
        print(json.dumps(result.document(), indent=1))
        return
    print(markdown(result), end="")
