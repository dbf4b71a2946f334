"""One movement judged across people: every choice of the judge, with folds of people left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.judge.kernel import Views, distances, judged
from spotter.lab.form.benchmarks.rehab.views import CHOICES, Seen

Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Movement:
    """The repetitions of one movement: which are right, which fold each is in, which are tested."""

    seen: Seen
    right: Mask
    fold: NDArray[np.int64]
    tested: Mask


@dataclass(frozen=True)
class Trials:
    """Judgements (choices, N) by the folds that were left out, NaN where not judged."""

    one_out: Mapping[int, Scores]
    two_out: Mapping[frozenset[int], Scores]


def trials(movement: Movement, train_on: Mask) -> Trials:
    """Return what every choice says with each fold, and each pair of folds, left out."""
    folds = sorted({int(each) for each in movement.fold[movement.tested]})
    return Trials(
        {fold: _left_out(movement, train_on, {fold}) for fold in folds},
        {
            frozenset(pair): _left_out(movement, train_on, set(pair))
            for pair in combinations(folds, 2)
        },
    )


def losses(movement: Movement, tried: Trials) -> dict[int, Scores]:
    """Return for each fold the loss of each choice among the people of the other folds alone.

    The loss is the squared error of a judgement held to −1..1, each inner fold judged by a training
    set without it and without the outer fold.
    """
    target = np.where(movement.right, 1.0, -1.0)
    by_fold = {}
    for outer in tried.one_out:
        errors = []
        for inner in tried.one_out:
            if inner == outer:
                continue
            mine = movement.tested & (movement.fold == inner)
            scores = tried.two_out[frozenset((outer, inner))][:, mine]
            errors.append((np.clip(scores, -1, 1) - target[mine]) ** 2)
        by_fold[outer] = np.concatenate(errors, axis=1).mean(axis=1)
    return by_fold


def chosen(tried: Trials, choice: Mapping[int, int]) -> Scores:
    """Return one judgement for each repetition: that of its fold's choice."""
    whole = np.full(next(iter(tried.one_out.values())).shape[1], np.nan)
    for fold, scores in tried.one_out.items():
        row = scores[choice[fold]]
        whole[~np.isnan(row)] = row[~np.isnan(row)]
    return whole


def _left_out(movement: Movement, train_on: Mask, folds: set[int]) -> Scores:
    """Return (choices, N): judgements of the left-out repetitions, trained on the others.

    A movement of both sides is also learned from its mirror, and judged as the mean of both.
    """
    out = np.isin(movement.fold, list(folds))
    known, asked = train_on & ~out, movement.tested & out
    seen, right = movement.seen, movement.right[known]
    train = _rows(seen.plain, known)
    faces = [_rows(seen.plain, asked)]
    if not seen.one_sided:
        train = _joined(train, _rows(seen.mirror, known))
        right = np.concatenate([right, right])
        faces.append(_rows(seen.mirror, asked))
    apart = distances(train, _joined(*faces))
    scores = np.full((len(CHOICES), len(out)), np.nan)
    for number, choice in enumerate(CHOICES):
        both = judged(apart, right, choice).reshape(len(faces), -1)
        scores[number, asked] = both.mean(axis=0)
    return scores


def _rows(views: Views, of: Mask) -> Views:
    return {view: rows[of] for view, rows in views.items()}


def _joined(*parts: Views) -> Views:
    return {view: np.concatenate([part[view] for part in parts]) for view in parts[0]}
