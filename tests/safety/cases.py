"""Cases made from the rule table: each edge one step before, at, and one step beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from safety.people import block, clear, session
from safety.probes import PROBES, Answer, Probe
from spotter.safety import gate
from spotter.safety.rule import Edge, Rule
from spotter.safety.rules import RULES
from spotter.safety.verdict import Refusal


@dataclass(frozen=True)
class Case:
    """One value at one edge of one rule, and whether the rule must bite there."""

    rule: Rule
    edge: Edge
    value: Any
    bites: bool

    def __str__(self) -> str:
        shown = getattr(self.value, "__name__", None) or str(self.value)
        return f"{self.rule.id}-{self.edge.field}={shown[:40]}-{'bites' if self.bites else 'quiet'}"


def _before(edge: Edge) -> Any:
    """Return the value just short of the edge, or that of a healthy athlete."""
    if edge.step:
        step = edge.step if edge.rising else -edge.step
        return type(edge.first)(round(edge.first - step, 6))  # type: ignore[operator, call-arg]
    if edge.field.startswith("proposal."):
        return None
    if edge.first is not None and edge.field in edge.given and edge.given[edge.field] != edge.first:
        return edge.given[edge.field]
    if edge.field.startswith("acl."):
        return getattr(edge.given["acl"], edge.field[4:])
    return getattr(clear(), edge.field)


def cases(rules: Sequence[Rule] = RULES) -> Iterator[Case]:
    for rule in rules:
        for edge in rule.edges:
            yield Case(rule, edge, edge.first, True)
            if edge.step:
                step = edge.step if edge.rising else -edge.step
                beyond = type(edge.first)(round(edge.first + step, 6))  # type: ignore[operator, call-arg]
                yield Case(rule, edge, beyond, True)
            before = _before(edge)
            if before != edge.first:
                yield Case(rule, edge, before, False)


def _ordinary() -> Any:
    return session(
        block(load_kg=20.0), block("push_up"), block("single_leg_stand", reps=None, duration_s=30)
    )


def probe(case: Case) -> Probe:
    """Return the proposal and the state of a case."""
    if case.edge.field.startswith("proposal."):
        made = PROBES[case.edge.field.removeprefix("proposal.")](case.value)
        return replace(made, state=replace(made.state, **case.edge.given))
    return Probe(_ordinary(), clear({**case.edge.given, case.edge.field: case.value}))


def answer(case: Case, rules: Sequence[Rule] = RULES) -> Answer:
    made = probe(case)
    return gate._review(made.session, made.state, rules)


def bitten(case: Case, rules: Sequence[Rule] = RULES) -> bool:
    """Return whether the rule of the case spoke, or did what its probe looks at."""
    made = probe(case)
    given = gate._review(made.session, made.state, rules)
    if made.bites is not None:
        return made.bites(given)
    # Behind a refusal the milder rules are not heard, but they hold all the same.
    heard = given.voices if isinstance(given, Refusal) else ()
    hidden = bool(heard) and case.rule.limit is not None and case.rule.in_force(made.state)
    return case.rule.id in codes(given) or hidden


def codes(given: Answer) -> set[str]:
    return {voice.code for voice in given.voices}
