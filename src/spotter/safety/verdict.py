"""What the gate says: actions in order, and the voices of the rules that spoke."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Action(IntEnum):
    """What a rule demands; the higher wins. STOP > REFER > BLOCK > CAP > WARN."""

    WARN = 1
    CAP = 2
    BLOCK = 3
    REFER = 4
    STOP = 5


class Verdict(StrEnum):
    APPROVED = "approved"
    MODIFIED = "modified"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Voice:
    """One rule that spoke: its id, action, words for the athlete, source, review status."""

    code: str
    action: Action
    text: str
    source: str
    needs_review: bool
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """No session: why, and what to do next."""

    voices: tuple[Voice, ...]

    @property
    def verdict(self) -> Verdict:
        return Verdict.REFUSED
