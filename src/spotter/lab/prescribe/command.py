"""`spotter lab prescribe …`: the workshop of prescription."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spotter.kit.errors import BadInput
from spotter.lab.prescribe.training.command import simulate, train

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The workshop of prescription: simulated athletes, models, and what they reach.",
)


@app.callback()
def prescribe() -> None:
    """The workshop of prescription: simulated athletes, models, and what they reach."""


@app.command()
def benchmark(  # noqa: PLR0917 - the options of the command
    name: Annotated[str, typer.Argument(help="Which: any name there is not lists them")],
    data: Annotated[
        Path | None, typer.Option(help="Folder of the data, where the benchmark reads any")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Where chance matters, so many seeds")] = 3,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report, every judgement and the page")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON")] = False,
    only: Annotated[
        str | None, typer.Option(help="personas: only those whose name has each of these words")
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(min=1, help="not e1rm, bandit: how many at once; all cores"),
    ] = None,
    work: Annotated[
        Path | None, typer.Option(help="personas: folder from which a broken run goes on")
    ] = None,
) -> None:
    """Print what is reached, each figure beside baselines counted in the same run."""
    from spotter.lab.benchmarks.running import run
    from spotter.lab.prescribe.benchmarks.registry import SHELF

    if only is not None and out is not None:
        raise BadInput("A report is kept of everybody: leave out --only or --out.", field="only")
    asked = {"only": only, "processes": processes, "work": work}
    run(SHELF, name, data, seeds=seeds, out=out, as_json=as_json, asked=asked)


app.command()(simulate)
app.command()(train)
