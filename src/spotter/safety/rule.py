"""What a safety rule is: one row of the table."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spotter.safety.known import SafetyState
from spotter.safety.limit import Limit
from spotter.safety.silence import SCREENED, absent, presumed
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

    `say` states what is so. A rule that holds only because something was not told says
    `say_missing` instead, or `ask` where the question whether it concerns the person is open; it
    never claims a condition nobody told of, and is never an emergency.
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
    ask: str = ""
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

    def guessing(self, state: SafetyState) -> bool:
        """Return whether the rule holds only because something was not told.

        The words of reported symptoms are of what was told, whoever reports them.
        """
        if self.tell is not None and not self.missing(state):
            return False
        return self.in_force(state) and not self.in_force(presumed(state))

    def voice(self, state: SafetyState) -> Voice:
        """Return the rule's words; a limit that was met speaks as CAP at the most.

        A rule that guesses asks for an answer, which is REFER at the most.
        """
        guess = self.guessing(state)
        most = Action.CAP if self.limit is not None else Action.REFER if guess else Action.STOP
        return Voice(
            code=self.id,
            action=min(self.action, most),
            text=self._question(state) if guess else self._statement(state),
            source=self.source,
            needs_review=not self.reviewed,
            emergency=self.emergency and not guess,
        )

    def _statement(self, state: SafetyState) -> str:
        return self.tell(state) if self.tell else self.say

    def _question(self, state: SafetyState) -> str:
        open_group = self.ask and not self.applies(presumed(state, SCREENED))
        return self.ask if open_group else self.say_missing
