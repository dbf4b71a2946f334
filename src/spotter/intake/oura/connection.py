"""An athlete's connection to Oura: made, looked at, renewed, given back."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from spotter.intake.oura import login
from spotter.intake.oura.app import (
    REVOKED,
    SYNC,
    VENDOR,
    App,
    NotConnected,
    Revoked,
    Unreachable,
)
from spotter.intake.oura.client import Client, TooFast, Withheld
from spotter.intake.oura.kinds import KINDS
from spotter.intake.oura.login import Grant
from spotter.kit.errors import BadInput
from spotter.kit.ids import new_id
from spotter.kit.time import Clock
from spotter.store.records import ConnectionRecord, Job
from spotter.store.uow import UnitOfWork, Units
from spotter.store.vault import Vault, VaultClosed

# Longer than a renewal may take, request and answer.
_RENEWAL = timedelta(seconds=60)
_LOOK_S = 0.2

State = Literal["none", "connected", "revoked"]


@dataclass(frozen=True, slots=True)
class Oura:
    """What every step of a connection needs."""

    app: App
    vault: Vault = field(repr=False)


@dataclass(frozen=True, slots=True)
class Status:
    """How a connection stands. `trouble` says what the last sync failed on and what to do.

    `withheld` are kinds of document that Oura does not give, `next_at` when it is asked again.
    """

    state: State
    personal: bool = False
    scopes: tuple[str, ...] = ()
    connected_at: datetime | None = None
    synced_at: datetime | None = None
    next_at: datetime | None = None
    running: bool = False
    note: str = ""
    trouble: str | None = None
    withheld: tuple[str, ...] = ()


def status(uow: UnitOfWork, athlete_id: str) -> Status:
    """Return how the athlete's connection stands."""
    record = uow.connections.get(athlete_id, VENDOR)
    if record is None:
        return Status("none")
    jobs = uow.jobs.of_athlete(SYNC, athlete_id)
    running = next((job for job in jobs if job.state == "running"), None)
    waiting = next((job for job in jobs if job.state == "queued"), None)
    return Status(
        record.state,
        personal=record.personal,
        scopes=tuple(record.scopes.split()),
        connected_at=record.connected_at,
        synced_at=record.synced_at,
        next_at=None if waiting is None else waiting.run_after,
        running=running is not None,
        note=running.note if running else "",
        trouble=(waiting.error if waiting and waiting.error else None) or record.trouble,
        withheld=tuple(sorted(record.withheld)),
    )


def connect(units: Units, oura: Oura, athlete_id: str, grant: Grant, clock: Clock) -> None:
    """Keep what Oura granted and ask for the first sync; the earlier connection is replaced.

    Raises `BadInput` when Oura does not accept it, `NotFound` for nobody, `Unreachable`.
    """
    _try(oura, grant, clock)
    now = clock()
    with units() as uow:
        uow.athletes.get(athlete_id)
        uow.connections.put(
            athlete_id,
            ConnectionRecord(
                athlete_id,
                VENDOR,
                "connected",
                _locked(oura, athlete_id, grant),
                personal=grant.refresh is None,
                scopes=grant.scopes,
                connected_at=now,
                expires_at=grant.expires_at,
            ),
        )
        _ask(uow, athlete_id, now)
        uow.commit()


def personal(token: str) -> Grant:
    """Return a personal access token as a grant; raises `BadInput` when it cannot be one."""
    token = token.strip()
    if not re.fullmatch(r"[!-~]{1,4096}", token):
        raise BadInput("This is no personal access token of Oura.", field="token")
    return Grant(token)


def _try(oura: Oura, grant: Grant, clock: Clock) -> None:
    """Ask Oura who the athlete is, to see that the access works; nothing of it is kept."""
    with Client(oura.app.api_url, lambda _: grant.access, clock) as client:
        try:
            client.page(KINDS["personal_info"], {})
        except Revoked as error:
            raise BadInput(
                "Oura does not accept this token. Personal access tokens are no longer given out; "
                "connect by signing in at Oura instead.",
                field="token",
            ) from error
        except (Withheld, TooFast):
            return  # it works, and gives other things


def disconnect(units: Units, oura: Oura, athlete_id: str) -> bool:
    """Forget the connection and give the access back; what was fetched stays.

    Returns whether Oura heard of it, where there was something to give back.
    """
    with units() as uow:
        record = uow.connections.get(athlete_id, VENDOR)
        uow.connections.remove(athlete_id, VENDOR)
        uow.commit()
    if record is None or record.personal or record.state != "connected":
        return True
    try:
        return login.revoke(oura.app, _opened(oura, record).access)
    except VaultClosed:
        return False


def sync_now(uow: UnitOfWork, athlete_id: str, now: datetime) -> None:
    """Ask for a sync at once; raises `NotConnected`, `Revoked`.

    A sync that Oura told to wait waits.
    """
    need(uow.connections.get(athlete_id, VENDOR))
    _ask(uow, athlete_id, now)


