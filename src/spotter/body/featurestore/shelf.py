"""The feature store of this Spotter, opened when it is first needed.

Importing Feast takes seconds, so nothing that serves a page may import what `feast` and `online`
open; `served` does without.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spotter.body.featurestore.address import KEY_VERSION, PROJECT, VIEW, online_config
from spotter.body.featurestore.offline import OfflineRows
from spotter.body.featurestore.rows import fingerprint
from spotter.body.featurestore.services import service

if TYPE_CHECKING:
    import pandas as pd
    from feast import FeatureStore

    from spotter.body.featurestore.online import Online
    from spotter.body.featurestore.served import OnlineRows

_NOTE = "catalogue.sha256"
# See the package: processes started from here keep their metrics to themselves.
_LEFT_BY_FEAST = ("PROMETHEUS_MULTIPROCESS_DIR", "PROMETHEUS_MULTIPROC_DIR")


class Shelf:
    """Offline and online rows of every athlete under `folder`; `online_url` as in the settings."""

    def __init__(self, folder: Path, online_url: str = "") -> None:
        self.folder = folder.absolute()
        self.offline = OfflineRows(self.folder / "offline")
        self._online_url = online_url
        self._opening = threading.Lock()

    @cached_property
    def feast(self) -> FeatureStore:
        """The Feast store, told of the present catalogue."""
        with self._opening:
            return self._open()

    @cached_property
    def online(self) -> Online:
        """The online rows, for writing."""
        from spotter.body.featurestore.online import Online

        return Online(self.feast)

    @cached_property
    def served(self) -> OnlineRows:
        """The online rows, for reading; nothing is made, and Feast is not opened."""
        from spotter.body.featurestore.served import OnlineRows

        return OnlineRows(self._online_url, self.folder)

    def training_set(
        self, moments: pd.DataFrame, name: str, *, as_arrived: bool = False
    ) -> pd.DataFrame:
        """Return what the model of service `name` could have known at each moment.

        `moments` has athlete_id, event_timestamp (aware) and any other columns, such as what came
        of it; they come back in their order with a column for each feature. A row counts from the
        end of its day on, so the training of a day never foretells itself. It may rest on what
        came in later, such as from a watch that synced late; with `as_arrived` it counts only once
        it was computed, and then rests on nothing that came in after the moment. Only the last
        version of a row is there, so that leaves none of an imported past. Raises `BadInput`.
        """
        service(name)
        job = self.feast.get_historical_features(
            moments,
            self.feast.get_feature_service(name),
            filter_by_created_timestamp=as_arrived,
        )
        return job.to_df()

    @property
    def is_current(self) -> bool:
        """Whether rows of the present catalogue were asked for, of everybody."""
        note = self.folder / _NOTE
        return note.is_file() and note.read_text(encoding="utf-8") == fingerprint()

    def note_current(self) -> None:
        """Remember that rows of the present catalogue were asked for, of everybody."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / _NOTE).write_text(fingerprint(), encoding="utf-8")

    def forget(self, athlete_id: str) -> None:
        """Remove every row of the athlete, offline and online."""
        self.offline.forget(athlete_id)
        self.online.forget(athlete_id)

    def close(self) -> None:
        """Let go of what was opened."""
        for opened in {"online", "served"} & self.__dict__.keys():
            getattr(self, opened).close()

    def _open(self) -> FeatureStore:
        from feast import FeatureStore, RepoConfig

        from spotter.body.featurestore import definitions

        for name in _LEFT_BY_FEAST:
            os.environ.pop(name, None)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        online: dict[str, Any] = online_config(self._online_url, self.folder)
        store = FeatureStore(
            config=RepoConfig(
                project=PROJECT,
                provider="local",
                registry={"registry_type": "file", "path": str(self.folder / "registry.db")},
                online_store=online,
                offline_store={"type": "spotter.body.featurestore.joins.PolarsOfflineStore"},
                entity_key_serialization_version=KEY_VERSION,
            )
        )
        with open(self.folder / "registry.lock", "w") as lock:
            # Two processes that start together would each write what the other does not know of.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _knows(store, VIEW, online):
                view = definitions.view(self.offline.folder)
                store.apply([definitions.ATHLETE, view, *definitions.services(view)])
                _prepare(online)
        return store


def _knows(store: FeatureStore, view: str, online: dict[str, Any]) -> bool:
    there = "path" not in online or Path(online["path"]).exists()
    known = [one for one in store.list_feature_views() if one.name == view]
    return there and bool(known) and known[0].tags.get("catalogue") == fingerprint()


def _prepare(online: dict[str, Any]) -> None:
    """Let readers of an SQLite file not wait for its writer, and keep it to its owner."""
    if "path" in online:
        Path(online["path"]).chmod(0o600)
        with closing(sqlite3.connect(online["path"])) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
