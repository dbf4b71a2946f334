"""Sessions under way: start one, log its sets, finish it, look at it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from spotter.athletes.profile import BodySite
from spotter.body.touch import touch
from spotter.events.types import Event
from spotter.kit.errors import BadInput, Conflict
from spotter.kit.ids import new_id
from spotter.prescribe import running
from spotter.prescribe.check import check_finish, check_set
from spotter.prescribe.decision import Decision
from spotter.prescribe.gather import Gathered, gather, without
from spotter.prescribe.nextset import WORK, Running, gated_again, next_set, take
from spotter.prescribe.ranker.dose import asked_rpe
from spotter.prescribe.restore import session_from
from spotter.safety.approved import ApprovedSession
from spotter.safety.seal import Sealed, reopen
from spotter.safety.verdict import Refusal, Verdict
from spotter.store.records import StoredSession
from spotter.store.uow import UnitOfWork
from spotter.training.gym import gym_catalogue
from spotter.training.load import srpe
from spotter.training.session import Focus, LoggedSet, Session, SessionLog, SetKind

# A session begun yesterday may still be under way after midnight; an older one was abandoned.
OPEN_FOR = timedelta(days=1)
# So long after its first set a session is no longer the same one: it is closed as it stands.
CONTINUED_FOR = timedelta(hours=36)
# Longer than this since the first set, the clock says nothing about the time that is left.
LONGEST = timedelta(hours=4)

# Less than this is rest, and belongs to a session in which nothing was done.
LEAST_RPE = 1.0

Json = dict[str, object]


class PlanRefused(Conflict):
    """The safety rules allow no session; the message is what to do instead."""

    code = "plan_refused"


def start_from(
    uow: UnitOfWork,
    key: bytes,
    gathered: Gathered,
    decision: Decision,
    *,
    choice: str,
    now: datetime,
) -> Json:
    """Start what `choice` names in `decision`; return the session's view."""
    athlete_id, day = gathered.record.id, gathered.inputs.day
    _refuse_second(gathered.inputs.logs, day)
    approved = _chosen(decision, choice)
    log = _new_log(approved.session, day)
    opened = running.opened(log.id, day, choice, approved, gathered.record.revision, now)
    sealed = running.sealed(opened, approved, key, running.about(athlete_id, log.id))
    uow.sessions.add(athlete_id, log, sealed.body, sealed.mac)
    told = {"session_id": log.id, "day": day.isoformat(), "choice": choice}
    uow.outbox.add(Event("session.started", athlete_id, now, told))
    touch(uow, athlete_id, [day], now)
    return session_view(uow, key, athlete_id, log.id)


def _refuse_second(logs: Sequence[SessionLog], day: date) -> None:
    still = [log for log in logs if not log.finished and day - log.day <= OPEN_FOR]
    if still:
        raise Conflict(
            f"'{still[-1].title}' of {still[-1].day} is still open (session {still[-1].id}). "
            "Finish it first.",
            field="date",
        )


def _chosen(decision: Decision, choice: str) -> ApprovedSession:
    if isinstance(decision.outcome, Refusal):
        raise PlanRefused(decision.outcome.voices[0].text)
    by_kind = {one.kind.value: one.approved for one in decision.alternatives}
    own = {"main", "planned", "" if decision.kind is None else decision.kind.value}
    found = by_kind.get(choice, decision.outcome if choice in own else None)
    if found is None:
        known = ", ".join(["main", *by_kind])
        raise BadInput(f"There is no '{choice}' today; choose one of: {known}.", field="choice")
    if found.session.focus is Focus.REST:
        raise BadInput(
            "Rest needs no session. Choose one of the alternatives to train.", field="choice"
        )
    return found


