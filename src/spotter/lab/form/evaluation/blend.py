"""Rule, model and their blends, held against the same truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spotter.form.judged import blended
from spotter.lab.form.evaluation.predictions import Predictions, Scores

USUAL = 0.3
"""Share of the rules in the usual blend; the model has the rest."""
BEST, JUDGED = "hybrid, best shares", "judged, as shown to people"
SHARES: Sequence[float] = tuple(step / 20 for step in range(21))


def blend(rule: Scores, model: Scores, share: float | Scores) -> Scores:
    """Return `share` of the rules' scores and the rest of the model's.

    `share` is one for all or one for each dimension. Where the rules have no answer (NaN: too
    little was seen) the model alone speaks.
    """
    return np.where(np.isnan(rule), model, share * rule + (1 - share) * model)


def best_shares(rule: Scores, found: Predictions) -> Scores:
    """Return the share (6,) of the rules at which each dimension's error is least.

    Of equals the smallest. `found` are the model's predictions on people held out for such choices,
    never those that the result is then reported on.
    """
    off = [np.abs(blend(rule, found.predicted, share) - found.truth) for share in SHARES]
    sums = [np.where(np.isfinite(one), one, 0.0).sum(axis=0) for one in off]
    # Either answers or neither does, whatever the share: the sums are over the same repetitions.
    best: Scores = np.asarray(SHARES)[np.argmin(sums, axis=0)]
    return best


def contenders(rule: Scores, found: Predictions, best: Scores) -> dict[str, Predictions]:
    """Return the predictions of the rules, the model, the usual blend, the best, and `judged`'s.

    What `form.judged` shows to people has no score where the rules have none, so that it is told
    of those repetitions only in which they have.
    """
    return {
        "rule": replace(found, predicted=rule),
        "model": found,
        f"hybrid {USUAL:.0%} rule": replace(found, predicted=blend(rule, found.predicted, USUAL)),
        BEST: replace(found, predicted=blend(rule, found.predicted, best)),
        JUDGED: replace(found, predicted=_judged(rule, found.predicted)),
    }


def _judged(rule: Scores, model: Scores) -> Scores:
    return blended(rule.astype(np.float32), model.astype(np.float32)).astype(float)
