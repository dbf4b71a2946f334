"""What the pose networks saw in a film: landmarks over time, and where they cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.form.adapters import from_mediapipe
from spotter.form.leaps import leaps
from spotter.form.motion import Bools, Doubles, Floats, Motion


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Landmarks of the one person followed through a film of T pictures.

    `times_s` (T,): seconds from the first picture, strictly increasing. `world` (T, 33, 3): metres
    from the hips, x right in the picture, y down, z away from the camera. `image` (T, 33, 3): x and
    y in shares of width and height, z as x. `visibility` (T, 33): 0..1. In pictures without a
    person these are NaN, visibility 0. `people` (T,): how many persons a look at the whole picture
    found, -1 where none was taken. `aspect`: width over height. `broke_off_s`: where a damaged film
    ended, None for a whole one.
    """

    times_s: Doubles
    world: Floats
    image: Floats
    visibility: Floats
    people: NDArray[np.int8]
    aspect: float
    broke_off_s: float | None = None

    def __len__(self) -> int:
        return len(self.times_s)

    @property
    def seen(self) -> Bools:
        """Whether a person was found in each picture (T,)."""
        return np.isfinite(self.world[:, 0, 0])

    def motion(self) -> Motion:
        """Return the motion of the person, in metres from the pelvis."""
        return from_mediapipe(self.times_s, self.world, self.visibility)

    def absences(self, shortest_s: float = 0.5) -> list[tuple[float, float]]:
        """Return the periods of at least `shortest_s` without a person, as (start, end) seconds."""
        edges = np.diff(np.concatenate([[False], ~self.seen, [False]]).astype(np.int8))
        ends = np.append(self.times_s[1:], self.times_s[-1:])
        found = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True)
        spans = [(float(self.times_s[first]), float(ends[last])) for first, last in found]
        return [(start, end) for start, end in spans if end - start >= shortest_s]

    def jumps(self) -> Bools:
        """Return (T,) where the body is not where the body of the picture before can have gone.

        Then the film was cut or the networks went over to another person: what lies before and
        after belongs to two movements.
        """
        jumped = np.zeros(len(self), dtype=np.bool_)
        at = np.flatnonzero(self.seen)
        if len(at) < 2:
            return jumped
        jumped[at[1:]] = leaps(self.times_s[at], self.image[at], self.aspect)
        return jumped

    def crowded(self) -> float:
        """Return in which share of the looks at the whole picture there was more than one person.

        0 where no such look was taken.
        """
        counted = self.people[self.people >= 0]
        return float(np.mean(counted > 1)) if len(counted) else 0.0
