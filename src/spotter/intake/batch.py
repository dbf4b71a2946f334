"""What every importer yields, and what it learns about the file on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

import polars as pl

from spotter.intake.keys import OtherKeys
from spotter.intake.refused import Refusals


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows (schema of `body.raw`) of one stretch, and what of it was refused or left out.

    `records` counts what the stretch held before anything was refused; `rejected` is by (reason,
    type), with the first of each; `skipped` by the name of the element that was left out on
    purpose. The stretch ends at byte `offset` of the stream. `also` are other keys of some rows.
    """

    rows: pl.DataFrame
    records: int
    rejected: Refusals = field(default_factory=Refusals)
    skipped: Counter[str] = field(default_factory=Counter)
    offset: int = 0
    also: OtherKeys | None = None


@dataclass(slots=True)
class About:
    """What the file says about itself; filled while reading.

    `person` are the characteristics of the athlete as exported, `routes` the route files that
    workouts refer to → the name of their source. `zone` is where the athlete lives: local times
    of a file that names no zone are read in it.
    """

    zone: tzinfo = UTC
    locale: str = ""
    exported: datetime | None = None
    person: dict[str, str] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)

    def take_in(self, other: About) -> None:
        """Add what another file of the same archive says: the latest export counts."""
        self.locale = self.locale or other.locale
        told = [at for at in (self.exported, other.exported) if at is not None]
        self.exported = max(told, default=None)
        self.person |= other.person
        self.routes |= other.routes
