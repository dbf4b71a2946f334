"""`spotter lab form datasets`: what can be fetched and read, fetching it, own films with scores."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Data sets of real people: those that are published, and your own films with scores.",
)


@app.callback()
def datasets() -> None:
    """Data sets of real people: those that are published, and your own films with scores."""


@app.command("list")
def listing() -> None:
    """List the published data sets that can be fetched, with size, terms and what to do then."""
    from spotter.lab.form.datasets.published import PUBLISHED

    for each in PUBLISHED:
        size = f"{each.size / 1e6:,.0f} MB" if each.size else "size told by its server"
        print(f"{each.name}: {each.url} ({size}); {each.terms}; then {each.unpack}")


@app.command()
def download(
    name: Annotated[str, typer.Argument(help="Which, as `list` names them")],
    out: Annotated[Path, typer.Option(help="Folder that the file is laid into")],
) -> None:
    """Fetch a published data set; a run that broke off goes on, and the file is checked."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TransferSpeedColumn

    from spotter.lab.form.datasets.published import fetch, published

    what, console = published(name), Console(stderr=True)
    columns = (what.file, DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=what.size)
        path = fetch(what, out, lambda done, total: bar.update(task, completed=done, total=total))
    print(f"{path}: checked; {what.unpack}")


@app.command()
def own(
    data: Annotated[Path, typer.Option(help="Folder of films with exercise_scores.csv")],
    out: Annotated[Path, typer.Option(help="Folder for the repetitions")],
    landmarks: Annotated[Path, typer.Option(help="Folder where landmarks are kept")] = Path(
        "var/landmarks"
    ),
) -> None:
    """Make labelled repetitions of your own scored films, for phases 2 and 3 of training."""
    from spotter.lab.form.datasets.own import make

    count = make(data, out, landmarks, lambda line: print(line, file=sys.stderr, flush=True))
    print(f"{count} repetitions in {out}")


@app.command()
def judged(
    data: Annotated[Path, typer.Option(help="File of judged repetitions, from /annotate")],
    out: Annotated[Path, typer.Option(help="Folder for the repetitions")],
    at_least: Annotated[int, typer.Option(min=1, help="Raters that a repetition needs")] = 1,
) -> None:
    """Make labelled repetitions of what people judged, for phases 2 and 3 of training."""
    from spotter.lab.form.datasets.judged import make

    print(f"{make(data, out, at_least=at_least)} repetitions in {out}")
