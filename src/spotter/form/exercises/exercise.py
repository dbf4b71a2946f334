"""One kind of exercise, as far as its form goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spotter.kit.errors import NotFound


class Unknown(NotFound):
    """No kind of exercise has this name."""


class Style(StrEnum):
    """Whether an exercise is repeated or held."""

    REPS = "reps"
    HOLD = "hold"


class Sides(StrEnum):
    """How the two sides of the body share the work of one repetition.

    TOGETHER: both do the same at the same time. IN_TURN: both do the same, one after the other or
    one in front of the other.
    """

    TOGETHER = "together"
    IN_TURN = "in_turn"


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a measure of posture begins to be a fault, and where it is one wholly.

    `measure` is a name of `spotter.form.posture.MEASURES` in degrees (or its unit); a frame's
    fault grows from 0 at `good` to 1 at `bad`, whichever of the two is the larger.
    """

    measure: str
    good: float
    bad: float


@dataclass(frozen=True, slots=True)
class Exercise:
    """One kind of exercise.

    `number` is what data sets and networks call it and never changes. A repetition takes the
    `drivers` (names of `spotter.form.angles.ANGLES`) from `start_deg` to `turn_deg` and back; in a
    hold both are the angle held. `pairs` are the limb angles whose two sides are compared.
    `tempo` are the driver's top speeds, in degrees a frame at 30 fps, of full and of no score.
    What swings at more than `cycles` a repetition is no part of the movement but unsteadiness,
    of which `unsteady_deg_s` (deviation of its speed, degrees a second) leaves no score.
    """

    id: str
    number: int
    name: str
    drivers: tuple[str, ...]
    start_deg: float
    turn_deg: float
    pairs: tuple[str, ...]
    faults: tuple[str, ...]
    limits: tuple[Limit, ...]
    style: Style = Style.REPS
    sides: Sides = Sides.TOGETHER
    tempo: tuple[float, float] = (5.0, 25.0)
    cycles: int = 4
    unsteady_deg_s: float = 60.0

    @property
    def ideal_rom_deg(self) -> float:
        """Return the range of motion of a full repetition, in degrees; 0 for a hold."""
        return abs(self.start_deg - self.turn_deg)

    @property
    def opens(self) -> bool:
        """Return whether the drivers' angle grows on the way to the turn."""
        return self.turn_deg > self.start_deg
