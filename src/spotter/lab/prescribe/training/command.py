"""`spotter lab prescribe simulate` and `train`: how the plan ranker that is shipped is made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

# The bodies learned from; the third one is kept for judging.
LEARNED = ("banister", "recovery")


def simulate(
    out: Annotated[Path, typer.Option(help="File for the sessions, .npz")],
    athletes: Annotated[int, typer.Option(min=1, help="So many of each model of the body")] = 520,
    days: Annotated[int, typer.Option(min=2, help="So many days of each athlete")] = 21,
    seed: Annotated[int, typer.Option(min=0, help="Number of the first athlete")] = 0,
    processes: Annotated[int, typer.Option(min=1, help="So many at once")] = 2,
) -> None:
    """Play simulated athletes through the real candidates and keep what became of each.

    The same command goes on where a broken run stopped.
    """
    from spotter.lab.prescribe.simulation.traits import BROAD
    from spotter.lab.prescribe.training.playing import Plan, played

    made = played(Plan(LEARNED, BROAD, days, seed, athletes), out, processes, print)
    print(f"{len(made):,} candidates of {athletes * len(LEARNED)} athletes in {out}")


def train(
    data: Annotated[list[Path], typer.Option(help="File that simulate wrote; may be repeated")],
    out: Annotated[Path | None, typer.Option(help="The network; default: the package's")] = None,
    cards: Annotated[Path, typer.Option(help="Folder for the model card")] = Path("docs/models"),
    epochs: Annotated[int, typer.Option(min=1, help="At most so many")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed trains the same network")] = 7,
) -> None:
    """Train the plan ranker, calibrate it, convert it and write its card."""
    from spotter.lab.prescribe.training.make import make

    told = make(data, out, cards, epochs=epochs, seed=seed, tell=print)
    print(f"{told.network} ({told.size:,} bytes), card in {told.card}")
