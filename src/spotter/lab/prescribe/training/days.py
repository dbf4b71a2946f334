"""Candidates as days: every day one block of equal size, so that a day is learned as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.lab.prescribe.simulation.knowing import MOST
from spotter.lab.prescribe.training.table import Table


@dataclass(frozen=True)
class Days:
    """D days of at most m candidates: `rows` (D, m, features), `drawn` (D, m, 4), `mask` (D, m).

    `drawn` are done, effort over target, soreness and progress as they turned out. `known` (D, m,
    2) are the worth to be expected and the chance to be among the best, by who knows the simulator
    and sees what the service sees (`simulation.knowing`); `truth` (D, m) is the worth that only the
    simulator knows, which nothing is learned from. `athlete` is (D,).
    """

    rows: NDArray[np.float32]
    drawn: NDArray[np.float32]
    known: NDArray[np.float32]
    truth: NDArray[np.float32]
    mask: NDArray[np.float32]
    athlete: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)


def days(table: Table) -> Days:
    """Return the days of a table, in its order; shorter ones are filled up and masked."""
    _, first, many = np.unique(table.day, return_index=True, return_counts=True)
    order = np.argsort(first)
    first, many = first[order], many[order]
    most = int(many.max())
    shape = (len(first), most)
    rows = np.zeros((*shape, table.rows.shape[1]), dtype=np.float32)
    drawn, known = np.zeros((*shape, 4), np.float32), np.zeros((*shape, 2), np.float32)
    truth, mask = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    progress = np.clip(table.progress, -MOST, MOST)
    outcomes = np.stack((table.done, table.effort_off, table.soreness, progress), axis=1)
    believed = np.stack((table.known_worth, table.known_best), axis=1)
    for place, (start, size) in enumerate(zip(first, many, strict=True)):
        here = slice(start, start + size)
        rows[place, :size], truth[place, :size] = table.rows[here], table.true_worth[here]
        drawn[place, :size], known[place, :size] = outcomes[here], believed[here]
        mask[place, :size] = 1.0
    return Days(rows, drawn, known, truth, mask, table.athlete[first])
