"""Frozen dataclasses to JSON and back, exactly, driven by their annotations."""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(value: object) -> Any:
    """Return `value` as JSON: dataclasses as objects, sets as sorted lists, dates as ISO 8601.

    Raises `TypeError` for a type that has no JSON form here.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    return _encode_collection(value)


def _encode_collection(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(encode(key)): encode(item) for key, item in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(encode(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def decode(kind: type[T], raw: object) -> T:
    """Return the `kind` that `encode` turned into `raw`.

    A field that `raw` lacks takes its default, so that rows written before it existed still read;
    a key that `kind` does not know is left out. Raises `ValueError`, `KeyError` or `TypeError` when
    `raw` is not such an object.
    """
    return cast(T, _decoder(cast(Hashable, kind))(raw))


@cache
def _decoder(kind: Any) -> Decoder:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin is not None:
        return _collection(origin, get_args(kind))
    if is_dataclass(kind):
        return _dataclass(cast(type, kind))
    if kind in (date, datetime):
        return cast(Decoder, kind.fromisoformat)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same


def _same(raw: Any) -> Any:
    return raw


def _dataclass(kind: type) -> Decoder:
    hints = get_type_hints(kind)
    known = {field.name: _decoder(hints[field.name]) for field in fields(kind)}

    def build(raw: Any) -> Any:
        return kind(**{name: known[name](value) for name, value in raw.items() if name in known})

    return build


def _collection(origin: Any, arguments: tuple[Any, ...]) -> Decoder:
    if issubclass(origin, Mapping):
        key, value = (_decoder(argument) for argument in arguments)
        return lambda raw: {key(name): value(item) for name, item in raw.items()}
    if origin is tuple and arguments[-1] is not Ellipsis:
        each = [_decoder(argument) for argument in arguments]
        return lambda raw: tuple(read(item) for read, item in zip(each, raw, strict=True))
    item = _decoder(arguments[0])
    return lambda raw: origin(item(one) for one in raw)


def _union(arguments: tuple[Any, ...]) -> Decoder:
    """Decode a union by the shape of the JSON: null, list, or the one member that is not a list."""
    rest = [argument for argument in arguments if argument is not type(None)]
    listed = [_decoder(one) for one in rest if get_origin(one) in (tuple, frozenset)]
    plain = [_decoder(one) for one in rest if get_origin(one) not in (tuple, frozenset)]
    scalar = plain[0] if len(plain) == 1 else _same

    def read(raw: Any) -> Any:
        if raw is None:
            return None
        return listed[0](raw) if isinstance(raw, list) else scalar(raw)

    return read
