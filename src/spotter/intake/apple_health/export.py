"""An Apple Health export as a whole: the XML, then the route files its workouts refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from spotter.intake.apple_health.draft import ready_rows
from spotter.intake.apple_health.header import looks_like_apple_health
from spotter.intake.apple_health.reader import read
from spotter.intake.apple_health.routes import gpx_row
from spotter.intake.apple_health.rows import Horizon, judge
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch

detect = looks_like_apple_health

# A day-long route with a point every second is 25 MB.
_LONGEST_ROUTE = 200 << 20
_ROUTES_AT_ONCE = 50


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of the export and then its routes; raises as `reader.read` does."""
    yield from read(opened.stream, now=now, about=about)
    yield from _routes(opened, about, now)


def _routes(opened: Opened, about: About, now: datetime) -> Iterator[Batch]:
    paths = list(about.routes)
    for first in range(0, len(paths), _ROUTES_AT_ONCE):
        rows, skipped = [], Counter[str]()
        for path in paths[first : first + _ROUTES_AT_ONCE]:
            data = opened.read_other(path, _LONGEST_ROUTE)
            row = data and gpx_row(data, path.rsplit("/", 1)[-1], about.routes[path], 0)
            if row:
                rows.append(row)
            else:
                skipped["route file missing" if data is None else "route without points"] += 1
        kept, rejected = judge(ready_rows(rows), Horizon(about.exported, now))
        yield Batch(kept, len(rows), rejected, skipped, opened.total_bytes)
