"""Blood sugar before training, in mmol/L (mg/dL divided by 18)."""

from __future__ import annotations

from spotter.safety.known import SafetyState
from spotter.safety.limit import LIGHT, MODERATE, Limit, effort, no_traits
from spotter.safety.rule import Edge, Rule, member, some
from spotter.safety.rules.warnings import active
from spotter.safety.verdict import Action
from spotter.training.exercise import Trait

# 90, 250 and 350 mg/dL (ADA 2016, table 1).
CARBS_BELOW, KETONES_FROM, CARE_TEAM_FROM = 5.0, 13.9, 19.4
LOW, SERIOUS = 3.9, 2.9
_GROUP = {"diabetes": True, "glucose_lowering": True, "ketones": "none"}


def _measured(state: SafetyState) -> bool:
    return state.glucose_mmol_l is not None or "glucose_mmol_l" in state.dropped


def _low_signs(state: SafetyState) -> bool:
    return state.diabetes is not False and bool(active("S16", state))


def _high(state: SafetyState) -> bool:
    return (state.glucose_mmol_l or 0.0) >= KETONES_FROM


def _glucose(state: SafetyState) -> float:
    return 5.5 if state.glucose_mmol_l is None else state.glucose_mmol_l


_WHO = some(member("glucose_lowering"), _measured)
_HAZARDS = no_traits(Trait.FALL_RISK, Trait.BARBELL_OVER_BODY)

RULES = (
    Rule(
        id="S12",
        action=Action.CAP,
        applies=_WHO,
        when=lambda state: _glucose(state) < CARBS_BELOW,
        needs=("glucose_mmol_l",),
        say="Your blood sugar is on the low side. Eat 15 to 30 g of fast carbs, wait, and measure "
        "again before you start.",
        say_missing="Measure your blood sugar and enter it in the check-in before you train.",
        ask="Tell us in the health questions if you take insulin or the like. If so, measure your "
        "blood sugar first.",
        source="ADA 2016 Table 1 [S]",
        reviewed=True,
        limit=Limit(rpe=effort(MODERATE)),
        edges=(Edge(field="glucose_mmol_l", first=4.9, step=0.1, rising=False, given=_GROUP),),
    ),
    Rule(
        id="S13",
        action=Action.STOP,
        applies=_high,
        when=lambda state: state.ketones not in ("none", "trace"),
        needs=("ketones",),
        say="High blood sugar with ketones: do not train. Follow your sick-day plan and call your "
        "care team now.",
        say_missing="Your blood sugar is high. Test for ketones and enter the result before you "
        "train.",
        source="ADA 2016 Table 1 [S]",
        reviewed=True,
        edges=(
            Edge(field="glucose_mmol_l", first=13.9, step=0.1, given={"ketones": "moderate"}),
            Edge(field="ketones", first="moderate", given={**_GROUP, "glucose_mmol_l": 14.0}),
            Edge(field="ketones", first="large", given={**_GROUP, "glucose_mmol_l": 14.0}),
        ),
    ),
    Rule(
        id="S13b",
        action=Action.CAP,
        applies=_WHO,
        when=_high,
        needs=("glucose_mmol_l",),
        say="With blood sugar this high, keep effort easy to moderate, drink, and measure again "
        "half-way.",
        say_missing="Measure your blood sugar and enter it in the check-in before you train.",
        ask="Tell us in the health questions if you take insulin or the like. If so, measure your "
        "blood sugar first.",
        source="ADA 2016 Table 1 [S]",
        reviewed=True,
        limit=Limit(rpe=effort(MODERATE)),
        edges=(Edge(field="glucose_mmol_l", first=13.9, step=0.1, given=_GROUP),),
    ),
    Rule(
        id="S14",
        action=Action.CAP,
        applies=_WHO,
        when=lambda state: _glucose(state) >= CARE_TEAM_FROM,
        needs=("glucose_mmol_l",),
        say="Your blood sugar is very high. Only light work today, and tell your care team.",
        say_missing="Measure your blood sugar and enter it in the check-in before you train.",
        ask="Tell us in the health questions if you take insulin or the like. If so, measure your "
        "blood sugar first.",
        source="ADA 2016 Table 1 [S]",
        reviewed=True,
        limit=Limit(rpe=effort(LIGHT)),
        edges=(Edge(field="glucose_mmol_l", first=19.4, step=0.1, given=_GROUP),),
    ),
    Rule(
        id="S15",
        action=Action.STOP,
        when=lambda state: (
            (state.lowest_glucose_24h is not None and state.lowest_glucose_24h < SERIOUS)
            or state.assisted_hypo_24h is True
        ),
        say="After a serious low in blood sugar, do not train for 24 hours. "
        "Talk to your care team.",
        source="type 1 diabetes consensus via SMO 2019 [S]",
        reviewed=True,
        edges=(
            Edge(field="lowest_glucose_24h", first=2.8, step=0.1, rising=False),
            Edge(field="assisted_hypo_24h", first=True),
        ),
    ),
    Rule(
        id="S16",
        action=Action.BLOCK,
        applies=some(_WHO, _low_signs),
        when=lambda state: _glucose(state) <= LOW or _low_signs(state),
        needs=("glucose_mmol_l",),
        say="Your blood sugar is low. Treat it first, measure again, and check in once more.",
        say_missing="Measure your blood sugar and enter it in the check-in before you train.",
        ask="Tell us in the health questions if you take insulin or the like. If so, measure your "
        "blood sugar first.",
        source="type 1 diabetes consensus via SMO 2019 [S]",
        reviewed=True,
        edges=(
            Edge(field="glucose_mmol_l", first=3.9, step=0.1, rising=False, given=_GROUP),
            Edge(
                field="symptoms",
                first=frozenset({"hypo_signs"}),
                given={**_GROUP, "glucose_mmol_l": 6.0},
            ),
        ),
    ),
    Rule(
        id="S16b",
        action=Action.CAP,
        applies=some(_WHO, lambda state: state.lowest_glucose_24h is not None),
        when=lambda state: state.lowest_glucose_24h is not None and state.lowest_glucose_24h <= LOW,
        say="Your blood sugar was low in the last day. Do not train alone, keep sugar at hand, and "
        "we leave out what you could fall from.",
        source="type 1 diabetes consensus via SMO 2019 [S]",
        reviewed=True,
        limit=Limit(forbids=_HAZARDS),
        edges=(
            Edge(
                field="lowest_glucose_24h",
                first=3.9,
                step=0.1,
                rising=False,
                given={**_GROUP, "glucose_mmol_l": 6.0},
            ),
        ),
    ),
)
