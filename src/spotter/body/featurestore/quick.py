"""Reads an athlete's row as Feast's online stores hold it: in one query, and without Feast.

Feast takes seconds to import, and reads a row of hundreds of features by hashing each name (Redis)
or converting the time that stands beside each value (SQLite), anew at every read. What is read here
is what Feast wrote, under its keys and in its form; tests hold both against Feast's own.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from google.protobuf.timestamp_pb2 import Timestamp

from spotter.body.featurestore.address import PROJECT, VIEW

if TYPE_CHECKING:
    from redis import Redis

_ENTITY = b"athlete_id"
_TABLE = f"{PROJECT}_{VIEW}"
_QUERY = f'SELECT feature_name, value, event_ts FROM "{_TABLE}" WHERE entity_key = ?'  # noqa: S608
# Feast's number for the type of a text, and the mark before a number that is known.
_TEXT, _KNOWN = 2, b"\x29"

Held = tuple[datetime, dict[str, float | None]]


def entity_key(athlete_id: str) -> bytes:
    """Return the key of an athlete as Feast encodes it."""
    told = athlete_id.encode()
    name = struct.pack("<III", 1, _TEXT, len(_ENTITY)) + _ENTITY
    return name + struct.pack("<II", _TEXT, len(told)) + told


class SqliteRows:
    """The rows of Feast's SQLite store at `path`: one record for each feature."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: sqlite3.Connection | None = None

    def read(self, athlete_id: str) -> Held | None:
        """Return moment and values of the athlete; None where there is no row."""
        connection = self._connection()
        if connection is None:
            return None
        found = connection.execute(_QUERY, (entity_key(athlete_id),)).fetchall()
        if not found:
            return None
        known_from = datetime.fromtimestamp(int(found[0][2]), UTC)
        return known_from, {name: _number(value) for name, value, _ in found}

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            self._opened.close()

    def _connection(self) -> sqlite3.Connection | None:
        """Return a connection; None while Feast has not made the file and its table."""
        if self._opened is not None or not self._path.exists():
            return self._opened
        connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=30,
            check_same_thread=False,
        )
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone():
            self._opened = connection
        else:
            connection.close()
        return self._opened


class RedisRows:
    """The rows of Feast's Redis store: one hash for each athlete, a field for each of `names`."""

    def __init__(self, client: Redis, names: Collection[str]) -> None:
        import mmh3

        self._client = client
        self._names = list(names)
        hashes = (mmh3.hash(f"{VIEW}:{name}", signed=False) for name in names)
        self._fields = [f"_ts:{VIEW}".encode(), *(struct.pack("<I", one) for one in hashes)]

    def read(self, athlete_id: str) -> Held | None:
        """Return moment and values of the athlete; None where there is no row."""
        key = entity_key(athlete_id) + PROJECT.encode()
        moment, *values = cast("list[bytes | None]", self._client.hmget(key, self._fields))
        if moment is None:
            return None
        known_from = Timestamp.FromString(moment).ToDatetime(UTC)
        return known_from, dict(zip(self._names, map(_number, values), strict=True))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()


def _number(stored: bytes | None) -> float | None:
    # A value that is not known is written as a message without a field, which is no byte at all.
    if not stored:
        return None
    if stored[:1] != _KNOWN:
        raise ValueError("Feast stores numbers in another form than this Spotter reads")
    return cast(float, struct.unpack("<d", stored[1:])[0])
