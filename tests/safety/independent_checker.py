"""A second opinion on approved sessions, written from the facts and not from the rule table.

It starts from what is stored about an athlete, never from the gate's own reading of it, and lists
what is wrong with showing a session to them. It must not import the rules.
"""

from __future__ import annotations

from safety.independent_athlete import Athlete
from safety.independent_person import person
from safety.independent_session import PARTS
from spotter.training.session import Session

__all__ = ["Athlete", "complaints"]


def complaints(athlete: Athlete, session: Session) -> list[str]:
    """Return everything that speaks against showing `session`; empty when nothing does."""
    return [*person(athlete), *(one for part in PARTS for one in part(athlete, session))]
