"""One file of a Fitbit export or of Google Takeout's Fitbit folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.documents import Documents, outline
from spotter.intake.drafts import Drafts
from spotter.intake.errors import NotThisFormat
from spotter.intake.fitbit import documents, tables
from spotter.intake.readings import Readings
from spotter.intake.readings import batches as told
from spotter.intake.strength.table import Table, header


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the files."""
    return documents.known(outline(head)) or tables.known(set(header(head)))


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one file; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    readings = Readings(drafts, "Fitbit", "watch Fitbit", vendor="Fitbit")
    begins = outline(opened.head)
    if begins.root:
        kind, tell = documents.teller(begins, opened.name, readings, about.zone)
        yield from told(Documents(opened.stream), tell, drafts, kind)
        return
    # Takeout holds most things twice, once as Fitbit and once as Google writes it: as a source of
    # its own the second counts for what the first lacks, and never on top of it.
    google = Readings(drafts, "Google Health", "watch Fitbit", vendor="Fitbit")
    try:
        columns = set(header(opened.head))
        kind, say = tables.teller(columns, opened.name, (readings, google), about.zone)
    except LookupError as error:
        raise NotThisFormat(
            "Only its own name tells what this table of Fitbit measures. Give it the name it had "
            "in the export."
        ) from error
    yield from told(Table(opened.stream), say, drafts, kind)
