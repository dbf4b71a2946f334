"""The newest row of each athlete, where a model reads it in milliseconds: SQLite or Redis."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from feast import FeatureStore, FeatureView
from feast.infra.key_encoding_utils import serialize_entity_key
from feast.infra.online_stores.helpers import _redis_key, compute_table_id
from feast.infra.online_stores.sqlite import _quote_id
from feast.protos.feast.types.EntityKey_pb2 import EntityKey
from feast.protos.feast.types.Value_pb2 import Value

from spotter.body.featurestore.definitions import VIEW

Written = tuple[EntityKey, dict[str, Value], datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class OnlineRow:
    """A row as it is served; `values` holds None for what is not known."""

    known_from: datetime
    values: Mapping[str, float | None]


class Online:
    """One row for each athlete, kept by Feast's online store."""

    def __init__(self, store: FeatureStore) -> None:
        self._store = store
        self._provider = store._get_provider()
        self._view: FeatureView = store.get_feature_view(VIEW)

    def write(self, athlete_id: str, row: OnlineRow, created: datetime) -> None:
        """Replace the athlete's row by `row`, whichever is newer: what was wrong is corrected."""
        # An absent value is written too, or what was known yesterday would be served on.
        values = {
            name: Value() if value is None else Value(double_val=value)
            for name, value in row.values.items()
        }
        data: list[Written] = [(_key(athlete_id), values, row.known_from, created)]
        self._provider.online_write_batch(self._store.config, self._view, data, None)

    def read(self, athlete_id: str, names: Collection[str] | None = None) -> OnlineRow | None:
        """Return the athlete's row, of `names` or of every feature; None where there is none."""
        wanted = list(names) if names is not None else self.names
        ((known_from, found),) = self._provider.online_read(
            self._store.config, self._view, [_key(athlete_id)], [*wanted]
        )
        # Of a key that it has not, Redis gives a row of nulls from the beginning of time.
        if not found or known_from is None or not known_from.timestamp():
            return None
        return OnlineRow(known_from, {name: _number(found.get(name)) for name in wanted})

    @property
    def names(self) -> list[str]:
        """Return the names of all features."""
        return [one.name for one in self._view.features]

    def forget(self, athlete_id: str) -> None:
        """Remove the athlete's row, of whichever catalogue; nothing there is fine."""
        config = self._store.config
        if config.online_store.type == "redis":
            held = cast(Any, self._provider.online_store)
            client = held._get_client(config.online_store)
            client.delete(_redis_key(config.project, _key(athlete_id), 3))
            return
        table = _quote_id(compute_table_id(config.project, self._view))
        path = config.online_store.path
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
            key = serialize_entity_key(_key(athlete_id), 3)
            # The table's name is Feast's own, quoted by Feast.
            connection.execute(f"DELETE FROM {table} WHERE entity_key = ?", (key,))  # noqa: S608
            # Rewritten changes leave copies in the room they freed; only a new file has none.
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the online store."""
        held = self._provider.online_store
        connection = getattr(held, "_conn", None) or getattr(held, "_client", None)
        if connection is not None:
            connection.close()


def _key(athlete_id: str) -> EntityKey:
    return EntityKey(join_keys=["athlete_id"], entity_values=[Value(string_val=athlete_id)])


def _number(value: Value | None) -> float | None:
    if value is None or value.WhichOneof("val") is None:
        return None
    return float(value.double_val)
