"""`spotter lab form plot`: moving pictures of exercises and their faults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spotter.kit.errors import BadInput


def plot(
    out: Annotated[Path, typer.Option(help="Folder for a GIF of each exercise and fault")],
    exercise: Annotated[
        list[str] | None, typer.Option(help="Which; repeat for several; default: all")
    ] = None,
    seed: Annotated[int, typer.Option(help="Which made-up athlete")] = 5,
    size: Annotated[int, typer.Option(help="Pixels to a side, 80 to 1000")] = 240,
    sheet: Annotated[
        Path | None, typer.Option(help="Also one picture (PNG) of what a still shows of them")
    ] = None,
) -> None:
    """Draw each exercise, done well and with each of its faults, as a moving skeleton."""
    from PIL import Image
    from rich.console import Console
    from rich.progress import track

    from spotter.form.exercises import EXERCISES
    from spotter.form.exercises import exercise as named
    from spotter.lab.form import drawing
    from spotter.lab.form.synthetic.showing import IN_MOTION_ONLY, scene, shown, telling

    if not 80 <= size <= 1000:
        raise BadInput("A picture has 80 to 1000 pixels to a side.", field="size")
    kinds = [named(name) for name in exercise or EXERCISES]
    todo = [(kind, fault) for kind in kinds for fault in ("", *kind.faults)]
    out.mkdir(parents=True, exist_ok=True)
    stills: list[Image.Image] = []
    well = shown(kinds[0], "", seed)
    console = Console(stderr=True)
    for kind, fault in track(
        todo, "Drawing", console=console, transient=True, disable=not console.is_terminal
    ):
        done = shown(kind, fault, seed)
        well = done if not fault else well
        path = out / (f"{kind.id}-{fault}.gif" if fault else f"{kind.id}.gif")
        drawing.moving(
            done.xyz[0, ::6], path, scene(kind, fault, size), seconds=float(done.seconds[0])
        )
        if sheet is not None and fault not in IN_MOTION_ONLY:
            still = done.xyz[0, [telling(kind, fault, done, well)]]
            stills += drawing.frames(still, scene(kind, fault, size))
    if sheet is not None:
        drawing.sheet(stills, sheet, across=12)
    print(f"{len(todo)} moving pictures in {out}")
