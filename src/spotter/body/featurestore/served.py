"""The newest row of each athlete as models read it, in milliseconds; Feast is not needed for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore.address import online_file, redis_options
from spotter.body.featurestore.quick import RedisRows, SqliteRows
from spotter.kit.errors import StoreAway

if TYPE_CHECKING:
    from redis import Redis

# A connection that a restarted Redis has closed is found out by using it; the second one is new.
_RETRIES = 1


@dataclass(frozen=True, slots=True)
class OnlineRow:
    """A row as it is served; `values` holds None for what is not known."""

    known_from: datetime
    values: Mapping[str, float | None]


class OnlineRows:
    """The online rows in the Redis at `url`, or in the file in `folder` where there is no `url`."""

    def __init__(self, url: str, folder: Path) -> None:
        self._redis = _client(url) if url else None
        self._rows = (
            SqliteRows(online_file(folder))
            if self._redis is None
            else RedisRows(self._redis, list(FEATURES))
        )

    def read(self, athlete_id: str, names: Collection[str] = FEATURES.keys()) -> OnlineRow | None:
        """Return the athlete's row, of `names`; None where there is none. Raises `StoreAway`."""
        with answering(self._redis):
            found = self._rows.read(athlete_id)
        if found is None:
            return None
        known_from, values = found
        # A feature that a catalogue of before had is left out, one that it lacked is not known.
        return OnlineRow(known_from, {name: values.get(name) for name in names})

    def close(self) -> None:
        """Let go of the online store."""
        self._rows.close()


def make_impatient(client: Redis) -> None:
    """Let `client` not try for a minute what does not answer."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    client.set_retry(Retry(NoBackoff(), _RETRIES))


@contextmanager
def answering(client: Redis | None) -> Iterator[None]:
    """Say which store is away in words; without its URL, which may hold a password."""
    if client is None:
        yield
        return
    from redis.exceptions import RedisError

    try:
        yield
    except RedisError as problem:
        told = client.get_connection_kwargs()
        raise StoreAway(
            f"The Redis at {told['host']}:{told['port']} that SPOTTER_FEATURES_ONLINE names "
            f"does not serve ({type(problem).__name__}). Start it, or correct the setting."
        ) from problem


def _client(url: str) -> Redis:
    from redis import Redis

    client = Redis(**redis_options(url))
    make_impatient(client)
    return client
