"""Tables, one module per room whose rows they hold; importing this loads them all."""

from spotter.store.tables import (
    accounts,
    annotation,
    athletes,
    connections,
    events,
    features,
    form,
    intake,
    jobs,
    learning,
    statistics,
    training,
    workers,
)
from spotter.store.tables.base import METADATA

__all__ = [
    "METADATA",
    "accounts",
    "annotation",
    "athletes",
    "connections",
    "events",
    "features",
    "form",
    "intake",
    "jobs",
    "learning",
    "statistics",
    "training",
    "workers",
]
