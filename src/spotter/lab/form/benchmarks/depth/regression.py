"""Quality from departures: support vectors with an absolute loss, chosen by people left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.depth.views import views
from spotter.lab.form.benchmarks.judge.kernel import distances
from spotter.lab.form.datasets.ui_prmd_depth import Squats

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Qualities outside the range of the published labels are not promised.
_LEAST, _MOST = 0.5, 0.96
# An error below this share of the scale is none: the labels of right repetitions differ more.
_TOLERATED = 0.003
# When told whether it is right, a repetition learns this much from those of the other kind.
_OTHER_KIND = 0.3
_SIGNED = ("course", "course, angles alike")
_BOTH = (*_SIGNED, "size", "size, angles alike")


@dataclass(frozen=True)
class Setting:
    """Which views, how narrow the kernel, and the price of an error."""

    views: tuple[str, ...]
    narrow: float
    price: float


SETTINGS = tuple(
    Setting(names, narrow, price)
    for names in (_SIGNED, _BOTH)
    for narrow in (0.1, 0.3, 1.0)
    for price in (0.1, 0.3, 1.0)
)


def predicted(squats: Squats, known: Mask, asked: Mask, *, told: bool) -> Numbers:
    """Return (settings, asked) qualities, learned from the known repetitions alone.

    With `told`, whether a repetition is right is given, of those asked about too.
    """
    train, test = views(squats.course[known], squats.right[known], squats.course[asked])
    apart = distances(train, test)
    kin = (_kin(squats.right[known], squats, known), _kin(squats.right[asked], squats, known))
    found = []
    for setting in SETTINGS:
        among, between = apart.kernels(setting.views, setting.narrow)
        if told:
            among, between = among * kin[0], between * kin[1]
        found.append(_fitted(among, between, squats.quality[known], setting.price))
    return np.stack(found)


def _kin(right: Mask, squats: Squats, known: Mask) -> Numbers:
    same = right[:, None] == squats.right[known]
    return np.where(same, 1.0, _OTHER_KIND)


def _fitted(among: Numbers, between: Numbers, quality: Numbers, price: float) -> Numbers:
    from sklearn.svm import SVR

    machine = SVR(kernel="precomputed", C=price, epsilon=_TOLERATED).fit(among, quality)
    guess: Numbers = np.clip(machine.predict(between), _LEAST, _MOST)
    return guess


def nested(squats: Squats, known: Mask, inner: NDArray[np.int64], *, told: bool) -> int:
    """Return the number of the setting with the least error when parts of `known` are left out."""
    errors = np.zeros(len(SETTINGS))
    for rest, out in _parts(known, inner):
        guess = predicted(squats, rest, out, told=told)
        errors += np.abs(guess - squats.quality[out]).sum(axis=1)
    return int(np.argmin(errors))


def _parts(known: Mask, inner: NDArray[np.int64]) -> Iterator[tuple[Mask, Mask]]:
    for part in np.unique(inner[known]):
        out = known & (inner == part)
        yield known & ~out, out
