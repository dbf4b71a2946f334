"""Files as they were handed in: kept in the athlete's own folder, or gone, as the athlete chose."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from spotter.events.types import Event
from spotter.intake.orphans import remove_unnamed
from spotter.kit.room import room
from spotter.store.records import ImportRecord
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

DROP_FILES = "intake.drop_files"


def kept_path(data_dir: Path, record: ImportRecord) -> Path:
    """Return where the file of an import lies when it is kept: named by its content."""
    return data_dir / "athletes" / record.athlete_id / "files" / (record.sha256 or record.id)


def keep(upload: Path, place: Path) -> None:
    """Put the file at `upload` into `place` too; what lies there already is the same."""
    with room(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            return
        try:
            os.link(upload, place)
        except OSError:
            # A file system without links, or one that was mounted in between.
            draft = place.with_name(f"{place.name}.partial")
            shutil.copyfile(upload, draft)
            draft.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def choose(uow: UnitOfWork, athlete_id: str, keep_files: bool, now: datetime) -> None:
    """Say whether files are kept from now on; when not, those kept so far go too.

    Raises `NotFound`. Choosing what is chosen already changes nothing.
    """
    if uow.athletes.get(athlete_id, lock=True).keep_raw_file == keep_files:
        return
    uow.athletes.keep_raw_file(athlete_id, keep_files)
    uow.outbox.add(Event("athlete.updated", athlete_id, now))
    if keep_files:
        return
    for one in uow.imports.list(athlete_id):
        if one.upload and one.state in {"finished", "failed"}:
            uow.imports.put_upload(athlete_id, one.id, None)
    key = f"{athlete_id}:{uow.athletes.revision(athlete_id)}"
    uow.jobs.enqueue(DROP_FILES, athlete_id, {}, key, now=now)


def kept_files(uow: UnitOfWork, athlete_id: str) -> list[ImportRecord]:
    """Return the imports whose file is kept, newest first; one row for each file."""
    found: dict[str, ImportRecord] = {}
    for one in uow.imports.list(athlete_id):
        if one.upload and one.state == "finished":
            found.setdefault(one.upload, one)
    return list(found.values())


def drop_files_handler() -> Handler:
    """Return the handler of the job that `choose` asks for."""

    def run(work: Work) -> None:
        remove_unnamed(work.uow, str(work.job.athlete_id))

    return Handler(run)
