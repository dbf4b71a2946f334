"""The one JSON form of a decision, for the API, the pages and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from spotter.body.view import readiness_document
from spotter.prescribe.decision import Decision
from spotter.safety.approved import ApprovedSession, to_document
from spotter.safety.verdict import Refusal, Voice
from spotter.training.reasons import Reason
from spotter.training.session import SessionLog

Document = dict[str, object]


def document(decision: Decision) -> Document:
    """Return the JSON form of `decision`: `session` is null when `verdict` is refused."""
    outcome = decision.outcome
    approved = outcome if isinstance(outcome, ApprovedSession) else None
    return {
        "date": decision.day.isoformat(),
        "status": decision.status,
        "readiness": readiness_document(decision.readiness),
        "verdict": outcome.verdict.value,
        "kind": None if decision.kind is None else decision.kind.value,
        "session": None if approved is None else to_document(approved),
        "reasons": reasons(decision.reasons),
        "rules": rules(outcome.voices),
        "next_step": next_step(outcome),
        "alternatives": [
            {
                "kind": one.kind.value,
                "label": one.label,
                "verdict": one.approved.verdict.value,
                "session": to_document(one.approved),
                "rules": rules(one.approved.voices),
            }
            for one in decision.alternatives
        ],
        "considered": [
            {
                "kind": one.kind.value,
                "label": one.label,
                "score": one.score,
                "why_not": one.why_not,
            }
            for one in decision.considered
        ],
        "done": [done_document(log) for log in decision.done],
        "started": None if decision.started is None else decision.started.id,
    }


def approved_in(decision: Decision) -> tuple[ApprovedSession, ...]:
    """Return every approval that the document of `decision` renders, for its seal."""
    main = (decision.outcome,) if isinstance(decision.outcome, ApprovedSession) else ()
    return (*main, *(one.approved for one in decision.alternatives))


def rules(voices: Sequence[Voice]) -> list[Document]:
    """Return the rules that spoke, strictest first as the gate ordered them."""
    return [
        {
            "code": voice.code,
            "action": voice.action.name.lower(),
            "text": voice.text,
            "source": voice.source,
            "needs_review": voice.needs_review,
            "emergency": voice.emergency,
        }
        for voice in voices
    ]


def reasons(told: Sequence[Reason]) -> list[Document]:
    """Return reasons as code and text."""
    return [{"code": reason.code, "text": reason.text} for reason in told]


def next_step(outcome: ApprovedSession | Refusal) -> str | None:
    """Return what a refused athlete does next, in the words of the strictest rule."""
    if isinstance(outcome, ApprovedSession) or not outcome.voices:
        return None
    return outcome.voices[0].text


def done_document(log: SessionLog) -> Document:
    """Return a finished session in short; its sets are listed elsewhere."""
    return {
        "id": log.id,
        "title": log.title,
        "focus": log.focus.value,
        "set_count": log.work_sets,
        "planned_sets": log.planned_sets,
        "session_rpe": log.session_rpe,
        "duration_min": log.duration_min,
        "mood": log.mood,
    }