def _new_log(session: Session, day: date) -> SessionLog:
    planned = sum(
        one.kind is SetKind.WORK
        for block in session.blocks
        if block.part in WORK
        for one in block.sets
    )
    return SessionLog(
        id=new_id(),
        day=day,
        title=session.title,
        focus=session.focus,
        programme=session.programme,
        programme_day=session.programme_day,
        week=session.week,
        planned_sets=planned,
        asked_rpe=asked_rpe(session),
    )


def log_set(  # noqa: PLR0917 - the order is part of the contract between the rooms
    uow: UnitOfWork,
    key: bytes,
    athlete_id: str,
    session_id: str,
    logged: LoggedSet,
    client_key: str | None,
    now: datetime,
) -> Json:
    """Log one set and return the view with the next one; the same `client_key` counts once.

    Raises `NotFound`, `Conflict` for a session that is finished or was left open for more than 36
    hours, `BadInput` naming the field.
    """
    check_set(logged, uow.athletes.get(athlete_id).profile.mass_kg)
    stored = uow.sessions.get(athlete_id, session_id, lock=True)
    subject = running.about(athlete_id, session_id)
    body = json.loads(reopen(stored.body, stored.mac, key, subject).body)
    _refuse_stale(stored.log, body, logged, now)
    left = None if body["session"] is None else session_from(body["session"])
    done = _as_planned(left, logged)
    if not uow.sessions.add_set(athlete_id, session_id, done, client_key):
        return session_view(uow, key, athlete_id, session_id)
    uow.athletes.bump(athlete_id)
    uow.outbox.add(Event("set.logged", athlete_id, now, {"session_id": session_id}))
    touch(uow, athlete_id, [stored.log.day], now)
    if left is not None:
        gathered = gather(uow, athlete_id, stored.log.day, to_train=True)
        sealed = _go_on(gathered, stored, left, done, key)
        uow.sessions.put_plan(athlete_id, session_id, sealed.body, sealed.mac)
    return session_view(uow, key, athlete_id, session_id)


def _refuse_stale(
    log: SessionLog, body: Mapping[str, Any], logged: LoggedSet, now: datetime
) -> None:
    """Refuse a set that comes too long after its session began to belong to it.

    A session begins with its first set. Without one it is as old as both the clock and the set say:
    sets done in time may be sent late, and a season may be played through in minutes.
    """
    if log.finished:
        return
    if log.sets:
        waited = logged.at - min(one.at for one in log.sets)
    else:
        opened = datetime.fromisoformat(body.get("opened_at") or now.isoformat())
        waited = min(now, logged.at) - opened
    if waited <= CONTINUED_FOR:
        return
    kept = "what you logged in it is kept. Say how it was, or" if log.sets else "nothing is lost:"
    raise Conflict(
        f"'{log.title}' of {log.day} was left open for more than 36 hours, so it is closed as "
        f"it stands: {kept} start today's session.",
        field="at",
    )


def _as_planned(left: Session | None, logged: LoggedSet) -> LoggedSet:
    """Return the set as what it was planned as: a lighter set before the work is none of it."""
    taken = None if left is None else take(left, logged)
    if taken is None or taken[1].kind is logged.kind:
        return logged
    return replace(logged, kind=taken[1].kind)


def _go_on(
    gathered: Gathered, stored: StoredSession, left: Session, done: LoggedSet, key: bytes
) -> Sealed:
    """Return the document of a session decided anew after `done`."""
    under_way = Running(
        left=left,
        inputs=without(gathered.inputs, stored.log.id),
        state=gathered.state,
        catalogue=gym_catalogue(gathered.state.steps),
        minutes_left=_minutes_left(gathered, stored, done),
        done=stored.log.sets,
    )
    answer = next_set(under_way, done)
    approved = answer.outcome if isinstance(answer.outcome, ApprovedSession) else None
    body = running.after(json.loads(stored.body), answer, gathered.record.revision)
    subject = running.about(gathered.record.id, stored.log.id)
    return running.sealed(body, approved, key, subject)


