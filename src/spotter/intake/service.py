"""Imports as the other rooms know them: asked for, run by the worker, looked at afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from spotter.body import raw
from spotter.body import service as body
from spotter.body.state import Day
from spotter.events.types import Event
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.report import nothing_new, report
from spotter.kit.errors import NotFound
from spotter.kit.ids import new_id
from spotter.kit.time import Clock, zone
from spotter.store.records import AthleteRecord, ImportRecord, Job
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

IMPORT = "intake.import"


def request_import(
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
    """Enter an uploaded file and the job that reads it; return the import, queued.

    The file at `path` belongs to the import from the commit on. Raises `NotFound` for nobody.
    """
    uow.athletes.get(athlete_id)
    import_id = new_id()
    job_id = uow.jobs.enqueue(IMPORT, athlete_id, {"import_id": import_id}, import_id, now=now)
    upload = path.relative_to(uow.data_dir) if path.is_relative_to(uow.data_dir) else path
    uow.imports.add(
        athlete_id,
        name,
        size_bytes,
        import_id=import_id,
        sha256=sha256,
        upload=upload.as_posix(),
        job_id=job_id,
        now=now,
    )
    data = {"import_id": import_id, "size_bytes": size_bytes}
    uow.outbox.add(Event("import.requested", athlete_id, now, data))
    return uow.imports.get(athlete_id, import_id)


def get_import(uow: UnitOfWork, athlete_id: str, import_id: str) -> ImportRecord:
    """Return one import of the athlete; raises `NotFound`."""
    return uow.imports.get(athlete_id, import_id)


def list_imports(uow: UnitOfWork, athlete_id: str) -> list[ImportRecord]:
    """Return every import of the athlete, newest first."""
    return uow.imports.list(athlete_id)


def import_handler(clock: Clock) -> Handler:
    """Return the handler of the job `IMPORT`."""

    def run(work: Work) -> None:
        run_import(work, clock)

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        note_failure(uow, job, words, clock())

    return Handler(run, failed)


@dataclass(frozen=True, slots=True)
class _Task:
    """What an import starts from."""

    record: ImportRecord
    athlete: AthleteRecord
    files: tuple[Path, ...]
    earlier: ImportRecord | None
    upload: Path
    out: Path


def run_import(work: Work, clock: Clock) -> None:
    """Do the import that `work` leases: all of it or, killed at any moment, nothing.

    The Parquet file is published under a name of this attempt's own; the manifest row, the days,
    the events and the end of the job commit in one transaction after it. What an earlier attempt
    left is an orphan, removed here. Raises what `pipeline.import_file` raises, and `NotFound` when
    the athlete or the upload is gone.
    """
    task = _task(work)
    if task.record.state == "finished":
        return
    if task.earlier is not None:
        _finish_duplicate(work, task, task.earlier, clock())
        _drop_upload(task)
        return
    _remove_attempts(task)
    _import(work, task, clock)
    _drop_upload(task)


def _import(work: Work, task: _Task, clock: Clock) -> None:
    def told(done_bytes: int, total_bytes: int, records: int) -> None:
        work.progress(done_bytes, total_bytes or None, records=records)

    outcome = import_file(
        task.upload,
        task.out,
        raw.keys(task.files),
        now=clock(),
        zone=zone(task.athlete.profile.time_zone),
        on_progress=told,
    )
    try:
        computed = _days(task, outcome)
        work.check()
    except BaseException:
        # Without its manifest row the file means nothing. Not so below: a commit whose answer is
        # lost may have happened, and the next attempt finds out.
        task.out.unlink(missing_ok=True)
        raise
    now = clock()
    with work.uow() as uow:
        if outcome.tally.added:
            _enter_file(uow, task, outcome)
            body.put_days(uow, task.athlete.id, computed, now)
        _finish(uow, task, outcome, now)
        work.finish(uow)
        uow.commit()
    if not outcome.tally.added:
        task.out.unlink(missing_ok=True)


def _days(task: _Task, outcome: ImportOutcome) -> dict[date, Day]:
    if not outcome.tally.added:
        return {}
    return body.compute(task.athlete.profile, [*task.files, task.out], outcome.days)


def _task(work: Work) -> _Task:
    athlete_id, import_id = str(work.job.athlete_id), str(work.job.payload["import_id"])
    with work.uow.reading() as uow:
        record = uow.imports.get(athlete_id, import_id)
        athlete = uow.athletes.get(athlete_id)
        files = tuple(uow.imports.files(athlete_id))
        earlier = uow.imports.by_hash(athlete_id, record.sha256) if record.sha256 else None
    upload = work.uow.data_dir / (record.upload or "")
    if record.state != "finished" and not upload.is_file():
        raise NotFound("The uploaded file is gone. Hand it in again.")
    folder = work.uow.data_dir / "athletes" / athlete_id / "raw"
    out = folder / f"{import_id}-{work.job.attempts}.parquet"
    return _Task(record, athlete, files, earlier, upload, out)


def _enter_file(uow: UnitOfWork, task: _Task, outcome: ImportOutcome) -> None:
    new = outcome.tally.new
    uow.imports.add_file(
        task.record.id, task.athlete.id, outcome.path, outcome.tally.added, new.first, new.last
    )


def _finish(uow: UnitOfWork, task: _Task, outcome: ImportOutcome, now: datetime) -> None:
    uow.imports.update(
        task.athlete.id,
        task.record.id,
        state="finished",
        source=outcome.source,
        report=report(outcome),
        finished_at=now,
    )
    data = {
        "import_id": task.record.id,
        "records": outcome.records,
        "added": outcome.tally.added,
        "rejected": outcome.rejected,
        "damaged": outcome.damage is not None,
    }
    uow.outbox.add(Event("import.finished", task.athlete.id, now, data))


def _finish_duplicate(work: Work, task: _Task, earlier: ImportRecord, now: datetime) -> None:
    """End the import of a file that was imported before: there is nothing new in it."""
    told = nothing_new(earlier.report)
    with work.uow() as uow:
        uow.imports.update(
            task.athlete.id,
            task.record.id,
            state="finished",
            source=earlier.source,
            report=told,
            duplicate=True,
            finished_at=now,
        )
        data = {"import_id": task.record.id, "duplicate_of": earlier.id, "added": 0}
        uow.outbox.add(Event("import.finished", task.athlete.id, now, data))
        work.finish(uow)
        uow.commit()


def note_failure(uow: UnitOfWork, job: Job, words: str, now: datetime) -> None:
    """Say on the import that its job failed for good, in `words`, and let the upload go."""
    athlete_id, import_id = str(job.athlete_id), str(job.payload["import_id"])
    try:
        record = uow.imports.get(athlete_id, import_id)
        athlete = uow.athletes.get(athlete_id)
    except NotFound:
        return  # the athlete was deleted meanwhile, and everything of theirs with them
    uow.imports.update(athlete_id, import_id, state="failed", error=words, finished_at=now)
    uow.outbox.add(Event("import.failed", athlete_id, now, {"import_id": import_id}))
    if record.upload and not athlete.keep_raw_file:
        (uow.data_dir / record.upload).unlink(missing_ok=True)


def _drop_upload(task: _Task) -> None:
    if not task.athlete.keep_raw_file:
        task.upload.unlink(missing_ok=True)


def _remove_attempts(task: _Task) -> None:
    """Remove what attempts that were killed have published."""
    for left in task.out.parent.glob(f"{task.record.id}*"):
        if left not in task.files:
            left.unlink(missing_ok=True)
