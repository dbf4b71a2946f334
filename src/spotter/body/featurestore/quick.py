"""Reads an athlete's row as Feast's online stores hold it, in one query.

Feast reads a row of hundreds of features by hashing each name (Redis) or converting the time that
stands beside each value (SQLite), anew at every read. What is read here is what Feast wrote, under
the keys that Feast computes; a test holds the answers against Feast's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from feast.infra.key_encoding_utils import serialize_entity_key
from feast.infra.online_stores.helpers import _mmh3, _redis_key
from feast.protos.feast.types.EntityKey_pb2 import EntityKey
from feast.protos.feast.types.Value_pb2 import Value
from google.protobuf.timestamp_pb2 import Timestamp

if TYPE_CHECKING:
    from redis import Redis

# The encoding of keys that the store is opened with.
KEY_VERSION = 3

Held = tuple[datetime, dict[str, float | None]]


class SqliteRows:
    """The rows of Feast's SQLite store: one record for each feature, in `table` (quoted)."""

    def __init__(self, path: Path, table: str) -> None:
        # The table's name is Feast's own, quoted by Feast.
        self._query = f"SELECT feature_name, value, event_ts FROM {table} WHERE entity_key = ?"  # noqa: S608
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, check_same_thread=False
        )

    def read(self, key: EntityKey) -> Held | None:
        """Return moment and values of `key`; None where there is no row."""
        wanted = serialize_entity_key(key, KEY_VERSION)
        found = self._connection.execute(self._query, (wanted,)).fetchall()
        if not found:
            return None
        known_from = datetime.fromtimestamp(int(found[0][2]), UTC)
        return known_from, {name: _number(value) for name, value, _ in found}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class RedisRows:
    """The rows of Feast's Redis store: one hash for each athlete, a field for each of `names`."""

    def __init__(self, client: Redis, project: str, view: str, names: Collection[str]) -> None:
        self._client, self._project = client, project
        self._names = list(names)
        self._fields = [f"_ts:{view}".encode(), *(_mmh3(f"{view}:{name}") for name in names)]

    def read(self, key: EntityKey) -> Held | None:
        """Return moment and values of `key`; None where there is no row."""
        wanted = _redis_key(self._project, key, KEY_VERSION)
        found = cast("list[bytes | None]", self._client.hmget(wanted, self._fields))
        moment, *values = found
        if moment is None:
            return None
        known_from = Timestamp.FromString(moment).ToDatetime(UTC)
        return known_from, dict(zip(self._names, map(_number, values), strict=True))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()


def _number(stored: bytes | None) -> float | None:
    # A value that is not known is written as a message without a field, which is no byte at all.
    return Value.FromString(stored).double_val if stored else None
