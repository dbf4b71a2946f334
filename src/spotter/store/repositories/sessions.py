"""Sessions: what was planned (sealed), what was done, set by set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from spotter.athletes.profile import BodySite
from spotter.kit.errors import BadInput, Conflict, NotFound
from spotter.store.codec import decode, encode
from spotter.store.records import StoredSession
from spotter.store.sql import insert_new
from spotter.store.tables.training import SESSIONS, SETS
from spotter.training.session import Focus, LoggedSet, SessionLog


@dataclass(frozen=True, slots=True)
class Sessions:
    connection: Connection

    def add(self, athlete_id: str, log: SessionLog, body: bytes, mac: str) -> None:
        """Add a session with the sets it already has; raises `Conflict` when its id is taken."""
        state = "finished" if log.finished else "open"
        row = {**_columns(log), "athlete_id": athlete_id, "state": state, "body": body, "mac": mac}
        if not insert_new(self.connection, SESSIONS, row):
            raise Conflict("A session with this id exists already.", field="id")
        for position, done in enumerate(log.sets):
            self._insert_set(athlete_id, log.id, position, done, None)

    def get(self, athlete_id: str, session_id: str, *, lock: bool = False) -> StoredSession:
        """Return one session; raises `NotFound`.

        With `lock` no other transaction changes it until this one ends.
        """
        query = select(SESSIONS).where(*_is(athlete_id, session_id))
        row = self.connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise _missing()
        found = row._mapping
        sets = self._sets(athlete_id, SETS.c.session_id == session_id).get(session_id, ())
        return StoredSession(_log(found, sets), found["body"], found["mac"], found["state"])

    def put_plan(self, athlete_id: str, session_id: str, body: bytes, mac: str) -> None:
        """Replace the sealed document of a session; raises `NotFound`."""
        self._update(athlete_id, session_id, body=body, mac=mac)

    def add_set(
        self, athlete_id: str, session_id: str, done: LoggedSet, client_key: str | None = None
    ) -> bool:
        """Append a set; return False, changing nothing, when `client_key` was logged before.

        Raises `NotFound`, `Conflict` when the session is finished, and `BadInput` for a key that
        is too long or cannot be shown.
        """
        if client_key is not None and not (len(client_key) <= 64 and client_key.isprintable()):
            raise BadInput("Use at most 64 printable characters.", field="client_key")
        stored = self.get(athlete_id, session_id, lock=True)
        if client_key is not None and self._logged(athlete_id, session_id, client_key):
            return False
        if stored.state == "finished":
            raise Conflict("This session is finished; start a new one to log more sets.")
        highest = select(func.max(SETS.c.position)).where(
            SETS.c.athlete_id == athlete_id, SETS.c.session_id == session_id
        )
        last = self.connection.execute(highest).scalar()
        position = 0 if last is None else last + 1
        self._insert_set(athlete_id, session_id, position, done, client_key)
        return True

    def finish(
        self,
        athlete_id: str,
        session_id: str,
        *,
        session_rpe: float,
        duration_min: float | None = None,
        mood: int | None = None,
        pain: Mapping[BodySite, int] | None = None,
        symptoms: frozenset[str] = frozenset(),
    ) -> None:
        """Close a session with what the athlete said about it; raises `NotFound`.

        Finishing again replaces what was said, but for the symptoms: one that was told stays told,
        or sending the form twice would open what a warning locks.
        """
        told = self.get(athlete_id, session_id, lock=True).log.symptoms
        self._update(
            athlete_id,
            session_id,
            state="finished",
            session_rpe=session_rpe,
            duration_min=duration_min,
            mood=mood,
            pain=encode(pain or {}),
            symptoms=encode(told | symptoms),
        )

    def between(self, athlete_id: str, first: date, last: date) -> list[SessionLog]:
        """Return the sessions from `first` to `last`, both included, in the order they began."""
        within = SESSIONS.c.day.between(first, last)
        query = select(SESSIONS).where(SESSIONS.c.athlete_id == athlete_id, within)
        rows = self.connection.execute(query.order_by(SESSIONS.c.day, SESSIONS.c.id)).all()
        ids = select(SESSIONS.c.id).where(SESSIONS.c.athlete_id == athlete_id, within)
        sets = self._sets(athlete_id, SETS.c.session_id.in_(ids)) if rows else {}
        return [_log(row._mapping, sets.get(row.id, ())) for row in rows]

    def on(self, athlete_id: str, day: date) -> list[StoredSession]:
        """Return the sessions of `day` with their sealed documents, in the order they began."""
        query = select(SESSIONS.c.id).where(
            SESSIONS.c.athlete_id == athlete_id, SESSIONS.c.day == day
        )
        ids = self.connection.execute(query.order_by(SESSIONS.c.id)).scalars().all()
        return [self.get(athlete_id, session_id) for session_id in ids]

    def _sets(
        self, athlete_id: str, which: ColumnElement[bool]
    ) -> dict[str, tuple[LoggedSet, ...]]:
        query = select(SETS.c.session_id, SETS.c.done).where(SETS.c.athlete_id == athlete_id, which)
        found: dict[str, tuple[LoggedSet, ...]] = {}
        for row in self.connection.execute(query.order_by(SETS.c.session_id, SETS.c.position)):
            found[row.session_id] = (*found.get(row.session_id, ()), decode(LoggedSet, row.done))
        return found

    def _logged(self, athlete_id: str, session_id: str, client_key: str) -> bool:
        query = select(SETS.c.position).where(
            SETS.c.athlete_id == athlete_id,
            SETS.c.session_id == session_id,
            SETS.c.client_key == client_key,
        )
        return self.connection.execute(query).first() is not None

    def _insert_set(
        self, athlete_id: str, session_id: str, position: int, done: LoggedSet, key: str | None
    ) -> None:
        row = {
            "session_id": session_id,
            "position": position,
            "athlete_id": athlete_id,
            "client_key": key,
            "done": encode(done),
        }
        self.connection.execute(insert(SETS).values(row))

    def _update(self, athlete_id: str, session_id: str, **changes: Any) -> None:
        statement = update(SESSIONS).where(*_is(athlete_id, session_id)).values(changes)
        if self.connection.execute(statement).rowcount != 1:
            raise _missing()


def _is(athlete_id: str, session_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SESSIONS.c.athlete_id == athlete_id, SESSIONS.c.id == session_id


def _missing() -> NotFound:
    return NotFound("There is no such session.")


_PLAIN = (
    "id",
    "day",
    "title",
    "programme",
    "programme_day",
    "week",
    "planned_sets",
    "asked_rpe",
    "session_rpe",
    "duration_min",
    "mood",
)


def _columns(log: SessionLog) -> dict[str, Any]:
    return {
        **{name: getattr(log, name) for name in _PLAIN},
        "focus": log.focus.value,
        "pain": encode(log.pain),
        "symptoms": encode(log.symptoms),
    }


def _log(found: Mapping[Any, Any], sets: tuple[LoggedSet, ...]) -> SessionLog:
    log = SessionLog(**{name: found[name] for name in _PLAIN}, focus=Focus(found["focus"]))
    pain = {BodySite(site): value for site, value in found["pain"].items()}
    return replace(log, sets=sets, pain=pain, symptoms=frozenset(found["symptoms"]))
