"""What a safety rule is: one row of the table."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.verdict import Action, Voice

Test = Callable[[SafetyState], bool]


def everyone(_: SafetyState) -> bool:
    """The group of a rule that asks nothing about the person."""
    return True


def member(name: str) -> Test:
    """Return the group of those for whom yes/no field `name` is true, or not known."""
    return lambda state: getattr(state, name) is not False


def some(*groups: Test) -> Test:
    """Return the union of groups."""
    return lambda state: any(group(state) for group in groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Where a rule begins to bite; the tests of the table are generated from these.

    `first` is the first value of `field` that bites, the last that does not lies `step` below it
    (above it when not `rising`); step 0 marks a value that is not a number. `given` are the other
    fields that the case needs. A field `proposal.x` is built by a probe of the tests.
    """

    field: str
    first: object
    step: float = 0.0
    rising: bool = True
    given: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: who it is for, when it holds, what it does, what it says and where that is from.

    It is in force for a state when `applies` and either one of `needs` is missing or `when` holds.
    Without a `limit` a rule in force speaks about the person, and refuses from BLOCK upwards. With
    a `limit` it changes the session instead. A `quiet` rule speaks only when it changed something.
    `reviewed` is False where the threshold rests on a secondary source or on memory.
    """

    id: str
    action: Action
    when: Test
    say: str
    source: str
    edges: tuple[Edge, ...]
    reviewed: bool = False
    applies: Test = everyone
    needs: tuple[str, ...] = ()
    say_missing: str = ""
    tell: Callable[[SafetyState], str] | None = None
    limit: Limit | None = None
    quiet: bool = False
    emergency: bool = False

    def missing(self, state: SafetyState) -> bool:
        """Return whether an input that the rule needs is absent or not a number."""
        return any(absent(getattr(state, name)) for name in self.needs)

    def in_force(self, state: SafetyState) -> bool:
        """Return whether the rule holds for `state`; unknown counts against the person."""
        return self.applies(state) and (self.missing(state) or self.when(state))

    def voice(self, state: SafetyState) -> Voice:
        """Return the rule's words; a limit that was met speaks as CAP at the most."""
        return Voice(
            code=self.id,
            action=self.action if self.limit is None else min(self.action, Action.CAP),
            text=self._text(state),
            source=self.source,
            needs_review=not self.reviewed,
            emergency=self.emergency and not self.missing(state),
        )

    def _text(self, state: SafetyState) -> str:
        if self.say_missing and self.missing(state):
            return self.say_missing
        return self.tell(state) if self.tell else self.say


def absent(value: object) -> bool:
    """Return whether `value` is None, NaN or infinite."""
    return value is None or (isinstance(value, float) and not math.isfinite(value))
