"""What the athlete did with each exercise, read from the session logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean

from spotter.training.exercise import Exercise
from spotter.training.programmes import was_done
from spotter.training.session import LoggedSet, SessionLog, SetKind
from spotter.training.strength import e1rm

# Weights of the newest, second and third outing in a working estimate; an assumption.
_RECENCY = (0.5, 0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Outing:
    """One exercise on one day: its work sets in order, and the worst pain felt in them (0-10)."""

    day: date
    sets: tuple[LoggedSet, ...]
    pain: int = 0
    programme_day: str = ""

    @property
    def load_kg(self) -> float:
        """Return the heaviest load worked with, 0 for bodyweight.

        After pain it is the load that the outing ended on, where that was lowered: only that one
        was borne.
        """
        heaviest = max((one.load_kg or 0.0 for one in self.sets), default=0.0)
        if not self.pain or not self.sets:
            return heaviest
        return min(heaviest, self.sets[-1].load_kg or heaviest)

    @property
    def at_top(self) -> tuple[LoggedSet, ...]:
        """Return the sets done at the heaviest load."""
        return tuple(one for one in self.sets if (one.load_kg or 0.0) == self.load_kg)

    @property
    def reps(self) -> int:
        """Return the fewest repetitions of the sets at the heaviest load."""
        return min((one.reps or 0 for one in self.at_top), default=0)

    @property
    def duration_s(self) -> int:
        """Return the shortest set in seconds, 0 when it was not counted in time."""
        return min((one.duration_s or 0 for one in self.sets), default=0)

    @property
    def rpe(self) -> float | None:
        """Return the mean effort of the sets at the heaviest load, None when none was rated."""
        rated = [one.rpe for one in self.at_top if one.rpe is not None]
        return fmean(rated) if rated else None

    @property
    def e1rm(self) -> float | None:
        """Return the best estimate of the one-repetition maximum in kg of this outing, if any."""
        estimates = (
            e1rm(one.load_kg, one.reps, one.rpe) for one in self.sets if one.load_kg and one.reps
        )
        return max((one for one in estimates if one is not None), default=None)


@dataclass(frozen=True, slots=True)
class History:
    """Outings by exercise id, oldest first."""

    outings: Mapping[str, tuple[Outing, ...]] = field(default_factory=dict)

    def of(self, exercise: str) -> tuple[Outing, ...]:
        return self.outings.get(exercise, ())

    def last(self, exercise: str) -> Outing | None:
        """Return the newest outing with `exercise`, or None when there is none."""
        return next(iter(reversed(self.of(exercise))), None)

    def e1rm(self, exercise: str) -> float | None:
        """Return a working one-repetition maximum in kg: the last three outings, newest most."""
        known = [one for out in self.of(exercise)[-6:] if (one := out.e1rm) is not None][-3:]
        if not known:
            return None
        weights = _RECENCY[: len(known)]
        pairs = zip(reversed(known), weights, strict=True)
        return sum(value * weight for value, weight in pairs) / sum(weights)


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
