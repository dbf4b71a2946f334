"""What came of an athlete's choices, and the evidence that it adds up to.

An outcome is worked out from what is stored, never counted up from events: what a day had added to
the evidence is taken out and put in anew. An event that comes twice, late or out of order therefore
ends in the same evidence; and what was learned, what it was learned from and the note that the
event was taken in are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from spotter.kit.errors import NotFound
from spotter.prescribe.bandit.pooling import Evidence
from spotter.prescribe.recommend.believed import from_body, none, to_body
from spotter.prescribe.recommend.record import Record, from_json
from spotter.prescribe.recommend.reward import Outcome, outcome, reward
from spotter.prescribe.recommend.used import used
from spotter.store.repositories.learned import StoredChoice, StoredEvidence
from spotter.store.uow import UnitOfWork

# A choice that nothing came of is judged when a later day is on record, at most so much later.
LOOK_BACK = timedelta(days=14)


def settle(uow: UnitOfWork, athlete_id: str, first: date, last: date) -> int:
    """Judge the choices from `first` to `last` by all that is stored; return how many changed."""
    changed = 0
    evidence = evidence_of(uow, athlete_id)
    days = _on_record(uow, athlete_id, first, last + LOOK_BACK)
    for choice in uow.learned.choices(athlete_id, first, last):
        record = from_json(choice.body)
        # Not the day of the event: one that comes late would take back what is known by now.
        today = max(day for day in days if choice.day <= day <= choice.day + LOOK_BACK)
        told = _told(record, _seen(uow, athlete_id, choice, record, today))
        if told == choice.seen:
            continue
        value = None if told is None else told["reward"]
        uow.learned.judge_choice(athlete_id, choice.day, value, told)
        evidence = moved(moved(evidence, choice.seen, -1.0), told, 1.0)
        changed += 1
    if changed:
        teach(uow, athlete_id, evidence)
    return changed


def evidence_of(uow: UnitOfWork, athlete_id: str) -> Evidence:
    """Return what the athlete's own rewards add up to."""
    stored = uow.learned.evidence(athlete_id, used().name)
    return none() if stored is None else from_body(stored.body)


def teach(uow: UnitOfWork, athlete_id: str, evidence: Evidence) -> None:
    """Write the athlete's evidence, and what the population learns of it if they agreed to that."""
    name = used().name
    everybody = from_body(uow.population.get(name, lock=True))
    before = uow.learned.evidence(athlete_id, name)
    if before is not None and before.taught:
        everybody = everybody.plus(from_body(before.body).told(), times=-1)
    teaches = uow.athletes.get(athlete_id).profile.teaches
    if teaches:
        everybody = everybody.plus(evidence.told())
    stored = StoredEvidence(round(evidence.count), teaches, to_body(evidence))
    uow.learned.put_evidence(athlete_id, name, stored)
    uow.population.put(name, to_body(everybody))


def teach_anew(uow: UnitOfWork) -> None:
    """Add up what the population was taught from those who are still there."""
    name = used().name
    uow.population.get(name, lock=True)
    everybody = none()
    for athlete_id in uow.athletes.all_ids():
        stored = uow.learned.evidence(athlete_id, name)
        if stored is not None and stored.taught:
            everybody = everybody.plus(from_body(stored.body).told())
    uow.population.put(name, to_body(everybody))


def _on_record(uow: UnitOfWork, athlete_id: str, first: date, last: date) -> set[date]:
    """Return the days that were planned, chosen for or checked in on."""
    return {
        *uow.plans.days(athlete_id, first, last),
        *(choice.day for choice in uow.learned.choices(athlete_id, first, last)),
        *(checkin.day for checkin in uow.checkins.between(athlete_id, first, last)),
    }


def _told(record: Record, seen: Outcome | None) -> dict[str, Any] | None:
    """Return what came of a choice as JSON, with all that it adds to the evidence."""
    if seen is None:
        return None
    return {
        **asdict(seen),
        "reward": reward(record.chosen, seen),
        "contexts": record.contexts,
        "context": list(record.chosen.context),
        "unseen": record.chosen.unseen,
    }


def moved(evidence: Evidence, told: Mapping[str, Any] | None, times: float) -> Evidence:
    """Return the evidence with what a judged choice adds to it, `times` times.

    What was learned with other contexts than those of today is kept with its day, and not used.
    """
    if told is None or told["contexts"] != used().name:
        return evidence
    learned = told["reward"] + told.get("unseen", 0.0)
    return evidence.added(np.array(told["context"]), learned, times)


def _seen(
    uow: UnitOfWork, athlete_id: str, choice: StoredChoice, record: Record, today: date
) -> Outcome | None:
    """Return what came of a choice, None while nothing did or where something else was done."""
    if choice.taken == "other":
        return None
    if choice.session_id is None:
        over = choice.day < today and not record.chosen.restful
        return _skipped(uow, athlete_id, choice.day) if over else None
    try:
        log = uow.sessions.get(athlete_id, choice.session_id).log
    except NotFound:
        return None
    if not log.finished and choice.day >= today - timedelta(days=1):
        return None
    after = uow.checkins.get(athlete_id, choice.day + timedelta(days=1))
    return outcome(record.chosen, log, after)


def _skipped(uow: UnitOfWork, athlete_id: str, day: date) -> Outcome | None:
    """Return that nothing was done of what was chosen, unless they trained on their own."""
    trained = uow.sessions.between(athlete_id, day, day) or uow.done_sets.between(
        athlete_id, day, day
    )
    return None if trained else Outcome(0.0)
