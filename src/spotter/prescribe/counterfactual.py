"""What today would have been, had one thing been otherwise: decided again, not phrased.

The inputs are changed in what weighed on the day, the whole decision is made again by the same
rules, and only what comes out different is told. At most two decisions are made for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from spotter.body.checkin import Checkin
from spotter.body.levers import levers, otherwise
from spotter.body.readiness import readiness
from spotter.body.state import BodyState
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.minutes import WORK_PARTS
from spotter.prescribe.situation import Level, Situation, situation
from spotter.prescribe.words import counted, number, site_words, when_words
from spotter.safety.approved import ApprovedSession
from spotter.safety.verdict import Refusal
from spotter.training.reasons import because
from spotter.training.session import Session, SetKind

Outcome = ApprovedSession | Refusal
MOST_AGAIN = 2
# Answers of a good day, 1-5.
_WELL = {"sleep_quality": 4, "mood": 4, "energy": 4, "stress": 2}


@dataclass(frozen=True, slots=True)
class Changed:
    """Inputs in which something is otherwise, and the words for it."""

    words: str
    inputs: Inputs


def counterfactual(
    inputs: Inputs, now: Situation, outcome: Outcome, again: Callable[[Inputs], Outcome]
) -> str | None:
    """Return the reason that says what one change would have made of today, None where none would.

    `again` decides changed inputs as today was decided.
    """
    for changed in islice(_changes(inputs, now), MOST_AGAIN):
        other = again(changed.inputs)
        if isinstance(other, ApprovedSession) and _more(other, outcome):
            return because(
                "counterfactual",
                what=changed.words,
                title=other.session.title,
                would=_told(other.session),
                now=_told(outcome.session)
                if isinstance(outcome, ApprovedSession)
                else "no session",
            )
    return None


def _more(other: ApprovedSession, outcome: Outcome) -> bool:
    """Return whether the other session asks for more effort or sets, or is another one to train."""
    if isinstance(outcome, Refusal):
        return True
    another = other.session.title != outcome.session.title and _amount(other.session)[1] > 0
    return another or _amount(other.session) > _amount(outcome.session)


def _amount(session: Session) -> tuple[float, int]:
    work = [
        one
        for block in session.blocks
        if block.part in WORK_PARTS
        for one in block.sets
        if one.kind is SetKind.WORK
    ]
    return max((one.rpe for one in work), default=0.0), len(work)


def _told(session: Session) -> str:
    effort, sets = _amount(session)
    if not sets:
        return session.title.lower()
    return f"{counted(sets, 'set')} up to RPE {number(effort)} in {session.duration_min} min"


def _changes(inputs: Inputs, now: Situation) -> Iterator[Changed]:
    """Yield what could have been otherwise, what weighed most on the day first."""
    worst = max(now.pain.items(), key=lambda one: (one[1], one[0]), default=None)
    if worst is not None and worst[1] > 5:
        yield Changed(f"Without the pain in your {site_words(worst[0])}", _painless(inputs))
    yield from _readier(inputs, now)
    if now.feels_poor:
        yield Changed("Had you felt well today", _well(inputs))
    yesterday = [log for log in inputs.logs if (inputs.day - log.day).days == 1]
    if yesterday:
        without = tuple(log for log in inputs.logs if log not in yesterday)
        words = f"Without {yesterday[-1].title} {when_words(yesterday[-1].day, inputs.day)}"
        yield Changed(words, replace(inputs, logs=without))


def _readier(inputs: Inputs, now: Situation) -> Iterator[Changed]:
    """Yield the changes of the body that would have lifted readiness to where the plan is kept.

    One reading at a time, the largest gain first; where none of them is enough, all together.
    """
    if now.score is None or now.level >= Level.FAIR:
        return
    body, said, every = inputs.body, list[str](), inputs
    for lever in levers(inputs.body, inputs.readiness):
        alone = otherwise(inputs.body, lever.code)
        together = otherwise(body, lever.code)
        if alone is None or together is None:
            continue
        changed = _with_body(inputs, alone[0], lever.code)
        if situation(changed).level >= Level.FAIR:
            yield Changed(alone[1], changed)
            return
        body = together[0]
        said.append(alone[1] if not said else alone[1][0].lower() + alone[1][1:])
        every = _with_body(every, body, lever.code)
        if situation(every).level >= Level.FAIR:
            yield Changed(" and ".join(said), every)
            return


def _with_body(inputs: Inputs, body: BodyState, code: str) -> Inputs:
    """Return `inputs` with another body, and with a check-in that says the same."""
    changed = replace(inputs, body=body, readiness=readiness(body))
    if code == "wellbeing":
        return _well(changed)
    if code == "soreness":
        return _checked(changed, lambda one: replace(one, soreness={}))
    return changed


def _well(inputs: Inputs) -> Inputs:
    return _checked(inputs, lambda one: replace(one, **_WELL))  # type: ignore[arg-type]


def _painless(inputs: Inputs) -> Inputs:
    """Return `inputs` as if nothing had hurt, today or in the last session."""
    told = tuple(replace(one, pain={}) for one in inputs.checkins)
    logs = tuple(
        replace(log, pain={}, sets=tuple(replace(one, pain=0, pain_site=None) for one in log.sets))
        for log in inputs.logs
    )
    return replace(inputs, checkins=told, logs=logs)


def _checked(inputs: Inputs, change: Callable[[Checkin], Checkin]) -> Inputs:
    told = tuple(change(one) if one.day == inputs.day else one for one in inputs.checkins)
    return replace(inputs, checkins=told)
