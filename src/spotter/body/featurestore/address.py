"""Where the online rows lie: a file in the data folder, or a Redis by its URL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# What Feast files the rows under, and how it encodes an athlete's key.
PROJECT, VIEW, KEY_VERSION = "spotter", "athlete_day", 3

# Seconds for a read that takes milliseconds: a Redis that is away must not hold anybody up.
_PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}


def online_file(folder: Path) -> Path:
    """Return the file of the online rows in the features' `folder`, where no Redis is named."""
    return folder / "online.db"


def online_config(url: str, folder: Path) -> dict[str, object]:
    """Return Feast's settings of the online store: SQLite in `folder`, or the Redis at `url`.

    `url` is redis:// or rediss://, as `check_url` accepts it, or empty.
    """
    if not url:
        return {"type": "sqlite", "path": str(online_file(folder))}
    told = redis_options(url)
    address = f"{told.pop('host')}:{told.pop('port')}"
    # Feast reads each value as JSON, so that a password of digits stays text when it is quoted.
    parts = [f"{name}={json.dumps(value)}" for name, value in told.items()]
    # What was wrong is corrected: the row written last stands, whichever day it is of.
    return {
        "type": "redis",
        "connection_string": ",".join((address, *parts)),
        "skip_dedup": True,
    }


def redis_options(url: str) -> dict[str, Any]:
    """Return what a Redis client is told to reach `url`, which `check_url` accepts."""
    address = urlsplit(url)
    told: dict[str, Any] = {
        "host": address.hostname,
        "port": address.port or 6379,
        "db": int(address.path.strip("/") or 0),
        **_PATIENCE,
    }
    if address.scheme == "rediss":
        told["ssl"] = True
    for name in ("username", "password"):
        if given := getattr(address, name):
            told[name] = unquote(given)
    return told


def check_url(raw: str) -> str:
    """Return `raw` when it is a Redis URL that can be used; raises `ValueError` saying why not."""
    address = urlsplit(raw)
    usable = address.scheme in {"redis", "rediss"} and address.hostname
    if not usable or not (address.path.strip("/") or "0").isdigit():
        raise ValueError("must be redis://host:port/number or rediss://user:password@host:port/0")
    if "," in unquote(f"{address.username or ''}{address.password or ''}"):
        raise ValueError("must not hold a comma: Feast cannot pass it on")
    return raw
