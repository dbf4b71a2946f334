"""Pain, soreness and lasting limits: what the body asks to be left alone."""

from __future__ import annotations

from spotter.athletes.profile import BodySite, Limitation, Severity
from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.loads import held_load
from spotter.safety.rule import Edge, Rule
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise
from spotter.training.session import Block, PlannedSet

# Pain-monitoring model (Silbernagel 2007): up to 2 go on, 3-5 hold the load, above 5 regress.
HOLD_FROM, REGRESS_ABOVE = 3, 5
MILD_RPE = 7.0


def _worst(exercise: Exercise, state: SafetyState) -> int:
    """Return the worst pain (0-10) where `exercise` loads the body, or in it last time."""
    here = [level for site, level in (state.pain or {}).items() if site in exercise.stresses]
    done = state.done.get(exercise.id)
    return max([*here, done.pain if done else 0])


def _regress(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    lasting = exercise.stresses & (state.lasting_pain or frozenset())
    return _worst(exercise, state) > REGRESS_ABOVE or bool(lasting)


def _hold(exercise: Exercise, one: PlannedSet, state: SafetyState) -> float | None:
    return held_load(exercise, one, state) if _worst(exercise, state) >= HOLD_FROM else None


def _painful(state: SafetyState) -> bool:
    return (
        any(level >= HOLD_FROM for level in (state.pain or {}).values())
        or bool(state.lasting_pain)
        or any(done.pain >= HOLD_FROM for done in state.done.values())
    )


def _twice(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    done = state.done.get(exercise.id)
    return done is not None and min(done.pain, done.pain_before) >= HOLD_FROM


def _limited(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    """Forbid what a moderate limit contraindicates and whatever loads a severely limited site.

    Unknown limitations forbid everything that could be contraindicated.
    """
    if state.limitations is None:
        return bool(exercise.contraindicated)
    return any(
        limit.site in exercise.stresses
        if limit.severity is Severity.SEVERE
        else limit.severity is Severity.MODERATE and limit.site in exercise.contraindicated
        for limit in state.limitations
    )


def _careful(exercise: Exercise, state: SafetyState) -> float | None:
    mild = {limit.site for limit in state.limitations or ()}
    return MILD_RPE if exercise.contraindicated & mild else None


RULES = (
    Rule(
        id="S32",
        action=Action.CAP,
        when=_painful,
        say="Where it hurts 3 to 5 of 10, load does not go up. Above 5, or when pain stays a day, "
        "we take something easier or leave it out. Stop if it gets worse.",
        source="pain-monitoring model, Silbernagel 2007 [2nd; numbers M]",
        limit=Limit(forbids=_regress, load=_hold),
        edges=(
            Edge(field="proposal.pain_hold", first=3, step=1),
            Edge(field="proposal.pain_regress", first=6, step=1),
            Edge(field="lasting_pain", first=frozenset({BodySite.KNEE})),
        ),
    ),
    Rule(
        id="S33",
        action=Action.BLOCK,
        when=lambda state: any(
            min(done.pain, done.pain_before) >= HOLD_FROM for done in state.done.values()
        ),
        say="An exercise hurt in two sessions in a row, so it is out. Have someone qualified look "
        "at it.",
        source="project assumption [2nd]",
        limit=Limit(forbids=_twice),
        edges=(Edge(field="proposal.pain_twice", first=3, step=1),),
    ),
    Rule(
        id="D02",
        action=Action.CAP,
        when=lambda state: bool(state.limitations),
        needs=("limitations",),
        say="Your injuries and limits shape the plan: what loads them is out or easier.",
        say_missing="Until we know your injuries and limits, we leave out what could hurt them.",
        source="design: limitations told in the profile",
        reviewed=True,
        limit=Limit(forbids=_limited, rpe=_careful),
        edges=(
            Edge(
                field="limitations",
                first=(Limitation(BodySite.KNEE, Severity.MODERATE),),
            ),
            Edge(field="limitations", first=(Limitation(BodySite.KNEE, Severity.MILD),)),
        ),
    ),
)
