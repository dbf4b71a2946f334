"""Read an Apple Health export: a stream of XML → batches of raw rows."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import BinaryIO

from spotter.intake.ahead import ahead
from spotter.intake.apple_health import header, lines, tree
from spotter.intake.apple_health.blocks import BLOCK_BYTES, blocks, cleaned
from spotter.intake.apple_health.cells import Cells, NotLines, split
from spotter.intake.apple_health.draft import assemble
from spotter.intake.apple_health.found import Found
from spotter.intake.apple_health.ready import Block, ready
from spotter.intake.apple_health.rows import Horizon, judge
from spotter.intake.apple_health.stamps import moment
from spotter.intake.batch import About, Batch
from spotter.intake.errors import Damaged
from spotter.intake.progress import Progress, ignore

# A ten-hour workout of 2019, with a position every second written inside it, takes 7 MB. What is
# longer than this is no element: it is a file that lost its quotation marks.
LONGEST_ELEMENT = 24 << 20
_CAREFUL_BYTES = 256 << 10


def read(
    stream: BinaryIO,
    *,
    now: datetime,
    about: About | None = None,
    total_bytes: int = 0,
    on_progress: Progress = ignore,
    careful: bool = False,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[Batch]:
    """Yield every record, workout and summary of the export, in batches.

    Rows dated later than the export (and their own creation) by more than a day are refused; so
    are rows later than `now`. Raises `NotThisFormat`, `WrongEncoding` or `EntitiesRefused` before
    the first batch, and `Damaged` (with the byte offset in the XML) when the file breaks off: what
    was yielded before stays valid. `careful` parses all of it with expat (slow; for comparison).
    """
    about = about or About()
    reading = _Reading(about, careful)
    unpacked = ahead(blocks(stream, block_bytes))
    source = ahead(ready(unpacked))
    stretches = ahead(reading.stretches(source))
    count = 0
    try:
        for found in stretches:
            batch = judged(found, Horizon(moment(found.export_date), now))
            count += batch.records
            if batch.records or batch.skipped:
                yield batch
            on_progress(found.offset, total_bytes, count)
    finally:
        stretches.close()
        source.close()
        unpacked.close()


class _Reading:
    """The state of one reading: how far it is, and what the file has said so far."""

    def __init__(self, about: About, careful: bool) -> None:
        self.offset = 0
        self._about, self._only_careful = about, careful
        self._order = 0
        self._export_date: str | None = None
        self._closed = False
        self._broken: Damaged | None = None
        self._careful_bytes = _CAREFUL_BYTES

    def stretches(self, source: Iterator[Block]) -> Iterator[Found]:
        """Yield what one stretch of `source` after the other holds; raises as `read` does."""
        carry = self._skip_header(source)
        block: Block | None = Block(b"")
        while block is not None and not self._closed:
            if carry:
                block = Block(carry + block.data)
            if len(block.data) > LONGEST_ELEMENT + BLOCK_BYTES:
                raise Damaged(
                    f"One element of the export is longer than {LONGEST_ELEMENT >> 20} MB at byte "
                    f"{self.offset}; the file is damaged there. Everything before was read.",
                    self.offset,
                )
            carry = yield from self._use(block)
            block = None if self._closed else self._block(source)
        yield from self._last(carry)
        if self._broken is not None:
            raise self._broken
        if not self._closed:
            raise Damaged(
                f"The export breaks off at byte {self.offset}; it was not copied whole. "
                "Everything before was read.",
                self.offset,
            )

    def _block(self, source: Iterator[Block]) -> Block | None:
        """Return the next block, None at the end; a source that breaks off ends there."""
        try:
            return next(source, None)
        except Damaged as damage:
            self._broken = damage
            return None

    def _skip_header(self, source: Iterator[Block]) -> bytes:
        head = b""
        while len(head) < header.HEAD_BYTES:
            block = self._block(source)
            if block is None:
                break
            head += block.data
        parsed = header.parse(head[: header.HEAD_BYTES])
        self._about.locale = parsed.locale
        self._closed = parsed.empty
        self.offset = parsed.length
        return head[parsed.length :]

    def _use(self, block: Block) -> Generator[Found, None, bytes]:
        """Yield what the whole elements of a block hold; the generator returns the rest."""
        while True:
            found, used, more = self._next(block)
            self.offset += used
            yield self._noted(found)
            rest = block.data[used:]
            if not more or not rest or self._closed:
                return rest
            block = Block(rest)

    def _next(self, block: Block) -> tuple[Found, int, bool]:
        """Return what the next stretch of a block holds, its length, and whether to go on."""
        size = len(block.data)
        if self._only_careful:
            return *self._carefully(block.data, size), False
        stretch = self._lines(block)
        if stretch is None or (not stretch.size and (stretch.odd or size > _CAREFUL_BYTES)):
            found, used = self._carefully(block.data, self._careful_bytes)
            return found, used, used > 0
        if not stretch.odd:
            self._careful_bytes = _CAREFUL_BYTES
        self._order += stretch.count
        self._closed = stretch.closed
        return stretch.found, stretch.size, stretch.odd or stretch.more

    def _lines(self, block: Block) -> lines.Stretch | None:
        """Return the next stretch read the fast way, None when that cannot be done."""
        try:
            return self._read(block.cells or split(block.data))
        except NotLines:
            clean = cleaned(block.data)
        if clean == block.data:
            return None
        try:
            return self._read(split(clean))
        except NotLines:
            return None

    def _read(self, cells: Cells) -> lines.Stretch:
        return lines.read(cells, self._order, self._export_date)

    def _carefully(self, data: bytes, size: int) -> tuple[Found, int]:
        """Return what about `size` bytes of `data` hold, more when an element is longer."""
        whole = cleaned(data)
        while True:
            cut = whole.rfind(b"\n", 0, size) + 1 if size < len(whole) else len(whole)
            parsed = tree.parse(whole[:cut], self._order.__add__, self._export_date)
            self._careful_bytes = min(2 * max(size, _CAREFUL_BYTES), LONGEST_ELEMENT)
            if parsed.consumed or parsed.closed or parsed.damage or cut == len(whole):
                break
            size *= 2
        if parsed.damage and not parsed.consumed:
            self._raise_damage(*parsed.damage)
        self._order += parsed.count
        self._closed = parsed.closed
        return parsed.found, len(whole) if parsed.closed else parsed.consumed

    def _raise_damage(self, at: int, why: str) -> None:
        offset = self.offset + at
        raise Damaged(
            f"The export is damaged at byte {offset} ({why}). Everything before was read.", offset
        )

    def _last(self, carry: bytes) -> Iterator[Found]:
        """Yield what whole elements remain when there are no more bytes."""
        if carry and not self._closed:
            found, used = self._carefully(carry, len(carry))
            self.offset += used
            yield self._noted(found)

    def _noted(self, found: Found) -> Found:
        if found.export_date != self._export_date:
            self._export_date = found.export_date
            self._about.exported = moment(found.export_date)
        self._about.person |= found.person
        self._about.routes |= found.routes
        found.offset = self.offset
        return found


def judged(found: Found, horizon: Horizon) -> Batch:
    """Return the batch of what was found."""
    draft = assemble(found)
    rows, rejected = judge(draft, horizon)
    return Batch(rows, draft.height, rejected, found.skipped, found.offset)
