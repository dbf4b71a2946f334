"""Events: facts in the past tense, without health values where a reference will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

EventName = Literal[
    "account.created",
    "account.password_changed",
    "token.created",
    "token.revoked",
    "athlete.updated",
    "screening.answered",
    "import.requested",
    "import.finished",
    "import.failed",
    "import.removed",
    "day.updated",
    "features.changed",
    "plan.decided",
    "checkin.recorded",
    "session.started",
    "set.logged",
    "session.finished",
    "form.requested",
    "form.judged",
    "form.failed",
    "athlete.deleted",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to one athlete; `data` must be JSON."""

    name: EventName
    athlete_id: str
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
