"""A look at a large file as a durable job: what it would bring, and then perhaps bringing it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from spotter.intake.preview import preview_for
from spotter.intake.report import report
from spotter.intake.service import IMPORT, entered, note_failure, refused_in
from spotter.kit.errors import Conflict, NotFound
from spotter.kit.time import Clock
from spotter.store.records import ImportRecord, Job
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

LOOK = "intake.look"


def request_look(
    uow: UnitOfWork,
    athlete_id: str,
    path: Path,
    /,
    *,
    name: str,
    size_bytes: int,
    sha256: str,
    now: datetime,
) -> ImportRecord:
    """Enter an uploaded file and the job that looks at it; return the look, queued.

    The file at `path` belongs to the look from the commit on. Raises `NotFound` for nobody.
    """
    look_id = entered(
        uow,
        athlete_id,
        path,
        LOOK,
        name=name,
        size_bytes=size_bytes,
        sha256=sha256,
        now=now,
        dry_run=True,
    )
    return uow.imports.get(athlete_id, look_id)


def bring_looked(uow: UnitOfWork, athlete_id: str, look_id: str, now: datetime) -> ImportRecord:
    """Make an import of a look that is over, with the file that still waits; return it, queued.

    Raises `NotFound`, and `Conflict` when it is none, not over yet, or its file is gone.
    """
    uow.athletes.get(athlete_id, lock=True)
    look = uow.imports.get(athlete_id, look_id)
    if not look.dry_run:
        raise Conflict("This was not a look only; it came in already.")
    if look.state != "finished":
        raise Conflict("The look is not over yet.")
    if not look.upload or not (uow.data_dir / look.upload).is_file():
        raise Conflict("The file is gone; hand it in again.")
    job_id = uow.jobs.enqueue(IMPORT, athlete_id, {"import_id": look_id}, look_id, now=now)
    uow.rejected.remove(athlete_id, look_id)
    uow.imports.begin(athlete_id, look_id, job_id, now)
    return uow.imports.get(athlete_id, look_id)


def look_handler(clock: Clock) -> Handler:
    """Return the handler of the job `LOOK`."""

    def run(work: Work) -> None:
        run_look(work, clock)

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        note_failure(uow, job, words, clock())

    return Handler(run, failed)


def run_look(work: Work, clock: Clock) -> None:
    """Look at the file that `work` leases; nothing is kept of it but the account.

    Raises what `pipeline.look_at` raises, and `NotFound` when the athlete or the upload is gone.
    """
    athlete_id, look_id = str(work.job.athlete_id), str(work.job.payload["import_id"])
    with work.uow.reading() as uow:
        look = uow.imports.get(athlete_id, look_id)
        preview = preview_for(uow, athlete_id)
    upload = work.uow.data_dir / (look.upload or "")
    if not upload.is_file():
        raise NotFound("The uploaded file is gone. Hand it in again.")

    def told(done_bytes: int, total_bytes: int, records: int) -> None:
        work.progress(done_bytes, total_bytes or None, records=records)

    found = preview.outcome(upload, now=clock(), name=look.name, on_progress=told)
    work.check()
    with work.uow() as uow:
        uow.imports.update(
            athlete_id,
            look_id,
            state="finished",
            source=found.source,
            report=report(found),
            finished_at=clock(),
        )
        uow.rejected.add(athlete_id, look_id, refused_in(found))
        work.finish(uow)
        uow.commit()
