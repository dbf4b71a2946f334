"""An import taken back: its records, its account and its file go, and its days are made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from spotter.body import raw
from spotter.body import service as body
from spotter.events.types import Event
from spotter.intake.orphans import remove_unnamed
from spotter.kit.errors import Conflict, NotFound
from spotter.kit.time import Clock
from spotter.store.records import ImportRecord, ImportState, Job
from spotter.store.repositories.imports import REMOVE
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

_OVER = ("finished", "failed")


def request_removal(
    uow: UnitOfWork, athlete_id: str, import_id: str, now: datetime
) -> ImportRecord:
    """Ask for an import to be taken back with all it brought; return it, waiting for that.

    What a connection fetched goes as a whole, and only when there is no connection any more: it
    would come again. Raises `NotFound`, and `Conflict` when the import is not over yet.
    """
    uow.athletes.get(athlete_id, lock=True)
    found = uow.imports.get(athlete_id, import_id)
    if found.leaving:
        return found
    if found.state not in _OVER:
        raise Conflict("It is still being read; take it back when it is over.")
    if found.is_sync and uow.connections.get(athlete_id, found.source) is not None:
        raise Conflict(
            "A connection fetched this, and would fetch it again. Disconnect first; then all that "
            "it fetched can be taken back."
        )
    payload = {"import_id": import_id, "state": found.state}
    # Tried again after a failure it is another job.
    job_id = uow.jobs.enqueue(REMOVE, athlete_id, payload, f"{import_id}:{found.job_id}", now=now)
    uow.imports.update(athlete_id, import_id, state="queued", job_id=job_id)
    return uow.imports.get(athlete_id, import_id)


def removal_handler(clock: Clock) -> Handler:
    """Return the handler of the job `REMOVE`."""

    def run(work: Work) -> None:
        run_removal(work, clock)

    return Handler(run, _stays)


def _stays(uow: UnitOfWork, job: Job, _: str) -> None:
    """Leave an import as it was that could not be taken back."""
    state: ImportState = "failed" if job.payload.get("state") == "failed" else "finished"
    try:
        uow.imports.update(str(job.athlete_id), str(job.payload["import_id"]), state=state)
    except NotFound:
        return  # the athlete was deleted meanwhile


@dataclass(frozen=True, slots=True)
class _Going:
    """What goes: imports, their files, the UTC dates of their rows, and whether sets are told."""

    imports: Sequence[ImportRecord]
    files: Sequence[Path]
    days: frozenset[date]
    sets: bool


def run_removal(work: Work, clock: Clock) -> None:
    """Take back the import that `work` leases: all of it or, killed at any moment, nothing.

    The days are computed from the other files outside any lock; then rows, days, the event and the
    end of the job commit in one transaction. Files go after it: what a kill leaves of them is
    nobody's, and the next start removes it.
    """
    athlete_id, import_id = str(work.job.athlete_id), str(work.job.payload["import_id"])
    with work.uow.reading() as uow:
        profile = uow.athletes.get(athlete_id).profile
        owners, unit = uow.imports.owners(athlete_id), uow.imports.mass_unit(athlete_id)
        order = uow.source_orders.of(athlete_id)
        every = uow.imports.every(athlete_id)
    going = _going(every, owners, import_id)
    rest = {path: owner for path, owner in owners.items() if path not in going.files}
    computed = body.compute(profile, list(rest), going.days, order) if going.days else {}
    sets = body.compute_sets(profile, rest, going.days, unit=unit) if going.sets else []
    work.check()
    with work.uow() as uow:
        _forget(uow, athlete_id, going, _sharing(every, going))
        if unit is not None:
            uow.imports.put_mass_unit(athlete_id, unit)
        if going.days:
            body.put_days(uow, athlete_id, computed, clock())
        if going.sets:
            uow.done_sets.put(athlete_id, sets, body.around(going.days))
        data = {"import_id": import_id, "days": len(going.days)}
        uow.outbox.add(Event("import.removed", athlete_id, clock(), data))
        work.finish(uow)
        uow.commit()
    for path in going.files:
        path.unlink(missing_ok=True)
    remove_unnamed(work.uow, athlete_id)


def _forget(
    uow: UnitOfWork, athlete_id: str, going: _Going, sharing: Sequence[ImportRecord]
) -> None:
    for one in going.imports:
        uow.imports.remove(athlete_id, one.id)
    for one in sharing:
        uow.imports.update(athlete_id, one.id, report={**one.report, "incomplete": True})


def _going(every: Sequence[ImportRecord], owners: dict[Path, str], import_id: str) -> _Going:
    """Return what goes with an import: the same file once more, or all syncs of its source.

    Raises `NotFound`.
    """
    asked = next((one for one in every if one.id == import_id), None)
    if asked is None:
        raise NotFound("There is no such import.")
    imports = [asked]
    if asked.is_sync:
        imports += [one for one in every if one.is_sync and one.source == asked.source]
    elif not asked.dry_run and not asked.duplicate:
        imports += [one for one in every if one.duplicate and one.sha256 == asked.sha256]
    imports = list({one.id: one for one in imports}.values())
    ids = {one.id for one in imports}
    files = [path for path, owner in owners.items() if owner in ids]
    days, sets = set[date](), False
    for path in files:
        rows = raw.scan([path])
        ends = rows.select(pl.concat([pl.col("start"), pl.col("end")]).dt.date().unique())
        days.update(ends.collect()["start"].to_list())
        sets = sets or not rows.filter(pl.col("signal") == "set").head(1).collect().is_empty()
    return _Going(imports, files, frozenset(days), sets)


def _sharing(every: Sequence[ImportRecord], going: _Going) -> list[ImportRecord]:
    """Return later imports that may have left out records because those that go brought them."""
    gone = {one.id for one in going.imports}
    since = min(one.created_at for one in going.imports)
    return [
        one
        for one in every
        if one.id not in gone
        and one.state == "finished"
        and one.created_at >= since
        and one.report.get("known")
        and not (one.duplicate or one.dry_run or one.is_sync)
        and going.files
    ]
