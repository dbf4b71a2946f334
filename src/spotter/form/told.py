"""A set's report in words: the one place from which terminal, page and file tell it.

What is written here is plain text; colours, tables and markup are of those who show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from spotter.form.cues import Cues, Level
from spotter.form.exercises import EXERCISES
from spotter.form.live.bands import band
from spotter.form.scores import DIMENSIONS

NOTICE: Final = (
    "Scores are this project's own measure of form, not a medical judgement. What was not seen "
    "well enough has no score."
)
STRANGER: Final = "Not one of the exercises I know"
HEADS: Final = ("from", *DIMENSIONS, "faults")
_TRENDS: Final = {
    "score_per_rep": "score {:+.1f} points",
    "rom_percent_per_rep": "range {:+.1f} %",
    "speed_percent_per_rep": "speed {:+.1f} %",
}

_Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A repetition or a hold: when it began, its scores by `DIMENSIONS`, and its faults.

    `brief` names the faults where there is no room for sentences.
    """

    number: int
    start: str
    scores: tuple[float | None, ...]
    faults: str
    brief: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try next about a fault, and where that is from."""

    text: str
    advice: str
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """A set in words; what there is nothing to say of is empty.

    `done` is how many repetitions or seconds, `verdict` the score and its band, `sure` how sure the
    exercise is where nobody named it. `advice` begins with the fault that was seen most often.
    """

    name: str
    done: str
    score: float | None
    verdict: str
    sure: str
    rows: tuple[Row, ...]
    trend: str
    advice: tuple[Advice, ...]
    warnings: tuple[str, ...]

    @property
    def summary(self) -> str:
        """Return how much was done and how well, without what it was."""
        return f"{self.done}, {self.verdict}. {self.sure}".rstrip()

    @property
    def sentence(self) -> str:
        """Return the whole, as it can be said aloud."""
        return f"{self.name}: {self.summary}"


def told(report: _Document, level: Level = Level.BEGINNER) -> Told:
    """Return what the document of a `form.live.report.SetReport` says."""
    exercise, score = report["exercise"], report["set"]["score"]
    rows: Sequence[_Document] = report.get("reps", report.get("holds", ()))
    named = EXERCISES.get(exercise or "")
    # Reports of before say nothing of `known`.
    stranger = named is not None and not report.get("known", True)
    return Told(
        name=STRANGER if stranger else named.name if named else "Nothing recognised",
        done=_done(report),
        score=score,
        verdict="no score" if score is None else f"{score:.0f} of 100, {report['set']['band']}",
        sure="" if report["named"] or named is None else _sure(report["confidence"], stranger),
        rows=tuple(_row(number, row) for number, row in enumerate(rows, start=1)),
        trend=_trend(report.get("trend")),
        advice=_advice(exercise, rows, level),
        warnings=tuple(f"{one['at_s']:.0f} s: {one['text']}" for one in report["warnings"]),
    )


def brief(report: _Document) -> dict[str, Any]:
    """Return what the page of the camera shows and says of a set, as JSON values."""
    said = told(report)
    texts = dict.fromkeys(one["text"] for one in report["warnings"])
    return {
        "summary": said.sentence,
        "rows": [_line(row) for row in said.rows],
        "trend": said.trend,
        "warnings": list(texts),
    }


def points(score: float | None) -> str:
    """Return a score as it is shown: whole, or a dash where there is none."""
    return "–" if score is None else f"{score:.0f}"


def _sure(confidence: float, stranger: bool) -> str:
    if stranger:
        return f"It is counted, not scored ({confidence:.0%} sure)."
    return f"The exercise was recognised, {confidence:.0%} sure."


def _done(report: _Document) -> str:
    if "hold_s" in report:
        return f"{report['hold_s']:.0f} s held"
    count = report["set"]["count"]
    return f"{count} repetition{'' if count == 1 else 's'}"


def _row(number: int, row: _Document) -> Row:
    scores = tuple(row["scores"][name] for name in DIMENSIONS)
    faults = "; ".join(f"{one['says']} ({one['at_s']:.1f} s)" for one in row["faults"])
    brief = ", ".join(one["id"].replace("_", " ") for one in row["faults"])
    return Row(number, f"{row['start_s']:.1f} s", scores, faults, brief)


def _line(row: Row) -> str:
    overall = row.scores[DIMENSIONS.index("overall")]
    judged = "not judged" if overall is None else f"{points(overall)} of 100, {band(overall)}"
    return f"{judged}: {row.faults}" if row.faults else judged


def _trend(trend: _Document | None) -> str:
    known = {} if trend is None else {name: trend[name] for name in _TRENDS}
    said = [_TRENDS[name].format(value) for name, value in known.items() if value is not None]
    return f"From repetition to repetition: {', '.join(said)}." if said else ""


def _advice(exercise: str | None, rows: Sequence[_Document], level: Level) -> tuple[Advice, ...]:
    seen = Counter(sorted(fault["id"] for row in rows for fault in row["faults"]))
    if exercise is None or not seen:
        return ()
    words = [Cues(exercise, level).of(fault) for fault, _ in seen.most_common()]
    return tuple(Advice(one.text, one.advice, one.source) for one in words)
