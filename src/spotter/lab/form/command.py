"""`spotter lab form …`: the workshop in which form models are made."""

from __future__ import annotations

import typer

from spotter.lab.form.commands.benchmark import benchmark
from spotter.lab.form.commands.compare import compare
from spotter.lab.form.commands.datasets import app as datasets
from spotter.lab.form.commands.evaluate import evaluate
from spotter.lab.form.commands.export import export
from spotter.lab.form.commands.extract import extract
from spotter.lab.form.commands.generate import generate
from spotter.lab.form.commands.plot import plot
from spotter.lab.form.commands.ranges import ranges
from spotter.lab.form.commands.ship import ship
from spotter.lab.form.commands.train import train

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The workshop in which form models are made: data, training, evaluation, export.",
)


@app.callback()
def form() -> None:
    """The workshop in which form models are made: data, training, evaluation, export."""


# A subcommand is one module of `lab.form.commands` and one line here, in the order of the work:
# generate, plot, extract, datasets, train, evaluate, compare, export, benchmark.
app.command()(generate)
app.command()(plot)
app.command()(ranges)
app.command()(extract)
app.add_typer(datasets, name="datasets")
app.command()(train)
app.command()(evaluate)
app.command()(compare)
app.command()(export)
app.command()(ship)
app.command()(benchmark)
