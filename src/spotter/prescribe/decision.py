"""What was decided for one day, and everything that is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spotter.body.state import Readiness
from spotter.prescribe.candidate import Kind
from spotter.safety.approved import ApprovedSession
from spotter.safety.verdict import Refusal
from spotter.training.reasons import Reason
from spotter.training.session import SessionLog


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another session that may be done instead, through the gate like the first."""

    kind: Kind
    label: str
    approved: ApprovedSession


@dataclass(frozen=True, slots=True)
class Considered:
    """A candidate that was weighed: its score and, unless it was chosen, why it was not."""

    kind: Kind
    label: str
    score: float
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Today's session or the refusal of one, with reasons in the order of their weight.

    `kind` is None for a refusal. `done` are the sessions finished on this day, which leave only
    rest; `started` is one that is still open.
    """

    day: date
    readiness: Readiness
    outcome: ApprovedSession | Refusal
    kind: Kind | None
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()
    considered: tuple[Considered, ...] = ()
    done: tuple[SessionLog, ...] = ()
    started: SessionLog | None = None

    @property
    def status(self) -> str:
        """Return refused, done, started or planned."""
        if isinstance(self.outcome, Refusal):
            return "refused"
        if self.started is not None:
            return "started"
        return "done" if self.done else "planned"
