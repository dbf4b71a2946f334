"""One file of a Samsung Health download: a table, or a binned series beside it (JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import BinaryIO, cast

from spotter.intake import moments
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.documents import Document, Documents, outline
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.readings import Readings, number, positive
from spotter.intake.readings import batches as told
from spotter.intake.samsung import tables
from spotter.intake.strength.table import Table, header

SOURCE = "Samsung Health"
_LONGEST_NAME = 4_096


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the files."""
    begins = outline(head)
    return _table(head) != "" or begins.lists("start_time", "heart_rate") or _variability(head)


def _table(head: bytes) -> str:
    """Return the name that a table gives itself, "" for what is none."""
    name = next(iter(header(head)), "")
    return tables.table_of(name) if name.startswith("com.samsung.") else ""


def _variability(head: bytes) -> bool:
    return outline(head).lists("start_time", "sdnn", "rmssd")


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one file; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    readings = Readings(drafts, SOURCE, f"app {SOURCE}", vendor="Samsung")
    name = _table(opened.head)
    if not name:
        yield from told(Documents(opened.stream), partial(_bin, readings), drafts, "Bin")
        return
    tell = tables.teller(name)
    if tell is None:
        drafts.skip(f"table {name}"[:100])
        yield drafts.take(len(opened.head))
        return
    stream = cast(BinaryIO, _AfterFirstLine(opened.stream))
    yield from told(Table(stream), partial(tell, readings, about.zone), drafts, name[:100])


def _bin(readings: Readings, one: Document) -> None:
    """Tell a bin of heart rate or of its variability, stamped in milliseconds."""
    start = moments.at_ms(number(one.get("start_time")))
    end = moments.at_ms(number(one.get("end_time")))
    span = moments.between(start, end or start)
    readings.value("Heart rate", "heart_rate", span, positive(one.get("heart_rate")), "bpm")
    readings.value("HRV SDNN", "hrv_sdnn", span, positive(one.get("sdnn")), "ms")
    readings.value("HRV RMSSD", "hrv_rmssd", span, positive(one.get("rmssd")), "ms")


class _AfterFirstLine:
    """A stream without its first line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes (more the first time), as `BinaryIO` does."""
        if self._begun:
            return self._stream.read(size)
        self._begun, first = True, b""
        while b"\n" not in first:
            part = self._stream.read(_LONGEST_NAME)
            first += part
            if not part or len(first) > 2 * _LONGEST_NAME:
                raise Damaged("The file ends after its first line. Export it again.", len(first))
        return first.split(b"\n", 1)[1] or self._stream.read(size)
