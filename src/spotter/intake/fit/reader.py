"""A FIT file, or several one after another, as batches of raw rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.fit import names, records, sets, summary, wellness, workouts
from spotter.intake.fit.covered import Covered
from spotter.intake.fit.teller import Teller
from spotter.intake.fit.wire import Decoder, Message, Segment, refuse, segments

_WANTED = {**records.WANTED, **sets.WANTED, **wellness.WANTED}


def detect(head: bytes) -> bool:
    """Return whether a file that begins with `head` is a FIT file (FIT Protocol, file header)."""
    return head[8:12] == b".FIT"


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of every FIT file in the chain.

    Raises `Damaged` where one breaks off, makes no sense or fails its checksum, after the rows that
    could be read of it. Memory is that of one file of the chain, 42 MB at most, and one batch.
    """
    drafts, hearts = Drafts(now=now, about=about), Covered()
    for segment in segments(opened.stream):
        damage: Damaged | None = None
        try:
            for _ in _told(segment, drafts, hearts):
                if drafts.full:
                    yield drafts.take(segment.offset)
            refuse(segment)
        except Damaged as error:
            damage = error
        yield drafts.take(segment.offset + len(segment.data))
        if damage is not None:
            raise damage


def _told(segment: Segment, drafts: Drafts, hearts: Covered) -> Iterator[None]:
    """Put the rows of `segment` into `drafts`, pausing after each message."""
    about = summary.summarised(segment)
    made_by = about.value(summary.FILE_ID, 1)
    device = names.device(made_by, about.value(summary.FILE_ID, 2), about.value(summary.FILE_ID, 8))
    teller = Teller(drafts, names.maker(made_by), device)
    measured = records.Records(teller, about, hearts)
    beside = wellness.Wellness(teller, about)
    handlers: dict[int, Callable[[Message], None]] = {
        **measured.handlers,
        **beside.handlers,
        **sets.Sets(teller).handlers,
    }
    decoder = Decoder(segment, _WANTED)
    try:
        for message in decoder:
            if handler := handlers.get(message.number):
                handler(message)
            yield
    finally:
        measured.close()
        beside.close()
        workouts.tell_workouts(teller, about)
        for number, count in decoder.passed_over.items():
            if number not in summary.WANTED:
                drafts.skip(names.message_name(number), count)
