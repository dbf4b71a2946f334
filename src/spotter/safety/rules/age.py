"""The young and the old."""

from __future__ import annotations

from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit, effort
from spotter.safety.rule import Edge, Rule
from spotter.safety.verdict import Action
from spotter.training import volume
from spotter.training.exercise import Exercise
from spotter.training.session import Block

SENIOR_RPE = 7.0
SENIOR_SETS, SENIOR_FIRST_SETS = 3, 1
SENIOR_STRENGTH_DAYS = 3
FIRST_SESSIONS, FIRST_DAYS = 3, 14


def newcomer(state: SafetyState) -> bool:
    """Return whether these are the first three sessions or fourteen days, or nobody knows."""
    return (
        state.sessions_done is None
        or state.sessions_done < FIRST_SESSIONS
        or state.first_session_days_ago is None
        or state.first_session_days_ago < FIRST_DAYS
    )


def _sets(exercise: Exercise, state: SafetyState) -> int | None:
    if not volume.counts(exercise):
        return None
    return SENIOR_FIRST_SETS if newcomer(state) else SENIOR_SETS


def _enough_strength(exercise: Exercise, block: Block, state: SafetyState) -> bool:
    """Forbid a fourth day of strength work in a week."""
    days = state.strength_days_of_last_6
    counted = volume.counts(exercise) and block.part not in volume.UNCOUNTED_PARTS
    return counted and (days is None or days >= SENIOR_STRENGTH_DAYS)


RULES = (
    Rule(
        id="S25",
        action=Action.BLOCK,
        when=lambda state: (state.age_years or 0) < 18,
        needs=("age_years",),
        say="Plans here are for adults. If you are under 18, train with a coach who is there with "
        "you.",
        say_missing="Enter your date of birth or your age, so that we can plan safely.",
        source="Lloyd 2014, Faigenbaum 2009 [2nd]",
        edges=(Edge(field="age_years", first=17, step=1, rising=False),),
    ),
    Rule(
        id="S26",
        action=Action.BLOCK,
        when=lambda state: (state.age_years or 0) < 13,
        needs=("age_years",),
        say="You must be at least 13 to have an account. Ask a parent for help.",
        say_missing="Enter your date of birth or your age, so that we can plan safely.",
        source="COPPA [M]",
        edges=(Edge(field="age_years", first=12, step=1, rising=False),),
    ),
    Rule(
        id="S27",
        action=Action.CAP,
        when=lambda state: (state.age_years or 0) >= 65,
        needs=("age_years",),
        say="From 65 on: start with one set, later up to three, never to your limit, strength on "
        "two or three days a week, and balance on three.",
        say_missing="Until we know your age, we start with few sets and leave more in reserve.",
        source="NSCA 2019, WHO 2020 [2nd]",
        limit=Limit(rpe=effort(SENIOR_RPE), sets=_sets, forbids=_enough_strength),
        edges=(
            Edge(
                field="age_years",
                first=65,
                step=1,
                given={"used_to_vigorous": True},
            ),
            Edge(field="proposal.senior_strength_days", first=3, step=1, given={"age_years": 70}),
        ),
    ),
)
