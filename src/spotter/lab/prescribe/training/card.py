"""The card of the plan ranker, written by the command that trains it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotter.lab.prescribe.training.calibrate import FOUR_IN_FIVE
from spotter.lab.prescribe.training.table import Table
from spotter.prescribe.ranker.features import FEATURES
from spotter.prescribe.ranker.foreseen import Foreseen
from spotter.prescribe.ranker.served import SHIPPED, WIDTH, PlanRanker

Floats = NDArray[np.float64]

LIMITS = """## What it does not know

- It has learned from simulated athletes only. Their bodies follow two published ideas (fitness
  and fatigue, Banister 1975; fresh muscles, Pelland 2024) with parameters from published ranges;
  how life, effort, soreness and adherence go with them is the project's own assumption. Nobody
  has compared it with people.
- They were drawn more broadly than the people it is judged on elsewhere (`traits.BROAD`), so what
  is said here of how well it foresees is of those.
- The order of a day's candidates was learned from a teacher whom no service has: somebody who
  knows the simulator, its priors and formulas, and sees what the service sees and nothing hidden
  (`simulation.knowing`). `benchmark auc` judges by the true expected worth and prints how far that
  teacher gets. The four outcomes were learned from what turned out.
- Pain, illness and every safety rule are outside it: the rules decide what suits today, the network
  orders among that, and the gate speaks last.
- It foresees one day and what that is good for four weeks later; it plans nothing.
"""


def write(
    network: PlanRanker, judge: Table, about: Mapping[str, Any], path: Path, folder: Path
) -> Path:
    """Write the card on athletes that nothing was learned or calibrated from; return its path."""
    told = network.foresee(judge.rows)
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{SHIPPED.replace('_', '-')}.md"
    lines = [*_head(about, path), *_reliability(told, judge), *_intervals(told, judge), LIMITS]
    page.write_text("\n".join(lines), encoding="utf-8")
    return page


def _head(about: Mapping[str, Any], path: Path) -> Iterator[str]:
    people, history = about["athletes"], about["history"]
    yield "# Model card: the plan ranker"
    yield ""
    yield (
        f"A multi-layer perceptron over {len(FEATURES)} features of athlete, day and candidate "
        f"foresees whether the session gets done, effort against target, soreness on the next day "
        f"and progress; its last layer of {WIDTH} numbers is a bandit's context. "
        f"`prescribe/models/{path.name}`, {path.stat().st_size:,} bytes, built-in operators of "
        f"LiteRT, SHA-256 `{about['sha256'][:16]}…`. `make train` makes it and writes this page."
    )
    yield ""
    yield (
        f"Learned from {people['learn']} simulated athletes, stopped and calibrated on "
        f"{people['check']} others, judged here on {people['judge']} more "
        f"({len(history)} epochs). How "
        f"well it finds the best sessions: `spotter lab prescribe benchmark auc`."
    )
    yield ""


def _reliability(told: Foreseen, judge: Table) -> Iterator[str]:
    yield "## Reliability: how often sessions foreseen to get done were done"
    yield ""
    yield "| foreseen | candidates | mean foreseen | done |"
    yield "|---|---|---|---|"
    edges = np.linspace(0, 1, 11)
    gaps = 0.0
    for low, high in itertools.pairwise(edges):
        here = (told.done >= low) & (told.done < high + (high == 1))
        if not here.any():
            continue
        said, was = float(told.done[here].mean()), float(judge.done[here].mean())
        gaps += abs(said - was) * float(here.mean())
        yield f"| {low:.1f}–{high:.1f} | {int(here.sum()):,} | {said:.3f} | {was:.3f} |"
    yield ""
    brier = float(np.mean((told.done - judge.done) ** 2))
    base = float(np.mean((judge.done.mean() - judge.done) ** 2))
    best = float(np.mean((judge.true_done - judge.done) ** 2))
    yield (
        f"Expected calibration error {gaps:.3f}. Brier score {brier:.4f}; {base:.4f} for always "
        f"saying the mean, {best:.4f} for who knows the hidden state."
    )
    yield ""


def _intervals(told: Foreseen, judge: Table) -> Iterator[str]:
    yield "## The other outcomes: error, and how often the 80 % interval holds them"
    yield ""
    yield "| outcome | mean absolute error | who says the mean | who knows all but luck | inside |"
    yield "|---|---|---|---|---|"
    columns = (
        ("effort over target (RPE)", told.effort_off, told.effort_sd, "effort_off"),
        ("soreness next day (0–10)", told.soreness, told.soreness_sd, "soreness"),
        ("progress (usual session = 1)", told.progress, told.progress_sd, "progress"),
    )
    for name, mean, spread, column in columns:
        seen = getattr(judge, column)
        inside = np.abs(seen - mean) <= FOUR_IN_FIVE * spread
        errors = (mean, np.full_like(seen, seen.mean()), getattr(judge, f"true_{column}"))
        cells = " | ".join(f"{_mae(seen, said):.3f}" for said in errors)
        yield f"| {name} | {cells} | {inside.mean():.1%} |"
    yield ""


def _mae(seen: Floats, said: Floats) -> float:
    return float(np.mean(np.abs(seen - said)))
