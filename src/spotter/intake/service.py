"""Imports as the other rooms know them: asked for, run by the worker, looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from spotter.body import raw
from spotter.body import service as body
from spotter.body.priority import Order
from spotter.body.sets import ImportedSet
from spotter.body.state import Day
from spotter.events.types import Event
from spotter.intake.kept import keep, kept_path
from spotter.intake.naming import MassUnit, put_mass_unit
from spotter.intake.pipeline import ImportOutcome, Outcome, import_file
from spotter.intake.reach import Reach, reaching
from spotter.intake.report import nothing_new, report
from spotter.intake.versions import EDITED, FOLD_ROWS, Settled, Written, settle
from spotter.kit.errors import NotFound
from spotter.kit.ids import new_id
from spotter.kit.room import little_room
from spotter.kit.time import Clock, zone
from spotter.store.full import no_room
from spotter.store.records import AthleteRecord, ImportRecord, Job, RejectedRecord
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

IMPORT = "intake.import"
LITTLE_ROOM = "There is hardly any room left on the server; this waits until some is made."

Then = Callable[[UnitOfWork, datetime], None]


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
    mass_unit: MassUnit | None = None,
) -> ImportRecord:
    """Enter an uploaded file and the job that reads it; return the import, queued.

    `mass_unit` is what the athlete says the loads of logs are in that do not tell it. The file at
    `path` belongs to the import from the commit on. Raises `NotFound` for nobody.
    """
    import_id = entered(
        uow, athlete_id, path, IMPORT, name=name, size_bytes=size_bytes, sha256=sha256, now=now
    )
    if mass_unit is not None:
        put_mass_unit(uow, athlete_id, mass_unit, now)
    data = {"import_id": import_id, "size_bytes": size_bytes}
    uow.outbox.add(Event("import.requested", athlete_id, now, data))
    return uow.imports.get(athlete_id, import_id)


def entered(
    uow: UnitOfWork,
    athlete_id: str,
    path: Path,
    job: str,
    /,
    *,
    name: str,
    size_bytes: int,
    sha256: str,
    now: datetime,
    dry_run: bool = False,
) -> str:
    """Enter an uploaded file and the `job` that works on it; return the import's id.

    Raises `NotFound` for nobody.
    """
    uow.athletes.get(athlete_id)
    import_id = new_id()
    job_id = uow.jobs.enqueue(job, athlete_id, {"import_id": import_id}, import_id, now=now)
    upload = path.relative_to(uow.data_dir) if path.is_relative_to(uow.data_dir) else path
    uow.imports.add(
        athlete_id,
        name,
        size_bytes,
        import_id=import_id,
        sha256=sha256,
        upload=upload.as_posix(),
        job_id=job_id,
        dry_run=dry_run,
        now=now,
    )
    return import_id


def get_import(uow: UnitOfWork, athlete_id: str, import_id: str) -> ImportRecord:
    """Return one import of the athlete; raises `NotFound`."""
    return _noted(uow, uow.imports.get(athlete_id, import_id))


@dataclass(frozen=True, slots=True)
class RejectedPage:
    """Some of the records that an import refused.

    `total` were refused, of which the first `kept` can be looked at; `reasons` counts all of them.
    """

    total: int
    kept: int
    reasons: Mapping[str, int]
    records: tuple[RejectedRecord, ...]

    @property
    def cut(self) -> bool:
        """Return whether more were refused than can be looked at."""
        return self.total > self.kept


def rejected(
    uow: UnitOfWork,
    athlete_id: str,
    import_id: str,
    *,
    first: int = 0,
    count: int = 100,
    reason: str | None = None,
) -> RejectedPage:
    """Return refused records of an import from number `first` on; raises `NotFound`.

    Of a file that had been imported before, those of its first import.
    """
    record = uow.imports.get(athlete_id, import_id)
    told: Any = record.report
    if record.duplicate and record.sha256:
        earlier = uow.imports.by_hash(athlete_id, record.sha256)
        import_id = earlier.id if earlier else import_id
    found = uow.rejected.page(athlete_id, import_id, first, count, reason)
    return RejectedPage(
        told.get("rejected", 0),
        # Accounts of older imports kept none.
        told.get("rejected_kept", 0),
        told.get("rejected_by_reason", {}),
        tuple(found),
    )


def list_imports(uow: UnitOfWork, athlete_id: str) -> list[ImportRecord]:
    """Return every import of the athlete, newest first."""
    return [_noted(uow, one) for one in uow.imports.list(athlete_id)]


def imports_page(uow: UnitOfWork, athlete_id: str, first: int, count: int) -> list[ImportRecord]:
    """Return `count` looks and imports from the `first` on: looks, then imports, newest first."""
    return [_noted(uow, one) for one in uow.imports.page(athlete_id, first, count)]


def _noted(uow: UnitOfWork, found: ImportRecord) -> ImportRecord:
    """Return `found`, which says so where it may wait for room: on a full disk no job can."""
    if found.state in {"finished", "failed"} or not little_room(uow.data_dir):
        return found
    return replace(found, note=f"{found.note} {LITTLE_ROOM}".strip())


def import_handler(clock: Clock) -> Handler:
    """Return the handler of the job `IMPORT`."""

    def run(work: Work) -> None:
        run_import(work, clock)

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        note_failure(uow, job, words, clock())

    return Handler(run, failed)


@dataclass(frozen=True, slots=True)
class _Task:
    """What an import starts from.

    `edited` are files of edited documents → their rows, `reaches` all of earlier imports → from
    when to when they speak.
    """

    record: ImportRecord
    athlete: AthleteRecord
    owners: Mapping[Path, str]
    order: Order
    mass_unit: str | None
    earlier: ImportRecord | None
    upload: Path
    out: Path
    edited: Mapping[Path, int]
    reaches: Mapping[Path, Reach]
    then: Then | None = None

    @property
    def files(self) -> list[Path]:
        """Return the raw files of earlier imports, oldest first."""
        return list(self.owners)

    @property
    def small(self) -> list[Path]:
        """Return the files of earlier syncs that a sync may join into one."""
        return [
            path
            for path, rows in self.edited.items()
            if self.record.is_sync and 0 < rows < FOLD_ROWS
        ]


def run_import(work: Work, clock: Clock) -> None:
    """Do the import that `work` leases: all of it or, killed at any moment, nothing.

    The Parquet file is published under a name of this attempt's own; the manifest row, the days,
    the events and the end of the job commit in one transaction after it. What an earlier attempt
    left is an orphan, removed here. Raises what `pipeline.import_file` raises, and `NotFound` when
    the athlete or the upload is gone.
    """
    _run(work, _task(work, str(work.job.payload["import_id"])), clock)


def run_sync(work: Work, import_id: str, clock: Clock, then: Then) -> None:
    """Import what a sync has fetched, as `run_import` does; `then` is part of its transaction."""
    _run(work, _task(work, import_id, then), clock)


def _run(work: Work, task: _Task, clock: Clock) -> None:
    if task.record.state == "finished":
        return
    if task.earlier is not None:
        _finish_duplicate(work, task, task.earlier, clock())
        task.upload.unlink(missing_ok=True)
        return
    _remove_attempts(task)
    _import(work, task, clock)
    task.upload.unlink(missing_ok=True)


def _import(work: Work, task: _Task, clock: Clock) -> None:
    def told(done_bytes: int, total_bytes: int, records: int) -> None:
        work.progress(done_bytes, total_bytes or None, records=records)

    outcome = import_file(
        task.upload,
        task.out,
        raw.keys(task.files),
        now=clock(),
        zone=zone(task.athlete.profile.time_zone),
        name=task.record.name,
        on_progress=told,
    )
    try:
        settled = _settled(task, outcome)
    except BaseException:
        task.out.unlink(missing_ok=True)
        raise
    try:
        computed = _computed(task, outcome, settled)
        work.check()
    except BaseException:
        # Without its manifest row the file means nothing. Not so below: a commit whose answer is
        # lost may have happened, and the next attempt finds out.
        settled.discard()
        raise
    try:
        _enter(work, task, _Brought(outcome, settled, computed), clock())
    except SQLAlchemyError as error:
        # A full disk is an answer; without the files there is room to say so.
        if no_room(error) and not _entered(work, task):
            settled.discard()
        raise
    if not outcome.tally.added:
        task.out.unlink(missing_ok=True)


def _settled(task: _Task, outcome: ImportOutcome) -> Settled:
    new = outcome.tally.new
    out = Written(task.out, outcome.tally.added, new.first, new.last)
    if not outcome.tally.added or outcome.source not in EDITED:
        return Settled(out)
    return settle(out, list(task.edited), task.small)


def _entered(work: Work, task: _Task) -> bool:
    with work.uow.reading() as uow:
        try:
            return uow.imports.get(task.athlete.id, task.record.id).state == "finished"
        except NotFound:
            return True  # there was nothing to tell of, and that is done


@dataclass(frozen=True, slots=True)
class _Computed:
    """What an import changes of the body: `days`, and the `sets` of the dates `trained`."""

    days: dict[date, Day]
    trained: frozenset[date]
    sets: list[ImportedSet]


@dataclass(frozen=True, slots=True)
class _Brought:
    """What an import made: its account, its files, and what they change of the body."""

    outcome: ImportOutcome
    settled: Settled
    computed: _Computed


def _enter(work: Work, task: _Task, brought: _Brought, now: datetime) -> None:
    """Make the files, what follows from them and the end of the job true, in one transaction."""
    outcome, settled = brought.outcome, brought.settled
    with work.uow() as uow:
        if outcome.tally.added:
            _enter_files(uow, task, settled)
            _enter_body(uow, task, brought.computed, now)
        if task.record.is_sync and not outcome.tally.added:
            # What brought nothing is told by the connection; a list of it would say nothing.
            uow.imports.remove(task.athlete.id, task.record.id)
        else:
            _finish(uow, task, outcome, settled, now)
            uow.rejected.add(task.athlete.id, task.record.id, refused_in(outcome))
            _put_away(uow, task)
        if task.then is not None:
            task.then(uow, now)
        work.finish(uow)
        uow.commit()


def _computed(task: _Task, outcome: ImportOutcome, settled: Settled) -> _Computed:
    if not outcome.tally.added:
        return _Computed({}, frozenset(), [])
    files = settled.owners(task.owners, task.record.id)
    profile, touched = task.athlete.profile, outcome.days | settled.days
    near = reaching(files, task.reaches, touched)
    days = body.compute(profile, near, touched, task.order)
    kind = outcome.tally.kinds.get("set")
    if kind is None or not kind.added:
        return _Computed(days, frozenset(), [])
    sets = body.compute_sets(profile, files, touched, unit=task.mass_unit)
    return _Computed(days, frozenset(body.around(touched)), sets)


def _enter_body(uow: UnitOfWork, task: _Task, computed: _Computed, now: datetime) -> None:
    body.put_days(uow, task.athlete.id, computed.days, now)
    uow.done_sets.put(task.athlete.id, computed.sets, computed.trained)


def _task(work: Work, import_id: str, then: Then | None = None) -> _Task:
    athlete_id = str(work.job.athlete_id)
    with work.uow.reading() as uow:
        record = uow.imports.get(athlete_id, import_id)
        athlete = uow.athletes.get(athlete_id)
        owners = uow.imports.owners(athlete_id)
        order, unit = uow.source_orders.of(athlete_id), uow.imports.mass_unit(athlete_id)
        edited = uow.imports.rows_of(athlete_id, EDITED)
        reaches = uow.imports.reaches(athlete_id)
        earlier = uow.imports.by_hash(athlete_id, record.sha256) if record.sha256 else None
    upload = work.uow.data_dir / (record.upload or "")
    if record.state != "finished" and not upload.is_file():
        raise NotFound("The uploaded file is gone. Hand it in again.")
    folder = work.uow.data_dir / "athletes" / athlete_id / "raw"
    out = folder / f"{import_id}-{work.job.attempts}.parquet"
    return _Task(record, athlete, owners, order, unit, earlier, upload, out, edited, reaches, then)


def _enter_files(uow: UnitOfWork, task: _Task, settled: Settled) -> None:
    for path, one in settled.kept.items():
        owner = task.owners[path]
        uow.imports.add_file(owner, task.athlete.id, one.path, one.rows, one.first, one.last)
    uow.imports.remove_files(task.athlete.id, settled.gone)
    for one in settled.own:
        uow.imports.add_file(
            task.record.id, task.athlete.id, one.path, one.rows, one.first, one.last
        )


def _finish(
    uow: UnitOfWork, task: _Task, outcome: ImportOutcome, settled: Settled, now: datetime
) -> None:
    told = {**report(outcome), "replaced": settled.replaced, "stale": settled.stale}
    uow.imports.update(
        task.athlete.id,
        task.record.id,
        state="finished",
        source=outcome.source,
        report=told,
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
        _put_away(uow, task)
        work.finish(uow)
        uow.commit()


def note_failure(uow: UnitOfWork, job: Job, words: str, now: datetime) -> None:
    """Say on the import that its job failed for good, in `words`, and let the upload go."""
    athlete_id, import_id = str(job.athlete_id), str(job.payload["import_id"])
    try:
        record = uow.imports.get(athlete_id, import_id)
    except NotFound:
        return  # the athlete was deleted meanwhile, and everything of theirs with them
    uow.imports.update(athlete_id, import_id, state="failed", error=words, finished_at=now)
    uow.outbox.add(Event("import.failed", athlete_id, now, {"import_id": import_id}))
    if record.upload:
        uow.imports.put_upload(athlete_id, import_id, None)
        (uow.data_dir / record.upload).unlink(missing_ok=True)


def _put_away(uow: UnitOfWork, task: _Task) -> None:
    """Keep the file that was read in the athlete's folder, or nothing of it.

    It is there before the row that names it commits; what no row names is an orphan.
    """
    # Asked again here: the athlete may have chosen otherwise while the file was read.
    if not uow.athletes.get(task.athlete.id, lock=True).keep_raw_file:
        uow.imports.put_upload(task.athlete.id, task.record.id, None)
        return
    place = kept_path(uow.data_dir, task.record)
    keep(task.upload, place)
    where = place.relative_to(uow.data_dir).as_posix()
    uow.imports.put_upload(task.athlete.id, task.record.id, where)


def refused_in(outcome: Outcome) -> list[RejectedRecord]:
    """Return the records that were refused, as far as they are kept."""
    return [RejectedRecord(one.reason, one.type, one.told) for one in outcome.tally.rejected.first]


def _remove_attempts(task: _Task) -> None:
    """Remove what attempts that were killed have published."""
    for left in task.out.parent.glob(f"{task.record.id}*"):
        if left not in task.files:
            left.unlink(missing_ok=True)
