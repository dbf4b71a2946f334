"""What is said of a whole set when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spotter.form.exercises import Style, exercise
from spotter.form.live.bands import band
from spotter.form.live.events import Rep, Warned, plain
from spotter.form.live.trend import trend
from spotter.form.recognition.recogniser import OTHER


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch in which a position was held, judged like a repetition."""

    start_s: float
    end_s: float
    judged: Rep

    @property
    def held_s(self) -> float:
        """Return how long it was held."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class SetReport:
    """A set that is over.

    `exercise` is None where nobody did anything that could be told; `confidence` how sure the
    exercise is (1 where it was named). Of an exercise held, `holds` take the place of `reps`.
    """

    exercise: str | None
    confidence: float
    named: bool
    reps: tuple[Rep, ...] = ()
    holds: tuple[Held, ...] = ()
    warnings: tuple[Warned, ...] = ()
    duration_s: float = 0.0

    @property
    def known(self) -> bool:
        """Return whether it was one of the exercises that are known, or somebody chose it."""
        return self.exercise is not None and (self.named or self.exercise != OTHER)

    @property
    def is_hold(self) -> bool:
        """Return whether the exercise is held, not repeated."""
        return self.exercise is not None and exercise(self.exercise).style is Style.HOLD

    @property
    def hold_s(self) -> float:
        """Return how long was held in all."""
        return sum(one.held_s for one in self.holds)

    @property
    def score(self) -> float | None:
        """Return the set's score: the median of its repetitions, by time of its holds; or None."""
        if self.is_hold:
            told = [(one.judged.scores["overall"], one.held_s) for one in self.holds]
            known = [(score, time) for score, time in told if score is not None]
            total = sum(time for _, time in known)
            return sum(score * time for score, time in known) / total if total else None
        scores = [rep.scores["overall"] for rep in self.reps]
        given = [score for score in scores if score is not None]
        return float(np.median(given)) if given else None

    def document(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        score = self.score
        told: dict[str, Any] = {
            "exercise": self.exercise,
            "confidence": self.confidence,
            "named": self.named,
            "known": self.known,
            "duration_s": self.duration_s,
            "set": {"score": score, "band": band(score), "count": len(self.reps)},
            "warnings": [_warning(one) for one in self.warnings],
        }
        if self.is_hold:
            told["hold_s"] = self.hold_s
            told["holds"] = [_hold(one) for one in self.holds]
        else:
            told["reps"] = [_rep(rep) for rep in self.reps]
            told["trend"] = trend(self.reps)
        document: dict[str, Any] = plain(told)
        return document


def _rep(rep: Rep) -> dict[str, Any]:
    told = rep.document()
    del told["kind"]
    return told


def _hold(held: Held) -> dict[str, Any]:
    judged = held.judged
    return {
        "start_s": held.start_s,
        "end_s": held.end_s,
        "held_s": held.held_s,
        "scores": judged.scores,
        "confidence": judged.confidence,
        "faults": _rep(judged)["faults"],
    }


def _warning(warned: Warned) -> dict[str, Any]:
    told = warned.document()
    del told["kind"], told["over"]
    return told
