"""Pregnancy and the months after a birth."""

from __future__ import annotations

from spotter.safety.known import SafetyState
from spotter.safety.limit import LIGHT, Limit, effort
from spotter.safety.rule import Edge, Rule, member
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise, Trait
from spotter.training.session import Block

SUPINE_UNTIL_WEEK = 20.0
TERM_WEEKS = 42.0
# Minutes a week, from the guidance for healthy pregnancies; read here as the most that we plan.
WEEK_MIN = 150.0
HEALING_WEEKS = 6.0
_ALWAYS = frozenset(
    {Trait.FALL_RISK, Trait.HIGH_IMPACT, Trait.BREATH_HOLD, Trait.BARBELL_OVER_BODY}
)
_LATER = frozenset({Trait.SUPINE, Trait.PRONE})
_EARLY = {
    "pregnant": True,
    "pregnancy_weeks": 12.0,
    "pregnancy_contraindicated": False,
    "pregnancy_provider_ok": True,
}
_BIRTH = {
    "postpartum": True,
    "postpartum_weeks": 20.0,
    "cesarean": False,
    "postpartum_cleared": True,
}


def _forbids(exercise: Exercise, _: Block, state: SafetyState) -> bool:
    """Forbid falls, impact and held breath; lying flat from week 20, or when it is not known."""
    early = state.pregnancy_weeks is not None and state.pregnancy_weeks < SUPINE_UNTIL_WEEK
    return bool(exercise.traits & (_ALWAYS if early else _ALWAYS | _LATER))


def minutes_left(state: SafetyState) -> float:
    """Return how many of the week's minutes are left, none while they are not known."""
    return 0.0 if state.minutes_week is None else max(0.0, WEEK_MIN - state.minutes_week)


RULES = (
    Rule(
        id="S18",
        action=Action.BLOCK,
        applies=member("pregnant"),
        when=lambda state: state.pregnancy_contraindicated is True,
        needs=("pregnancy_contraindicated",),
        say="With what your maternity team has found there is no training plan now. Ask them what "
        "is good for you.",
        say_missing="Answer what your maternity team has found, so that we can plan safely.",
        ask="Tell us in the health questions if you are pregnant. Then we can plan.",
        source="Meah 2020 [S]",
        reviewed=True,
        edges=(Edge(field="pregnancy_contraindicated", first=True, given=_EARLY),),
    ),
    Rule(
        id="S19",
        action=Action.REFER,
        applies=member("pregnant"),
        when=lambda state: (
            state.pregnancy_provider_ok is not True or (state.pregnancy_weeks or 0.0) > TERM_WEEKS
        ),
        needs=("pregnancy_provider_ok", "pregnancy_weeks"),
        say="Ask your maternity team whether you may train, then answer the health questions "
        "again.",
        say_missing="Answer the questions on your pregnancy: which week it is, and if your team "
        "lets you train.",
        ask="Tell us in the health questions if you are pregnant. Then we can plan.",
        source="ACOG, Mottola 2019 [S/2nd]",
        edges=(
            Edge(field="pregnancy_provider_ok", first=False, given=_EARLY),
            Edge(field="pregnancy_weeks", first=43.0, step=1, given=_EARLY),
        ),
    ),
    Rule(
        id="S19b",
        action=Action.CAP,
        applies=member("pregnant"),
        when=lambda state: True,
        say="In pregnancy: keep so easy that you can talk, no falls, jumps or held breath, and not "
        "long on your back after week 20. If you feel faint, turn on your side.",
        say_missing="Until we know if you are pregnant, we keep it easy and leave out falls, "
        "jumps and held breath.",
        source="ACOG, Mottola 2019 [S/2nd]",
        # Borg 13-14 is about 4 of 10 (CR10).
        limit=Limit(rpe=effort(LIGHT), forbids=_forbids),
        edges=(
            Edge(field="pregnant", first=True, given=_EARLY),
            Edge(field="pregnant", first=None, given=_EARLY),
        ),
    ),
    Rule(
        id="S19c",
        action=Action.CAP,
        applies=member("pregnant"),
        when=lambda state: True,
        say="In pregnancy we plan two and a half hours of movement a week at the most.",
        say_missing="Until we know if you are pregnant, we plan two and a half hours of movement a "
        "week at the most.",
        source="ACOG, Mottola 2019: 150 min a week [S/2nd]; as the most, ours",
        limit=Limit(minutes=minutes_left),
        quiet=True,
        edges=(Edge(field="proposal.pregnant_minutes", first=51, step=1, given=_EARLY),),
    ),
    Rule(
        id="S20",
        action=Action.REFER,
        applies=member("postpartum"),
        when=lambda state: (
            (state.postpartum_weeks or 0.0) < HEALING_WEEKS
            or (state.cesarean is not False and state.postpartum_cleared is not True)
        ),
        needs=("postpartum_weeks", "cesarean", "postpartum_cleared"),
        say="The first weeks after a birth are for healing. Ask your doctor or midwife when you "
        "may train, then answer the health questions again.",
        say_missing="Answer the questions on the birth: the day, how it went, and if you may "
        "train again.",
        ask="Tell us in the health questions if you gave birth of late. Then we can plan.",
        source="postpartum return [M]",
        edges=(
            Edge(field="postpartum_weeks", first=5.0, step=1, rising=False, given=_BIRTH),
            Edge(field="postpartum_cleared", first=False, given={**_BIRTH, "cesarean": True}),
        ),
    ),
)
