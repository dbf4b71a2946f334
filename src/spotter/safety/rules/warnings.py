"""Warning signs, illness and crisis: what no plan can answer."""

from __future__ import annotations

from collections.abc import Callable

from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.loads import held_load
from spotter.safety.redflags import BY_ID, SYMPTOMS
from spotter.safety.rule import Edge, Rule, Test, member
from spotter.safety.verdict import Action
from spotter.training.exercise import Exercise
from spotter.training.session import PlannedSet

# Full days without fever before training again; the strict end of 24-48 h.
WELL_DAYS = 2
# Warning signs that stop a pregnant person besides those that only pregnancy knows (ACOG 804).
_ALSO_IN_PREGNANCY = frozenset(
    {
        "chest_pain",
        "breathless",
        "dizziness",
        "fainting",
        "headache_sudden",
        "palpitations",
        "calf_swelling",
        "progressive_weakness",
    }
)


def active(rule: str, state: SafetyState) -> list[str]:
    """Return the active symptoms that `rule` answers; S04 answers those that no table knows."""
    symptoms = state.symptoms or frozenset()
    return sorted(
        name
        for name in symptoms
        if (BY_ID[name].rule if name in BY_ID else "S04") == rule
        or (rule == "S17" and name in _ALSO_IN_PREGNANCY)
    )


def _has(rule: str) -> Test:
    return lambda state: bool(active(rule, state))


def _words(rule: str) -> Callable[[SafetyState], str]:
    """Return the words of the active symptoms of `rule`."""

    def tell(state: SafetyState) -> str:
        known = [BY_ID[name].say for name in active(rule, state) if name in BY_ID]
        return " ".join(dict.fromkeys(known)) or "Have this warning sign looked at by a doctor."

    return tell


def _edges(rule: str, **given: object) -> tuple[Edge, ...]:
    return tuple(
        Edge(field="symptoms", first=frozenset({symptom.id}), given=given)
        for symptom in SYMPTOMS
        if symptom.rule == rule
    )


def _held(exercise: Exercise, one: PlannedSet, state: SafetyState) -> float | None:
    held = state.held is None or exercise.id in state.held
    return held_load(exercise, one, state) if held else None


_ASK = "Tell us in the health questions whether you have any warning signs. Then we can plan."

RULES = (
    Rule(
        id="S04",
        action=Action.STOP,
        when=_has("S04"),
        needs=("symptoms",),
        say="Have these warning signs looked at by a doctor before you train again.",
        say_missing=_ASK,
        tell=_words("S04"),
        source="ACSM/EIM screening, Riebe 2015 [2nd]",
        edges=_edges("S04"),
    ),
    Rule(
        id="S05",
        action=Action.STOP,
        when=_has("S05"),
        say="Stop now. Get medical help, and train again only after a clinician has cleared you.",
        tell=_words("S05"),
        source="ACSM/EIM screening, Riebe 2015 [2nd]",
        emergency=True,
        edges=_edges("S05"),
    ),
    Rule(
        id="S17",
        action=Action.STOP,
        applies=member("pregnant"),
        when=_has("S17"),
        say="Stop and call your maternity team: this is a warning sign in pregnancy.",
        tell=_words("S17"),
        source="ACOG 804 [2nd]",
        emergency=True,
        edges=(
            *_edges("S17", pregnant=True, pregnancy_weeks=12.0, pregnancy_provider_ok=True),
            Edge(
                field="symptoms",
                first=frozenset({"dizziness"}),
                given={"pregnant": True, "pregnancy_weeks": 12.0, "pregnancy_provider_ok": True},
            ),
        ),
    ),
    Rule(
        id="S28",
        action=Action.BLOCK,
        when=lambda state: (
            state.ill is True
            or (state.ill_days_ago is not None and state.ill_days_ago <= WELL_DAYS)
            or bool(active("S28", state))
        ),
        say="Rest until you have been free of fever for two full days. Then start easy.",
        source="PAR-Q+ delay [2nd]; hours [M]",
        edges=(
            Edge(field="ill", first=True),
            Edge(field="ill_days_ago", first=2, step=1, rising=False),
            *_edges("S28"),
        ),
    ),
    Rule(
        id="S29",
        action=Action.STOP,
        when=_has("S29"),
        say="These can be signs of muscle breaking down. Get emergency care now.",
        tell=_words("S29"),
        source="rhabdomyolysis signs [2nd/M]",
        emergency=True,
        edges=_edges("S29"),
    ),
    Rule(
        id="S30",
        action=Action.STOP,
        when=_has("S30"),
        say="These can be signs of nerves in danger. Get medical help now.",
        tell=_words("S30"),
        source="neurological red flags [M]",
        emergency=True,
        edges=_edges("S30"),
    ),
    Rule(
        id="S31",
        action=Action.STOP,
        when=_has("S31"),
        say="Stop for today and let it settle. If it is not better tomorrow, have it looked at.",
        tell=_words("S31"),
        source="pain and instability in a movement [2nd]",
        edges=_edges("S31"),
    ),
    Rule(
        id="S31b",
        action=Action.CAP,
        when=lambda state: bool(state.held),
        needs=("held",),
        say="Something felt wrong in an exercise last time, so its load does not go up today.",
        say_missing="We do not know how the last sets felt, so load does not go up today.",
        source="pain and instability in a movement [2nd]",
        limit=Limit(load=_held),
        edges=(Edge(field="held", first=frozenset({"goblet_squat"})),),
    ),
    Rule(
        id="A10",
        action=Action.STOP,
        when=_has("A10"),
        say="This needs medical help today. Do not train.",
        tell=_words("A10"),
        source="clot, infection and locked joint signs [M]",
        emergency=True,
        edges=_edges("A10"),
    ),
    Rule(
        id="S47",
        action=Action.STOP,
        when=_has("S47"),
        say="You matter more than any plan. Please talk to someone you trust or a crisis line now.",
        tell=_words("S47"),
        source="policy",
        emergency=True,
        edges=_edges("S47"),
    ),
)
