"""Daily training loads: what was logged, what devices recorded, and which days are known at all.

A day without a session is a rest day only when somebody would have noticed a session. Such a day
is *covered*: a watch was worn, a check-in or a session was entered, or it lies between two entries
at most a week apart. Days that are not covered have no load, not a load of zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from spotter.body.checkin import Checkin
from spotter.body.state import Day
from spotter.training.load import srpe
from spotter.training.session import Focus, LoggedSet, SessionLog, SetKind

LOGGED = "rated"
UNRATED = "estimated from sets"

# Metrics that only a device on the wrist gives; a phone's steps do not say whether one trained.
_WORN = ("hr_mean_bpm", "exercise_s", "active_energy_kj", "resting_hr_bpm", "workout_s", "load_au")
_LOG_GAP = timedelta(days=7)

# An unrated session: the effort of its sets, or moderate; three minutes a set with rest.
_USUAL_RPE = 5.0
_SET_MIN = 3.0

_STRENGTH = frozenset({Focus.STRENGTH, Focus.HYPERTROPHY})
_ENDURANCE = frozenset({Focus.ENDURANCE, Focus.INTERVALS})


def session_load(log: SessionLog) -> tuple[float, float, bool]:
    """Return load in AU, minutes, and whether the athlete rated it (else it is an estimate)."""
    work = [one for one in log.sets if one.kind is SetKind.WORK]
    minutes = log.duration_min
    if minutes is None:
        minutes = max(_minutes_between(log.sets), _SET_MIN * len(work))
    if log.session_rpe is not None:
        return srpe(log.session_rpe, minutes), minutes, log.duration_min is not None
    felt = [one.rpe for one in work if one.rpe is not None]
    return srpe(fmean(felt) if felt else _USUAL_RPE, minutes if work else 0.0), minutes, False


def _minutes_between(sets: Sequence[LoggedSet]) -> float:
    if not sets:
        return 0.0
    times = [one.at for one in sets]
    return (max(times) - min(times)).total_seconds() / 60


def merged(day: Day | None, logs: Iterable[SessionLog]) -> tuple[float, str] | None:
    """Return the load of one day and how it is known, None when neither log nor device has any.

    A logged session and the watch's record of it count once: the logged one stands, and of what
    the watch recorded of the same kind (strength or not) only the time beyond the logged minutes
    is added. Mixed and gentle sessions may have been recorded as either kind.
    """
    values: Mapping[str, float] = {} if day is None else day.values
    strength = _Recorded(values.get("load_strength_au", 0.0), values.get("workout_strength_s", 0.0))
    other = _Recorded(
        values.get("load_au", 0.0) - strength.load, values.get("workout_s", 0.0) - strength.seconds
    )
    total, how = 0.0, []
    for log in logs:
        load, minutes, rated = session_load(log)
        total += load
        how.append(LOGGED if rated else UNRATED)
        _take(log.focus, minutes * 60, strength, other)
    rest = strength.left() + other.left()
    if rest > 0 or (not how and "load_au" in values):
        how.append("" if day is None else day.sources.get("load_au", ""))
    if not how:
        return None
    return total + rest, " + ".join(dict.fromkeys(part for part in how if part))


class _Recorded:
    """What devices recorded of one kind, and how much of its time a log has accounted for."""

    def __init__(self, load: float, seconds: float) -> None:
        self.load, self.seconds, self.taken = load, seconds, 0.0

    def take(self, seconds: float) -> float:
        """Account for up to `seconds`; return those left over."""
        taken = min(seconds, self.seconds - self.taken)
        self.taken += taken
        return seconds - taken

    def left(self) -> float:
        """Return the load of the time no log accounts for."""
        if self.seconds <= 0:
            return self.load
        return max(0.0, self.load * (1 - self.taken / self.seconds))


def _take(focus: Focus, seconds: float, strength: _Recorded, other: _Recorded) -> None:
    if focus not in _ENDURANCE:
        seconds = strength.take(seconds)
    if focus not in _STRENGTH:
        other.take(seconds)


def daily(
    days: Mapping[date, Day], checkins: Sequence[Checkin], logs: Sequence[SessionLog]
) -> dict[date, tuple[float, str]]:
    """Return the load of every covered day, zero on rest days.

    The last day of all is left out while it has no load: it is not over yet.
    """
    by_day: dict[date, list[SessionLog]] = defaultdict(list)
    for log in logs:
        by_day[log.day].append(log)
    known = _covered(days, checkins, by_day)
    last = max((*days, *known), default=None)
    found = {}
    for day in sorted(known):
        load = merged(days.get(day), by_day.get(day, ()))
        if load is not None or day != last:
            found[day] = load or (0.0, "")
    return found


def covered_by_then(days: Mapping[date, Day], entered: Iterable[date]) -> set[date]:
    """Return the days on which a session would have been noticed, as far as could be told then.

    A watch was worn, something was entered, or an entry lies at most a week back. Later entries
    change nothing about a day, and so what rests on it never looks ahead.
    """
    on = set(entered)
    covered = _worn(days) | on
    for day in on:
        covered.update(day + timedelta(days=n) for n in range(_LOG_GAP.days + 1))
    return covered


def _worn(days: Mapping[date, Day]) -> set[date]:
    return {day for day, one in days.items() if any(name in one.values for name in _WORN)}


def _covered(
    days: Mapping[date, Day], checkins: Sequence[Checkin], logs: Iterable[date]
) -> set[date]:
    entered = {checkin.day for checkin in checkins} | set(logs)
    covered = _worn(days)
    previous: date | None = None
    for day in sorted(entered):
        if previous is not None and day - previous <= _LOG_GAP:
            covered.update(previous + timedelta(days=n) for n in range((day - previous).days))
        previous = day
    return covered | entered
