"""The table of safety rules: one row per rule, split into files by what they watch over."""

from __future__ import annotations

from spotter.safety.rule import Rule
from spotter.safety.rules import (
    acl,
    age,
    amount,
    clearance,
    energy,
    heart,
    load,
    metabolic,
    pain,
    pregnancy,
    surroundings,
    warnings,
)


def _number(rule: Rule) -> tuple[str, int, str]:
    """Return what sorts S09 before S10, and a rule before its second row."""
    return rule.id[0], int(rule.id[1:3]), rule.id[3:]


RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *clearance.RULES,
            *warnings.RULES,
            *heart.RULES,
            *metabolic.RULES,
            *pregnancy.RULES,
            *energy.RULES,
            *age.RULES,
            *pain.RULES,
            *load.RULES,
            *amount.RULES,
            *surroundings.RULES,
            *acl.RULES,
        ),
        key=_number,
    )
)
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
