"""What the screening answers say about a person: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from spotter.athletes.profile import AnswerValue, Clearance, Screening
from spotter.safety.questions import BY_ID, SCOPES, unanswered

CLEARANCE_DAYS = 365
# A blood pressure told in the screening is believed for this long; a project assumption.
TOLD_PRESSURE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers as of `day`; None wherever a question that applies was not answered."""

    answers: Mapping[str, AnswerValue]
    answered_on: date
    day: date
    clearance: Clearance | None

    @property
    def age_days(self) -> int:
        return (self.day - self.answered_on).days

    @property
    def complete(self) -> bool:
        return not unanswered(self.answers)

    def yes(self, name: str) -> bool | None:
        """Return a yes/no answer; False when the question does not apply, None when unanswered."""
        given = self.answers.get(name)
        if isinstance(given, bool):
            return given
        return None if self._open(name) else False

    def number(self, name: str) -> float | None:
        """Return a number; 0 when the question does not apply, None when unanswered."""
        given = self.answers.get(name)
        if isinstance(given, int | float) and not isinstance(given, bool):
            return float(given)
        return None if self._open(name) else 0.0

    def chose(self, name: str, *options: str) -> bool | None:
        """Return whether one of `options` was chosen; None when the question was not answered."""
        given = self.answers.get(name)
        if given is None:
            return None if self._open(name) else False
        chosen = given if isinstance(given, tuple) else (given,)
        return bool(set(chosen) & set(options))

    def chosen(self, name: str) -> frozenset[str] | None:
        """Return what was chosen besides "none", None when the question was not answered."""
        given = self.answers.get(name)
        if not isinstance(given, tuple):
            return None if self._open(name) else frozenset()
        return frozenset(given) - {"none"}

    def weeks_since(self, name: str) -> float | None:
        """Return the weeks since a day that was told, None when unknown or still to come."""
        given = self.answers.get(name)
        try:
            days = (self.day - date.fromisoformat(str(given))).days
        except ValueError:
            return None
        return days / 7 if days >= 0 else None

    def _open(self, name: str) -> bool:
        """Return whether `name` may apply: a condition that was itself left open counts as met."""
        question = BY_ID[name]
        if question.only_if is None or question.asked(self.answers):
            return True
        earlier = question.only_if[0]
        return earlier not in self.answers and self._open(earlier)


def facts(screening: Screening, day: date) -> Facts:
    """Return the facts of `screening` on `day`; answers of a later day count as given that day."""
    on = min(screening.answered_on, day)
    return Facts(screening.answers, on, day, screening.clearance)


def valid_clearance(told: Facts, answered_on: date) -> str:
    """Return the scope of the clearance that counts on the day, "" when there is none.

    It must be at most a year old and given with knowledge of the answers: on or after the day they
    were given (`answered_on` as stored), or by a clinician who knew them all.
    """
    clearance = told.clearance
    if clearance is None or clearance.scope not in SCOPES:
        return ""
    replayed = answered_on > told.day
    age = (told.day - clearance.given_on).days
    if age > CLEARANCE_DAYS or (age < 0 and not replayed):
        return ""
    informed = clearance.given_on >= answered_on or told.yes("clearance_informed") is True
    return clearance.scope if informed else ""


def needs_clearance(told: Facts) -> bool | None:
    """Return whether a general item (rule S01) is a yes that its follow-up did not settle.

    None when that cannot be told from the answers.
    """
    settled = (
        _not(told.yes("heart_condition")),
        _settles(told.yes("high_blood_pressure"), told.yes("blood_pressure_controlled")),
        _not(told.chose("chronic_conditions", "diabetes", "kidney")),
        _settles(
            told.chose("chronic_conditions", "lung", "cancer", "nerves_or_spine", "other"),
            told.yes("chronic_stable"),
        ),
        _settles(_any_medicine(told), told.yes("medicines_fine")),
        _settles(told.yes("bone_joint"), told.yes("bone_joint_settled")),
        _not(told.yes("supervised_only")),
    )
    if False in settled:
        return True
    return None if None in settled else False


def _any_medicine(told: Facts) -> bool | None:
    chosen = told.chosen("medicines")
    return None if chosen is None else bool(chosen)


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _settles(item: bool | None, follow_up: bool | None) -> bool | None:
    """Return whether an item is settled: it is a no, or a yes with a good follow-up."""
    return follow_up if item else _not(item)
