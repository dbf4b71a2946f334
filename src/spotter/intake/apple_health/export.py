"""An Apple Health export as a whole: the XML, the routes its workouts name, the ECGs beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from spotter.intake.apple_health.draft import ready_rows
from spotter.intake.apple_health.ecg import HEAD_BYTES, ecg_row, head_of
from spotter.intake.apple_health.found import DraftRow
from spotter.intake.apple_health.reader import read
from spotter.intake.apple_health.routes import gpx_row
from spotter.intake.apple_health.rows import Horizon, judge
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch

# A day-long route with a point every second is 25 MB.
_LONGEST_ROUTE = 200 << 20
# A recording of half a minute is 150 kB.
_LONGEST_ECG = 8 << 20
_FILES_AT_ONCE = 50


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of the export and then those of its other files.

    Raises as `reader.read` does.
    """
    yield from read(opened.stream, now=now, about=about)
    # These files do not say when they were made: a stale date of the export would refuse them.
    horizon = Horizon(None, now)
    for chosen, row_of in (
        (list(about.routes), partial(_route, opened, about)),
        ([name for name in sorted(opened.others) if name.endswith(".csv")], partial(_ecg, opened)),
    ):
        for first in range(0, len(chosen), _FILES_AT_ONCE):
            skipped = Counter[str]()
            found = (row_of(name, skipped) for name in chosen[first : first + _FILES_AT_ONCE])
            rows = [row for row in found if row is not None]
            kept, rejected = judge(ready_rows(rows), horizon)
            if rows or skipped:
                yield Batch(kept, len(rows), rejected, skipped, opened.total_bytes)


def _route(opened: Opened, about: About, path: str, skipped: Counter[str]) -> DraftRow | None:
    data = opened.read_other(path, _LONGEST_ROUTE)
    row = gpx_row(data, path.rsplit("/", 1)[-1], about.routes[path], 0) if data else None
    if row is None:
        skipped["route file missing" if data is None else "route without points"] += 1
    return row


def _ecg(opened: Opened, path: str, skipped: Counter[str]) -> DraftRow | None:
    if head_of(opened.read_other(path, _LONGEST_ECG, HEAD_BYTES) or b"") is None:
        return None  # a table of another kind
    row = ecg_row(opened.read_other(path, _LONGEST_ECG) or b"", 0)
    if row is None:
        skipped["electrocardiogram without time or samples"] += 1
    return row
