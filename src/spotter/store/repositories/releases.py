"""Releases of statistics: what was told, and the privacy that it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from spotter.kit.ids import new_id
from spotter.store.tables.statistics import RELEASES

# Rounding of sums of budgets is no overspending.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Releases:
    connection: Connection

    def reserve(self, epsilon: float, budget: float, now: datetime) -> str | None:
        """Spend `epsilon` for a release to be made; return its id, None when too little is left."""
        if self.connection.dialect.name == "postgresql":
            # Two at once would each see the budget that the other is about to spend.
            self.connection.execute(text("LOCK TABLE statistics_releases IN EXCLUSIVE MODE"))
        if self.spent() + epsilon > budget + _ROUNDING:
            return None
        release = new_id()
        row = {"id": release, "at": now, "epsilon": epsilon, "found": {}}
        self.connection.execute(insert(RELEASES).values(row))
        return release

    def tell(self, release: str, found: Mapping[str, object], epsilon: float) -> None:
        """Keep what the release told and that it cost `epsilon`, at most what was reserved."""
        statement = update(RELEASES).where(RELEASES.c.id == release)
        self.connection.execute(statement.values(found=dict(found), epsilon=epsilon))

    def spent(self) -> float:
        """Return what all releases cost together, those that were never finished too."""
        return float(self.connection.execute(select(func.sum(RELEASES.c.epsilon))).scalar() or 0.0)

    def newest(self) -> tuple[datetime, Mapping[str, Any]] | None:
        """Return when the newest finished release was made and what it told."""
        rows = self.connection.execute(select(RELEASES).order_by(RELEASES.c.id.desc()))
        return next(((row.at, row.found) for row in rows if row.found), None)
