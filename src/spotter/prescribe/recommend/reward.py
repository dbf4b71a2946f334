"""What a session turned out to be worth, 0 to 1: the one reward that is learned from.

It is what `prescribe.ranker.foreseen.worth` says of what really happened: what was done of it, how
far its effort was from the target, and how sore the next day was. What cannot be seen after one
session is progress; in its place stands the share of the goal that the session served, as far as it
was done.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotter.body.checkin import Checkin
from spotter.prescribe.ranker.foreseen import SORE_FREE, WORTH_DONE, worth
from spotter.prescribe.recommend.record import Arm
from spotter.training.session import SessionLog


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a chosen session.

    `done` is the share of its sets, 0-1; `effort_off` session RPE minus target, None unrated;
    `soreness` the worst level (0-10) of the next day's check-in, None when there is none.
    """

    done: float
    effort_off: float | None = None
    soreness: int | None = None


def outcome(arm: Arm, log: SessionLog, next_day: Checkin | None) -> Outcome:
    """Return what came of `arm`, from its finished session and the check-in of the day after."""
    done = min(1.0, log.work_sets / max(1, log.planned_sets))
    off = None if log.session_rpe is None else log.session_rpe - arm.target_rpe
    sore = None if next_day is None else next_day.soreness
    return Outcome(done, off, None if sore is None else max(sore.values(), default=0))


def reward(arm: Arm, seen: Outcome) -> float:
    """Return the reward of what was `seen` of `arm`, 0-1; what is not known costs nothing."""
    return valued(arm.goal_share, seen)


def valued(goal_share: float, seen: Outcome) -> float:
    """Return the reward of what was `seen` of a session that served this share of the goal, 0-1."""
    sore = SORE_FREE if seen.soreness is None else float(seen.soreness)
    off = abs(seen.effort_off or 0.0)
    value = worth(
        np.array([seen.done]),
        np.array([off]),
        np.array([sore]),
        np.array([goal_share * seen.done]),
    )
    return float(np.clip(value[0] / (1 + WORTH_DONE), 0.0, 1.0))