def _minutes_left(gathered: Gathered, stored: StoredSession, done: LoggedSet) -> float | None:
    first = min((one.at for one in stored.log.sets), default=done.at)
    spent = done.at - first
    if not timedelta(0) <= spent < LONGEST:
        return None
    planned = json.loads(stored.body)["planned_min"]
    # A session that was planned within the minutes there are is not cut for running a bit over.
    most = max(planned, gathered.inputs.profile.minutes_per_session) * 1.1
    return float(max(1.0, most - spent.total_seconds() / 60))


def finish(
    uow: UnitOfWork,
    key: bytes,
    athlete_id: str,
    session_id: str,
    *,
    session_rpe: float,
    now: datetime,
    duration_min: float | None = None,
    mood: int | None = None,
    pain: Mapping[BodySite, int] | None = None,
    symptoms: frozenset[str] = frozenset(),
) -> Json:
    """Close a session with what the athlete says about it; return its view.

    Without `duration_min` the time between first and last set counts. Finishing again replaces what
    was said. Raises `NotFound`, and `BadInput` naming the field.
    """
    check_finish(session_rpe, duration_min, mood, pain or {}, symptoms)
    stored = uow.sessions.get(athlete_id, session_id, lock=True)
    if session_rpe < LEAST_RPE and (stored.log.sets or duration_min):
        raise BadInput(
            "An effort of 0 says that nothing was done, yet something was: rate it 1 to 10.",
            field="session_rpe",
        )
    uow.sessions.finish(
        athlete_id,
        session_id,
        session_rpe=session_rpe,
        duration_min=duration_min if duration_min is not None else _measured(stored.log),
        mood=mood,
        pain=pain,
        symptoms=symptoms,
    )
    uow.athletes.bump(athlete_id)
    told = {"session_id": session_id, "day": stored.log.day.isoformat()}
    uow.outbox.add(Event("session.finished", athlete_id, now, told))
    touch(uow, athlete_id, [stored.log.day], now)
    return session_view(uow, key, athlete_id, session_id)


def _measured(log: SessionLog) -> float | None:
    times = [one.at for one in log.sets]
    minutes = (max(times) - min(times)).total_seconds() / 60 if times else 0.0
    return round(minutes, 1) if minutes >= 1 else None


def session_view(uow: UnitOfWork, key: bytes, athlete_id: str, session_id: str) -> Json:
    """Return a session: what is left of it, the next set and why, and what was logged.

    Raises `NotFound`, and `Tampered` when what is stored was changed by another hand.
    """
    stored = uow.sessions.get(athlete_id, session_id)
    subject = running.about(athlete_id, session_id)
    body = json.loads(reopen(stored.body, stored.mac, key, subject).body)
    view = running.view(_still_safe(uow, athlete_id, stored, body), stored)
    log = stored.log
    if log.session_rpe is not None and log.duration_min is not None:
        view["load_au"] = round(srpe(log.session_rpe, log.duration_min), 1)
    return view


def _still_safe(
    uow: UnitOfWork, athlete_id: str, stored: StoredSession, body: dict[str, Any]
) -> dict[str, Any]:
    """Return the document, what is left of it through the gate again if anything was said since.

    What was approved when the last set was logged may be unsafe by now: a check-in told of pain.
    """
    if stored.state == "finished" or body["session"] is None:
        return body
    if body.get("revision") == uow.athletes.revision(athlete_id):
        return body
    gathered = gather(uow, athlete_id, stored.log.day, to_train=True)
    answer = gated_again(session_from(body["session"]), gathered.state, body["next_block"] or 0)
    if isinstance(answer.outcome, ApprovedSession) and answer.outcome.verdict is Verdict.APPROVED:
        return body
    return running.after(body, answer, gathered.record.revision)


def sessions_on(uow: UnitOfWork, athlete_id: str, day: date) -> list[SessionLog]:
    """Return the sessions of `day` in the order they began."""
    return uow.sessions.between(athlete_id, day, day)
