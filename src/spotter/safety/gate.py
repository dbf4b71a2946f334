"""The gate: a proposal in, an approved session or a refusal out. There is no other door."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from spotter.safety.approved import ApprovedSession, claim_issuer
from spotter.safety.known import SafetyState
from spotter.safety.repair import mend
from spotter.safety.rule import Rule
from spotter.safety.rules import RULES
from spotter.safety.silence import SCREENED, presumed, unscreened
from spotter.safety.verdict import Action, Refusal, Verdict, Voice
from spotter.training.session import Focus, Part, Session

_log = logging.getLogger(__name__)
_issue = claim_issuer(__name__)

_WORK = (Part.MAIN, Part.CONDITIONING, Part.ACCESSORY)
_MOST_PASSES = 8
# What is said to somebody who answered nothing; both rules hold then.
_ASK_FIRST = ("S01", "S02")

NOTHING_LEFT = Voice(
    "G01",
    Action.BLOCK,
    "After the safety rules nothing was left of this session. Rest today, or take an easy walk.",
    "design: a session must keep its main work",
    needs_review=False,
)
NOT_CHECKED = Voice(
    "G02",
    Action.BLOCK,
    "We could not check this session for safety, so you do not get it. Rest today and report this.",
    "design: a check that fails never approves",
    needs_review=False,
)


def review(session: Session, state: SafetyState) -> ApprovedSession | Refusal:
    """Return `session` approved, approved with changes, or refused.

    Never raises: whatever goes wrong while checking is a refusal. Reviewing an approved session
    again approves it unchanged. The next set of a running session is reviewed the same way, as the
    session of what is left with a state that counts the sets already done.
    """
    return _review(session, state, RULES)


def first_safe(ranked: Sequence[Session], state: SafetyState) -> ApprovedSession | Refusal:
    """Return the first of `ranked` that can be approved, else the refusal of the best one."""
    refusal: Refusal | None = None
    for session in ranked:
        answer = review(session, state)
        if isinstance(answer, ApprovedSession):
            return answer
        refusal = refusal or answer
    return refusal or Refusal((NOTHING_LEFT,))


def voices(state: SafetyState, rules: Iterable[Rule] = RULES) -> tuple[Voice, ...]:
    """Return what the rules say about the person alone, before any proposal, strictest first."""
    holding = [rule for rule in rules if not rule.quiet and rule.in_force(state)]
    return _ordered(rule.voice(state) for rule in heard(holding, state))


def heard(holding: Iterable[Rule], state: SafetyState) -> list[Rule]:
    """Return those of the rules in force that should speak.

    To somebody who answered no health question it is said once that the answers are missing, not
    for each condition that they could have. What holds for another reason is still heard.
    """
    if not unscreened(state):
        return list(holding)
    answered = presumed(state, SCREENED)
    return [rule for rule in holding if rule.id in _ASK_FIRST or rule.in_force(answered)]


def _review(
    session: Session, state: SafetyState, rules: Sequence[Rule]
) -> ApprovedSession | Refusal:
    try:
        return _checked(session, state, rules)
    except Exception as fault:
        # The message could hold health values, so only the kind of fault is logged.
        _log.error("safety check failed: %s", type(fault).__name__)
        return Refusal((NOT_CHECKED,))


def _checked(
    session: Session, state: SafetyState, rules: Sequence[Rule]
) -> ApprovedSession | Refusal:
    holding = [rule for rule in rules if rule.in_force(state)]
    refusing = [rule for rule in holding if rule.limit is None and rule.action >= Action.BLOCK]
    if refusing:
        return Refusal(_ordered(rule.voice(state) for rule in heard(refusing, state)))
    safe, bit = _settled(session, state, holding)
    spoken = _ordered(rule.voice(state) for rule in holding if not rule.quiet or rule.id in bit)
    if not _has_work(safe):
        return Refusal((NOTHING_LEFT, *spoken))
    verdict = Verdict.APPROVED if safe == session else Verdict.MODIFIED
    return _issue(safe, verdict, spoken)


def _settled(
    session: Session, state: SafetyState, rules: Sequence[Rule]
) -> tuple[Session, frozenset[str]]:
    """Return the session once no rule changes it any more, and the rules that did."""
    bit: frozenset[str] = frozenset()
    for _ in range(_MOST_PASSES):
        mended = mend(session, state, rules)
        bit |= mended.bit
        if mended.session == session:
            return session, bit
        session = mended.session
    raise RuntimeError("the safety rules do not settle on a session")


def _has_work(session: Session) -> bool:
    """Return whether there is something to do; a rest day needs nothing."""
    return session.focus is Focus.REST or any(block.part in _WORK for block in session.blocks)


def _ordered(spoken: Iterable[Voice]) -> tuple[Voice, ...]:
    return tuple(sorted(spoken, key=lambda voice: -voice.action))
