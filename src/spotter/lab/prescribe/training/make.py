"""From simulated sessions to the file that is shipped: split, train, calibrate, convert, card."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from spotter.lab.prescribe.training import card
from spotter.lab.prescribe.training.calibrate import calibrate
from spotter.lab.prescribe.training.days import days
from spotter.lab.prescribe.training.export import convert, ship
from spotter.lab.prescribe.training.loop import Options, train
from spotter.lab.prescribe.training.table import Table, joined, load
from spotter.prescribe.ranker.served import SHIPPED, PlanRanker


@dataclass(frozen=True, slots=True)
class Made:
    """Where the network and its card are, and its bytes."""

    network: Path
    card: Path
    size: int


@dataclass(frozen=True)
class Split:
    """Athletes learned from, athletes that stop and calibrate, and athletes only judged."""

    learn: Table
    check: Table
    judge: Table


def split(table: Table) -> Split:
    """Return the table by athlete: of ten, eight are learned from, one checks and one judges."""
    place = table.athlete // 2 % 10
    return Split(table.where(place < 8), table.where(place == 8), table.where(place == 9))


def make(
    data: Sequence[Path],
    out: Path | None,
    cards: Path,
    *,
    epochs: int,
    seed: int,
    tell: Callable[[str], None],
) -> Made:
    """Make the plan ranker; raises `BadInput` for data of other features."""
    parts = split(joined([load(path) for path in data]))
    options = Options(epochs=epochs, seed=seed)
    trained = train(days(parts.learn), days(parts.check), options, tell)
    by = calibrate(trained.network, parts.check)
    content = convert(trained.network, by)
    path = out or default()
    about = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "options": asdict(options),
        "calibration": asdict(by),
        "athletes": {
            name: len(np.unique(getattr(parts, name).athlete))
            for name in ("learn", "check", "judge")
        },
        "history": [list(one) for one in trained.history],
    }
    ship(content, about, path)
    page = card.write(PlanRanker(path), parts.judge, about, path, cards)
    return Made(path, page, len(content))


def default() -> Path:
    """Return where the package keeps its plan ranker."""
    import spotter.prescribe

    return Path(spotter.prescribe.__path__[0]) / "models" / f"{SHIPPED}.tflite"