def ask_again(uow: UnitOfWork, athlete_id: str, now: datetime, every: timedelta) -> None:
    """Ask for the next sync, `every` from now, unless one is asked for."""
    waiting = [job for job in uow.jobs.of_athlete(SYNC, athlete_id) if job.state == "queued"]
    if not waiting:
        _enqueue(uow, athlete_id, now, now + every)
    # One row a sync; a month of them is enough to look into what happened.
    uow.jobs.forget(SYNC, athlete_id, now - timedelta(days=30))


def _ask(uow: UnitOfWork, athlete_id: str, now: datetime) -> None:
    jobs = uow.jobs.of_athlete(SYNC, athlete_id)
    waiting: list[Job] = [job for job in jobs if job.state == "queued"]
    if not jobs:
        _enqueue(uow, athlete_id, now, now)
    elif waiting and waiting[0].error is None:
        uow.jobs.hasten(waiting[0].id, now)


def _enqueue(uow: UnitOfWork, athlete_id: str, now: datetime, at: datetime) -> None:
    uow.jobs.enqueue(SYNC, athlete_id, {}, new_id(), now=now, run_after=at)


def need(record: ConnectionRecord | None) -> ConnectionRecord:
    """Return a connection that works; raises `NotConnected`, `Revoked`."""
    if record is None:
        raise NotConnected("Oura is not connected. Connect it on the page Oura first.")
    if record.state == "revoked":
        raise Revoked(REVOKED)
    return record


def access_of(units: Units, oura: Oura, athlete_id: str, clock: Clock) -> Callable[[bool], str]:
    """Return what gives the athlete's access; called with True it renews it first.

    Only one process renews at a time, since a refresh token is good for one renewal: the others
    wait for what it got. It raises `NotConnected`, `Revoked`, and `Unreachable`, also when the
    athlete has connected anew meanwhile: what was fetched may be of another account.
    """
    used: list[str] = []
    begun = _current(units, athlete_id).connected_at

    def access(refused: bool) -> str:
        record = _current(units, athlete_id)
        if record.connected_at != begun:
            raise Unreachable("Oura was connected anew meanwhile; the sync begins again.")
        grant = _opened(oura, record)
        fresh = record.expires_at is None or record.expires_at > clock()
        if not fresh or (refused and grant.access in used):
            grant = _renew(units, oura, record, grant, clock)
        used[:] = [grant.access]
        return grant.access

    return access


def _current(units: Units, athlete_id: str) -> ConnectionRecord:
    with units.reading() as uow:
        return need(uow.connections.get(athlete_id, VENDOR))


def _renew(units: Units, oura: Oura, record: ConnectionRecord, old: Grant, clock: Clock) -> Grant:
    athlete_id = record.athlete_id
    if old.refresh is None:
        raise mark_revoked(units, athlete_id)
    if not _claimed(units, athlete_id, clock()):
        return _others(units, oura, athlete_id, old)
    # Between looking and claiming another may have renewed it and be done.
    now_kept = _opened(oura, _current(units, athlete_id))
    if now_kept.access != old.access:
        _change(units, athlete_id, renewing_until=None)
        return now_kept
    try:
        new = login.renewed(oura.app, old.refresh, clock())
    except Revoked as error:
        raise mark_revoked(units, athlete_id) from error
    except BaseException:
        _change(units, athlete_id, renewing_until=None)
        raise
    new = replace(new, refresh=new.refresh or old.refresh)
    _change(
        units,
        athlete_id,
        secret=_locked(oura, athlete_id, new),
        expires_at=new.expires_at,
        renewing_until=None,
    )
    return new


def _claimed(units: Units, athlete_id: str, now: datetime) -> bool:
    with units() as uow:
        claimed = uow.connections.begin_renewal(athlete_id, VENDOR, now, _RENEWAL)
        uow.commit()
    return claimed


def _others(units: Units, oura: Oura, athlete_id: str, old: Grant) -> Grant:
    """Return what another process renewed."""
    until = time.monotonic() + _RENEWAL.total_seconds()
    while time.monotonic() < until:
        time.sleep(_LOOK_S)
        record = _current(units, athlete_id)
        found = _opened(oura, record)
        if found.access != old.access:
            return found
        if record.renewing_until is None:
            break
    raise Unreachable("The access to Oura could not be renewed just now.")


def mark_revoked(units: Units, athlete_id: str) -> Revoked:
    """Note that Oura accepts the access no longer; return the error that says so."""
    _change(units, athlete_id, state="revoked", trouble=REVOKED, renewing_until=None)
    return Revoked(REVOKED)


def _change(units: Units, athlete_id: str, **changes: object) -> None:
    with units() as uow:
        there = uow.connections.change(athlete_id, VENDOR, changes)
        uow.commit()
    if not there:
        raise NotConnected("Oura was disconnected meanwhile.")


def _locked(oura: Oura, athlete_id: str, grant: Grant) -> bytes:
    said = json.dumps({"access": grant.access, "refresh": grant.refresh})
    return oura.vault.lock(said, f"{VENDOR}/{athlete_id}")


def _opened(oura: Oura, record: ConnectionRecord) -> Grant:
    said = json.loads(oura.vault.open(record.secret, f"{VENDOR}/{record.athlete_id}"))
    return Grant(said["access"], said["refresh"], record.expires_at, record.scopes)
