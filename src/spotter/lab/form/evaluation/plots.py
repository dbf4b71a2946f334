"""Pictures of predictions against the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from spotter.form.scores import DIMENSIONS
from spotter.lab.form.evaluation.predictions import Predictions, Scores

LIMITS = 1.96
"""Limits of agreement lie so many standard deviations out (Bland & Altman 1986)."""
MOST_POINTS = 3000

Panel = Callable[[Axes, Scores, Scores], None]


def scatter(found: Predictions, path: Path) -> None:
    """Draw the predicted over the true score, a panel for each dimension."""

    def panel(axes: Axes, truth: Scores, predicted: Scores) -> None:
        axes.plot([0, 100], [0, 100], color="black", linewidth=0.8)
        axes.scatter(truth, predicted, s=3, alpha=0.3, linewidths=0)
        axes.set(xlabel="true score", ylabel="predicted score", xlim=(0, 100), ylim=(0, 100))

    _panels(found, path, panel)


def errors(found: Predictions, path: Path) -> None:
    """Draw how the errors are spread, a panel for each dimension."""

    def panel(axes: Axes, truth: Scores, predicted: Scores) -> None:
        axes.hist(predicted - truth, bins=60)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set(xlabel="predicted - true, points", ylabel="repetitions")

    _panels(found, path, panel)


def bland_altman(found: Predictions, path: Path) -> None:
    """Draw the difference over the mean of both scores with the limits of agreement."""

    def panel(axes: Axes, truth: Scores, predicted: Scores) -> None:
        off = predicted - truth
        axes.scatter((predicted + truth) / 2, off, s=3, alpha=0.3, linewidths=0)
        for at in (-LIMITS, 0, LIMITS):
            height = off.mean() + at * off.std()
            axes.axhline(height, color="black", linewidth=0.8, linestyle="-" if not at else "--")
            axes.annotate(f"{height:.1f}", (100, height), ha="right", va="bottom", fontsize=8)
        axes.set(xlabel="mean of both scores", ylabel="predicted - true", xlim=(0, 100))

    _panels(found, path, panel)


def confusion(
    truth: NDArray[np.int64], told: NDArray[np.int64], names: Sequence[str], path: Path
) -> None:
    """Draw which class (index into `names`) was taken for which, as shares of the true class."""
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, (truth, told), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(2 + 0.45 * len(names), 1.6 + 0.45 * len(names)), layout="constrained")
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*np.nonzero(counts), strict=True):
        dark = "white" if shares[row, column] > 0.5 else "black"
        text = f"{shares[row, column]:.2f}"
        axes.text(column, row, text, ha="center", va="center", color=dark, fontsize=7)
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right", fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set(xlabel="told", ylabel="true")
    figure.savefig(path, dpi=110)


def _panels(found: Predictions, path: Path, panel: Panel) -> None:
    figure = Figure(figsize=(11, 6.5), layout="constrained")
    chance = np.random.default_rng(0)
    for column, axes in enumerate(figure.subplots(2, 3).flat):
        truth, predicted = found.truth[:, column], found.predicted[:, column]
        known = np.flatnonzero(np.isfinite(truth) & np.isfinite(predicted))
        if len(known) > MOST_POINTS:
            known = chance.choice(known, MOST_POINTS, replace=False)
        axes.set_title(DIMENSIONS[column])
        if len(known):
            panel(axes, truth[known], predicted[known])
    figure.savefig(path, dpi=110)
