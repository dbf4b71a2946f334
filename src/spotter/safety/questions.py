"""The screening questions: read from data, asked when they apply, answers checked one by one."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal

from spotter.athletes.profile import AnswerValue, Clearance, Screening
from spotter.kit.errors import BadInput

Kind = Literal["yes_no", "number", "choice", "multi", "date"]
SCOPES = ("light", "moderate", "any")
_DECIMAL = re.compile(r"[+-]?\d+(\.\d*)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """One screening question in our own words.

    `only_if` is an earlier question and the answers after which this one is asked ("yes" and "no"
    stand for yes/no). `benign` is the answer that raises nothing, None where there is none.
    `least` and `most` bound a number. Dates are ISO 8601 text.
    """

    id: str
    text: str
    kind: Kind
    options: tuple[str, ...]
    only_if: tuple[str, tuple[str, ...]] | None
    consequence: str
    required: bool
    benign: AnswerValue | None
    least: float = -math.inf
    most: float = math.inf

    def asked(self, answers: Mapping[str, AnswerValue]) -> bool:
        """Return whether this question applies after `answers`."""
        if self.only_if is None:
            return True
        earlier, wanted = self.only_if
        given = answers.get(earlier)
        if isinstance(given, tuple):
            return bool(set(given) & set(wanted))
        if isinstance(given, bool):
            return ("yes" if given else "no") in wanted
        return given in wanted


def _read() -> tuple[Question, ...]:
    text = (files("spotter.safety") / "data" / "questions.toml").read_text(encoding="utf-8")
    return tuple(_question(row) for row in tomllib.loads(text)["question"])


def _question(row: dict[str, object]) -> Question:
    condition = row.get("only_if")
    benign = row.get("benign")
    return Question(
        id=str(row["id"]),
        text=str(row["text"]),
        kind=row["kind"],  # type: ignore[arg-type]
        options=tuple(row.get("options", ())),  # type: ignore[arg-type]
        only_if=(condition[0], tuple(condition[1])) if isinstance(condition, list) else None,
        consequence=str(row["consequence"]),
        required=bool(row.get("required", True)),
        benign=tuple(benign) if isinstance(benign, list) else benign,  # type: ignore[arg-type]
        least=float(row.get("least", -math.inf)),  # type: ignore[arg-type]
        most=float(row.get("most", math.inf)),  # type: ignore[arg-type]
    )


QUESTIONS: tuple[Question, ...] = _read()
BY_ID: dict[str, Question] = {question.id: question for question in QUESTIONS}


def unanswered(answers: Mapping[str, AnswerValue]) -> tuple[str, ...]:
    """Return the ids of the questions that must still be answered."""
    return tuple(
        question.id
        for question in QUESTIONS
        if question.required and question.asked(answers) and question.id not in answers
    )


def parse(answers: Mapping[str, object], answered_on: date, *, written: bool = False) -> Screening:
    """Return the screening that `answers` (JSON values by question id) make.

    With `written` they are what a form sends: numbers as text, a single choice for several. Answers
    to questions that do not apply are left out. Raises `BadInput` naming the question for an
    unknown id, a value of the wrong kind or out of range, or one that contradicts another.
    """
    given = {
        name: _value(name, _typed(name, raw) if written else raw)
        for name, raw in answers.items()
        if raw is not None
    }
    asked = {
        question.id: given[question.id]
        for question in QUESTIONS
        if question.id in given and question.asked(given)
    }
    return Screening(answered_on, asked, _clearance(asked, answered_on))


def _clearance(answers: Mapping[str, AnswerValue], answered_on: date) -> Clearance | None:
    scope, given_on = answers.get("clearance_scope"), answers.get("clearance_given_on")
    if scope not in SCOPES:
        return None
    if given_on is None:
        raise BadInput("Say on which day the clinician cleared you.", field="clearance_given_on")
    day = date.fromisoformat(str(given_on))
    if day > answered_on:
        raise BadInput(
            "The day of the clearance lies in the future; give the day it was written.",
            field="clearance_given_on",
        )
    return Clearance(day, str(scope))


def _typed(name: str, raw: object) -> object:
    """Return what a form's text means for the question `name`; unreadable text as it is."""
    kind = BY_ID[name].kind if name in BY_ID else ""
    if kind == "number" and isinstance(raw, str) and _DECIMAL.fullmatch(raw):
        return float(raw)
    return [raw] if kind == "multi" and isinstance(raw, str) else raw


def _value(name: str, raw: object) -> AnswerValue:
    question = BY_ID.get(name)
    if question is None:
        raise BadInput(f"There is no screening question '{name}'; leave it out.", field=name[:80])
    reader = {
        "yes_no": _yes_no,
        "number": _number,
        "choice": _choice,
        "multi": _multi,
        "date": _date,
    }[question.kind]
    return reader(question, raw)


def _yes_no(question: Question, raw: object) -> AnswerValue:
    if isinstance(raw, bool):
        return raw
    if raw in ("yes", "no"):
        return raw == "yes"
    raise BadInput("Answer yes or no (true or false).", field=question.id)


def _number(question: Question, raw: object) -> AnswerValue:
    good = isinstance(raw, int | float) and not isinstance(raw, bool)
    if not good or not question.least <= raw <= question.most:  # type: ignore[operator]
        raise BadInput(
            f"Give a number from {question.least:g} to {question.most:g}.", field=question.id
        )
    return float(raw)  # type: ignore[arg-type]


def _choice(question: Question, raw: object) -> AnswerValue:
    if isinstance(raw, str) and raw in question.options:
        return raw
    raise BadInput(f"Choose one of: {', '.join(question.options)}.", field=question.id)


def _multi(question: Question, raw: object) -> AnswerValue:
    chosen = raw if isinstance(raw, list | tuple) else ()
    if not chosen or not all(one in question.options for one in chosen):
        raise BadInput(f"Choose from: {', '.join(question.options)}.", field=question.id)
    if "none" in chosen and len(set(chosen)) > 1:
        raise BadInput("Choose either 'none' or what applies, not both.", field=question.id)
    return tuple(dict.fromkeys(str(one) for one in chosen))


def _date(question: Question, raw: object) -> AnswerValue:
    try:
        if isinstance(raw, date):
            return raw.isoformat()
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            return date.fromisoformat(raw).isoformat()
    except ValueError:
        pass
    raise BadInput("Give a day as YYYY-MM-DD.", field=question.id)


def all_clear(on: date) -> Screening:
    """Return a screening of `on` in which every answer is benign."""
    answers: dict[str, AnswerValue] = {}
    for question in QUESTIONS:
        if question.asked(answers) and question.required and question.benign is not None:
            answers[question.id] = question.benign
    return Screening(on, answers)
