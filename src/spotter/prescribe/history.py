"""What the athlete did with each exercise, read from the session logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from statistics import fmean

from spotter.prescribe.lifts.case import DAYS
from spotter.prescribe.lifts.days import lift_days
from spotter.prescribe.lifts.record import Likely, lifted, likely_load
from spotter.prescribe.lifts.strength import Shown, Strength, after_all, telling
from spotter.training.exercise import Exercise
from spotter.training.programmes import was_done
from spotter.training.session import LoggedSet, SessionLog, SetKind
from spotter.training.strength import e1rm

# So many trusted outings tell of strength; what lies further back no longer moves it.
_OUTINGS = 20


@dataclass(frozen=True)
class Outing:
    """One exercise on one day: its work sets in order, and the worst pain felt in them (0-10)."""

    day: date
    sets: tuple[LoggedSet, ...]
    pain: int = 0
    programme_day: str = ""

    @cached_property
    def load_kg(self) -> float:
        """Return the heaviest load worked with, 0 for bodyweight.

        After pain it is the load that the outing ended on, where that was lowered: only that one
        was borne.
        """
        heaviest = max((one.load_kg or 0.0 for one in self.sets), default=0.0)
        if not self.pain or not self.sets:
            return heaviest
        return min(heaviest, self.sets[-1].load_kg or heaviest)

    @cached_property
    def at_top(self) -> tuple[LoggedSet, ...]:
        """Return the sets done at the heaviest load."""
        return tuple(one for one in self.sets if (one.load_kg or 0.0) == self.load_kg)

    @cached_property
    def reps(self) -> int:
        """Return the fewest repetitions of the sets at the heaviest load."""
        return min((one.reps or 0 for one in self.at_top), default=0)

    @cached_property
    def duration_s(self) -> int:
        """Return the shortest set in seconds, 0 when it was not counted in time."""
        return min((one.duration_s or 0 for one in self.sets), default=0)

    @cached_property
    def rpe(self) -> float | None:
        """Return the mean effort of the sets at the heaviest load, None when none was rated."""
        rated = [one.rpe for one in self.at_top if one.rpe is not None]
        return fmean(rated) if rated else None

    @cached_property
    def e1rm(self) -> float | None:
        """Return the best estimate of the one-repetition maximum in kg of this outing, if any."""
        estimates = (
            e1rm(one.load_kg, one.reps, one.rpe) for one in self.sets if one.load_kg and one.reps
        )
        return max((one for one in estimates if one is not None), default=None)

    @property
    def shown(self) -> Shown | None:
        """Return the set that shows most strength of those that can be trusted, if any."""
        trusted = [
            (one.load_kg, float(one.reps), one.rpe)
            for one in self.sets
            if one.load_kg and one.reps and e1rm(one.load_kg, one.reps, one.rpe) is not None
        ]
        return telling(self.day, trusted) if trusted else None


@dataclass(frozen=True, slots=True)
class History:
    """Outings by exercise id, oldest first."""

    outings: Mapping[str, tuple[Outing, ...]] = field(default_factory=dict)
    # What was worked out already: candidates ask for the same lift again and again.
    known: dict[str, Strength | None] = field(default_factory=dict, compare=False, repr=False)
    said: dict[tuple[str, date, int], Likely | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    def of(self, exercise: str) -> tuple[Outing, ...]:
        return self.outings.get(exercise, ())

    def last(self, exercise: str) -> Outing | None:
        """Return the newest outing with `exercise`, or None when there is none."""
        outings = self.outings.get(exercise)
        return outings[-1] if outings else None

    def strength(self, exercise: str, today: date | None = None) -> Strength | None:
        """Return what the outings tell of the strength in `exercise`, as of `today` when given.

        From sets that can be trusted alone: few enough reps (see `training.strength.e1rm`).
        """
        if exercise not in self.known:
            every = (one.shown for one in reversed(self.of(exercise)))
            newest = list(islice((one for one in every if one is not None), _OUTINGS))
            self.known[exercise] = after_all(reversed(newest))
        strength = self.known[exercise]
        return strength if strength is None or today is None else strength.at(today)

    def likely(self, exercise: str, today: date, reps: int) -> Likely | None:
        """Return the load that a set of `reps` is likely to have today; None without a load."""
        asked = (exercise, today, reps)
        if asked not in self.said:
            newest = self.of(exercise)[-DAYS - 1 :]
            sets = ((out.day, one) for out in newest for one in lifted(exercise, out.sets))
            self.said[asked] = likely_load(lift_days(sets).get(exercise, ()), today, reps)
        return self.said[asked]

    def e1rm(self, exercise: str) -> float | None:
        """Return the likeliest one-repetition maximum in kg as of the last outing, if any."""
        strength = self.strength(exercise)
        return None if strength is None else strength.maximum_kg


def history(logs: Iterable[SessionLog], exercises: Mapping[str, Exercise]) -> History:
    """Return every exercise's outings; pain rated after a session counts for what loads its site.

    `exercises` maps the ids that are known today; sets of any other id are kept without pain.
    """
    found: dict[str, list[Outing]] = {}
    for log in sorted(logs, key=lambda one: (one.day, one.id)):
        for name, sets in _by_exercise(log.sets).items():
            found.setdefault(name, []).append(
                Outing(log.day, sets, _pain(log, sets, exercises.get(name)), log.programme_day)
            )
    return History({name: tuple(all_) for name, all_ in found.items()})


def _by_exercise(sets: Sequence[LoggedSet]) -> dict[str, tuple[LoggedSet, ...]]:
    grouped: dict[str, list[LoggedSet]] = {}
    for one in sets:
        if one.kind is SetKind.WORK:
            grouped.setdefault(one.exercise, []).append(one)
    return {name: tuple(group) for name, group in grouped.items()}


def _pain(log: SessionLog, sets: Sequence[LoggedSet], exercise: Exercise | None) -> int:
    during = [one.pain or 0 for one in sets]
    after = [level for site, level in log.pain.items() if exercise and site in exercise.stresses]
    return max([*during, *after], default=0)


def last_done(logs: Iterable[SessionLog]) -> SessionLog | None:
    """Return the newest session that counts as done, or None."""
    done = [log for log in logs if was_done(log)]
    return max(done, key=lambda log: (log.day, log.id), default=None)
