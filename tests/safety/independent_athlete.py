"""An athlete as stored, for the second checker, which must not import the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from spotter.athletes.profile import Profile, Screening
from spotter.body.checkin import Checkin
from spotter.training.session import SessionLog


@dataclass(frozen=True)
class Athlete:
    day: date
    profile: Profile
    screening: Screening | None
    checkins: tuple[Checkin, ...]
    logs: tuple[SessionLog, ...]

    @property
    def today(self) -> Checkin | None:
        found = [one for one in self.checkins if one.day == self.day]
        return found[-1] if found else None

    def answer(self, name: str) -> Any:
        return None if self.screening is None else self.screening.answers.get(name)

    def ago(self, day: date) -> int:
        return (self.day - day).days


def clearance_of(athlete: Athlete) -> str:
    screening = athlete.screening
    if screening is None or screening.clearance is None:
        return ""
    given = screening.clearance.given_on
    if athlete.ago(given) > 365 or given > athlete.day:
        return ""
    if given < screening.answered_on and athlete.answer("clearance_informed") is not True:
        return ""
    return screening.clearance.scope
