"""A full disk, named: which folder it is, not which file was being read."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spotter.kit.errors import SpotterError

# Room that must stay free on the disk, so that the database can go on writing.
SPARE_BYTES = 64 * 1024 * 1024

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def little_room(folder: Path) -> bool:
    """Tell whether less than `SPARE_BYTES` are free where `folder` is."""
    return shutil.disk_usage(folder).free < SPARE_BYTES


class DiskFull(SpotterError):
    """There was no room left to write what was read; nothing half-written remains."""

    code = "disk_full"
    status = 507


@contextmanager
def room(folder: Path, advice: str = "Make room there and try again.") -> Iterator[None]:
    """Raise `DiskFull` naming `folder` where something written into it finds no room."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise
        raise DiskFull(
            f"There is no room left in {folder}. Nothing was kept. {advice}"
        ) from problem
