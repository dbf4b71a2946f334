"""The gate: a proposal in, an approved session or a refusal out. There is no other door."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from spotter.safety.approved import ApprovedSession, claim_issuer
from spotter.safety.known import SafetyState
from spotter.safety.limit import Limits
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


def gate_for(state: SafetyState) -> Callable[[Session], ApprovedSession | Refusal]:
    """Return `review` for one state: what its rules say of the person is worked out once.

    For many proposals of one decision; the answers are those of `review`, and whoever asks about
    the same proposal again is given the same answer. Nothing is worked out before the first.
    """
    made: list[Callable[[Session], ApprovedSession | Refusal]] = []
    # The proposals are kept, so that no other can come to be taken for one of them.
    answers: dict[int, tuple[Session, ApprovedSession | Refusal]] = {}

    def asked(session: Session) -> ApprovedSession | Refusal:
        if not made:
            made.append(_gate(state, RULES))
        if id(session) not in answers:
            answers[id(session)] = session, made[0](session)
        return answers[id(session)][1]

    return asked


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


@dataclass(frozen=True, slots=True)
class _Standing:
    """The rules in force for a state, their limits, what each says, and the refusal if any."""

    state: SafetyState
    holding: tuple[Rule, ...]
    limits: Limits
    voices: Mapping[str, Voice]
    refusal: Refusal | None

    @classmethod
    def of(cls, state: SafetyState, rules: Iterable[Rule]) -> _Standing:
        holding = tuple(rule for rule in rules if rule.in_force(state))
        limits = Limits.of((rule.id, rule.limit) for rule in holding if rule.limit is not None)
        refusing = [rule for rule in holding if rule.limit is None and rule.action >= Action.BLOCK]
        if refusing:
            refused = Refusal(_ordered(rule.voice(state) for rule in heard(refusing, state)))
            return cls(state, holding, limits, {}, refused)
        voices = {rule.id: rule.voice(state) for rule in holding}
        return cls(state, holding, limits, voices, None)


def _review(
    session: Session, state: SafetyState, rules: Sequence[Rule]
) -> ApprovedSession | Refusal:
    return _gate(state, rules)(session)


def _gate(
    state: SafetyState, rules: Iterable[Rule]
) -> Callable[[Session], ApprovedSession | Refusal]:
    """Return the check of sessions for `state`; a fault in either step refuses."""
    try:
        standing = _Standing.of(state, rules)
    except Exception as fault:
        refused = _not_checked(fault)
        return lambda session: refused

    def reviewed(session: Session) -> ApprovedSession | Refusal:
        try:
            return _checked(session, standing)
        except Exception as fault:
            return _not_checked(fault)

    return reviewed


def _not_checked(fault: Exception) -> Refusal:
    # The message could hold health values, so only the kind of fault is logged.
    _log.error("safety check failed: %s", type(fault).__name__)
    return Refusal((NOT_CHECKED,))


def _checked(session: Session, standing: _Standing) -> ApprovedSession | Refusal:
    if standing.refusal is not None:
        return standing.refusal
    safe, bit = _settled(session, standing.state, standing.limits)
    spoken = _ordered(
        standing.voices[rule.id] for rule in standing.holding if not rule.quiet or rule.id in bit
    )
    if not _has_work(safe):
        return Refusal((NOTHING_LEFT, *spoken))
    verdict = Verdict.APPROVED if safe == session else Verdict.MODIFIED
    return _issue(safe, verdict, spoken)


def _settled(
    session: Session, state: SafetyState, limits: Limits
) -> tuple[Session, frozenset[str]]:
    """Return the session once no rule changes it any more, and the rules that did."""
    bit: frozenset[str] = frozenset()
    for _ in range(_MOST_PASSES):
        mended = mend(session, state, limits)
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
