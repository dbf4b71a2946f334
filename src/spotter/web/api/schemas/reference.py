"""Exercises, symptoms, rules."""

from __future__ import annotations

from typing import Literal

from spotter.athletes.profile import BodySite, Equipment, Experience
from spotter.training.exercise import Measure, Muscle, Pattern
from spotter.web.api.schemas.base import Out


class ExerciseOut(Out):
    """One movement of the catalogue; loads go up by `increment_kg` (0: bodyweight)."""

    id: str
    name: str
    pattern: Pattern
    level: Experience
    measure: Measure
    primary: list[Muscle]
    secondary: list[Muscle]
    equipment: list[Equipment]
    contraindicated: list[BodySite]
    regressions: list[str]
    progressions: list[str]
    cues: list[str]
    increment_kg: float
    one_sided: bool


class ExerciseList(Out):
    """Exercises of the catalogue."""

    exercises: list[ExerciseOut]


class SymptomOut(Out):
    """A symptom that changes what is safe today."""

    id: str
    label: str
    action: str
    say: str


class Symptoms(Out):
    """Every symptom the check-in asks about."""

    symptoms: list[SymptomOut]


class RuleOut(Out):
    """One rule of the safety gate."""

    code: str
    action: str
    text: str
    source: str
    needs_review: bool


class RuleList(Out):
    """Every rule of the safety gate."""

    rules: list[RuleOut]


class SourceOut(Out):
    """A kind of file that can be brought in."""

    name: str
    label: str
    covers: list[str]
    tested_on: Literal["real files", "documentation"]


class SourceList(Out):
    """What can be brought in."""

    sources: list[SourceOut]
