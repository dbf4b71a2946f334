"""`spotter lab form ship`: put a network into the package, with the card of the run it is from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from spotter.kit.errors import BadInput

MOST_BYTES = 500_000


def ship(
    run: Annotated[Path, typer.Option(help="Folder of the run, as train left it")],
    files: Annotated[Path, typer.Option(help="Folder of its export, made with --test")],
    data: Annotated[Path, typer.Option(help="The dataset it learned from: its test split")],
    cards: Annotated[Path, typer.Option(help="Folder for the card")] = Path("docs/models"),
    name: Annotated[str, typer.Option(help="What the package calls it")] = "rep_scorer",
) -> None:
    """Copy the half-precision file into the package and write its card."""
    from spotter.form import served
    from spotter.lab.form.card import write

    source = files / "best-float16.tflite"
    if not source.exists():
        raise BadInput(f"{source} is not there; run export with --test first.", field="files")
    size = source.stat().st_size
    if size > MOST_BYTES:
        raise BadInput(
            f"{source} has {size:,} bytes; what is shipped has at most {MOST_BYTES:,}.",
            field="files",
        )
    target = Path(served.__file__).parent / "models" / f"{name}.tflite"
    target.parent.mkdir(exist_ok=True)
    beside = target.with_name(f".part-{target.name}")
    shutil.copyfile(source, beside)
    os.replace(beside, target)
    page = write(name, run, files, data, target, cards)
    print(f"{target} ({size:,} bytes), card in {page}")
