"""Where the online rows lie: a file in the data folder, or a Redis by its URL."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Seconds for a read that takes milliseconds: a Redis that is away must not hold anybody up.
_PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}


def online_config(url: str, folder: Path) -> dict[str, object]:
    """Return Feast's settings of the online store: SQLite in `folder`, or the Redis at `url`.

    `url` is redis:// or rediss://, as `check_url` accepts it, or empty.
    """
    if not url:
        return {"type": "sqlite", "path": str(folder / "online.db")}
    address = urlsplit(url)
    told: dict[str, object] = {"db": int(address.path.strip("/") or 0), **_PATIENCE}
    if address.scheme == "rediss":
        told["ssl"] = True
    for name in ("username", "password"):
        if given := getattr(address, name):
            told[name] = unquote(given)
    # Feast reads each value as JSON, so that a password of digits stays text when it is quoted.
    parts = [f"{name}={json.dumps(value)}" for name, value in told.items()]
    host = f"{address.hostname}:{address.port or 6379}"
    # What was wrong is corrected: the row written last stands, whichever day it is of.
    return {
        "type": "redis",
        "connection_string": ",".join((host, *parts)),
        "skip_dedup": True,
    }


def check_url(raw: str) -> str:
    """Return `raw` when it is a Redis URL that can be used; raises `ValueError` saying why not."""
    address = urlsplit(raw)
    usable = address.scheme in {"redis", "rediss"} and address.hostname
    if not usable or not (address.path.strip("/") or "0").isdigit():
        raise ValueError("must be redis://host:port/number or rediss://user:password@host:port/0")
    if "," in unquote(f"{address.username or ''}{address.password or ''}"):
        raise ValueError("must not hold a comma: Feast cannot pass it on")
    return raw
