"""Sources: who told of what, and whom the athlete believes first."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from spotter.body.sources import Believed
from spotter.web.api.schemas.base import In, Out

Name = Annotated[str, Field(max_length=255)]


class BelievedOut(Out):
    """One signal. `order` is what was chosen; without any, and after it, the rule decides."""

    signal: str
    rule: str = Field(description="What is done as long as nothing is chosen, in words")
    sources: list[str] = Field(description="Who told of it so far, by name")
    order: list[str] = Field(description="Whom the athlete believes first, in order")

    @classmethod
    def of(cls, one: Believed) -> BelievedOut:
        """Return the schema of one signal."""
        return cls(
            signal=one.signal, rule=one.rule, sources=list(one.sources), order=list(one.order)
        )


class PriorityOut(Out):
    """Every signal that somebody told of and that can be chosen for."""

    signals: list[BelievedOut]


class PriorityIn(In):
    """Orders to change, by signal; signals that are not named stay as they are."""

    orders: dict[Name, Annotated[list[Name], Field(max_length=20)]] = Field(
        max_length=50,
        description="Signal → names of sources, the first believed first; none: by rule",
        examples=[{"sleep": ["Oura"], "workout": ["Strava", "Apple Watch"]}],
    )
