"""Source and device names made comparable across exports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_POINTER = re.compile(r"^<+HKDevice:\s*(?:0x[0-9a-fA-F]+)?\s*>?\s*,?\s*")
# Values contain commas ("hardware:Watch6,7"): a comma ends a value only before the next key.
_PAIR = re.compile(r"([A-Za-z][\w ]*):\s*(.*?)(?=,\s[A-Za-z][\w ]*:|$)", re.DOTALL)
_SPACES = re.compile(r"\s+")


def same(raw: str) -> str:
    """Return `raw`."""
    return raw


@lru_cache(maxsize=65_536)
def source_name(raw: str) -> str:
    """Return a source name in NFKC, with no-break and doubled spaces made plain."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", raw)).strip()


@lru_cache(maxsize=65_536)
def device_name(raw: str) -> str:
    """Return `class model` of an exported HKDevice text, such as `watch Watch6,7`.

    The class is watch, phone or other; the pointer, which differs for every object, and the
    software version, which changes with every update, are left out. Empty for a device that the
    text does not describe.
    """
    inner = _POINTER.sub("", unicodedata.normalize("NFKC", raw)).rstrip(">").strip()
    pairs = {key.strip(): value.strip() for key, value in _PAIR.findall(inner)}
    if not pairs:
        return f"{_class_of(inner)} {inner}".strip() if inner else ""
    model = pairs.get("hardware") or pairs.get("model") or pairs.get("name", "")
    maker = pairs.get("manufacturer", "")
    described = " ".join((pairs.get("model", ""), pairs.get("hardware", ""), pairs.get("name", "")))
    kind = _class_of(described)
    if kind == "other":
        model = " ".join(part for part in (maker, pairs.get("name") or model) if part)
    return _SPACES.sub(" ", f"{kind} {model}").strip()


def _class_of(described: str) -> str:
    text = described.lower()
    if "watch" in text:
        return "watch"
    return "phone" if "iphone" in text else "other"


# Columns of the draft whose texts are few → what each becomes.
NAMES: dict[str, Callable[[str], str]] = {
    "type": same,
    "source": source_name,
    "device": device_name,
    "unit": same,
}
