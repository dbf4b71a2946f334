"""After an operation on a cruciate ligament: only beside a clinician, and only what was earned."""

from __future__ import annotations

from dataclasses import replace

from spotter.athletes.profile import BodySite
from spotter.safety.known import AclState, SafetyState
from spotter.safety.limit import Limit
from spotter.safety.loads import held_load, loadable
from spotter.safety.rule import Edge, Rule, member
from spotter.safety.silence import absent
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise, Pattern, Trait
from spotter.training.session import Block, PlannedSet

RUN_WEEKS, SPORT_WEEKS = 12.0, 39.0
# From week 4 the knee extension may open by 10° a week from 90-45°; we wait until it is all free.
OPEN_CHAIN_WEEKS = 9.0
DEEP_BEND_WEEKS = 8.0
RUN_LSI, SPORT_LSI, HOP_LSI = 0.8, 0.9, 0.95
# Daily-living score, own rating of the knee and readiness to return (ACL-RSI, the strict end of
# 65-90), each of 100.
SPORT_SCORE = 90.0
# What is left of a load after a test of the phase was failed; an assumption.
REGRESS = 0.9
REGRESS_ABOVE = 5

_GOOD = AclState(
    weeks=45.0,
    graft="hamstring",
    meniscus_repair=False,
    clinician=True,
    phase_passed=True,
    effusion=0.0,
    effusion_rise=0.0,
    quads_lsi=0.95,
    hop_lsi=0.97,
    kos_adls=95.0,
    global_rating=95.0,
    psychological=95.0,
    flexion_loss_deg=0.0,
    extension_loss_deg=0.0,
)
_PATH = member("acl_rehab")


def _edge(name: str, value: object, step: float = 0.0, *, rising: bool = True) -> Edge:
    """Return an edge at one field of a rehabilitation that is good otherwise."""
    return Edge(
        field=f"acl.{name}",
        first=value,
        step=step,
        rising=rising,
        given={"acl_rehab": True, "acl": _GOOD},
    )


def _below(value: float | None, least: float) -> bool:
    return value is None or value < least


def _above(value: float | None, most: float) -> bool:
    return value is None or value > most


def _knee(exercise: Exercise) -> bool:
    return BodySite.KNEE in exercise.stresses


def _knee_pain(state: SafetyState) -> int:
    return (state.pain or {}).get(BodySite.KNEE, 0)


def _unlinked(state: SafetyState) -> bool:
    acl = state.acl
    given = (acl.weeks, acl.graft, acl.meniscus_repair)
    return any(absent(value) for value in given) or acl.clinician is not True


def _held_knee(exercise: Exercise, one: PlannedSet, state: SafetyState) -> float | None:
    return held_load(exercise, one, state) if _knee(exercise) else None


def _gated_knee(exercise: Exercise, one: PlannedSet, state: SafetyState) -> float | None:
    """Return the load of last time for the knee, and a step back from it where a test failed."""
    held = _held_knee(exercise, one, state)
    if held is None or state.acl.phase_passed is not False:
        return held
    return loadable(exercise, held * REGRESS)


def _not_ready(state: SafetyState) -> bool:
    """Return whether anything that a return to sport asks for is missing or not met."""
    acl = state.acl
    return (
        _below(acl.quads_lsi, SPORT_LSI)
        or _below(acl.hop_lsi, HOP_LSI)
        or any(
            _below(score, SPORT_SCORE)
            for score in (acl.kos_adls, acl.global_rating, acl.psychological)
        )
        or acl.phase_passed is not True
        or acl.clinician is not True
    )


def _no_running(state: SafetyState) -> bool:
    acl = state.acl
    return (
        _below(acl.weeks, RUN_WEEKS)
        or _above(acl.effusion, 0)
        or _below(acl.quads_lsi, RUN_LSI)
        or state.pain is None
        or _knee_pain(state) > 2
    )


