"""Reference: what does not belong to anybody: exercises, questions, symptoms, rules."""

from __future__ import annotations

from math import isfinite
from typing import Annotated

from fastapi import APIRouter, Query

from spotter.athletes.profile import Equipment, Experience
from spotter.intake.registry import SOURCES
from spotter.safety.questions import QUESTIONS, Question
from spotter.safety.redflags import SYMPTOMS
from spotter.safety.rules import RULES
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise, Pattern
from spotter.web.api.auth import Reader
from spotter.web.api.schemas.athlete import ConditionOut, QuestionOut, Questions
from spotter.web.api.schemas.reference import (
    ExerciseList,
    ExerciseOut,
    RuleList,
    RuleOut,
    SourceList,
    SourceOut,
    SymptomOut,
    Symptoms,
)
from spotter.web.problems import documented

router = APIRouter(prefix="/api/v1", tags=["reference"])


@router.get("/exercises", responses=documented(401, 403, 422))
def exercises(
    who: Reader,
    pattern: Annotated[Pattern | None, Query(description="Movement pattern")] = None,
    level: Annotated[Experience | None, Query(description="Level it is for")] = None,
    equipment: Annotated[Equipment | None, Query(description="Equipment it needs")] = None,
) -> ExerciseList:
    """List the exercise catalogue."""
    found = [
        _exercise(each)
        for each in catalogue()
        if (pattern is None or each.pattern is pattern)
        and (level is None or each.level is level)
        and (equipment is None or equipment in each.equipment)
    ]
    return ExerciseList(exercises=found)


@router.get("/screening/questions", responses=documented(401, 403))
def questions(who: Reader) -> Questions:
    """List the screening questions, in order."""
    return Questions(questions=[_question(each) for each in QUESTIONS])


@router.get("/symptoms", responses=documented(401, 403))
def symptoms(who: Reader) -> Symptoms:
    """List the symptoms that a check-in or a finished session can report."""
    return Symptoms(
        symptoms=[
            SymptomOut(id=each.id, label=each.label, action=each.action.name.lower(), say=each.say)
            for each in SYMPTOMS
        ]
    )


@router.get("/rules", responses=documented(401, 403))
def rules(who: Reader) -> RuleList:
    """List the rules of the safety gate with their sources."""
    return RuleList(
        rules=[
            RuleOut(
                code=each.id,
                action=each.action.name.lower(),
                text=each.say,
                source=each.source,
                needs_review=not each.reviewed,
            )
            for each in RULES
        ]
    )


@router.get("/sources", responses=documented(401, 403))
def sources(who: Reader) -> SourceList:
    """List the kinds of files that can be brought in, and what each brings."""
    return SourceList(
        sources=[
            SourceOut(
                name=each.name, label=each.label, covers=list(each.covers), tested_on=each.tested
            )
            for each in SOURCES
        ]
    )


def _exercise(exercise: Exercise) -> ExerciseOut:
    return ExerciseOut(
        id=exercise.id,
        name=exercise.name,
        pattern=exercise.pattern,
        level=exercise.level,
        measure=exercise.measure,
        primary=list(exercise.primary),
        secondary=list(exercise.secondary),
        equipment=sorted(exercise.equipment),
        contraindicated=sorted(exercise.contraindicated),
        regressions=list(exercise.regressions),
        progressions=list(exercise.progressions),
        cues=list(exercise.cues),
        increment_kg=exercise.increment_kg,
        one_sided=exercise.one_sided,
    )


def _question(question: Question) -> QuestionOut:
    condition = None
    if question.only_if is not None:
        condition = ConditionOut(question=question.only_if[0], answers=list(question.only_if[1]))
    return QuestionOut(
        id=question.id,
        text=question.text,
        kind=question.kind,
        options=list(question.options),
        only_if=condition,
        consequence=question.consequence,
        required=question.required,
        least=question.least if isfinite(question.least) else None,
        most=question.most if isfinite(question.most) else None,
    )
