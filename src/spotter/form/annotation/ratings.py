"""What people say of a repetition, and what several of them say together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np

from spotter.form.annotation.agreement import cohen_kappa, icc_2_1
from spotter.form.exercises import EXERCISES, FAULTS
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput

# Below this many repetitions that both judged, a coefficient says nothing and is not shown.
FEWEST_TOGETHER: Final = 5
_LONGEST_NOTE = 500


class Verdict(StrEnum):
    """What became of a repetition in front of a rater."""

    SCORED = "scored"
    SKIPPED = "skipped"  # cannot be judged by this rater
    FLAGGED = "flagged"  # something is wrong with it: another exercise, a broken skeleton


@dataclass(frozen=True, slots=True)
class Rating:
    """One rater's judgement of one repetition.

    `scores`: all six of `DIMENSIONS`, 0 to 100, when it was scored; empty else. `faults`: ids of
    faults that the exercise knows.
    """

    verdict: Verdict
    scores: Mapping[str, float] = field(default_factory=dict)
    faults: frozenset[str] = frozenset()
    note: str = ""

    def checked(self, exercise: str) -> Rating:
        """Return the rating itself; raises `BadInput` naming what does not fit the exercise."""
        if self.verdict is Verdict.SCORED and set(self.scores) != set(DIMENSIONS):
            raise BadInput(f"Give just these scores: {', '.join(DIMENSIONS)}.", field="scores")
        if self.verdict is not Verdict.SCORED and (self.scores or self.faults):
            raise BadInput(
                "What is skipped or flagged has no scores and no faults.", field="scores"
            )
        for name, score in self.scores.items():
            if not (math.isfinite(score) and 0 <= score <= 100):
                raise BadInput(f"The score of {name} is a number from 0 to 100.", field="scores")
        if strange := self.faults - set(EXERCISES[exercise].faults):
            raise BadInput(
                f"{', '.join(sorted(strange))} is no fault of this exercise; there are "
                f"{', '.join(EXERCISES[exercise].faults)}.",
                field="faults",
            )
        if len(self.note) > _LONGEST_NOTE:
            raise BadInput(f"A note has at most {_LONGEST_NOTE} letters.", field="note")
        # PostgreSQL keeps no NUL; the API refuses these everywhere.
        if any(ord(char) < 32 and char not in "\n\t" for char in self.note):
            raise BadInput("A note must not contain control characters.", field="note")
        return self


@dataclass(frozen=True, slots=True)
class Said:
    """A rating with who gave it and of which repetition."""

    rep: str
    rater: str
    rating: Rating


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two raters agree on the `reps` that both scored.

    `icc` of each of `DIMENSIONS` and `kappa` of all faults together; None where they are not
    defined (nothing varies) or fewer than `FEWEST_TOGETHER` repetitions are shared.
    """

    raters: tuple[str, str]
    reps: int
    icc: Mapping[str, float | None]
    kappa: float | None


def pairs(said: Iterable[Said], exercise_of: Mapping[str, str]) -> list[Pair]:
    """Return the agreement of every two raters who scored a repetition in common.

    `exercise_of`: repetition → exercise, which says what faults could have been named.
    """
    by_rater: dict[str, dict[str, Rating]] = defaultdict(dict)
    for one in said:
        if one.rating.verdict is Verdict.SCORED:
            by_rater[one.rater][one.rep] = one.rating
    found = []
    for first, second in combinations(sorted(by_rater), 2):
        shared = sorted(by_rater[first].keys() & by_rater[second].keys())
        if shared:
            both = [(by_rater[first][rep], by_rater[second][rep]) for rep in shared]
            possible = [EXERCISES[exercise_of[rep]].faults for rep in shared]
            found.append(_pair((first, second), both, possible))
    return found


def _pair(
    raters: tuple[str, str],
    both: Sequence[tuple[Rating, Rating]],
    possible: Sequence[Sequence[str]],
) -> Pair:
    if len(both) < FEWEST_TOGETHER:
        return Pair(raters, len(both), dict.fromkeys(DIMENSIONS), None)
    icc = {
        name: _known(icc_2_1(np.array([[a.scores[name], b.scores[name]] for a, b in both])))
        for name in DIMENSIONS
    }
    named = [
        (fault in a.faults, fault in b.faults)
        for (a, b), faults in zip(both, possible, strict=True)
        for fault in faults
    ]
    answers = np.array(named, dtype=np.bool_)
    return Pair(raters, len(both), icc, _known(cohen_kappa(answers[:, 0], answers[:, 1])))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Consensus:
    """What `raters` scored together: mean scores, and the faults that at least half of them saw."""

    raters: int
    scores: Mapping[str, float]
    faults: frozenset[str]


def consensus(ratings: Iterable[Rating]) -> Consensus | None:
    """Return what ratings of one repetition say together.

    None when nobody scored it, and when anybody flagged it: then somebody has to look at it first.
    """
    given = list(ratings)
    scored = [one for one in given if one.verdict is Verdict.SCORED]
    if not scored or any(one.verdict is Verdict.FLAGGED for one in given):
        return None
    means = {name: sum(one.scores[name] for one in scored) / len(scored) for name in DIMENSIONS}
    seen = {
        fault for fault in FAULTS if 2 * sum(fault in one.faults for one in scored) >= len(scored)
    }
    return Consensus(len(scored), means, frozenset(seen))
