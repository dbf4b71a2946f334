"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import secrets
import time

ID_LENGTH = 32


def new_id() -> str:
    """Return a 32-character hex id: 48 bits of milliseconds, then 80 random bits."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"
