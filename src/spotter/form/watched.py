"""What is remembered of a watched set once it is over: a few numbers, each only where it was seen.

The plan and the features read these, and nothing else of a report (`form.live.report`). A number
rests on at least three repetitions that were seen well, so that a bad view changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

# Repetitions of a set that must have been judged with this much trust (0-1). Project assumptions.
FEWEST_REPS, SURE = 3, 0.5

_Rep = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WatchedSet:
    """A set that was watched: its kind (an id of `form.exercises`) and what was seen well in it.

    `depth`, `symmetry`, `stability`, `tempo` and `alignment` are medians over its repetitions and
    `score` is the set's own, all 0 to 100; `asymmetry_deg` is the median difference of the sides'
    ranges, `faulty_share` (0-1) how many repetitions showed a fault and `faulty` whether half of
    them did. Slopes are those of `form.live.trend`: `score_slope` in points, `range_slope` and
    `speed_slope` in percent of the set's median, from repetition to repetition. None: not known.
    """

    kind: str
    day: date
    depth: float | None
    symmetry: float | None
    faulty: bool = False
    reps: int = 0
    score: float | None = None
    stability: float | None = None
    tempo: float | None = None
    alignment: float | None = None
    asymmetry_deg: float | None = None
    faulty_share: float | None = None
    score_slope: float | None = None
    range_slope: float | None = None
    speed_slope: float | None = None

    @classmethod
    def of(cls, kind: str, day: date, report: Mapping[str, Any]) -> WatchedSet:
        """Return what the report of a set says."""
        reps: Sequence[_Rep] = report.get("reps", ())
        shown = sum(bool(rep.get("faults")) for rep in reps)
        told = [rep for rep in reps if rep["scores"].get("overall") is not None]
        # Of what is held there are no repetitions, and its score rests on seconds.
        judged = "holds" in report or len(told) >= FEWEST_REPS
        slopes = report.get("trend") or {}
        return cls(
            kind,
            day,
            _score(reps, "depth"),
            _score(reps, "symmetry"),
            faulty=0 < len(reps) <= 2 * shown,
            reps=len(reps),
            score=report.get("set", {}).get("score") if judged else None,
            stability=_score(reps, "stability"),
            tempo=_score(reps, "tempo"),
            alignment=_score(reps, "alignment"),
            asymmetry_deg=_middle(
                rep.get("asymmetry_deg") for rep in reps if _trust(rep, "symmetry") >= SURE
            ),
            faulty_share=shown / len(reps) if len(reps) >= FEWEST_REPS else None,
            score_slope=slopes.get("score_per_rep"),
            range_slope=slopes.get("rom_percent_per_rep"),
            speed_slope=slopes.get("speed_percent_per_rep"),
        )


def _score(reps: Iterable[_Rep], dimension: str) -> float | None:
    return _middle(rep["scores"].get(dimension) for rep in reps if _trust(rep, dimension) >= SURE)


def _trust(rep: _Rep, dimension: str) -> float:
    return float(rep["trust"].get(dimension) or 0.0)


def _middle(values: Iterable[float | None]) -> float | None:
    seen = [float(one) for one in values if one is not None]
    return median(seen) if len(seen) >= FEWEST_REPS else None
