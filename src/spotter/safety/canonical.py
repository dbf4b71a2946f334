"""One JSON form of a value, so that equal things have equal bytes."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass


def canonical(value: object) -> bytes:
    """Return `value` as UTF-8 JSON with sorted keys and no spaces, dataclasses as objects.

    Raises `ValueError` for NaN and infinity, `TypeError` for what JSON cannot hold.
    """
    return _ENCODER.encode(value).encode()


def _fields(value: object) -> dict[str, object]:
    """Return the fields of a dataclass; raises `TypeError` for anything else."""
    kind = type(value)
    if kind not in _names:
        if not is_dataclass(kind):
            raise TypeError(f"JSON cannot hold a {kind.__name__}")
        _names[kind] = tuple(one.name for one in fields(kind))
    return {name: getattr(value, name) for name in _names[kind]}


# Looked up once for each kind of value: a stamp asks for hundreds of them.
_names: dict[type, tuple[str, ...]] = {}
_ENCODER = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    default=_fields,
)
