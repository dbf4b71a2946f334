"""Screening: the questions, the answers checked, and what they mean, at once."""

from __future__ import annotations

from datetime import date

from spotter.athletes.profile import Profile, Screening
from spotter.body.checkin import Checkin
from spotter.safety.gate import voices
from spotter.safety.questions import QUESTIONS, Question, all_clear, parse, unanswered
from spotter.safety.state import observe
from spotter.safety.verdict import Voice

__all__ = [
    "QUESTIONS",
    "Question",
    "all_clear",
    "consequences",
    "of_the_answers",
    "parse",
    "unanswered",
]


def of_the_answers(screening: Screening, profile: Profile, day: date) -> tuple[Voice, ...]:
    """Return what the answers given mean, as if every open question were answered with no.

    For showing alone: `consequences` also counts what is open, as the gate does.
    """
    answers = {**all_clear(day).answers, **screening.answers}
    return consequences(Screening(day, answers, screening.clearance), profile, day)


def consequences(screening: Screening, profile: Profile, day: date) -> tuple[Voice, ...]:
    """Return what the answers mean for training on `day`, strictest first.

    Taken by itself: as if today's check-in had nothing to report and nothing was ever logged.
    """
    well = Checkin(day, soreness={}, pain={}, symptoms=frozenset(), ill=False)
    return voices(observe(day, profile, screening, (well,), (), None))
