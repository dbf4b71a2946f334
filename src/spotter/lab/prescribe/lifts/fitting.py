"""Learning the parameters of the mixture: the likeliest for the loads that lifters chose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spotter.prescribe.lifts.case import Cases, together
from spotter.prescribe.lifts.days import Floats
from spotter.prescribe.lifts.mixture import LEAST_SCALE, Parameters, Parts, parts

# Adam (Kingma and Ba 2015), the whole sample in each step.
STEPS, RATE = 250, 0.08
# Keeps weights that the sample says nothing about at nothing.
RIDGE = 0.0005
# A lifter counts by the square root of the number of cases, and the most are this many: long logs
# count more, and none decides alone.
MOST_CASES = 800
_EDGE = 1e-3


def fit(samples: Sequence[tuple[Cases, Floats]], steps: int = STEPS) -> Parameters:
    """Return the parameters under which the loads (ln kg) of lifters' cases are likeliest."""
    thinned = [_thinned(*one) for one in samples if len(one[0])]
    cases = together([one[0] for one in thinned])
    loads = np.concatenate([one[1] for one in thinned])
    weights = np.concatenate([np.full(len(one), len(one) ** -0.5) for _, one in thinned])
    weights /= weights.sum()
    row = Parameters.start().flat()
    mean, square = np.zeros_like(row), np.zeros_like(row)
    for step in range(1, steps + 1):
        _, slope = loss(row, cases, loads, weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        row = row - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Parameters.from_flat(row)


def _thinned(cases: Cases, loads: Floats) -> tuple[Cases, Floats]:
    every = max(1, -(-len(cases) // MOST_CASES))
    return cases.part(slice(None, None, every)), loads[::every]


def loss(row: Floats, cases: Cases, loads: Floats, weights: Floats) -> tuple[float, Floats]:
    """Return the mean negative ln likelihood with its ridge, and its gradient by the row."""
    of = Parameters.from_flat(row)
    made = parts(of, cases)
    away = (loads[:, None] - made.place) / made.scale
    edge = (cases.floor[:, None] - _EDGE - made.place) / made.scale
    ln_here = made.share - np.log(made.scale) - np.abs(away) - 2 * np.log1p(np.exp(-np.abs(away)))
    ln_left = made.share - np.logaddexp(0, np.clip(edge, -500, 500))
    here, left = _ln_total(ln_here), _ln_total(ln_left)
    pull, push = np.exp(ln_here - here), np.exp(ln_left - left)
    by_share = (pull - push) * weights[:, None]
    inside = 1 / (1 + np.exp(-np.clip(edge, -60, 60)))
    by_scale = (pull * (away * np.tanh(away / 2) - 1) - push * inside * edge) * weights[:, None]
    off = row - Parameters.start().flat()
    value = -float(weights @ (here - left)[:, 0]) + RIDGE * float(off @ off)
    return value, 2 * RIDGE * off - _by_row(cases, made, by_share, by_scale)


def _ln_total(rows: Floats) -> Floats:
    top = rows.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(rows - top).sum(axis=1, keepdims=True)))


def _by_row(cases: Cases, made: Parts, by_share: Floats, by_scale: Floats) -> Floats:
    """Return the gradient of ln likelihood by all parameters from that by shares and scales."""
    days = cases.loads.shape[1]
    by_day = by_share[:, :days] - made.days * by_share[:, :days].sum(axis=1, keepdims=True)
    other, wide = by_share[:, days:], made.scale[:, days:]
    by_width = by_scale[:, days:] * (wide - LEAST_SCALE) / wide
    return np.concatenate(
        [
            np.einsum("nj,njf->f", by_day, cases.likeness),
            other.sum(axis=0),
            cases.again @ other,
            cases.change @ other,
            by_width.sum(axis=0),
            cases.change @ by_width,
        ]
    )
