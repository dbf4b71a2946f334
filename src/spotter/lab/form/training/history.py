"""The history of a run as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

PANELS = (("loss", "loss"), ("mae", "MAE, points"), ("rmse", "RMSE, points"))


def plot(lines: Sequence[Mapping[str, float]], path: Path) -> None:
    """Draw loss, MAE, RMSE and, for clip scorers, type accuracy over the epochs to `path`."""
    panels = list(PANELS)
    if any("accuracy" in line for line in lines):
        panels.append(("accuracy", "share of types told right"))
    figure = Figure(figsize=(4 * len(panels), 3.2), layout="constrained")
    at = range(1, len(lines) + 1)
    for axes, (key, label) in zip(figure.subplots(1, len(panels)), panels, strict=True):
        axes.plot(at, [line.get(key, float("nan")) for line in lines], label="learned from")
        held = [line.get(f"val_{key}", float("nan")) for line in lines]
        axes.plot(at, held, label="people held out")
        for number, line in enumerate(lines[1:], start=2):
            if line["phase"] != lines[number - 2]["phase"]:
                axes.axvline(number - 0.5, color="grey", linewidth=0.8, linestyle=":")
        axes.set(xlabel="epoch", ylabel=label)
    axes.legend(frameon=False)
    figure.savefig(path, dpi=110)
