"""Writes the newest row of each athlete to Feast's online store: SQLite or Redis."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from feast import FeatureStore, FeatureView
from feast.infra.key_encoding_utils import serialize_entity_key
from feast.infra.online_stores.helpers import _redis_key, compute_table_id
from feast.infra.online_stores.sqlite import _quote_id
from feast.protos.feast.types.EntityKey_pb2 import EntityKey
from feast.protos.feast.types.Value_pb2 import Value

from spotter.body.featurestore.address import KEY_VERSION, VIEW
from spotter.body.featurestore.served import OnlineRow, answering, make_impatient

if TYPE_CHECKING:
    from redis import Redis

Written = tuple[EntityKey, dict[str, Value], datetime, datetime | None]


def _seconds(moment: datetime) -> int:
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _moment(seconds: bytes) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)


# Feast hands SQLite its moments in UTC without saying so, and teaches it to take them for the time
# of this machine: in the hour that a clock change skips they come back an hour late, and a store
# that moves to another zone has every moment wrong. Taught after Feast, this stands.
sqlite3.register_adapter(datetime, _seconds)
sqlite3.register_converter("timestamp", _moment)


class Online:
    """One row for each athlete, kept by Feast's online store.

    Every method raises `StoreAway` when the store is a Redis that does not answer.
    """

    def __init__(self, store: FeatureStore) -> None:
        self._store = store
        self._provider = store._get_provider()
        self._view: FeatureView = store.get_feature_view(VIEW)
        self._redis = self._client() if store.config.online_store.type == "redis" else None

    def write(self, athlete_id: str, row: OnlineRow, created: datetime) -> None:
        """Replace the athlete's row by `row`, whichever is newer: what was wrong is corrected."""
        # An absent value is written too, or what was known yesterday would be served on.
        values = {
            name: Value() if value is None else Value(double_val=value)
            for name, value in row.values.items()
        }
        data: list[Written] = [(_key(athlete_id), values, row.known_from, created)]
        with answering(self._redis):
            self._provider.online_write_batch(self._store.config, self._view, data, None)

    def forget(self, athlete_id: str) -> None:
        """Remove the athlete's row, of whichever catalogue; nothing there is fine."""
        if self._redis is not None:
            with answering(self._redis):
                self._redis.delete(
                    _redis_key(self._store.config.project, _key(athlete_id), KEY_VERSION)
                )
            return
        path = self._store.config.online_store.path
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
            key = serialize_entity_key(_key(athlete_id), KEY_VERSION)
            # The table's name is Feast's own, quoted by Feast.
            connection.execute(f"DELETE FROM {self._table} WHERE entity_key = ?", (key,))  # noqa: S608
            # Rewritten changes leave copies in the room they freed; only a new file has none.
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the online store."""
        connection = getattr(self._provider.online_store, "_conn", None)
        if connection is not None:
            connection.close()

    @property
    def _table(self) -> str:
        return _quote_id(compute_table_id(self._store.config.project, self._view))

    def _client(self) -> Redis:
        """Return the client that Feast writes with."""
        held = cast(Any, self._provider.online_store)
        client = cast("Redis", held._get_client(self._store.config.online_store))
        make_impatient(client)
        return client


def _key(athlete_id: str) -> EntityKey:
    return EntityKey(join_keys=["athlete_id"], entity_values=[Value(string_val=athlete_id)])
