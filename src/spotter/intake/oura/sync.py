"""The sync: a durable job that fetches what is new and brings it in like a file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

from spotter.intake import orphans
from spotter.intake import service as intake
from spotter.intake.oura.app import VENDOR, Refused, Revoked, Unreachable
from spotter.intake.oura.client import Answer, Client, TooFast, Withheld
from spotter.intake.oura.connection import Oura, access_of, ask_again, mark_revoked
from spotter.intake.oura.plan import FETCHED, Part, parts
from spotter.intake.oura.spool import Spool
from spotter.kit.errors import NotFound
from spotter.kit.time import Clock
from spotter.store.records import ConnectionRecord, Job
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Later, Work

# A pause this short is waited for; a longer one would keep others' jobs waiting too.
_SHORT = timedelta(seconds=20)
_OUT_OF_REACH = timedelta(minutes=10)
# Tokens of pages do not live for ever: a sync that waited longer begins anew.
_FRESH = timedelta(hours=12)
_MOST_PAGES = 20_000


def sync_handler(oura: Oura, clock: Clock) -> Handler:
    """Return the handler of the job `SYNC`."""

    def run(work: Work) -> None:
        _run(work, oura, clock)

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        _note_failure(uow, job, words, clock(), oura.app.every)

    return Handler(run, failed)


@dataclass(slots=True)
class _Fetch:
    """A sync on its way: what was fetched, what Oura withholds, and up to when each kind is."""

    work: Work
    client: Client
    spool: Spool
    record: ConnectionRecord
    withheld: dict[str, str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)


def _run(work: Work, oura: Oura, clock: Clock) -> None:
    athlete_id = str(work.job.athlete_id)
    with work.uow.reading() as uow:
        record = uow.connections.get(athlete_id, VENDOR)
    path = work.uow.data_dir / "athletes" / athlete_id / "sync" / f"{work.job.id}.jsonl"
    if record is None or record.state != "connected":
        path.unlink(missing_ok=True)
        return
    orphans.remove_superseded(work.uow, athlete_id)
    # What was fetched before it was connected (anew) may be of another account.
    since = max(clock() - _FRESH, record.connected_at)
    spool = Spool.at(path, clock(), since)
    access = access_of(work.uow, oura, athlete_id, clock)
    try:
        with Client(oura.app.api_url, access, clock) as client:
            fetch = _Fetch(work, client, spool, record)
            _fetch(fetch)
    except TooFast as error:
        raise Later(error.message, error.after) from error
    except Unreachable as error:
        words = f"{error.message} It is tried again every ten minutes."
        raise Later(words, _OUT_OF_REACH) from error
    except Revoked:
        mark_revoked(work.uow, athlete_id)
        raise
    _bring_in(work, fetch, path, clock, oura.app.every)


def _fetch(fetch: _Fetch) -> None:
    """Fetch every kind; raises `TooFast`, `Unreachable`, `Revoked`, `Refused`, `DiskFull`."""
    for number, kind in enumerate(FETCHED):
        fetch.work.progress(number, len(FETCHED), f"Oura: {kind.name}")
        first = fetch.spool.first_day
        known = date.fromisoformat(first) if first else None
        cursor = fetch.record.cursors.get(kind.name)
        try:
            for part in parts(kind, cursor, fetch.spool.fetched, known):
                _fetch_part(fetch, part)
        except Withheld as error:
            fetch.withheld[kind.name] = error.message
        else:
            fetch.cursors[kind.name] = fetch.spool.fetched.isoformat()
    if len(fetch.withheld) == len(FETCHED):
        raise Refused(
            "Oura gives nothing of what it has: nothing was granted, or the membership has ended. "
            "Connect again and tick what Spotter may read."
        )


def _fetch_part(fetch: _Fetch, part: Part) -> None:
    begun = part.name in fetch.spool.next_tokens
    token = fetch.spool.next_tokens.get(part.name)
    if begun and token is None:
        return
    for _ in range(_MOST_PAGES):
        asked = {**part.asked, **({"next_token": token} if token else {})}
        answer = _patiently(fetch, part, asked)
        # A token that leads to itself would lead on for ever.
        following = answer.next_token if answer.next_token != token else None
        fetch.spool.add(part.kind.name, part.name, answer.documents, following)
        if following is None:
            return
        token = following
        fetch.work.check()
    raise Refused(f"Oura's pages of {part.kind.name} do not end.")


def _patiently(fetch: _Fetch, part: Part, asked: dict[str, str]) -> Answer:
    """Return a page, after a short pause where Oura asks for one."""
    while True:
        try:
            return fetch.client.page(part.kind, asked)
        except TooFast as pause:
            if pause.after > _SHORT:
                raise
            until = monotonic() + pause.after.total_seconds()
            while (left := until - monotonic()) > 0:
                fetch.work.check()
                sleep(min(left, 0.5))


def _bring_in(work: Work, fetch: _Fetch, path: Path, clock: Clock, every: timedelta) -> None:
    athlete_id = str(work.job.athlete_id)

    def then(uow: UnitOfWork, now: datetime) -> None:
        changes = {
            "cursors": {**fetch.record.cursors, **fetch.cursors},
            "withheld": fetch.withheld,
            "synced_at": now,
            "trouble": None,
        }
        if uow.connections.change(athlete_id, VENDOR, changes):
            ask_again(uow, athlete_id, now, every)

    if not fetch.spool.documents:
        _end(work, then, clock)
        path.unlink(missing_ok=True)
        return
    with work.uow() as uow:
        _enter(uow, work.job, path, clock())
        uow.commit()
    intake.run_sync(work, work.job.id, clock, then)


def _end(work: Work, then: Callable[[UnitOfWork, datetime], None], clock: Clock) -> None:
    with work.uow() as uow:
        then(uow, clock())
        work.finish(uow)
        uow.commit()


def _enter(uow: UnitOfWork, job: Job, path: Path, now: datetime) -> None:
    """Enter the import of what was fetched: once, however often the job is tried."""
    athlete_id = str(job.athlete_id)
    with suppress(NotFound):
        uow.imports.get(athlete_id, job.id)
        return
    uow.imports.add(
        athlete_id,
        "Oura",
        path.stat().st_size,
        import_id=job.id,
        upload=path.relative_to(uow.data_dir).as_posix(),
        job_id=job.id,
        source=VENDOR,
        now=now,
    )


def _note_failure(uow: UnitOfWork, job: Job, words: str, now: datetime, every: timedelta) -> None:
    """Say on the connection what the sync failed on; while it is connected, go on later."""
    athlete_id = str(job.athlete_id)
    uow.imports.remove(athlete_id, job.id)
    path = uow.data_dir / "athletes" / athlete_id / "sync" / f"{job.id}.jsonl"
    path.unlink(missing_ok=True)
    record = uow.connections.get(athlete_id, VENDOR)
    if record is None:
        return
    uow.connections.change(athlete_id, VENDOR, {"trouble": words})
    if record.state == "connected":
        ask_again(uow, athlete_id, now, every)
