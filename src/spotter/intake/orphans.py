"""Files that a killed process left: published without a manifest row, or never finished."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from spotter.kit.errors import NotFound
from spotter.kit.ids import ID_LENGTH
from spotter.store.uow import UnitOfWork, Units

# An upload takes its time; one that has not grown for a day has nobody behind it any more.
_ABANDONED_S = 86_400
_STILL_READ_S = 3_600


def remove_orphans(units: Units) -> int:
    """Remove what killed imports and uploads left under the data folder; return how many files.

    Safe while workers run: what belongs to an import that is not over yet is left alone.
    """
    # The files first, the database after: what is published meanwhile is then known.
    samples = sorted(units.data_dir.glob("athletes/*/raw/*"))
    uploads = sorted(path for path in units.data_dir.glob("uploads/*") if _abandoned(path))
    with units.reading() as uow:
        orphans = _orphaned_samples(uow, samples)
        waiting = _waiting_uploads(uow)
        owners = uow.athletes.all_ids()
    orphans += [path for path in uploads if path not in waiting]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans) + sum(remove_unnamed(units, one) for one in owners)


def remove_unnamed(units: Units, athlete_id: str) -> int:
    """Remove files kept for an athlete that no import names any more; return how many.

    What an import that is not over yet is about to name is left alone.
    """
    folder = units.data_dir / "athletes" / athlete_id / "files"
    there = sorted(folder.glob("*"))
    with units.reading() as uow:
        records = uow.imports.every(athlete_id)
    named = {units.data_dir / one.upload for one in records if one.upload}
    busy = {one.sha256 or one.id for one in records if one.state not in {"finished", "failed"}}
    gone = [path for path in there if path not in named and path.stem not in busy]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _orphaned_samples(uow: UnitOfWork, samples: Iterable[Path]) -> list[Path]:
    """Return those of the raw files `samples` that no import names or is about to."""
    found = []
    for athlete_id, paths in groupby(samples, lambda path: path.parent.parent.name):
        known = set(uow.imports.files(athlete_id))
        found += [path for path in paths if path not in known and _is_over(uow, athlete_id, path)]
    return found


def _is_over(uow: UnitOfWork, athlete_id: str, path: Path) -> bool:
    try:
        return uow.imports.get(athlete_id, path.name[:ID_LENGTH]).state in {"finished", "failed"}
    except NotFound:
        return True


def _waiting_uploads(uow: UnitOfWork) -> set[Path]:
    return {
        uow.data_dir / record.upload
        for athlete_id in uow.athletes.all_ids()
        for record in uow.imports.every(athlete_id)
        if record.upload
    }


def _abandoned(path: Path) -> bool:
    try:
        return path.is_file() and time.time() - path.stat().st_mtime > _ABANDONED_S
    except FileNotFoundError:
        return False


def remove_superseded(units: Units, athlete_id: str) -> None:
    """Remove the athlete's raw files that newer ones have replaced.

    Only after an hour: whoever was told of them before may still be reading.
    """
    samples = sorted(units.data_dir.glob(f"athletes/{athlete_id}/raw/*"))
    old = [path for path in samples if time.time() - path.stat().st_mtime > _STILL_READ_S]
    with units.reading() as uow:
        for path in _orphaned_samples(uow, old):
            path.unlink(missing_ok=True)
