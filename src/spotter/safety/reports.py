"""Which warnings are active today: said in the screening, a check-in, a note or a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spotter.athletes.profile import BodySite, Clearance
from spotter.body.checkin import Checkin
from spotter.safety.history import Past
from spotter.safety.redflags import BY_ID, find
from spotter.training.session import SessionLog, SetKind

# Pain in the chest from here on is a warning sign until somebody qualified says otherwise: whether
# it is a muscle is not for software to decide. The line of rule S32; needs clinical review.
CHEST_PAIN_FROM = 3
# Words about not wanting to live stay open for a day after they were said.
CRISIS_DAYS = 1


@dataclass(frozen=True, slots=True)
class Reports:
    """Active red flags, whether today's were asked for, exercises on hold, and illness.

    `active` is None when the screening did not ask about warning signs and none was reported.
    `ill_days_ago` is the last day of fever or infection, 0 today, None when none is known.
    """

    active: frozenset[str] | None
    asked_today: bool | None
    held: frozenset[str]
    ill_today: bool | None
    ill_days_ago: int | None


def reports(
    day: date,
    checkins: Sequence[Checkin],
    history: Past,
    told: frozenset[str] | None,
    clearance: Clearance | None,
) -> Reports:
    """Return the warnings that count on `day`; `told` are those ticked in the screening."""
    said = [(one.day, flags) for one in checkins if (flags := said_in(one))]
    said += [(log.day, flags) for log in history.all if (flags := said_after(log))]
    active = {
        flag
        for on, flags in said
        for flag in flags
        if on == day or _still_open(flag, on, day, clearance)
    }
    today = next((one for one in reversed(checkins) if one.day == day), None)
    return Reports(
        active=frozenset(active | told) if told is not None else frozenset(active) or None,
        asked_today=None if today is None or today.symptoms is None else bool(said_in(today)),
        held=_held(history),
        ill_today=None if today is None else _ill(today),
        ill_days_ago=min(
            ((day - on).days for on, ill in _illnesses(checkins, history.all) if ill),
            default=None,
        ),
    )


def said_in(checkin: Checkin) -> frozenset[str]:
    """Return the red flags of a check-in: those ticked and those in its note."""
    told = (checkin.symptoms or frozenset()) | find(checkin.note)
    return told | _in_chest((checkin.pain or {}).get(BodySite.CHEST, 0))


def said_after(log: SessionLog) -> frozenset[str]:
    """Return the red flags of a session: those told at its end, and pain in the chest in a set."""
    in_sets = [one.pain or 0 for one in log.sets if one.pain_site is BodySite.CHEST]
    return log.symptoms | _in_chest(max([log.pain.get(BodySite.CHEST, 0), *in_sets]))


def _in_chest(pain: int) -> frozenset[str]:
    return frozenset({"chest_pain"} if pain >= CHEST_PAIN_FROM else ())


def never_lowered(earlier: Checkin, later: Checkin) -> Checkin:
    """Return `later` with the warnings of `earlier`, a check-in of the same day, kept.

    All are kept when `later` was not asked about them, those that lock in any case.
    """
    told = said_in(earlier)
    if later.symptoms is None:
        return replace(later, symptoms=told or earlier.symptoms)
    kept = {flag for flag in told if flag not in BY_ID or BY_ID[flag].locks}
    return replace(later, symptoms=later.symptoms | kept)


def _still_open(flag: str, on: date, day: date, clearance: Clearance | None) -> bool:
    """Return whether a warning of an earlier day still counts.

    One that locks stays until a clearance of a later day; a clearance of the same day may have been
    given before it.
    """
    symptom = BY_ID.get(flag)
    if symptom is not None and not symptom.locks:
        return symptom.rule == "S47" and (day - on).days <= CRISIS_DAYS
    return clearance is None or not on < clearance.given_on <= day


def _ill(checkin: Checkin) -> bool | None:
    if checkin.ill or _feverish(said_in(checkin)):
        return True
    return checkin.ill


def _illnesses(
    checkins: Iterable[Checkin], logs: Iterable[SessionLog]
) -> Iterable[tuple[date, bool]]:
    for one in checkins:
        yield one.day, _ill(one) is True
    for log in logs:
        yield log.day, _feverish(log.symptoms)


def _feverish(flags: frozenset[str]) -> bool:
    return any(flag in BY_ID and BY_ID[flag].rule == "S28" for flag in flags)


def _held(history: Past) -> frozenset[str]:
    """Return the exercises whose last session brought a warning in a movement (rule S31)."""
    held: set[str] = set()
    for log in history.all:
        done = {one.exercise for one in log.sets if one.kind is SetKind.WORK}
        warned = any(flag in BY_ID and BY_ID[flag].rule == "S31" for flag in log.symptoms)
        held = held | done if warned else held - done
    return frozenset(held)
