"""Rule, model and their blends, held against the same truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spotter.lab.form.evaluation.predictions import Predictions, Scores

USUAL = 0.3
"""Share of the rules in the usual blend; the model has the rest."""
SHARES: Sequence[float] = tuple(step / 20 for step in range(21))


def blend(rule: Scores, model: Scores, share: float) -> Scores:
    """Return `share` of the rules' scores and the rest of the model's.

    Where the rules have no answer (NaN: too little was seen) the model alone speaks.
    """
    return np.where(np.isnan(rule), model, share * rule + (1 - share) * model)


def best_share(rule: Scores, found: Predictions) -> float:
    """Return the share of the rules at which the error is least; of equals the smallest.

    `found` are the model's predictions on people held out for such choices, never those that the
    result is then reported on.
    """
    errors = [
        float(np.nanmean(np.abs(blend(rule, found.predicted, share) - found.truth)))
        for share in SHARES
    ]
    return SHARES[int(np.argmin(errors))]


def contenders(rule: Scores, found: Predictions, best: float) -> dict[str, Predictions]:
    """Return the predictions of the rules, the model, the usual blend and the best one."""
    return {
        "rule": replace(found, predicted=rule),
        "model": found,
        f"hybrid {USUAL:.0%} rule": replace(found, predicted=blend(rule, found.predicted, USUAL)),
        f"hybrid {best:.0%} rule (best)": replace(
            found, predicted=blend(rule, found.predicted, best)
        ),
    }
