"""Rules, networks and their blends on films of the same people, none of whom was trained on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spotter.form.exercises import EXERCISES
from spotter.form.scores import DIMENSIONS
from spotter.lab.form.evaluation.agreement import MEASURES, Agreement, agreement
from spotter.lab.form.evaluation.blend import best_shares, contenders
from spotter.lab.form.evaluation.infer import Told, told
from spotter.lab.form.evaluation.predictions import Predictions, Scores
from spotter.lab.form.evaluation.predictions import write as write_predictions
from spotter.lab.form.reps import Reps, joined
from spotter.lab.form.synthetic.block import ruled
from spotter.lab.form.synthetic.camera import Camera

CHOSEN_ON = 90_002
"""Seed of the people on whom the blend is chosen; those it is reported on have the next."""
HEAD = """# Rules, networks and blends

Each on the same films of made-up people whom no training set has; the best shares of the rules are
chosen on others. `–` is what a network does not tell. Printed by `spotter lab form compare`; in
`make train`, which keeps this page, networks called `few-` have all learned from the same 5,600
repetitions for eight epochs.
"""


@dataclass(frozen=True, slots=True)
class Contest:
    """Contenders by name, and how each agrees with the truth in each dimension.

    Of each model the best `shares` of the rules beside it, and `about` it how many weights it has
    and how often it tells the exercise, where it does.
    """

    predictions: dict[str, Predictions]
    agreements: dict[str, tuple[Agreement, ...]]
    shares: dict[str, dict[str, float]]
    about: dict[str, dict[str, float]]

    def document(self) -> dict[str, Any]:
        """Return the table as JSON writes it."""
        return {
            "best shares of the rules": self.shares,
            "models": self.about,
            "rows": [
                {
                    "contender": name,
                    "dimension": dimension,
                    **{key: round(one.value(key), 4) for key in MEASURES},
                }
                for name, found in self.agreements.items()
                for dimension, one in zip(DIMENSIONS, found, strict=True)
            ],
        }


def contest(models: Sequence[Path], *, blocks: int, noise: float | None) -> Contest:
    """Return how rules, each model, the usual blend and the best one agree with the truth."""
    camera = Camera(noise=noise)
    chosen, rules_there = _filmed(CHOSEN_ON, blocks, camera)
    judged, rules_here = _filmed(CHOSEN_ON + 1, blocks, camera)
    predictions: dict[str, Predictions] = {}
    shares: dict[str, dict[str, float]] = {}
    about: dict[str, dict[str, float]] = {}
    for model in models:
        best = best_shares(rules_there, told(model, chosen).beside(chosen))
        said = told(model, judged)
        # Of several models each has its name before its own rows; the rules are everybody's.
        name = f"{model.parent.name}/{model.stem}"
        before = f"{name}: " if len(models) > 1 else ""
        shares[name] = dict(zip(DIMENSIONS, best.tolist(), strict=True))
        about[name] = _about(said, judged)
        found = contenders(rules_here, said.beside(judged), best)
        predictions |= {
            name if name == "rule" else f"{before}{name}": one for name, one in found.items()
        }
    agreements = {name: _agreements(found) for name, found in predictions.items()}
    return Contest(predictions, agreements, shares, about)


def markdown(result: Contest) -> str:
    """Return MAE in each dimension and the overall score's ICC as a page of Markdown."""
    lines = [
        HEAD,
        f"| MAE, points | {' | '.join(DIMENSIONS)} | ICC(2,1) overall |",
        "|---|" + "---|" * (len(DIMENSIONS) + 1),
    ]
    for name, found in result.agreements.items():
        cells = " | ".join(_cell(one.value("mae"), 2) for one in found)
        lines.append(f"| {name} | {cells} | {_cell(found[-1].value('icc'), 3)} |")
    for name, best in result.shares.items():
        shares = ", ".join(f"{dimension} {share:.0%}" for dimension, share in best.items())
        about = "".join(f"; {what} {value:,.6g}" for what, value in result.about[name].items())
        lines += ["", f"{name}: best shares of the rules {shares}{about}."]
    return "\n".join(lines) + "\n"


def write(result: Contest, folder: Path) -> None:
    """Write `compare.json` and a file of predictions for each contender."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result.document(), indent=1) + "\n"
    (folder / "compare.json").write_text(text, encoding="utf-8")
    for number, found in enumerate(result.predictions.values()):
        write_predictions(found, folder / f"predictions-{number}.csv")


def _about(said: Told, reps: Reps) -> dict[str, float]:
    found: dict[str, float] = {}
    if said.weights is not None:
        found["weights"] = said.weights
    if said.exercise is not None:
        right = float((said.exercise == reps.exercise).mean())
        found["exercise told right, % of repetitions"] = round(100 * right, 1)
    return found


def _cell(value: float, digits: int) -> str:
    return "–" if np.isnan(value) else f"{value:.{digits}f}"


def _filmed(seed: int, blocks: int, camera: Camera) -> tuple[Reps, Scores]:
    parts = [ruled(seed, block, tuple(EXERCISES), camera) for block in range(blocks)]
    rules = np.concatenate([rules for _, rules in parts]).astype(float)
    return joined([reps for reps, _ in parts]), rules


def _agreements(found: Predictions) -> tuple[Agreement, ...]:
    return tuple(
        agreement(found.truth[:, column], found.predicted[:, column], found.person)
        for column in range(len(DIMENSIONS))
    )
