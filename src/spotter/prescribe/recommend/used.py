"""Which contexts the choices of this process are made with."""

from __future__ import annotations

from spotter.prescribe.ranker.standing import network
from spotter.prescribe.recommend.context import READABLE, Context
from spotter.prescribe.recommend.last_layer import LastLayer


def used() -> Context:
    """Return the last layer of the network that orders sessions, readable numbers without one."""
    found = network()
    return READABLE if found is None else LastLayer(found)
