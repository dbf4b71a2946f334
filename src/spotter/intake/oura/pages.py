"""JSON of Oura, read document by document: a page of the API, one document, or a saved sync.

A saved sync is what the API gave, kept until it is read: a first line that says when it was
fetched, then one line a page, `{"kind": …, "next_token": …, "data": […]}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from spotter.intake.archive import Opened
from spotter.intake.documents import ARRAY, Documents, outline
from spotter.intake.errors import Damaged
from spotter.intake.oura.kinds import KINDS, Kind
from spotter.intake.oura.stamps import Document, instant

FIRST_LINE = b'{"spotter_sync":"oura","fetched":"'
# A page of beats of one athlete is a few megabytes.
_LONGEST_LINE = 64 << 20


@dataclass(frozen=True, slots=True)
class Page:
    """One document, its kind where the file says it, and the byte up to which the file was read."""

    document: Document
    offset: int
    kind: Kind | None = None
    fetched: datetime | None = None


def detect(head: bytes) -> bool:
    """Return whether `head` begins a saved sync."""
    return head.startswith(FIRST_LINE)


def first_line(fetched: datetime) -> bytes:
    """Return the first line of a saved sync."""
    return FIRST_LINE + fetched.astimezone(UTC).isoformat().encode() + b'"}\n'


def read(opened: Opened) -> Iterator[Page]:
    """Yield every document; raises `Damaged` where the JSON breaks off."""
    return _saved(opened.stream) if detect(opened.head) else _answer(opened)


def _saved(stream: BinaryIO) -> Iterator[Page]:
    offset, fetched = 0, None
    for line in _lines(stream):
        try:
            found = json.loads(line)
        except ValueError as error:
            raise damaged(offset, "a page is not whole") from error
        offset += len(line)
        if fetched is None:
            fetched = instant(found.get("fetched"), UTC)
            continue
        kind = KINDS.get(found.get("kind"))
        for document in found.get("data", ()):
            if isinstance(document, dict) and kind is not None:
                yield Page(document, offset, kind, fetched)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    waiting = b""
    while chunk := stream.read(1 << 20):
        *whole, waiting = (waiting + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(waiting) > _LONGEST_LINE:
            raise damaged(0, "a line has no end")
    if waiting:
        yield waiting


_BEGIN = re.compile(r'\s*\{\s*(?:"next_token"\s*:\s*(?:null|"[^"]*")\s*,\s*)?"data"\s*:\s*\[')


def _answer(opened: Opened) -> Iterator[Page]:
    """Yield the documents of `{"data": […]}`, of a bare list, or the one document there is."""
    found = outline(opened.head)
    begin = _BEGIN if "data" in found.keys else None
    documents = Documents(opened.stream, ARRAY if found.root == "[" else begin)
    for document in documents:
        yield Page(document, documents.offset)


def damaged(offset: int, why: str) -> Damaged:
    """Return the error that says up to where the file can be read, and why not further."""
    return Damaged(
        f"The file breaks off or is not Oura's near byte {offset} ({why}). Save it again.", offset
    )
