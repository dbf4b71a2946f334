"""The rule table and the red flags as Markdown, for the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from spotter.safety.redflags import SYMPTOMS
from spotter.safety.rule import Rule
from spotter.safety.rules import RULES

START, END = "<!-- table: begin -->", "<!-- table: end -->"


def markdown() -> str:
    """Return both tables, as they stand between the marks in `docs/safety.md`."""
    return "\n".join([START, "", *_rules(), "", *_flags(), "", END])


def _rules() -> Iterator[str]:
    unsure = [rule.id for rule in RULES if not rule.reviewed]
    yield f"### Rules ({len(RULES)} rows, {len(unsure)} need clinical review)"
    yield ""
    yield (
        "| id | action | what it says | what it says instead of guessing | needs to know "
        "| source | reviewed |"
    )
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(rule) for rule in RULES)


def _row(rule: Rule) -> str:
    action = rule.action.name if rule.limit is None else f"{rule.action.name}, changes the session"
    cells = (
        rule.id,
        action,
        rule.say,
        " / ".join(one for one in (rule.say_missing, rule.ask) if one) or "-",
        ", ".join(rule.needs) or "-",
        rule.source,
        "yes" if rule.reviewed else "needs clinical review",
    )
    return "| " + " | ".join(cells) + " |"


def _flags() -> Iterator[str]:
    yield f"### Red flags ({len(SYMPTOMS)})"
    yield ""
    yield "| id | what is felt | action | rule | emergency | locks until cleared |"
    yield "|---|---|---|---|---|---|"
    for symptom in SYMPTOMS:
        emergency, locks = ("yes" if one else "no" for one in (symptom.emergency, symptom.locks))
        cells = (symptom.id, symptom.label, symptom.action.name, symptom.rule, emergency, locks)
        yield "| " + " | ".join(cells) + " |"
