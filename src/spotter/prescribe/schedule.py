"""Whether today is a day to train: sequence and spacing, never the calendar alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from spotter.prescribe.inputs import Inputs
from spotter.prescribe.words import counted, number, when_words
from spotter.training import programmes
from spotter.training.reasons import because
from spotter.training.session import Focus, SessionLog

LIGHT = frozenset({Focus.RECOVERY, Focus.MOBILITY, Focus.REST, Focus.BALANCE})
# Rule S40: at least one full rest day in seven.
MOST_DAYS_IN_A_ROW = 6
# Hard days in a row that still leave 48 hours between hard sessions for the same muscles, by days
# a week; convention.
ROW_BY_DAYS = {1: 1, 2: 1, 3: 1, 4: 2, 5: 3, 6: 6, 7: 6}


class Due(StrEnum):
    """What the calendar of the athlete's own training asks of today."""

    TRAIN = "train"
    RECOVER = "recover"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What today is for, and the reason when it is not for training."""

    due: Due
    reason: str | None = None


def is_light(log: SessionLog) -> bool:
    """Return whether a session was light beside the programme, so that it uses up no training day.

    The athlete's own programme counts whatever it is made of, mobility and balance too.
    """
    own = log.programme in {one.id for one in programmes.programmes()}
    return log.focus in LIGHT and not own


def schedule(inputs: Inputs) -> Schedule:
    """Return whether to train, recover or rest on the day of `inputs`."""
    today = [log for log in inputs.done if log.day == inputs.day]
    if today:
        return Schedule(Due.REST, done_today(today[-1]))
    past = [log for log in inputs.done if log.day < inputs.day]
    hard = [log for log in past if not is_light(log)]
    row = days_in_a_row(inputs.day, past)
    if row >= MOST_DAYS_IN_A_ROW:
        return Schedule(Due.REST, because("rest_needed", days=row))
    return _full_week(inputs, hard) or _too_soon(inputs, hard) or Schedule(Due.TRAIN)


def sessions_left(inputs: Inputs) -> int:
    """Return how many sessions share what is left of the week's sets, this one included."""
    lately = {
        log.day
        for log in inputs.done
        if not is_light(log) and timedelta(0) < inputs.day - log.day < timedelta(days=7)
    }
    return max(1, inputs.profile.days_per_week - len(lately))


def done_today(log: SessionLog) -> str:
    """Return the reason that says what was done today."""
    rpe = "effort not rated" if log.session_rpe is None else f"RPE {number(log.session_rpe)}"
    return because("done_today", title=log.title, sets=counted(log.work_sets, "set"), rpe=rpe)


def days_in_a_row(day: date, logs: Sequence[SessionLog]) -> int:
    """Return how many days up to yesterday had a session, without a gap."""
    trained = {log.day for log in logs if log.focus is not Focus.REST}
    count = 0
    while day - timedelta(days=count + 1) in trained:
        count += 1
    return count


def _full_week(inputs: Inputs, hard: Sequence[SessionLog]) -> Schedule | None:
    profile = inputs.profile
    if profile.weekdays and inputs.day.isoweekday() not in profile.weekdays:
        return Schedule(Due.RECOVER, because("rest_weekday", weekday=f"{inputs.day:%A}"))
    week = [log for log in hard if inputs.day - log.day < timedelta(days=7)]
    if len({log.day for log in week}) >= profile.days_per_week:
        return Schedule(Due.RECOVER, because("rest_week_full", done=len(week)))
    return None


def _too_soon(inputs: Inputs, hard: Sequence[SessionLog]) -> Schedule | None:
    row = days_in_a_row(inputs.day, hard)
    allowed = ROW_BY_DAYS[max(1, min(7, inputs.profile.days_per_week))]
    if inputs.profile.weekdays or row < allowed:
        return None
    last = hard[-1]
    rpe = "not rated" if last.session_rpe is None else number(last.session_rpe)
    reason = because(
        "recover_after", when=when_words(last.day, inputs.day), title=last.title, rpe=rpe
    )
    return Schedule(Due.RECOVER, reason)
