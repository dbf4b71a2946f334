"""Readiness: nine parts, each against its own baseline, in one number that can be taken apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spotter.body import parts, said
from spotter.body.parts import Part
from spotter.body.state import BodyState, Evidence, Missing, Readiness

# Share of each part when all are present (they sum to 1); our own choice. The night leads, since
# it is measured the same way every day; what is asked and what hints at illness follow.
WEIGHTS: dict[str, tuple[float, Callable[[BodyState], Part]]] = {
    "hrv": (0.22, parts.hrv),
    "resting_hr": (0.16, parts.resting_hr),
    "sleep": (0.18, parts.sleep),
    "sleep_debt": (0.08, parts.debt),
    "load": (0.14, said.load),
    "soreness": (0.08, said.soreness),
    "wellbeing": (0.08, said.wellbeing),
    "temperature": (0.03, parts.temperature),
    "respiratory": (0.03, parts.breathing),
}

# The worst part speaks twice, so that one bad sign is not averaged away by eight good ones.
WORST_EXTRA = 0.2


def readiness(state: BodyState) -> Readiness:
    """Return readiness 0-100 with its evidence; the score is None when nothing is known.

    The score is the sum of weight × score over the evidence, and never rises when a part gets
    worse. Confidence is the weight of the present parts, each by how far its baseline can be
    trusted: 1 when everything is known for 14 days and more.
    """
    evidence: list[Evidence] = []
    absent: list[Missing] = []
    confidence = 0.0
    for weight, look in WEIGHTS.values():
        found, trusted = look(state)
        if isinstance(found, Missing):
            absent.append(found)
        else:
            evidence.append(replace(found, weight=weight))
            confidence += weight * trusted
    weighed = _weighed(evidence)
    score = round(sum(one.weight * one.score for one in weighed), 1) if weighed else None
    return Readiness(score, round(min(confidence, 1.0), 3), weighed, tuple(absent))


def _weighed(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Return `evidence` with weights that sum to 1, the worst part's raised."""
    if not evidence:
        return ()
    total = sum(one.weight for one in evidence)
    worst = min(range(len(evidence)), key=lambda n: evidence[n].score)
    return tuple(
        replace(
            one,
            weight=(1 - WORST_EXTRA) * one.weight / total + (WORST_EXTRA if n == worst else 0.0),
        )
        for n, one in enumerate(evidence)
    )
