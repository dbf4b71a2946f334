"""How long a planned session takes, so that it can be made to fit the time there is.

Every figure is a working assumption of ours, chosen so that plans rather end early than late.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from spotter.kit.errors import BadInput
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise, Pattern
from spotter.training.session import Block, Part, PlannedSet, Session

SECONDS_PER_REP = 4
# Changing place and picking up the weight; next to nothing between floor movements.
TRANSITION_S = 60
TRANSITION_LIGHT_S = 15
SIDE_CHANGE_S = 5


def set_seconds(planned: PlannedSet, exercise: Exercise) -> int:
    """Return the seconds one set takes, both sides where it is one-sided, without its rest.

    Raises `BadInput` for a set that has neither reps nor a duration.
    """
    if planned.duration_s is not None:
        once = planned.duration_s
    elif planned.reps is not None:
        once = planned.reps * SECONDS_PER_REP
    else:
        raise BadInput(f"A set of '{exercise.id}' has neither reps nor a duration.", field="sets")
    return 2 * once + SIDE_CHANGE_S if exercise.one_sided else once


def block_seconds(block: Block) -> int:
    """Return the seconds of one block with the rest after each of its sets and the way to it.

    Raises `NotFound` for an exercise that is not in the catalogue.
    """
    exercise = catalogue().get(block.exercise)
    light = block.part in (Part.WARM_UP, Part.COOL_DOWN) or exercise.pattern is Pattern.MOBILITY
    work = once = 0
    before: PlannedSet | None = None
    for planned in block.sets:
        # Most sets of a block are the same one again.
        if planned is not before:
            once, before = set_seconds(planned, exercise) + planned.rest_s, planned
        work += once
    return work + (TRANSITION_LIGHT_S if light else TRANSITION_S)


def minutes(blocks: Iterable[Block]) -> int:
    """Return the minutes of some blocks, rounded up."""
    return in_minutes(sum(block_seconds(block) for block in blocks))


def in_minutes(seconds: int) -> int:
    """Return the minutes of `seconds`, rounded up."""
    return math.ceil(seconds / 60)


def session_minutes(session: Session) -> int:
    """Return the minutes of a whole session, rounded up."""
    return minutes(session.blocks)
