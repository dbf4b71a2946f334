"""Tables, one module per room whose rows they hold; importing this loads them all."""

from spotter.store.tables import accounts, athletes, events, intake, jobs, training
from spotter.store.tables.base import METADATA

__all__ = ["METADATA", "accounts", "athletes", "events", "intake", "jobs", "training"]
