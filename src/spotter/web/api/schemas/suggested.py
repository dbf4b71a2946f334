"""What imported files say of the athlete, and what of it is taken over."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from spotter.athletes.profile import Sex
from spotter.web.api.schemas.base import In, Number, Out


class SuggestionOut(Out):
    """A value for a field of the profile that is empty."""

    field: str = Field(description="birth_date, sex, height_m or mass_kg")
    value: str | float = Field(description="As the profile has it: ISO date, word, m or kg")
    on: date | None = Field(description="Day of the measurement; null for what is none")
    file: str = Field(description="Name of the import that says so")


class SuggestedOut(Out):
    """What could be taken over; nothing of it is in the profile."""

    suggested: list[SuggestionOut]


class TakenIn(In):
    """Fields to take over, each with the value that is suggested; the others stay as they are."""

    birth_date: date | None = None
    sex: Sex | None = None
    height_m: Number | None = None
    mass_kg: Number | None = None

    def taken(self) -> dict[str, str | float]:
        """Return the given fields as plain values."""
        found: dict[str, str | float] = self.model_dump(mode="json", exclude_none=True)
        return found
