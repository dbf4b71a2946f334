"""Who is looking at a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person: `csrf` proves that a form was ours, `imperial` is how they read loads."""

    account_id: str
    athlete_id: str
    name: str
    role: str
    csrf: str
    owner: str
    imperial: bool = False
    time_zone: str = "UTC"

    @property
    def sample(self) -> bool:
        return self.role == "sample"

    @property
    def is_owner(self) -> bool:
        return self.role == "owner"
