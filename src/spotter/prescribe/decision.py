"""What was decided for one day, and everything that is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spotter.body.state import Readiness
from spotter.prescribe.candidate import Kind
from spotter.safety.approved import ApprovedSession
from spotter.safety.verdict import Refusal
from spotter.training.reasons import Reason


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
    """Today's session or the refusal of one, with reasons in the order of their weight."""

    day: date
    readiness: Readiness
    outcome: ApprovedSession | Refusal
    kind: Kind | None
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...] = ()
    considered: tuple[Considered, ...] = ()
    status: str = "planned"
