"""Which keys have been met: within this file, and in what the athlete already has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotter.intake.keys import Keys, OtherKeys

# Merging takes twice the memory of what is merged: ten years of records are a dozen such runs.
_LONGEST_RUN = 1 << 20
# Keys are random: of their first bits alone, hardly any that is new is like one met before.
_FIRST_BITS = 24
_REST_BITS = np.uint64(64 - _FIRST_BITS)


class Seen:
    """A growing set of keys as sorted runs that merge as they grow: 8 bytes a key in memory.

    `known` are the keys of earlier imports, sorted ascending. Of all keys, the first bits are
    marked in a table; only a key that is found there is looked for in the runs.
    """

    def __init__(self, known: Keys) -> None:
        self._known = known
        self._runs: list[Keys] = []
        self._marks = np.zeros(1 << _FIRST_BITS, dtype=np.bool_)
        self._marks[known >> _REST_BITS] = True

    def as_met(self, keys: Keys, also: OtherKeys) -> Keys:
        """Return `keys`, each as the record was met before where that was under another key."""
        met = _contains(self._known, also.other)
        for run in self._runs:
            met |= _contains(run, also.other)
        before = dict(zip(also.own[met].tolist(), also.other[met].tolist(), strict=True))
        return np.array([before.get(key, key) for key in keys.tolist()], dtype=np.uint64)

    def admit(self, keys: Keys) -> tuple[NDArray[np.bool_], int, int]:
        """Return which of `keys` are new, and how many are known and how many are repeated.

        The first of equal keys is the new one.
        """
        order = np.argsort(keys)
        ranked = keys[order]
        first = _firsts(ranked)
        if not first.all():  # only then it matters which of equal keys comes first
            order = np.argsort(keys, kind="stable")
            ranked = keys[order]
        slots = ranked >> _REST_BITS
        perhaps = np.flatnonzero(self._marks[slots])
        self._marks[slots] = True
        known, repeated = np.zeros(len(keys), dtype=np.bool_), ~first
        known[perhaps] = _contains(self._known, ranked[perhaps])
        for run in self._runs:
            repeated[perhaps] |= _contains(run, ranked[perhaps])
        fresh = ~known & ~repeated
        self._add(ranked[fresh])
        mask = np.zeros(len(keys), dtype=np.bool_)
        mask[order[fresh]] = True
        return mask, int(known.sum()), int((repeated & ~known).sum())

    def _add(self, run: Keys) -> None:
        if not len(run):
            return
        # Geometric merging: each key is moved a logarithmic number of times.
        while self._runs and self._small(self._runs[-1], run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)

    @staticmethod
    def _small(last: Keys, run: Keys) -> bool:
        return len(last) < 2 * len(run) and len(last) + len(run) <= _LONGEST_RUN


def _firsts(ranked: Keys) -> NDArray[np.bool_]:
    first = np.ones(len(ranked), dtype=np.bool_)
    first[1:] = ranked[1:] != ranked[:-1]
    return first


def _contains(run: Keys, ranked: Keys) -> NDArray[np.bool_]:
    if not len(run):
        return np.zeros(len(ranked), dtype=np.bool_)
    at = np.minimum(np.searchsorted(run, ranked), len(run) - 1)
    found: NDArray[np.bool_] = run[at] == ranked
    return found
