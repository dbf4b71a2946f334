"""Tables, one module per room whose rows they hold; importing this loads them all."""

from spotter.store.tables import (
    accounts,
    athletes,
    connections,
    events,
    features,
    intake,
    jobs,
    statistics,
    training,
    workers,
)
from spotter.store.tables.base import METADATA

__all__ = [
    "METADATA",
    "accounts",
    "athletes",
    "connections",
    "events",
    "features",
    "intake",
    "jobs",
    "statistics",
    "training",
    "workers",
]
