"""Repetitions of an exercise that nobody named: what moves most, there and back, drives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spotter.form.angles import ANGLES, SPINE
from spotter.form.driven import Driven
from spotter.form.driving import Driving
from spotter.form.presence import Sight
from spotter.form.rep import Leg, Rep
from spotter.form.turning import SHIPPED, Limits, Turning

# What a full repetition of an unknown exercise moves, in degrees: between a lunge and a curl.
_FULL_DEG = 75.0
# Both sides together are believed before one of them: a single limb also fidgets.
_ONE_SIDE = 0.75


def _signals() -> list[tuple[int, ...]]:
    pairs = [(n, n + 1) for n in range(0, SPINE, 2)]
    return [*pairs, (SPINE,), *((n,) for n in range(SPINE))]


@dataclass(slots=True)
class _Candidate:
    """One driving angle that may be it, counted from its large and from its small end."""

    drive: Driving
    ways: tuple[Driven, Driven]
    _trust: float = 0.0
    _sights: int = 0

    def see(self, sight: Sight) -> None:
        value = self.drive(sight)
        for way, sign in zip(self.ways, (1, -1), strict=True):
            way.take(sight, None if value is None else sign * value)
        self._trust += self.drive.trust
        self._sights += 1

    def weight(self, way: Driven) -> float:
        """Return how much speaks for it: the way it moved in repetitions, by how well seen."""
        moved = sum(turn.range for turn in way.turning.done)
        single = len(self.drive.columns) == 1 and self.drive.columns[0] < SPINE
        return moved * self._trust / max(self._sights, 1) * (_ONE_SIDE if single else 1.0)


def _candidate(columns: tuple[int, ...], limits: Limits) -> _Candidate:
    drive = Driving(columns)
    one, other = (Driven(drive, Turning(_FULL_DEG, limits=limits)) for _ in range(2))
    return _Candidate(drive, (one, other))


@dataclass(slots=True)
class Free:
    """Follows every angle, and both sides' mean; what has moved most in repetitions leads."""

    limits: Limits = SHIPPED
    _candidates: list[_Candidate] = field(init=False)

    def __post_init__(self) -> None:
        self._candidates = [_candidate(columns, self.limits) for columns in _signals()]

    @property
    def reps(self) -> Sequence[Rep]:
        """Return what the leading angle has found so far."""
        return self._leader()[1].reps

    @property
    def under_way(self) -> bool:
        """Return whether a repetition has left its start in the leading angle."""
        return self._leader()[1].under_way

    @property
    def leg(self) -> Leg:
        """Return where the movement stands in the leading angle."""
        return self._leader()[1].leg

    @property
    def drivers(self) -> tuple[str, ...]:
        """Return the names of the angles that lead."""
        return tuple(ANGLES[column] for column in self._leader()[0].drive.columns)

    def see(self, sight: Sight) -> None:
        """Take in one sight."""
        for candidate in self._candidates:
            candidate.see(sight)

    def close(self) -> None:
        """Take in that nothing follows."""
        for candidate in self._candidates:
            for way in candidate.ways:
                way.close()

    def _leader(self) -> tuple[_Candidate, Driven]:
        every = [(each, way) for each in self._candidates for way in each.ways]
        return max(every, key=lambda one: one[0].weight(one[1]))
