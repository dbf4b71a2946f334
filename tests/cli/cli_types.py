"""What the tests of the command line share by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


PASSWORD = "a long enough one"
Spotter = Callable[..., Ran]
