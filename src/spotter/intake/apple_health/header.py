"""The head of an export: everything before the first element inside the root.

The DTD is skipped, never read: iOS 16 wrote a broken one, and nothing in it is needed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from xml.parsers import expat

from spotter.intake.errors import EntitiesRefused, NotThisFormat, WrongEncoding

# The longest DTD seen is 11 kB.
HEAD_BYTES = 1 << 20
SNIFF_BYTES = 4_096

_ROOT = re.compile(rb"<HealthData(?=[\s>/])[^>]*>")
_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->)*(?:<!DOCTYPE\s+HealthData[\s\[>]|<HealthData[\s>/])",
    re.DOTALL,
)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']""")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
_UTF8_NAMES = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


@dataclass(frozen=True, slots=True)
class Header:
    """`locale` of the export and `length`, the bytes up to the first element inside the root.

    `empty` when the root has no content at all.
    """

    locale: str
    length: int
    empty: bool


def detect(head: bytes) -> bool:
    """Return whether a file that begins with `head` is an Apple Health export, in any encoding."""
    if head.startswith(_UTF16):
        text = head.replace(b"\x00", b"")
        return b"<HealthData" in text or b"<!DOCTYPE HealthData" in text
    return _BEGINS.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def parse(head: bytes) -> Header:
    """Return the header of an export that begins with `head` (`HEAD_BYTES`, or all there is).

    Raises `WrongEncoding` unless it is UTF-8, `EntitiesRefused` when its DTD defines entities and
    `NotThisFormat` when there is no `HealthData` root.
    """
    declared = _ENCODING.match(head.removeprefix(codecs.BOM_UTF8))
    if head.startswith(_UTF16):
        raise WrongEncoding("The file is UTF-16; an Apple Health export is UTF-8. Export it again.")
    if declared and declared.group(1).lower() not in _UTF8_NAMES:
        name = declared.group(1).decode("ascii", "replace")
        raise WrongEncoding(
            f"The file says its encoding is {name}; an Apple Health export is UTF-8. "
            "Use the file as the phone exported it."
        )
    if not detect(head[:SNIFF_BYTES]):
        raise NotThisFormat(
            "This is not an Apple Health export: it does not begin with HealthData. On the phone: "
            "Health, your picture, Export All Health Data."
        )
    root = _ROOT.search(head)
    prolog = head[: root.start()] if root else head
    if b"<!ENTITY" in prolog:
        raise EntitiesRefused(
            "The file defines XML entities, which no Apple Health export does; it was not read."
        )
    if root is None:
        raise NotThisFormat("The file begins like an Apple Health export but has no HealthData.")
    return Header(_locale(root.group(0)), root.end(), root.group(0).endswith(b"/>"))


def _locale(tag: bytes) -> str:
    found: dict[str, str] = {}
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda _, attributes: found.update(attributes)
    try:
        parser.Parse(tag, False)
    except expat.ExpatError as error:
        raise NotThisFormat("The HealthData element of the export cannot be read.") from error
    return found.get("locale", "")
