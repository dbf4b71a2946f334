"""The sealed document of a session under way, and the view of it that faces show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from spotter.prescribe.nextset import WORK, NextSet
from spotter.prescribe.render import reasons, rules
from spotter.safety.approved import ApprovedSession, to_document
from spotter.safety.seal import Sealed, seal
from spotter.store.records import StoredSession
from spotter.training.catalogue import catalogue
from spotter.training.session import LoggedSet, SetKind

Json = dict[str, Any]


def opened(  # noqa: PLR0917
    session_id: str,
    day: date,
    choice: str,
    approved: ApprovedSession,
    revision: int,
    now: datetime,
) -> Json:
    """Return the document of a session that has just begun, as things stood at `revision`."""
    blocks = approved.session.blocks
    return {
        "id": session_id,
        "date": day.isoformat(),
        "choice": choice,
        "revision": revision,
        "opened_at": now.isoformat(),
        "planned_min": approved.session.duration_min,
        "overview": [
            {
                "part": block.part.value,
                "exercise": block.exercise,
                "name": catalogue().get(block.exercise).name,
                "set_count": sum(one.kind is SetKind.WORK for one in block.sets) or len(block.sets),
            }
            for block in blocks
        ],
        "verdict": approved.verdict.value,
        "rules": rules(approved.voices),
        "session": to_document(approved),
        "next_block": 0 if blocks else None,
        "reasons": [],
        "complete": not any(block.part in WORK for block in blocks),
    }


def after(body: Mapping[str, Any], answer: NextSet, revision: int) -> Json:
    """Return the document once `answer` is what is left, as things stood at `revision`."""
    approved = answer.outcome if isinstance(answer.outcome, ApprovedSession) else None
    left = approved is not None and approved.session.blocks
    return {
        **body,
        "revision": revision,
        "verdict": answer.outcome.verdict.value,
        "rules": rules(answer.outcome.voices),
        "session": to_document(approved) if approved is not None and left else None,
        "next_block": answer.block if left else None,
        "reasons": reasons(answer.reasons),
        "complete": answer.complete,
    }


def about(athlete_id: str, session_id: str) -> str:
    """Return what the seal of a running session is about."""
    return f"session:{athlete_id}:{session_id}"


def sealed(body: Json, approved: ApprovedSession | None, key: bytes, subject: str) -> Sealed:
    """Return the document sealed about `subject`; `approved` is the session that it renders."""
    return seal(body, () if approved is None else (approved,), key, subject)


def view(body: Mapping[str, Any], stored: StoredSession) -> Json:
    """Return what faces show of a session: its document, its state, the sets and the next one."""
    log = stored.log
    done = Counter(one.exercise for one in log.sets)
    return {
        **body,
        "state": stored.state,
        "title": log.title,
        "focus": log.focus.value,
        "programme": log.programme,
        "programme_day": log.programme_day,
        "week": log.week,
        "planned_sets": log.planned_sets,
        "done_sets": log.work_sets,
        "logged": [logged_document(one) for one in log.sets],
        "next": None if stored.state == "finished" else _next(body, done),
        "session_rpe": log.session_rpe,
        "duration_min": log.duration_min,
        "mood": log.mood,
        "pain": {site.value: level for site, level in log.pain.items()},
        "symptoms": sorted(log.symptoms),
    }


def _next(body: Mapping[str, Any], done: Counter[str]) -> Json | None:
    if body["session"] is None or body["next_block"] is None:
        return None
    block = body["session"]["blocks"][body["next_block"]]
    before = done[block["exercise"]]
    return {
        "block": body["next_block"],
        "part": block["part"],
        "exercise": block["exercise"],
        "name": block["name"],
        "cues": block["cues"],
        "one_sided": block["one_sided"],
        "number": before + 1,
        "of": before + len(block["sets"]),
        "set": block["sets"][0],
        "why": block["reasons"],
    }


def logged_document(one: LoggedSet) -> Json:
    """Return a logged set as JSON values."""
    known = one.exercise in catalogue()
    return {
        "exercise": one.exercise,
        "name": catalogue().get(one.exercise).name if known else one.exercise,
        "at": one.at.isoformat(),
        "kind": one.kind.value,
        "reps": one.reps,
        "duration_s": one.duration_s,
        "load_kg": one.load_kg,
        "rpe": one.rpe,
        "pain": one.pain,
        "pain_site": None if one.pain_site is None else one.pain_site.value,
        "block": one.block,
    }
