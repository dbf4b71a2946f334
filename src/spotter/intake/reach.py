"""Which raw files may tell of a day, by the manifest: the others need not be opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

Reach = tuple[datetime | None, datetime | None]
"""From when to when the records of a file speak; None where that is not known."""

# What is computed of a day looks at records up to two days around it and its neighbours, and a
# local day is up to fourteen hours away from that of UTC.
_MARGIN = timedelta(days=5)


def reaching(files: Iterable[Path], reaches: Mapping[Path, Reach], days: Set[date]) -> list[Path]:
    """Return those of `files`, in their order, that may have records that `days` rest on.

    A file of which `reaches` does not know both ends is one of them.
    """
    if not days:
        return []
    first = datetime.combine(min(days), time(), UTC) - _MARGIN
    last = datetime.combine(max(days), time(), UTC) + _MARGIN
    return [path for path in files if _meets(reaches.get(path, (None, None)), first, last)]


def _meets(reach: Reach, first: datetime, last: datetime) -> bool:
    begins, ends = reach
    return begins is None or ends is None or (begins < last and ends >= first)
