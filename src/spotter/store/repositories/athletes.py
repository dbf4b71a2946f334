"""Athletes: profile, screening, and the revision that makes stored plans stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from spotter.athletes.profile import Profile, Screening
from spotter.kit.errors import NotFound
from spotter.kit.ids import new_id
from spotter.kit.time import utc_now
from spotter.store.codec import decode, encode
from spotter.store.records import AthleteRecord
from spotter.store.tables.athletes import ATHLETES


@dataclass(frozen=True, slots=True)
class Athletes:
    connection: Connection

    def add(self, profile: Profile, now: datetime | None = None) -> str:
        """Add an athlete with `profile`; return the new id."""
        athlete_id = new_id()
        row = {
            "id": athlete_id,
            "profile": encode(profile),
            "screening": None,
            "revision": 1,
            "keep_raw_file": False,
            "created_at": now or utc_now(),
        }
        self.connection.execute(insert(ATHLETES).values(row))
        return athlete_id

    def get(self, athlete_id: str, *, lock: bool = False) -> AthleteRecord:
        """Return the athlete; raises `NotFound`.

        With `lock` no other transaction changes the athlete until this one ends.
        """
        query = select(ATHLETES).where(ATHLETES.c.id == athlete_id)
        row = self.connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise _missing()
        return _record(row)

    def revision(self, athlete_id: str) -> int:
        """Return the athlete's present revision; raises `NotFound`."""
        query = select(ATHLETES.c.revision).where(ATHLETES.c.id == athlete_id)
        found = self.connection.execute(query).scalar()
        if found is None:
            raise _missing()
        return int(found)

    def put_profile(self, athlete_id: str, profile: Profile) -> None:
        """Replace the profile and bump the revision; raises `NotFound`."""
        self._put(athlete_id, profile=encode(profile))

    def put_screening(self, athlete_id: str, screening: Screening | None) -> None:
        """Replace the screening answers and bump the revision; raises `NotFound`."""
        self._put(athlete_id, screening=None if screening is None else encode(screening))

    def keep_raw_file(self, athlete_id: str, keep: bool) -> None:
        """Say whether uploaded files are kept after their import; raises `NotFound`."""
        self._put(athlete_id, keep_raw_file=keep)

    def bump(self, athlete_id: str) -> int:
        """Make every stored plan of the athlete stale; return the new revision."""
        self._put(athlete_id)
        return self.revision(athlete_id)

    def delete(self, athlete_id: str) -> None:
        """Delete the athlete and every row of theirs; raises `NotFound`."""
        gone = self.connection.execute(delete(ATHLETES).where(ATHLETES.c.id == athlete_id))
        if gone.rowcount != 1:
            raise _missing()

    def all_ids(self) -> list[str]:
        """Return every athlete's id, oldest first (housekeeping; no athlete's data)."""
        return list(
            self.connection.execute(select(ATHLETES.c.id).order_by(ATHLETES.c.id)).scalars()
        )

    def _put(self, athlete_id: str, **changes: object) -> None:
        statement = update(ATHLETES).where(ATHLETES.c.id == athlete_id)
        values = {**changes, "revision": ATHLETES.c.revision + 1}
        if self.connection.execute(statement.values(values)).rowcount != 1:
            raise _missing()


def _missing() -> NotFound:
    return NotFound("There is no such athlete.")


def _record(row: Row[tuple[object, ...]]) -> AthleteRecord:
    found = row._mapping
    screening = found["screening"]
    return AthleteRecord(
        id=found["id"],
        profile=decode(Profile, found["profile"]),
        screening=None if screening is None else decode(Screening, screening),
        revision=found["revision"],
        keep_raw_file=found["keep_raw_file"],
        created_at=found["created_at"],
    )
