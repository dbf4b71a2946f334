"""Too little energy: eating disorders, missed cycles, stress fractures, lost weight."""

from __future__ import annotations

from spotter.athletes.profile import Sex
from spotter.safety.known import SafetyState
from spotter.safety.limit import MODERATE, Limit, effort, no_traits
from spotter.safety.rule import Edge, Rule, some
from spotter.safety.rules.clearance import uncleared
from spotter.safety.verdict import Action
from spotter.training.exercise import Muscle, Trait

# EDE-Q global score above which the IOC tool counts it (women, men); unknown sex takes the lower.
EDEQ_WOMEN, EDEQ_MEN = 2.30, 1.68
# Where nothing was trained lately, this many weekly sets a muscle are no increase worth the name.
BASE_SETS = 5.0


def _edeq(state: SafetyState) -> bool:
    limit = EDEQ_WOMEN if state.sex is Sex.FEMALE else EDEQ_MEN
    return state.edeq_global is not None and state.edeq_global > limit


def _eating(state: SafetyState) -> bool:
    return state.eating_disorder is not False or _edeq(state)


def _no_more_volume(muscle: Muscle, state: SafetyState) -> float:
    usual = max(state.muscle_usual.get(muscle, 0.0), BASE_SETS)
    return usual - state.muscle_week.get(muscle, 0.0)


def _bone(state: SafetyState) -> bool:
    return (state.stress_fractures_high or 0) >= 1 or (state.stress_fractures_low or 0) >= 2


def _depleted(state: SafetyState) -> bool:
    return (
        (state.bmi or 0.0) < 18.5
        or (state.mass_loss_per_week or 0.0) > 0.01
        or state.unintended_weight_loss is True
        or (state.energy_availability is not None and state.energy_availability < 30)
    )


RULES = (
    Rule(
        id="S21",
        action=Action.REFER,
        when=lambda state: _eating(state) and uncleared(state),
        needs=("eating_disorder",),
        say="Training belongs in the care of someone who knows your history with food. Talk to "
        "them first, then enter the clearance.",
        say_missing="Answer the health question on eating and food. Then we can plan.",
        source="IOC REDs CAT2 2023 [S]",
        reviewed=True,
        edges=(
            Edge(field="eating_disorder", first=True),
            Edge(field="edeq_global", first=2.31, step=0.01, given={"sex": Sex.FEMALE}),
            Edge(field="edeq_global", first=1.69, step=0.01, given={"sex": Sex.MALE}),
        ),
    ),
    Rule(
        id="S21b",
        action=Action.CAP,
        applies=_eating,
        when=lambda state: True,
        say="No added volume and no plan to lose weight while food is a hard subject.",
        say_missing="Until the question on eating is answered, we add no volume.",
        source="IOC REDs CAT2 2023 [S]",
        reviewed=True,
        limit=Limit(budget=_no_more_volume),
        edges=(
            Edge(field="eating_disorder", first=True, given={"clearance": "any"}),
            Edge(field="eating_disorder", first=None, given={"clearance": "any"}),
        ),
    ),
    Rule(
        id="S22",
        action=Action.REFER,
        when=lambda state: (state.missed_cycles or 0) >= 3 and uncleared(state),
        needs=("missed_cycles",),
        say="Missed periods can mean that your body gets too little energy. See a doctor before "
        "you train on.",
        say_missing="Answer the health question on missed periods. Then we can plan.",
        source="IOC REDs CAT2 2023, primary sign [S]",
        reviewed=True,
        edges=(Edge(field="missed_cycles", first=3.0, step=1),),
    ),
    Rule(
        id="S22b",
        action=Action.STOP,
        when=lambda state: (state.missed_cycles or 0) >= 12 and uncleared(state),
        needs=("missed_cycles",),
        say="A year without periods needs a doctor now. Hard training stops until then.",
        say_missing="Answer the health question on missed periods. Then we can plan.",
        source="IOC REDs CAT2 2023, severe sign [S]",
        reviewed=True,
        edges=(Edge(field="missed_cycles", first=12.0, step=1),),
    ),
    Rule(
        id="S22c",
        action=Action.CAP,
        when=lambda state: (state.missed_cycles or 0) >= 3,
        needs=("missed_cycles",),
        say="While periods are missing, effort stays moderate and jumps stay out.",
        say_missing="Until the question on missed periods is answered, effort stays moderate and "
        "jumps stay out.",
        source="IOC REDs CAT2 2023 [S]",
        reviewed=True,
        limit=Limit(rpe=effort(MODERATE), forbids=no_traits(Trait.HIGH_IMPACT)),
        edges=(Edge(field="missed_cycles", first=3.0, step=1, given={"clearance": "any"}),),
    ),
    Rule(
        id="S23",
        action=Action.REFER,
        when=lambda state: _bone(state) and uncleared(state),
        needs=("stress_fractures_high", "stress_fractures_low"),
        say="Your stress fractures need a clinician's word before you train.",
        say_missing="Answer the health questions on stress fractures. Then we can plan.",
        source="IOC REDs CAT2 2023 [S]",
        reviewed=True,
        edges=(
            Edge(field="stress_fractures_high", first=1.0, step=1),
            Edge(field="stress_fractures_low", first=2.0, step=1),
        ),
    ),
    Rule(
        id="S23b",
        action=Action.CAP,
        when=lambda state: (
            (state.stress_fractures_high or 0) + (state.stress_fractures_low or 0) > 0
        ),
        needs=("stress_fractures_high", "stress_fractures_low"),
        say="After a stress fracture, jumps and hard landings stay out.",
        say_missing="Until the questions on stress fractures are answered, jumps and hard "
        "landings stay out.",
        source="IOC REDs CAT2 2023 [S]",
        reviewed=True,
        limit=Limit(forbids=no_traits(Trait.HIGH_IMPACT)),
        edges=(
            Edge(field="stress_fractures_low", first=1.0, step=1),
            Edge(field="stress_fractures_high", first=1.0, step=1, given={"clearance": "any"}),
        ),
    ),
    Rule(
        id="S24",
        action=Action.REFER,
        applies=some(uncleared),
        when=_depleted,
        needs=("bmi", "unintended_weight_loss"),
        say="Your weight is low or falling. See a doctor before you train on, then enter the "
        "clearance.",
        say_missing="Enter your height and weight, and answer if you have lost weight. Then we "
        "can plan.",
        source="low energy signs [M]",
        edges=(
            Edge(field="bmi", first=18.4, step=0.1, rising=False),
            Edge(field="mass_loss_per_week", first=0.011, step=0.001),
            Edge(field="unintended_weight_loss", first=True),
            Edge(field="energy_availability", first=29.0, step=1, rising=False),
        ),
    ),
)
