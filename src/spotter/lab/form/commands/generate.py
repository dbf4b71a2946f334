"""`spotter lab form generate`: synthetic repetitions for training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_FIRST_FIVE = ["squat", "push_up", "plank", "bicep_curl", "lunge"]


def generate(  # noqa: PLR0917 (options of a command)
    out: Annotated[Path, typer.Option(help="Folder for the data set; an unfinished one goes on")],
    reps: Annotated[int, typer.Option(help="How many repetitions in all")] = 25_000,
    exercise: Annotated[
        list[str] | None, typer.Option(help="Which; repeat for several, 'all' for fourteen")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes")] = 1,
    workers: Annotated[int, typer.Option(help="Processes; 0 for one a core")] = 0,
    noise: Annotated[
        float | None, typer.Option(help="Errors of the pose, 1 as usual; default: 0 to 1.5")
    ] = None,
    fps: Annotated[float | None, typer.Option(help="Frames a second; default: 10 to 60")] = None,
    yaw: Annotated[
        float | None, typer.Option(help="Degrees off the best view; default: up to 35")
    ] = None,
) -> None:
    """Make synthetic repetitions with true scores: a skeleton moves, a made-up camera films it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from spotter.form.exercises import EXERCISES
    from spotter.lab.form.synthetic.camera import Camera
    from spotter.lab.form.synthetic.generating import Plan
    from spotter.lab.form.synthetic.generating import generate as run

    names = exercise or _FIRST_FIVE
    names = list(EXERCISES) if names == ["all"] else names
    plan = Plan(reps, tuple(names), seed, Camera(noise=noise, fps=fps, yaw_deg=yaw))
    console = Console(stderr=True)
    columns = ("Moving", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reps", total=reps)
        fresh = run(
            plan, out, workers=workers or None, on_progress=lambda done: bar.advance(task, done)
        )
    print(f"{reps:,} reps of {len(names)} exercises in {out} ({fresh} of {plan.shards} shards new)")
