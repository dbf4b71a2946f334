"""Repetitions of an exercise, found while it goes on: the live camera and a file count alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from spotter.form.driven import Driven
from spotter.form.driving import BALLISTIC_TEMPO, driving
from spotter.form.exercises import Exercise, Style
from spotter.form.free import Free
from spotter.form.holds import Hold
from spotter.form.motion import Floats, Motion
from spotter.form.presence import Presence, Sight
from spotter.form.rep import Leg, Rep
from spotter.form.turning import SHIPPED, Limits, Turning

# Jumps and runs take less time there and back.
_BALLISTIC_S = 0.25


class Watch(Protocol):
    """What finds repetitions (or holds) in sights."""

    @property
    def reps(self) -> Sequence[Rep]:
        """Return what was found so far."""
        ...

    @property
    def under_way(self) -> bool:
        """Return whether one is going on."""
        ...

    @property
    def leg(self) -> Leg:
        """Return where the movement stands."""
        ...

    def see(self, sight: Sight) -> None:
        """Take in one sight."""
        ...

    def close(self) -> None:
        """Take in that nothing follows."""
        ...


@dataclass(slots=True)
class Counter:
    """Counts an exercise frame by frame; a film gives the same as its frames one after another.

    `sight` is what was made of the last frame, None where nobody was there.
    """

    exercise: Exercise
    limits: Limits = SHIPPED
    sight: Sight | None = field(default=None, init=False)
    _presence: Presence = field(default_factory=Presence)
    _watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self._watch = _watch(self.exercise, self.limits)

    @property
    def reps(self) -> Sequence[Rep]:
        """Return the repetitions (of a hold: the holds) finished so far, in their order."""
        return self._watch.reps

    @property
    def under_way(self) -> bool:
        """Return whether a repetition has left its start, or a hold is being held."""
        return self._watch.under_way

    @property
    def leg(self) -> Leg:
        """Return where the movement stands."""
        return self._watch.leg

    @property
    def held_s(self) -> float:
        """Return how long the hold that is under way has lasted, 0 where none is."""
        return self._watch.held_s if isinstance(self._watch, Hold) else 0.0

    def cut(self) -> None:
        """Break off what is under way: the next frame shows somebody else, or another shot."""
        self._presence.cut()

    def see(self, at_s: float, xyz_m: Floats, visibility: Floats) -> Sequence[Rep]:
        """Take in a raw frame, joints (19, 3) as of `Motion`; return what it finished.

        Times must increase. Of an exercise that is not known the driving angle may still change,
        and with it what was returned before: `reps` is what holds.
        """
        before = len(self.reps)
        self.sight = self._presence.look(at_s, xyz_m, visibility)
        if self.sight is not None:
            self._watch.see(self.sight)
        return self.reps[before:]

    def close(self) -> Sequence[Rep]:
        """Return what the end of the recording finished."""
        before = len(self.reps)
        self._watch.close()
        return self.reps[before:]


def segment(motion: Motion, exercise: Exercise, limits: Limits = SHIPPED) -> list[Rep]:
    """Return the repetitions of a raw motion (not smoothed), or the holds of an exercise held.

    A repetition counts where it went from the start to the turn and back: getting into position,
    what was under way when the film began or ended, and half a repetition do not.
    """
    counter = Counter(exercise, limits)
    for at_s, xyz, visibility in _frames(motion):
        counter.see(at_s, xyz, visibility)
    counter.close()
    return list(counter.reps)


def _frames(motion: Motion) -> Iterable[tuple[float, Floats, Floats]]:
    return zip(motion.times_s.tolist(), motion.xyz_m, motion.visibility, strict=True)


def _watch(exercise: Exercise, limits: Limits) -> Watch:
    if exercise.style is Style.HOLD:
        return Hold(exercise)
    if not exercise.drivers:
        return Free(limits)
    turning = Turning(exercise.ideal_rom_deg, limits=limits)
    if exercise.tempo[0] >= BALLISTIC_TEMPO:
        turning.shortest_s = _BALLISTIC_S
    return Driven(driving(exercise), turning)
