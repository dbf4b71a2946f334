"""Takes `features.changed` in: the rows it touches are computed and put on the shelf.

What it does can be done again without harm, so that an event handed over twice, or a process killed
anywhere, leaves both stores as one undisturbed run would.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import structlog

from spotter.body.features.compute import touched_days
from spotter.body.features.table import Record
from spotter.body.featurestore.drift import note
from spotter.body.featurestore.rows import KEYS, feature_rows
from spotter.body.featurestore.shelf import Shelf
from spotter.body.record import record_of
from spotter.body.touch import EVERY_DAY, touch
from spotter.events.types import Event, EventName
from spotter.kit.errors import NotFound
from spotter.kit.time import Clock
from spotter.store.uow import UnitOfWork, Units

log = structlog.get_logger(__name__)

# Whoever writes faster than rows are computed gets their rows with the next event.
_ROUNDS = 3


FEATURE_EVENTS: frozenset[EventName] = frozenset({"features.changed", "athlete.deleted"})


MEASURE_DRIFT = "features.drift"


class StillChanging(Exception):
    """The athlete's data changed during every attempt; the event is handed over again later."""


@dataclass(frozen=True, slots=True)
class Materialiser:
    """Keeps the shelf as the database says."""

    units: Units
    shelf: Shelf
    clock: Clock

    def take(self, event: Event) -> None:
        """Bring the athlete's rows up to date, or remove them with the athlete."""
        if event.name == "athlete.deleted":
            self.shelf.forget(event.athlete_id)
            # What was measured of all was measured of them too.
            note(None, self.shelf.folder)
        else:
            self.bring_up_to_date(event.athlete_id)

    def bring_up_to_date(self, athlete_id: str) -> int:
        """Compute the rows of every day noted as changed; return how many days those were.

        Computing takes up to a second and holds no lock. Raises `StillChanging`, `DiskFull`.
        """
        done = 0
        try:
            for _ in range(_ROUNDS):
                with self.units.reading() as uow:
                    # The marks first: what is written after them is found out by `_settled`.
                    marked = uow.feature_days.marked(athlete_id)
                    record = record_of(uow, athlete_id) if marked else None
                    if not marked:
                        # Raises for who is gone: a worker killed over them may have left rows.
                        uow.athletes.get(athlete_id)
                if record is None:
                    return done
                done += self._compute(record, marked.keys())
                if self._settled(athlete_id, marked):
                    return done
        except NotFound:
            # Deleted meanwhile: what was just written must not outlive them.
            self.shelf.forget(athlete_id)
            return 0
        raise StillChanging

    def _compute(self, record: Record, changed: Set[date]) -> int:
        rows = feature_rows(record, self.clock())
        if rows.is_empty():
            self.shelf.forget(record.athlete_id)
            return 0
        touched = _touched(changed, rows)
        self.shelf.offline.write(rows, record.athlete_id, touched)
        self._serve(record.athlete_id)
        log.info("features_materialised", days=len(touched))
        return len(touched)

    def _settled(self, athlete_id: str, marked: Mapping[date, str]) -> bool:
        """Take the marks away; where another was quicker, what it wrote may have been undone."""
        with self.units() as uow:
            uow.athletes.get(athlete_id)
            settled = uow.feature_days.clear(athlete_id, marked)
            now = self.clock()
            # One a day, whoever asks first.
            uow.jobs.enqueue(MEASURE_DRIFT, None, {}, now.date().isoformat(), now=now)
            if not settled:
                uow.feature_days.mark(athlete_id, marked)
            uow.commit()
        return settled

    def _serve(self, athlete_id: str) -> None:
        """Put online what offline holds of the newest day, so that both say the same."""
        from spotter.body.featurestore.served import OnlineRow

        newest = self.shelf.offline.newest(athlete_id)
        if newest is None:
            return
        values = {name: newest[name] for name in newest.keys() - KEYS.keys()}
        row = OnlineRow(newest["known_from"], values)
        self.shelf.online.write(athlete_id, row, newest["created"])


def ask_again(uow: UnitOfWork, now: datetime, *, every: bool = False) -> int:
    """Ask for the rows of every athlete (`every`), or of those whose days were left marked.

    For the start of a worker: after a new catalogue, a restored backup or an event that was given
    up. Return how many athletes.
    """
    asked = 0
    for athlete_id in uow.athletes.all_ids():
        left = [EVERY_DAY] if every else sorted(uow.feature_days.marked(athlete_id))
        touch(uow, athlete_id, left, now)
        asked += bool(left)
    return asked


def _touched(changed: Set[date], rows: pl.DataFrame) -> Set[date]:
    every: list[date] = rows["day"].to_list()
    if EVERY_DAY in changed:
        return frozenset(every)
    return frozenset(touched_days(changed, every[-1]))
