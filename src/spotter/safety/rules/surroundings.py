"""Heat, medicines, operations: what else limits today."""

from __future__ import annotations

from spotter.athletes.profile import Equipment
from spotter.safety.known import SafetyState
from spotter.safety.limit import LIGHT, MODERATE, Limit, effort, no_traits
from spotter.safety.rule import Edge, Rule, everyone, member, some
from spotter.safety.rules.clearance import uncleared
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise, Trait
from spotter.training.session import Block

# 90 °F.
HOT_C = 32.0
HEALING_WEEKS = 12.0
_NO_STRAIN = frozenset({Trait.BREATH_HOLD})


def _outdoors(exercise: Exercise) -> bool:
    return Equipment.OUTDOORS in exercise.equipment


def _heat(exercise: Exercise, state: SafetyState) -> float | None:
    """Limit effort outdoors: light in the heat, moderate while nobody has said how hot it is."""
    if not _outdoors(exercise):
        return None
    if state.heat_index_c is None:
        return MODERATE
    return LIGHT if state.heat_index_c >= HOT_C else None


def _too_hot(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    hot = state.heat_index_c is not None and state.heat_index_c >= HOT_C
    return hot and _outdoors(exercise) and Trait.VIGOROUS in exercise.traits


def _healing(state: SafetyState) -> bool:
    operated = state.surgery is not False and (
        state.surgery_weeks is None or state.surgery_weeks < HEALING_WEEKS
    )
    injured = state.injury_weeks is not None and state.injury_weeks < HEALING_WEEKS
    # The pathway after a ligament operation has its own, stricter rules.
    return (operated or injured) and state.acl_rehab is not True


def _fragile(state: SafetyState) -> bool:
    return _healing(state) or state.hernia is not False or state.retinal_disease is not False


def _strain(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    head_down = state.retinal_disease is not False and Trait.HEAD_DOWN in exercise.traits
    return bool(exercise.traits & _NO_STRAIN) or head_down


_CLEARED = {"clearance": "any"}

RULES = (
    Rule(
        id="S44",
        action=Action.CAP,
        when=lambda state: (state.heat_index_c or 0.0) >= HOT_C,
        needs=("heat_index_c",),
        say="It is hot: only easy work outdoors, in the shade, with water. Indoors is better.",
        say_missing="We do not know how hot it is, so outdoor work stays moderate. Enter the heat "
        "index in the check-in to change that.",
        source="heat index 90 °F [M]",
        limit=Limit(rpe=_heat, forbids=_too_hot),
        quiet=True,
        edges=(Edge(field="proposal.heat", first=32.0, step=0.5),),
    ),
    Rule(
        id="S45",
        action=Action.CAP,
        applies=member("anticoagulant"),
        when=everyone,
        say="On a blood thinner we leave out jumps, falls and bars above your body.",
        say_missing="Until we know your medicines, we leave out jumps, falls and bars above your "
        "body.",
        source="medicines [M]",
        limit=Limit(forbids=no_traits(Trait.HIGH_IMPACT, Trait.FALL_RISK, Trait.BARBELL_OVER_BODY)),
        edges=(
            Edge(field="anticoagulant", first=True),
            Edge(field="anticoagulant", first=None),
        ),
    ),
    Rule(
        id="S45b",
        action=Action.CAP,
        applies=member("tendon_medicine"),
        when=everyone,
        say="Some shots and antibiotics weaken tendons for months: moderate effort, no jumps.",
        say_missing="Until we know your medicines, effort stays moderate and jumps stay out.",
        source="medicines [M]",
        limit=Limit(rpe=effort(MODERATE), forbids=no_traits(Trait.HIGH_IMPACT)),
        edges=(
            Edge(field="tendon_medicine", first=True),
            Edge(field="tendon_medicine", first=None),
        ),
    ),
    Rule(
        id="S46",
        action=Action.REFER,
        applies=uncleared,
        when=_fragile,
        needs=("hernia", "retinal_disease", "surgery"),
        say="After an operation or a new injury, or with a hernia or eye disease, we need a "
        "clinician's word. Ask yours, then enter the clearance.",
        say_missing="Answer the health questions on operations, hernia and eyes. After an "
        "operation, tell us the day.",
        source="early return [M]",
        edges=(
            Edge(field="surgery_weeks", first=11.0, step=1, rising=False, given={"surgery": True}),
            Edge(field="injury_weeks", first=11.0, step=1, rising=False),
            Edge(field="hernia", first=True),
            Edge(field="retinal_disease", first=True),
        ),
    ),
    Rule(
        id="S46b",
        action=Action.CAP,
        applies=some(_fragile),
        when=everyone,
        say="Breathe out as you push and never hold your breath; what makes you do so is left out.",
        say_missing="Until the questions on operations, hernia and eyes are answered, held breath "
        "is left out.",
        source="early return [M]",
        limit=Limit(forbids=_strain),
        edges=(
            Edge(field="hernia", first=True, given=_CLEARED),
            Edge(field="retinal_disease", first=True, given=_CLEARED),
        ),
    ),
)
