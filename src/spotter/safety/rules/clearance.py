"""Screening, clearance and the daily check-in: may this person be given a plan at all?"""

from __future__ import annotations

from spotter.safety.known import SafetyState
from spotter.safety.limit import LIGHT, MODERATE, Limit, effort
from spotter.safety.loads import held_load
from spotter.safety.rule import Edge, Rule
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise

SCREENING_DAYS = 365
SCOPE_EFFORT = {"light": LIGHT, "moderate": MODERATE}
NO_CHECKIN_RPE = 7.0


def uncleared(state: SafetyState) -> bool:
    """Return whether no clinician's clearance is valid today."""
    return state.clearance == ""


def _scope(_: Exercise, state: SafetyState) -> float | None:
    return SCOPE_EFFORT.get(state.clearance)


RULES = (
    Rule(
        id="S01",
        action=Action.REFER,
        when=lambda state: bool(state.needs_clearance) and uncleared(state),
        needs=("needs_clearance",),
        say="Your answers need a clinician's word before you train. Ask yours, then enter the day "
        "and what they allow in the screening.",
        say_missing="Answer the health questions first, so that we can plan safely.",
        source="PAR-Q+ 2025 (own wording) [2nd]",
        edges=(Edge(field="needs_clearance", first=True),),
    ),
    Rule(
        id="C01",
        action=Action.CAP,
        when=lambda state: state.clearance in SCOPE_EFFORT,
        say="Your clearance allows only so much effort, and today's plan keeps to it.",
        source="design: a clearance is used up to its scope",
        reviewed=True,
        limit=Limit(rpe=_scope),
        edges=(Edge(field="clearance", first="moderate"), Edge(field="clearance", first="light")),
    ),
    Rule(
        id="S02",
        action=Action.BLOCK,
        when=lambda state: (
            (state.screening_age_days or 0) > SCREENING_DAYS
            or state.screening_complete is False
            or state.health_changed is True
        ),
        needs=("screening_age_days", "screening_complete", "health_changed"),
        say="Answer the health questions again: they are open, older than a year, or your health "
        "has changed.",
        say_missing="The health questions are not answered yet. They take about five minutes.",
        source="PAR-Q+ [2nd]",
        edges=(
            Edge(field="screening_age_days", first=366, step=1),
            Edge(field="screening_complete", first=False),
            Edge(field="health_changed", first=True),
        ),
    ),
    Rule(
        id="S03",
        action=Action.CAP,
        when=lambda state: (
            (state.age_years or 0) >= 45 and not state.used_to_vigorous and state.clearance != "any"
        ),
        needs=("age_years", "used_to_vigorous"),
        say="From 45 on, hard efforts come after some weeks of moderate ones. Ask a health "
        "professional before you go harder.",
        say_missing="Until we know your age and how you have trained, efforts stay moderate.",
        source="PAR-Q+ [2nd]",
        limit=Limit(rpe=effort(MODERATE)),
        edges=(
            Edge(field="age_years", first=45, step=1, given={"used_to_vigorous": False}),
            Edge(field="used_to_vigorous", first=False, given={"age_years": 45}),
        ),
    ),
    Rule(
        id="D01",
        action=Action.CAP,
        when=lambda state: False,
        needs=("symptoms_today", "ill", "soreness", "pain"),
        say="Check in first to train as planned.",
        say_missing="Without a full check-in today, effort stays at 7 of 10 and no load goes up. "
        "Check in to change that.",
        source="design: what is not known today counts against training",
        reviewed=True,
        limit=Limit(rpe=effort(NO_CHECKIN_RPE), load=held_load),
        edges=(
            Edge(field="symptoms_today", first=None),
            Edge(field="ill", first=None),
            Edge(field="soreness", first=None),
            Edge(field="pain", first=None),
        ),
    ),
)
