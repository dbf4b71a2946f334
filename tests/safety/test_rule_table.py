"""Every row of the rule table, at its edges; the cases are generated from the table."""

from __future__ import annotations

import pytest

from safety.cases import Case, answer, bitten, cases, codes
from safety.people import clear, session
from safety.probes import PROBES
from spotter.safety import gate
from spotter.safety.approved import ApprovedSession
from spotter.safety.rule import Rule
from spotter.safety.rules import BY_ID, RULES
from spotter.safety.verdict import Action, Refusal

ALL = list(cases())
FACTS = {f"S{number:02d}" for number in range(1, 49)} | {
    f"A{number:02d}" for number in range(1, 14)
}


def test_every_rule_of_the_facts_is_a_row_of_the_table() -> None:
    assert FACTS | {"D01", "D02", "C01"} <= BY_ID.keys()


def test_no_two_rows_share_an_id() -> None:
    assert len(BY_ID) == len(RULES)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_rule_bites_from_its_edge_on_and_not_before(case: Case) -> None:
    assert bitten(case) == case.bites


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_an_edge(rule: Rule) -> None:
    assert rule.edges


def test_every_probe_is_the_edge_of_a_rule() -> None:
    named = {
        edge.field.removeprefix("proposal.")
        for rule in RULES
        for edge in rule.edges
        if edge.field.startswith("proposal.")
    }
    assert named == set(PROBES)


def _needs() -> list[tuple[Rule, str]]:
    return [(rule, name) for rule in RULES for name in rule.needs]


@pytest.mark.parametrize(("rule", "name"), _needs(), ids=lambda one: getattr(one, "id", one))
@pytest.mark.parametrize("gone", [None, float("nan"), float("inf")], ids=str)
def test_a_missing_input_counts_as_failing(rule: Rule, name: str, gone: float | None) -> None:
    given = rule.edges[0].given
    state = clear({**given, name: gone})
    if not rule.applies(state):
        state = clear({**given, "glucose_mmol_l": 14.0, "hypertension": True, name: gone})
    assert rule.in_force(state)
    assert rule.voice(state).text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_removing_any_single_rule_changes_what_the_gate_answers(rule: Rule) -> None:
    others = [other for other in RULES if other is not rule]
    biting = [case for case in ALL if case.rule is rule and case.bites]
    changed = [case for case in biting if _outcome(case, RULES) != _outcome(case, others)]
    assert changed


def _outcome(case: Case, rules: object) -> object:
    given = answer(case, rules)  # type: ignore[arg-type]
    plan = given.session if isinstance(given, ApprovedSession) else None
    return given.verdict, plan, codes(given)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.limit is None and rule.action >= Action.BLOCK],
    ids=lambda rule: rule.id,
)
def test_a_rule_from_block_upwards_refuses(rule: Rule) -> None:
    case = next(case for case in ALL if case.rule is rule and case.bites)
    given = answer(case)
    assert isinstance(given, Refusal)
    assert BY_ID[rule.id].action in {voice.action for voice in given.voices}


GROUPS = (
    "hypertension",
    "beta_blocker",
    "anticoagulant",
    "tendon_medicine",
    "pregnant",
    "postpartum",
    "acl_rehab",
    "eating_disorder",
    "glucose_lowering",
    "hernia",
    "retinal_disease",
    "surgery",
)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_that_nobody_asked_about_is_treated_as_joined(group: str) -> None:
    told = {rule.id for rule in RULES if rule.in_force(clear({group: True}))}
    unasked = {rule.id for rule in RULES if rule.in_force(clear({group: None}))}
    assert told <= unasked
    assert told - {rule.id for rule in RULES if rule.in_force(clear())}


def test_a_healthy_athlete_gets_an_ordinary_session_unchanged() -> None:
    given = gate.review(session(), clear())
    assert isinstance(given, ApprovedSession)
    assert given.session == session()
    assert codes(given) == set()


def _pairs() -> list[tuple[Case, Case]]:
    """Return pairs of biting person rules of different strictness whose fields do not overlap."""
    firm = [
        case
        for case in ALL
        if case.bites and case.rule.limit is None and not case.edge.field.startswith("proposal.")
    ]
    first = list({case.rule.id: case for case in firm}.values())
    return [
        (one, other)
        for one in first
        for other in first
        if one.rule.action > other.rule.action
        and not ({*one.edge.given, one.edge.field} & {*other.edge.given, other.edge.field})
    ]


@pytest.mark.parametrize(("strict", "mild"), _pairs()[::7], ids=str)
def test_where_two_rules_speak_the_stricter_wins(strict: Case, mild: Case) -> None:
    state = clear(
        {
            **mild.edge.given,
            mild.edge.field: mild.value,
            **strict.edge.given,
            strict.edge.field: strict.value,
        }
    )
    given = gate.review(session(), state)
    if strict.rule.action >= Action.BLOCK:
        assert isinstance(given, Refusal)
    assert max(voice.action for voice in given.voices) >= strict.rule.action
    assert given.voices[0].action == max(voice.action for voice in given.voices)
