"""One JSON form of a value, so that equal things have equal bytes."""

from __future__ import annotations

import json


def canonical(value: object) -> bytes:
    """Return `value` as UTF-8 JSON with sorted keys and no spaces.

    Raises `ValueError` for NaN and infinity, `TypeError` for what JSON cannot hold.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()