def _impact(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    return Trait.HIGH_IMPACT in exercise.traits or exercise.pattern is Pattern.PLYOMETRIC


def _pivots(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    """Forbid what comes closest to sport with turns: landings that are hard or unsteady."""
    landing = Trait.HIGH_IMPACT in exercise.traits or exercise.pattern is Pattern.PLYOMETRIC
    return landing and bool(exercise.traits & {Trait.VIGOROUS, Trait.FALL_RISK})


def _trait(trait: Trait) -> Limit:
    return Limit(forbids=lambda exercise, block, state: trait in exercise.traits)


def _unsupported(_: Exercise, block: Block, state: SafetyState) -> bool:
    return any(reason.partition("|")[0] == "out_of_support" for reason in block.reasons)


RULES = (
    Rule(
        id="A01",
        action=Action.BLOCK,
        applies=_PATH,
        when=_unlinked,
        say="Rehab of a new ligament needs a clinician who leads it. Tell us the day of the "
        "operation, the graft, and if a meniscus was stitched. Until then, no plan.",
        say_missing="Tell us in the health questions if you are in rehab for a knee ligament. "
        "Then we can plan.",
        source="design",
        reviewed=True,
        edges=(
            _edge("weeks", None),
            _edge("graft", None),
            _edge("meniscus_repair", None),
            _edge("clinician", False),
            _edge("clinician", None),
        ),
    ),
    Rule(
        id="A02",
        action=Action.CAP,
        applies=_PATH,
        when=lambda state: state.acl.phase_passed is not True or _below(state.acl.weeks, 2),
        say="No knee load goes up, and no running or jumps, until your clinician has ticked off "
        "this phase. After a test that was failed it is a step lighter.",
        say_missing="Until we know if you are in rehab for a ligament, no knee load goes up.",
        source="Melbourne ACL Guide 2.0 [2nd/S]; the step back [M]",
        limit=Limit(load=_gated_knee, forbids=_impact),
        edges=(
            _edge("phase_passed", None),
            _edge("phase_passed", False),
            _edge("weeks", 1.0, 1, rising=False),
            Edge(
                field="proposal.failed_phase",
                first=False,
                given={"acl_rehab": True},
            ),
        ),
    ),
    Rule(
        id="A03",
        action=Action.CAP,
        applies=_PATH,
        when=_no_running,
        say="No running or jumps yet: that needs twelve weeks, a dry knee, thigh strength of 80 % "
        "and hardly any pain.",
        say_missing="Until we know if you are in rehab for a ligament, running and jumps stay out.",
        source="Melbourne phase 3, Delaware 80 % [S/2nd]",
        limit=Limit(forbids=_impact),
        edges=(
            _edge("weeks", 11.0, 1, rising=False),
            _edge("effusion", 1.0, 1),
            _edge("quads_lsi", 0.79, 0.01, rising=False),
            _edge("quads_lsi", None),
        ),
    ),
    Rule(
        id="A04",
        action=Action.CAP,
        applies=_PATH,
        when=lambda state: (
            _below(state.acl.weeks, OPEN_CHAIN_WEEKS) or state.acl.meniscus_repair is not False
        ),
        say="Straightening the knee against a load is left out for now. Ask your clinician when it "
        "is time.",
        say_missing="Until we know if you are in rehab for a ligament, straightening the knee "
        "against a load stays out.",
        source="van Melick, Aspetar [M]",
        limit=_trait(Trait.OPEN_CHAIN_KNEE),
        edges=(_edge("weeks", 8.0, 1, rising=False), _edge("meniscus_repair", True)),
    ),
    Rule(
        id="A05",
        action=Action.CAP,
        applies=_PATH,
        when=lambda state: (
            state.acl.meniscus_repair is not False and _below(state.acl.weeks, DEEP_BEND_WEEKS)
        ),
        say="Deep bends under load wait until the stitched meniscus has healed.",
        say_missing="Until we know if you are in rehab for a ligament, deep bends under load stay "
        "out.",
        source="meniscus repair [M]",
        limit=_trait(Trait.DEEP_KNEE_FLEXION),
        edges=(
            Edge(
                field="acl.weeks",
                first=7.0,
                step=1,
                rising=False,
                given={"acl_rehab": True, "acl": replace(_GOOD, meniscus_repair=True)},
            ),
        ),
    ),
    Rule(
        id="A06",
        action=Action.CAP,
        applies=_PATH,
        when=lambda state: _below(state.acl.weeks, SPORT_WEEKS),
        say="No sport with turns or hard landings before nine months: each month of waiting halves "
        "the risk.",
        say_missing="Until we know if you are in rehab for a ligament, turns and hard landings "
        "stay out.",
        source="Grindem 2016 [S]",
        reviewed=True,
        limit=Limit(forbids=_pivots),
        edges=(_edge("weeks", 38.0, 1, rising=False),),
    ),
    Rule(
        id="A07",
        action=Action.CAP,
        applies=_PATH,
        when=_not_ready,
        say="Back to sport only after all tests are passed and your clinician has signed off.",
        say_missing="Until we know if you are in rehab for a ligament, hard landings stay out.",
        source="Grindem 2016, Melbourne [S]",
        reviewed=True,
        limit=Limit(forbids=_pivots),
        edges=(
            _edge("quads_lsi", 0.89, 0.01, rising=False),
            _edge("quads_lsi", None),
            _edge("hop_lsi", 0.94, 0.01, rising=False),
            _edge("hop_lsi", None),
            _edge("kos_adls", 89.0, 1, rising=False),
            _edge("global_rating", 89.0, 1, rising=False),
            _edge("psychological", 89.0, 1, rising=False),
            _edge("psychological", None),
            _edge("phase_passed", False),
            _edge("clinician", None),
        ),
    ),
    Rule(
        id="A08",
        action=Action.REFER,
        applies=_PATH,
        when=lambda state: (state.acl.effusion or 0) >= 2 or (state.acl.effusion_rise or 0) >= 1,
        say="The knee is swollen. No training today; speak to your clinician.",
        source="grading [2nd]; action, Delaware soreness rules [M]",
        edges=(_edge("effusion", 2.0, 1), _edge("effusion_rise", 1.0, 1)),
    ),
    Rule(
        id="A09",
        action=Action.REFER,
        applies=_PATH,
        when=lambda state: (
            (state.acl.flexion_loss_deg or 0) >= 10 or (state.acl.extension_loss_deg or 0) >= 5
        ),
        say="The knee moves less than last week. Speak to your clinician before you train.",
        source="range of motion [M]",
        edges=(_edge("flexion_loss_deg", 10.0, 1), _edge("extension_loss_deg", 5.0, 1)),
    ),
    Rule(
        id="A11",
        action=Action.CAP,
        applies=_PATH,
        when=lambda state: (
            _knee_pain(state) > REGRESS_ABOVE
            or BodySite.KNEE in (state.lasting_pain or frozenset())
        ),
        say="The knee hurts too much or too long, so what loads it is left out today.",
        source="pain rules [M]",
        limit=Limit(forbids=lambda exercise, block, state: _knee(exercise)),
        edges=(
            Edge(
                field="proposal.knee_pain",
                first=6,
                step=1,
                given={"acl_rehab": True, "acl": _GOOD},
            ),
        ),
    ),
    Rule(
        id="A12",
        action=Action.CAP,
        applies=_PATH,
        when=lambda state: (
            _above(state.acl.effusion, 0)
            or state.soreness is None
            or state.soreness.get(BodySite.KNEE, 0) > 0
        ),
        say="While the knee is sore or swollen, or nobody has looked, its load does not go up.",
        say_missing="Until we know if you are in rehab for a ligament, its load does not go up.",
        source="Delaware soreness rules [M]",
        limit=Limit(load=_held_knee),
        edges=(_edge("effusion", 1.0, 1), _edge("effusion", None)),
    ),
    Rule(
        id="A13",
        action=Action.BLOCK,
        applies=_PATH,
        when=lambda state: True,
        say="A step that nobody has data for is left to your clinician.",
        say_missing="Until we know if you are in rehab for a ligament, steps without data stay "
        "out.",
        source="design",
        reviewed=True,
        limit=Limit(forbids=_unsupported),
        quiet=True,
        edges=(
            Edge(
                field="proposal.out_of_support",
                first=True,
                given={"acl_rehab": True, "acl": _GOOD},
            ),
        ),
    ),
)
