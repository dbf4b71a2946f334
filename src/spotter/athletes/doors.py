"""Doors: how often a sign-in may fail before the door stays shut for a while."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from spotter.kit.errors import SpotterError
from spotter.store.records import Knock
from spotter.store.uow import UnitOfWork

# Failures are forgotten after this long without the door shutting.
WINDOW = timedelta(minutes=15)
# OWASP Authentication Cheat Sheet: lock on failures per account, not only per address; an address
# is allowed more because a household or an office may share it.
PER_ACCOUNT = 5
PER_ADDRESS = 25
# The first shut lasts this long, each further failure doubles it up to the longest.
FIRST_SHUT = timedelta(seconds=30)
LONGEST_SHUT = timedelta(minutes=15)


class TooManyAttempts(SpotterError):
    """Sign-ins failed too often; `retry_after_s` says when to try again."""

    code = "too_many_attempts"
    status = 429

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"Too many failed sign-ins. Try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s


def account_door(name_key: str) -> str:
    """Return the door of an account name, known or not."""
    return f"account:{hashlib.sha256(name_key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def address_door(address: str) -> str:
    """Return the door of a network address."""
    return f"address:{hashlib.sha256(address.encode()).hexdigest()}"


def knock(uow: UnitOfWork, doors: dict[str, int], now: datetime) -> None:
    """Count one try at each of `doors` (door → failures allowed) before it is known to fail.

    Counting first means that a hundred tries at once get no more than the allowed ones. Raises
    `TooManyAttempts` when one is shut.
    """
    # In one order, so that two sign-ins never wait for each other's door.
    known = {door: uow.accounts.knock(door, now) for door in sorted(doors)}
    wait = max((_wait(found, now) for found in known.values()), default=timedelta())
    if wait > timedelta():
        raise TooManyAttempts(ceil(wait.total_seconds()))
    for door, found in known.items():
        uow.accounts.put_knock(door, _counted(found, doors[door], now))


def _wait(found: Knock, now: datetime) -> timedelta:
    return timedelta() if found.closed_until is None else found.closed_until - now


def _counted(found: Knock, allowed: int, now: datetime) -> Knock:
    if now - _last_seen(found) > WINDOW:
        found = Knock(0, now, None)
    counted = replace(found, failures=found.failures + 1)
    beyond = counted.failures - allowed
    if beyond < 0:
        return counted
    shut = min(FIRST_SHUT * 2 ** min(beyond, 10), LONGEST_SHUT)
    return replace(counted, closed_until=now + shut)


def _last_seen(found: Knock) -> datetime:
    return found.closed_until or found.first_at


def open_again(uow: UnitOfWork, door: str) -> None:
    """Forget the failures at `door`: somebody proved who they are."""
    uow.accounts.clear_knocks(door)


def take_back(uow: UnitOfWork, door: str, allowed: int, now: datetime) -> None:
    """Uncount the one try at `door` that turned out to be no failure; earlier ones stay.

    Counting that try may have shut the door, so it opens: while real failures keep it shut, no
    further try gets as far as here.
    """
    found = uow.accounts.knock(door, now)
    failures = max(found.failures - 1, 0)
    # An end in the past keeps the earlier failures in mind, so the next one shuts it for longer.
    uow.accounts.put_knock(
        door, Knock(failures, found.first_at, now if failures >= allowed else None)
    )
