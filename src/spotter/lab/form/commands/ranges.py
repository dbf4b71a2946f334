"""`spotter lab form ranges`: made-up repetitions beside recorded ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def ranges(
    data: Annotated[Path, typer.Option(help="Folder with movements of UI-PRMD")],
    seed: Annotated[int, typer.Option(help="Which made-up athletes")] = 1,
) -> None:
    """Compare the ranges, speeds and leans of synthetic repetitions with recorded people's."""
    from spotter.lab.form.synthetic.ranges import compared

    print("| exercise | measure | made up 5 / 50 / 95 % | recorded 5 / 50 / 95 % | within |")
    print("|---|---|---|---|---|")
    for row in compared(data, seed):
        ours, theirs = (" / ".join(f"{one:.0f}" for one in p) for p in (row.made_up, row.recorded))
        print(
            f"| {row.exercise} | {row.measure} | {ours} | {theirs} | "
            f"{row.within:.0%} of {row.count} |"
        )
