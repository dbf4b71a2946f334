"""What faces ask of prescription: today's plan, sessions and their sets, progress.

Services take an open unit of work and never commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from spotter.events.types import Event
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision
from spotter.prescribe.gather import Gathered, gather
from spotter.prescribe.offline import today_from
from spotter.prescribe.progress import progress
from spotter.prescribe.ranker.standing import standing
from spotter.prescribe.recommend.believed import believed_on
from spotter.prescribe.recommend.dosage import DOSAGES, seed_of
from spotter.prescribe.recommend.personal import PersonalRanker
from spotter.prescribe.recommend.record import Record, to_json
from spotter.prescribe.recommend.used import used
from spotter.prescribe.render import approved_in, document
from spotter.prescribe.sessions import (
    PlanRefused,
    finish,
    log_set,
    session_view,
    sessions_on,
    start_from,
)
from spotter.safety.seal import Sealed, Tampered, reopen, seal
from spotter.store.records import StoredPlan
from spotter.store.uow import UnitOfWork

__all__ = [
    "Decided",
    "PlanRefused",
    "decided",
    "finish",
    "keep",
    "log_set",
    "plan",
    "progress",
    "ready_plan",
    "session_view",
    "sessions_on",
    "start",
    "today_from",
]


def ready_plan(uow: UnitOfWork, key: bytes, athlete_id: str, day: date) -> Sealed | None:
    """Return the stored plan of `day` when nothing it rests on has changed since, else None.

    One indexed query and one digest: the unit of work may be a read-only one. A stored document
    that fails its seal is not served.
    """
    return _reopened(uow.plans.fresh(athlete_id, day), key, athlete_id, day)


def _about(athlete_id: str, day: date, revision: int) -> str:
    """Return what the seal of a stored plan is about."""
    return f"plan:{athlete_id}:{day.isoformat()}:{revision}"


def _reopened(stored: StoredPlan | None, key: bytes, athlete_id: str, day: date) -> Sealed | None:
    if stored is None:
        return None
    try:
        return reopen(stored.body, stored.mac, key, _about(athlete_id, day, stored.revision))
    except Tampered:
        return None


def plan(uow: UnitOfWork, key: bytes, athlete_id: str, day: date, now: datetime) -> Sealed:
    """Return the sealed plan of `day`: the stored one when still true, else decided and stored.

    Raises `NotFound` for nobody.
    """
    ready = ready_plan(uow, key, athlete_id, day)
    return ready or _kept(uow, decided(uow, key, athlete_id, day), now)


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan that was decided and sealed and is not stored yet, and the choice that made it."""

    athlete_id: str
    day: date
    revision: int
    sealed: Sealed
    verdict: str
    kind: str
    choice: Record | None


def decided(uow: UnitOfWork, key: bytes, athlete_id: str, day: date) -> Decided:
    """Return the plan of `day`, decided anew and sealed; nothing is written.

    The unit of work may be a read-only one, so that nobody waits to write while this is decided:
    `keep` stores it afterwards. Raises `NotFound` for nobody.
    """
    gathered = gather(uow, athlete_id, day)
    decision, choice = _personal(uow, gathered)
    revision = gathered.record.revision
    subject = _about(athlete_id, day, revision)
    sealed = seal(document(decision), approved_in(decision), key, subject)
    kind = "" if decision.kind is None else decision.kind.value
    verdict = decision.outcome.verdict.value
    return Decided(athlete_id, day, revision, sealed, verdict, kind, choice)


def keep(uow: UnitOfWork, key: bytes, made: Decided, now: datetime) -> Sealed:
    """Store a plan that was decided in an earlier unit of work; return the plan that is true now.

    Where somebody else stored one of the same day meanwhile, that one; where something it rests on
    has changed since, one decided anew.
    """
    ready = ready_plan(uow, key, made.athlete_id, made.day)
    if ready is not None:
        return ready
    if uow.athletes.revision(made.athlete_id) != made.revision:
        made = decided(uow, key, made.athlete_id, made.day)
    return _kept(uow, made, now)


def _kept(uow: UnitOfWork, made: Decided, now: datetime) -> Sealed:
    if made.choice is not None:
        uow.learned.put_choice(made.athlete_id, made.day, to_json(made.choice))
    uow.plans.put(made.athlete_id, made.day, made.revision, made.sealed.body, made.sealed.mac)
    told = {
        "day": made.day.isoformat(),
        "revision": made.revision,
        "verdict": made.verdict,
        "kind": made.kind,
    }
    uow.outbox.add(Event("plan.decided", made.athlete_id, now, told))
    return made.sealed


def _personal(
    uow: UnitOfWork, gathered: Gathered, *, shown: bool = False
) -> tuple[Decision, Record | None]:
    """Return the decision of a day made the athlete's own, and the choice that made it so.

    `shown` is whether the stored choice of the day is of a plan that is still true.
    """
    athlete_id, profile = gathered.record.id, gathered.inputs.profile
    posterior, version = believed_on(uow, athlete_id, gathered.inputs.day, shown=shown)
    ranker = PersonalRanker(
        posterior,
        version,
        DOSAGES[profile.novelty],
        seed_of(athlete_id, gathered.inputs.day),
        base=standing(),
        context=used(),
    )
    decision = decide(gathered.inputs, gathered.state, ranker)
    return decision, ranker.made


def start(  # noqa: PLR0917 - the order is part of the contract between the rooms
    uow: UnitOfWork, key: bytes, athlete_id: str, day: date, choice: str, now: datetime
) -> dict[str, object]:
    """Start the session of `day`, or the alternative of kind `choice`; return its view.

    `choice` is main (or planned) for the plan's own session; a plan that was shown and is still
    true is the one begun, whatever was learned meanwhile. Raises `PlanRefused` when there is
    none, `Conflict` while another session is open, `BadInput` for an unknown choice.
    """
    # The athlete's row is written first: two starts at once then wait for each other.
    revision = uow.athletes.bump(athlete_id)
    gathered = gather(uow, athlete_id, day, to_train=True)
    shown = _was_true(uow, key, athlete_id, day, revision - 1)
    decision, made = _personal(uow, gathered, shown=shown)
    view = start_from(uow, key, gathered, decision, choice=choice, now=now)
    if made is not None:
        _taken(uow, gathered, decision, made, choice=choice, view=view)
    return view


def _was_true(uow: UnitOfWork, key: bytes, athlete_id: str, day: date, revision: int) -> bool:
    """Return whether the stored plan of `day` is unharmed and was made for `revision`."""
    stored = uow.plans.get(athlete_id, day)
    if stored is None or stored.revision != revision:
        return False
    return _reopened(stored, key, athlete_id, day) is not None


def _taken(
    uow: UnitOfWork,
    gathered: Gathered,
    decision: Decision,
    made: Record,
    *,
    choice: str,
    view: Mapping[str, object],
) -> None:
    """Note which session became of the choice: the one chosen, or another than was chosen."""
    athlete_id, day = gathered.record.id, gathered.inputs.day
    own = choice == "main" or (decision.kind is not None and choice == decision.kind.value)
    uow.learned.put_choice(athlete_id, day, to_json(made))
    session_id = str(view["id"])
    uow.learned.take_choice(
        athlete_id, day, "main" if own else "other", session_id if own else None
    )
