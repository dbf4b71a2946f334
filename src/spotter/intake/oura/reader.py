"""Reads what Oura gives as files: answers of its API, and the tables of an account's export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged, NotThisFormat
from spotter.intake.oura import documents, pages, series
from spotter.intake.oura.kinds import kind_of
from spotter.intake.oura.stamps import Document
from spotter.intake.oura.teller import Teller
from spotter.intake.strength.table import Table, header

_KEY = re.compile(rb'"([A-Za-z0-9_]{1,40})"\s*:')
# What no other vendor's table has beside `day` or a time, and what Oura's own tables must.
_TABLES = frozenset({"id", "timestamp", "day", "start_day", "bedtime_start", "start_datetime"})
# A member of an account's export says more kinds than the API; these are kept as they are.
_OTHER_TABLES: Mapping[frozenset[str], str] = {
    frozenset({"timestamp", "skin_temp"}): "temperature",
    frozenset({"timestamp", "stress_value", "recovery_value"}): "daytime_stress",
}


def detect(head: bytes) -> bool:
    """Return whether `head` begins an answer of Oura's API, a saved sync or a table of its export.

    An answer is known by the keys of its first document, a table by its column names.
    """
    if pages.detect(head):
        return True
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] in {b"{", b"["}:
        keys = {key.decode() for key in _KEY.findall(text)}
        return kind_of(keys) is not None or _EMPTY.fullmatch(text.strip()) is not None
    return _of_table(header(head)) is not None


_EMPTY = re.compile(rb'\{\s*"data"\s*:\s*\[\s*\]\s*,\s*"next_token"\s*:\s*null\s*\}')


def _of_table(names: tuple[str, ...]) -> str | None:
    """Return the kind of document in a table with these columns, None when it is not Oura's."""
    columns = frozenset(names)
    for keys, name in _OTHER_TABLES.items():
        if keys <= columns:
            return name
    kind = kind_of(columns & _TABLES | columns) if columns & _TABLES else None
    return kind.name if kind else None


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of every document; raises `Damaged` where the file breaks off."""
    reading = _Reading(Drafts(now=now, about=about), about)
    text = opened.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    rows = reading.json(opened) if text[:1] in {b"{", b"["} else reading.table(opened)
    done, damage = 0, None
    try:
        for done in rows:
            if reading.drafts.full:
                yield reading.drafts.take(done)
    except Damaged as error:
        damage = error
    except RecursionError:
        damage = pages.damaged(done, "it is nested deeper than any document of Oura")
    reading.end()
    yield reading.drafts.take(done)
    if damage is not None:
        raise damage


class _Reading:
    """The documents that have come so far."""

    def __init__(self, drafts: Drafts, about: About) -> None:
        self.drafts, self._about = drafts, about
        self._beats: series.Beats | None = None

    def json(self, opened: Opened) -> Iterator[int]:
        """Tell every document of a JSON file; yield the byte up to which it was read."""
        for page in pages.read(opened):
            kind = page.kind or kind_of(page.document.keys())
            if kind is None:
                raise NotThisFormat("This JSON holds no documents of Oura.")
            self.tell(kind.name, page.document, page.fetched)
            yield page.offset

    def table(self, opened: Opened) -> Iterator[int]:
        """Tell every row of a table; its cells are as in JSON, or bare text."""
        name = _of_table(header(opened.head))
        table = Table(opened.stream)
        for row in table:
            document = {key: _cell(key, cell) for key, cell in row.items()}
            self.tell(name or _kind_name(document), document, None)
            yield table.offset

    def tell(self, kind: str, document: Document, fetched: datetime | None) -> None:
        """Tell one document."""
        if kind == "personal_info":
            # It says who the athlete is, not when: the profile is theirs to fill in.
            self.drafts.skip(kind)
        elif kind == "heartrate":
            series.heart_rate(self.drafts, document, self._about.zone)
        elif kind == "interbeat_interval":
            if self._beats is None:
                self._beats = series.Beats(self.drafts, self._about.zone, fetched)
            self._beats.add(document)
        else:
            documents.tell(Teller(self.drafts, self._about.zone, kind, document, fetched))

    def end(self) -> None:
        """Tell what is still collected."""
        if self._beats is not None:
            self._beats.end()


def _kind_name(document: Document) -> str:
    found = kind_of(document.keys())
    return found.name if found else "unknown"


def _cell(name: str, cell: str) -> object:
    """Return a cell as the API would give it: null for an empty one, numbers and objects as JSON.

    Strings of digits are codes, not numbers, in the columns of phases and classes.
    """
    if not cell or cell.lower() in {"null", "none", "nan"}:
        return None
    if cell[0] in "{[" or (_NUMBER.fullmatch(cell) and not _CODES.search(name)):
        with suppress(ValueError):
            return json.loads(cell)
    return {"true": True, "false": False}.get(cell.lower(), cell)


_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?(e-?\d{1,2})?", re.IGNORECASE)
_CODES = re.compile(r"^id$|_5_min$|_30_sec$|^class_|^movement_|_id$|version")
