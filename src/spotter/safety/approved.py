"""The one type that may reach a person's screen, and its one rendering."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from hashlib import sha256
from operator import attrgetter
from typing import NoReturn

from spotter.kit.errors import SpotterError
from spotter.safety.canonical import canonical
from spotter.safety.verdict import Verdict, Voice
from spotter.training.catalogue import catalogue
from spotter.training.reasons import say
from spotter.training.session import Block, PlannedSet, Session

# Lives as long as the process: an approval from another process is worth nothing here.
_SECRET = secrets.token_bytes(32)
_claims: list[str] = []


class Forged(SpotterError):
    """A session claims an approval that the gate never gave; ask the gate to review it."""

    code = "forged_approval"
    status = 500


def _values(kind: type, *but: str) -> Callable[[object], tuple[object, ...]]:
    """Return what takes every field out of a `kind`, `but` those named, in their order."""
    return attrgetter(*(one.name for one in fields(kind) if one.name not in but))


_of_set, _of_voice = _values(PlannedSet), _values(Voice)
_of_block, _of_session = _values(Block, "sets"), _values(Session, "blocks")


def _stamp(session: Session, verdict: Verdict, voices: tuple[Voice, ...]) -> bytes:
    # Values in the order of their fields: a decision asks for dozens of stamps, and names would
    # take most of the time.
    blocks = [(_of_block(one), [*map(_of_set, one.sets)]) for one in session.blocks]
    content = canonical([_of_session(session), blocks, verdict, [*map(_of_voice, voices)]])
    return hmac.digest(_SECRET, content, sha256)


@dataclass(frozen=True, slots=True)
class ApprovedSession:
    """A session that the safety gate let through, with its verdict and the rules that spoke.

    Only `spotter.safety.gate` can make one: `stamp` is a keyed digest of everything else, checked
    here and again wherever a session is rendered or sealed. Raises `Forged` for any other stamp.
    It guards against mistakes and against plans from elsewhere, not against hostile code that
    already runs inside the process.
    """

    session: Session
    verdict: Verdict
    voices: tuple[Voice, ...]
    stamp: bytes = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        require_genuine(self)

    def __reduce__(self) -> NoReturn:
        raise Forged("An approval cannot leave the process; store the sealed document instead.")


def require_genuine(approved: ApprovedSession) -> None:
    """Raise `Forged` unless the gate of this process approved exactly this content."""
    try:
        genuine = isinstance(approved, ApprovedSession) and hmac.compare_digest(
            approved.stamp, _stamp(approved.session, approved.verdict, approved.voices)
        )
    except (AttributeError, TypeError, ValueError):
        genuine = False
    if not genuine:
        raise Forged("This session was not approved by the safety gate; have it reviewed first.")


_FIELDS = ("session", "verdict", "voices", "stamp")
Issue = Callable[[Session, Verdict, tuple[Voice, ...]], ApprovedSession]


def claim_issuer(name: str) -> Issue:
    """Return the function that approves, to the gate and only once.

    Raises `Forged` on every later call, whoever makes it.
    """
    if _claims or name != "spotter.safety.gate":
        raise Forged("Only the safety gate approves sessions; call spotter.safety.gate.review.")
    _claims.append(name)

    def issue(session: Session, verdict: Verdict, voices: tuple[Voice, ...]) -> ApprovedSession:
        # Behind the constructor, which would work out the stamp once more to compare it.
        approved = object.__new__(ApprovedSession)
        stamp = _stamp(session, verdict, voices)
        for field_, value in zip(_FIELDS, (session, verdict, voices, stamp), strict=True):
            object.__setattr__(approved, field_, value)
        return approved

    return issue


def to_document(approved: ApprovedSession) -> dict[str, object]:
    """Return the JSON form of an approved session; raises `Forged` for any other."""
    require_genuine(approved)
    session = approved.session
    return {
        "title": session.title,
        "focus": session.focus.value,
        "duration_min": session.duration_min,
        "programme": session.programme,
        "programme_day": session.programme_day,
        "week": session.week,
        "blocks": [_block(block) for block in session.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    exercise = catalogue().get(block.exercise)
    reasons = [say(reason) for reason in block.reasons]
    return {
        "part": block.part.value,
        "exercise": exercise.id,
        "name": exercise.name,
        "cues": list(exercise.cues),
        "one_sided": exercise.one_sided,
        "sets": [_set(planned) for planned in block.sets],
        "reasons": [{"code": reason.code, "text": reason.text} for reason in reasons],
    }


def _set(planned: PlannedSet) -> dict[str, object]:
    return {
        "kind": planned.kind.value,
        "reps": planned.reps,
        "duration_s": planned.duration_s,
        "load_kg": planned.load_kg,
        "rpe": planned.rpe,
        "rest_s": planned.rest_s,
        "pace": planned.pace,
        "hr_bpm": None if planned.hr_bpm is None else list(planned.hr_bpm),
    }
