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
from spotter.lab.form.evaluation.blend import best_share, contenders
from spotter.lab.form.evaluation.infer import told
from spotter.lab.form.evaluation.predictions import Predictions, Scores
from spotter.lab.form.evaluation.predictions import write as write_predictions
from spotter.lab.form.reps import Reps, joined
from spotter.lab.form.synthetic.block import ruled
from spotter.lab.form.synthetic.camera import Camera

CHOSEN_ON = 90_002
"""Seed of the people on whom the blend is chosen; those it is reported on have the next."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Contenders by name, and how each agrees with the truth in each dimension."""

    predictions: dict[str, Predictions]
    agreements: dict[str, tuple[Agreement, ...]]
    shares: dict[str, float]

    def document(self) -> dict[str, Any]:
        """Return the table as JSON writes it."""
        return {
            "best share of the rules": self.shares,
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
    shares = {}
    for model in models:
        share = best_share(rules_there, told(model, chosen).beside(chosen))
        shares[model.name] = share
        found = contenders(rules_here, told(model, judged).beside(judged), share)
        # Of several models each has its name before its own rows; the rules are everybody's.
        before = f"{model.parent.name}/{model.stem}: " if len(models) > 1 else ""
        predictions |= {
            name if name == "rule" else f"{before}{name}": one for name, one in found.items()
        }
    agreements = {name: _agreements(found) for name, found in predictions.items()}
    return Contest(predictions, agreements, shares)


def markdown(result: Contest) -> str:
    """Return MAE in each dimension and the overall score's ICC as a Markdown table."""
    lines = [
        f"| MAE, points | {' | '.join(DIMENSIONS)} | ICC(2,1) overall |",
        "|---|" + "---|" * (len(DIMENSIONS) + 1),
    ]
    for name, found in result.agreements.items():
        cells = " | ".join(f"{one.value('mae'):.2f}" for one in found)
        lines.append(f"| {name} | {cells} | {found[-1].value('icc'):.3f} |")
    return "\n".join(lines) + "\n"


def write(result: Contest, folder: Path) -> None:
    """Write `compare.json` and a file of predictions for each contender."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result.document(), indent=1) + "\n"
    (folder / "compare.json").write_text(text, encoding="utf-8")
    for number, found in enumerate(result.predictions.values()):
        write_predictions(found, folder / f"predictions-{number}.csv")


def _filmed(seed: int, blocks: int, camera: Camera) -> tuple[Reps, Scores]:
    parts = [ruled(seed, block, tuple(EXERCISES), camera) for block in range(blocks)]
    rules = np.concatenate([rules for _, rules in parts]).astype(float)
    return joined([reps for reps, _ in parts]), rules


def _agreements(found: Predictions) -> tuple[Agreement, ...]:
    return tuple(
        agreement(found.truth[:, column], found.predicted[:, column], found.person)
        for column in range(len(DIMENSIONS))
    )
