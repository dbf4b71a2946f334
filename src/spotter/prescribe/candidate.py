"""A candidate: one complete session for today and what a ranker needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spotter.training.session import Session


class Kind(StrEnum):
    """What a candidate is relative to the plan; alternatives are asked for by these names."""

    PLANNED = "planned"
    EASIER = "easier"
    MUCH_EASIER = "much_easier"
    SHORTER = "shorter"
    SHORTEST = "shortest"
    THIRTY = "thirty_minutes"
    OTHER_EQUIPMENT = "other_equipment"
    LONGER_RESTS = "longer_rests"
    MORE_MOBILITY = "more_mobility"
    SWAPPED = "next_day"
    HARDER = "harder"
    CARDIO = "easy_cardio"
    MOBILITY = "mobility"
    RECOVERY = "recovery"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fully dosed session that nothing has approved yet.

    Shares are 0-1: `demand` of the planned work it asks (0: rest), `goal_share` how much it serves
    the goal, `tired_share` of its exercises that load what is sore or was trained within 48 hours,
    `complete_share` of the programme's exercises that it has. `reasons` are reason strings about
    the whole session, `automatic` is False for what is offered but never chosen for the athlete.
    `as_named` is False where pain, or a full week, took what the programme's day is named
    after.
    """

    kind: Kind
    label: str
    session: Session
    demand: float
    goal_share: float = 1.0
    tired_share: float = 0.0
    complete_share: float = 1.0
    reasons: tuple[str, ...] = ()
    automatic: bool = True
    as_named: bool = True
