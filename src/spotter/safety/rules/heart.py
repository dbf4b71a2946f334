"""Blood pressure, heart rate and the medicines that change them."""

from __future__ import annotations

from spotter.safety.known import SafetyState
from spotter.safety.limit import MODERATE, Limit, effort, no_traits
from spotter.safety.rule import Edge, Rule, member, some
from spotter.safety.rules.clearance import uncleared
from spotter.safety.verdict import Action
from spotter.training.exercise import Trait

# Borg 13-15 is about 4-5 of 10 (CR10).
HYPERTENSIVE_RPE = 5.0
# So long above its line a heart rate is no artefact and no last sprint; from memory.
SUSTAINED_S = 60.0
_BP = {"hypertension": True, "systolic_mmhg": 120.0, "diastolic_mmhg": 75.0}


def _measured(state: SafetyState) -> bool:
    """Return whether there is any reading, usable or not: half of one counts as missing."""
    return (
        state.systolic_mmhg is not None
        or state.diastolic_mmhg is not None
        or bool(state.dropped & {"systolic_mmhg", "diastolic_mmhg"})
    )


def _at_least(state: SafetyState, upper: float, lower: float) -> bool:
    return (state.systolic_mmhg or 0) >= upper or (state.diastolic_mmhg or 0) >= lower


def _exercise_pressure(state: SafetyState) -> bool:
    return (state.exercise_systolic_mmhg or 0) > 250 or (state.exercise_diastolic_mmhg or 0) > 115


def _racing(state: SafetyState) -> bool:
    """Return whether heart rate stayed above 95 % of 208 - 0.7 age (Tanaka 2001).

    An age or a time that is not known counts against it: a reading alone may have lasted.
    """
    brief = state.session_hr_s is not None and state.session_hr_s < SUSTAINED_S
    if state.session_hr_bpm is None or brief:
        return False
    age = state.age_years
    return age is None or state.session_hr_bpm > 0.95 * (208 - 0.7 * age)


_PRESSURE = some(member("hypertension"), _measured)

RULES = (
    Rule(
        id="S06",
        action=Action.BLOCK,
        applies=_PRESSURE,
        when=lambda state: _at_least(state, 180, 110),
        needs=("systolic_mmhg", "diastolic_mmhg"),
        say="Your resting blood pressure is too high to train today. Rest, measure again, and "
        "speak to a doctor today.",
        say_missing="Measure your resting blood pressure and enter both numbers in the check-in.",
        ask="Tell us in the health questions if you have high blood pressure. Then we can plan.",
        source="ACSM GETP via CEPA [S]",
        reviewed=True,
        edges=(
            Edge(field="systolic_mmhg", first=180.0, step=1, given=_BP),
            Edge(field="diastolic_mmhg", first=110.0, step=1, given=_BP),
            Edge(field="systolic_mmhg", first=180.0, step=1, given={"diastolic_mmhg": 75.0}),
        ),
    ),
    Rule(
        id="S07",
        action=Action.REFER,
        applies=_PRESSURE,
        when=lambda state: _at_least(state, 160, 90) and uncleared(state),
        needs=("systolic_mmhg", "diastolic_mmhg"),
        say="Your resting blood pressure needs a clinician's word before you train. Ask yours, "
        "then enter the clearance.",
        say_missing="We need a full reading of your blood pressure. Measure at rest and enter both "
        "numbers in the check-in.",
        ask="Tell us in the health questions if you have high blood pressure. Then we can plan.",
        source="PAR-Q+ [2nd]",
        edges=(
            Edge(field="systolic_mmhg", first=160.0, step=1, given=_BP),
            Edge(field="diastolic_mmhg", first=90.0, step=1, given=_BP),
        ),
    ),
    Rule(
        id="S07b",
        action=Action.CAP,
        applies=_PRESSURE,
        when=lambda state: _at_least(state, 160, 90),
        needs=("systolic_mmhg", "diastolic_mmhg"),
        say="With your blood pressure as it is, effort stays light to moderate.",
        say_missing="Until we have a reading of your blood pressure, effort stays light to "
        "moderate.",
        ask="Until we know if you have high blood pressure, effort stays light to moderate.",
        source="PAR-Q+ [2nd]",
        limit=Limit(rpe=effort(MODERATE)),
        edges=(
            Edge(
                field="systolic_mmhg",
                first=160.0,
                step=1,
                given={"diastolic_mmhg": 75.0, "clearance": "any"},
            ),
        ),
    ),
    Rule(
        id="S08",
        action=Action.STOP,
        when=_exercise_pressure,
        say="Your blood pressure in exercise is too high. Stop, rest, and call a doctor today.",
        source="ACSM test termination [S]",
        reviewed=True,
        edges=(
            Edge(field="exercise_systolic_mmhg", first=251.0, step=1),
            Edge(field="exercise_diastolic_mmhg", first=116.0, step=1),
        ),
    ),
    Rule(
        id="S09",
        action=Action.CAP,
        applies=member("hypertension"),
        when=lambda state: True,
        say="With high blood pressure: breathe out as you push, keep effort moderate, never hold "
        "your breath.",
        say_missing="Until we know if you have high blood pressure, effort stays moderate. "
        "Breathe out as you push.",
        source="ACSM [M]",
        limit=Limit(rpe=effort(HYPERTENSIVE_RPE), forbids=no_traits(Trait.BREATH_HOLD)),
        edges=(
            Edge(field="hypertension", first=True, given=_BP),
            Edge(field="hypertension", first=None, given=_BP),
        ),
    ),
    Rule(
        id="S10",
        action=Action.CAP,
        applies=member("beta_blocker"),
        when=lambda state: True,
        say="Beta blockers slow the pulse, so we go by how hard it feels, not by heart rate.",
        say_missing="Until we know your medicines, we go by how hard it feels, not by heart rate.",
        source="ACSM [M]",
        limit=Limit(no_heart_rate=True),
        edges=(
            Edge(field="beta_blocker", first=True),
            Edge(field="beta_blocker", first=None),
        ),
    ),
    Rule(
        id="S11",
        action=Action.WARN,
        when=_racing,
        say="Your heart rate is close to its limit. Slow down. If anything feels wrong, stop and "
        "tell us.",
        say_missing="Slow down: without your age we do not know how high your heart rate may go. "
        "Enter your age.",
        source="HRmax 208 - 0.7 age, Tanaka 2001; 95 % for a minute [M]",
        edges=(
            # 95 % of 208 - 0.7 * 30 is 177.65.
            Edge(field="session_hr_bpm", first=178.0, step=1, given={"age_years": 30}),
            Edge(
                field="session_hr_s",
                first=60.0,
                step=1,
                given={"age_years": 30, "session_hr_bpm": 185.0},
            ),
        ),
    ),
)
