"""What the store forgets by itself: ended sign-ins, old events, quiet doors."""

from __future__ import annotations

from datetime import datetime, timedelta

from spotter.store.uow import UnitOfWork

# Long enough to look into what happened, short enough not to be a diary.
KEEP_EVENTS = timedelta(days=90)
KEEP_KNOCKS = timedelta(days=1)
KEEP_LOOKS = timedelta(days=1)


def tidy(uow: UnitOfWork, now: datetime) -> dict[str, int]:
    """Delete what nobody needs any more; return how many rows of each kind."""
    return {
        "logins": uow.accounts.remove_expired_logins(now),
        "events": uow.outbox.prune(now - KEEP_EVENTS),
        "knocks": uow.accounts.remove_old_knocks(now - KEEP_KNOCKS),
        "looks": sum(
            uow.imports.forget_looks(one, now - KEEP_LOOKS) for one in uow.athletes.all_ids()
        ),
    }
