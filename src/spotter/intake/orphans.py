"""Files that a killed process left: published without a manifest row, or never finished."""

from __future__ import annotations

import time
from pathlib import Path

from spotter.kit.errors import NotFound
from spotter.store.uow import UnitOfWork, Units

# An upload takes its time; one that has not grown for a day has nobody behind it any more.
_ABANDONED_S = 86_400
_ID_LENGTH = 32


def remove_orphans(units: Units) -> int:
    """Remove what killed imports and uploads left under the data folder; return how many files.

    Safe while workers run: what belongs to an import that is not over yet is left alone.
    """
    # The files first, the database after: what is published meanwhile is then known.
    samples = sorted(units.data_dir.glob("athletes/*/raw/*"))
    uploads = sorted(path for path in units.data_dir.glob("uploads/*") if _abandoned(path))
    with units.reading() as uow:
        orphans = [path for path in samples if _orphaned_sample(uow, path)]
        waiting = _waiting_uploads(uow)
    orphans += [path for path in uploads if path not in waiting]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _orphaned_sample(uow: UnitOfWork, path: Path) -> bool:
    athlete_id, import_id = path.parent.parent.name, path.name[:_ID_LENGTH]
    if path in uow.imports.files(athlete_id):
        return False
    try:
        return uow.imports.get(athlete_id, import_id).state in {"finished", "failed"}
    except NotFound:
        return True


def _waiting_uploads(uow: UnitOfWork) -> set[Path]:
    return {
        uow.data_dir / record.upload
        for athlete_id in uow.athletes.all_ids()
        for record in uow.imports.list(athlete_id)
        if record.upload
    }


def _abandoned(path: Path) -> bool:
    try:
        return path.is_file() and time.time() - path.stat().st_mtime > _ABANDONED_S
    except FileNotFoundError:
        return False
