"""The cues of one exercise, in the words of one level."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spotter.form.cues.loading import better, book


class Level(StrEnum):
    """Whom the words are for."""

    BEGINNER = "beginner"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a fault, what to try next, what is said when it is gone, and the source."""

    text: str
    advice: str
    better: str
    source: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The words for the faults of the exercise with this id."""

    exercise: str
    level: Level = Level.BEGINNER

    def of(self, fault: str) -> Words:
        """Return the words for a fault of the exercise; raises `KeyError` for any other."""
        entry = book()[self.exercise][fault]
        text = entry.beginner if self.level is Level.BEGINNER else entry.advanced
        return Words(text, entry.next, better()[fault], entry.source)
