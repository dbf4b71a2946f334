"""Other ways to do our exercises than the generator of scored repetitions has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from spotter.lab.form.synthetic.ways import SIT, STAND, TURNS, Forearm, Pose, Way, hinged

# Where arms are that have nothing to do: hanging, at the hips, crossed, stretched ahead, over the
# head, at a bar on the back or before the shoulders, before the chest.
_IDLE: Final[tuple[tuple[tuple[float, float, float], Forearm], ...]] = (
    ((6, 30, 12), "ahead"),
    ((-10, 60, 80), "in"),
    ((45, 15, 125), "in"),
    ((88, 8, 10), "ahead"),
    ((170, 40, 10), "ahead"),
    ((15, 80, 140), "up"),
    ((80, 25, 140), "up"),
    ((25, 15, 120), "up"),
)


def ways_of(exercise: str) -> tuple[Way, ...]:
    """Return other ways to do an exercise of ours than the generator of scored repetitions has.

    What does not belong to the exercise (arms in a squat, legs in a curl) is as people happen to
    have it; hands in a pull-up are ahead of the body and come down to the shoulders; one arm works
    alone or both in turn. None of these is scored, so that they need no truth.
    """
    return _OURS.get(exercise, ())


def _idle(start: Pose, turn: Pose, **how: Any) -> tuple[Way, ...]:
    """Return a way of legs and trunk with arms wherever they may be."""
    return tuple(
        Way(replace(start, arms=arms), replace(turn, arms=arms), forearm=forearm, **how)
        for arms, forearm in _IDLE
    )


def _sides(start: Pose, turn: Pose, **how: Any) -> tuple[Way, ...]:
    """Return a way of the arms: of both, of one, and in turn; standing and seated."""
    seated, done = replace(start, legs=SIT), replace(turn, legs=SIT)
    return (
        *(Way(start, turn, arms=arms, **how) for arms in TURNS),
        *(Way(seated, done, arms=arms, rests="seat", **how) for arms in TURNS),
    )


# Ends of a pull-up: how far aside the elbows point, how high they are left, how far they bend.
# With the chin over the bar the hands are no higher than the mouth.
_PULLED: Final = ((60, 40, 128), (55, 18, 142), (45, 8, 148), (75, 45, 132), (20, 5, 150))
_NO_ARMS: Final = (0.0, 0.0, 0.0)
_OURS: Final[dict[str, tuple[Way, ...]]] = {
    "squat": (
        *_idle(Pose(5, _NO_ARMS, (12, 14, 15)), Pose(34, _NO_ARMS, (112, 22, 112))),
        *_idle(Pose(5, _NO_ARMS, (12, 14, 15)), Pose(22, _NO_ARMS, (104, 22, 130))),
        *_idle(Pose(5, _NO_ARMS, (12, 30, 15)), Pose(14, _NO_ARMS, (86, 50, 105))),
        *_idle(Pose(4, _NO_ARMS, (10, 14, 12)), Pose(28, _NO_ARMS, (82, 18, 78))),
    ),
    "lunge": (
        *_idle(Pose(4, _NO_ARMS, (8, 3, 8)), Pose(8, _NO_ARMS, (88, 3, 88)), legs="split"),
        *_idle(Pose(4, _NO_ARMS, (8, 3, 8)), Pose(22, _NO_ARMS, (100, 3, 95)), legs="split"),
    ),
    "bicep_curl": (
        *_sides(Pose(1, (5, 20, 15), STAND), Pose(0, (14, 15, 128), STAND)),
        *_sides(Pose(1, (2, 20, 10), STAND), Pose(-4, (28, 15, 138), STAND)),
    ),
    "overhead_press": (
        *_sides(Pose(1, (62, 70, 112), STAND), Pose(-2, (162, 60, 15), STAND), forearm="up"),
        *_sides(Pose(1, (45, 40, 135), STAND), Pose(-2, (166, 40, 12), STAND), forearm="up"),
    ),
    "pull_up": tuple(
        Way(
            Pose(-3, (166, aside, 12), legs),
            Pose(lean, (low, aside + 10, bent), legs),
            rests="hands", forearm="up", sways=10,
        )
        for legs in ((4.0, 3.0, 8.0), (8.0, 5.0, 75.0), (40.0, 5.0, 60.0))
        for aside, low, bent in _PULLED
        for lean in (-8, -22)
    ),
    "deadlift": (
        Way(hinged(60, (60, 8, 6), 55), Pose(1, (3, 15, 6), STAND)),
        Way(hinged(75, (75, 8, 6), 25), Pose(1, (3, 15, 6), STAND)),
    ),
    "jumping_jack": (
        Way(Pose(2, (12, 85, 12), (3, 20, 10)), Pose(2, (160, 85, 20), (5, 85, 14))),
        Way(Pose(2, (12, 85, 12), (3, 20, 10)), Pose(2, (150, 85, 30), (24, 88, 10))),
    ),
    "sit_up": (
        Way(Pose(-88, (120, 60, 130), (50, 5, 95)), Pose(-8, (100, 60, 130), (120, 5, 95)),
            rests="seat", forearm="in"),
        Way(Pose(-88, (150, 20, 10), (50, 5, 95)), Pose(-5, (80, 10, 10), (122, 5, 95)),
            rests="seat"),
        Way(Pose(-88, (40, 15, 130), (5, 5, 10)), Pose(-5, (45, 15, 130), (85, 5, 10)),
            rests="seat", forearm="in"),
    ),
    "push_up": (
        Way(Pose(68, (70, 25, 10), (-3, 4, 6)), Pose(84, (-25, 45, 100), (-3, 4, 6))),
        Way(Pose(66, (72, 25, 10), (-5, 4, 85)), Pose(82, (-20, 45, 100), (-5, 4, 85))),
    ),
    "bench_press": (
        Way(Pose(-88, (88, 40, 12), (40, 10, 88)), Pose(-88, (30, 75, 108), (40, 10, 88)),
            rests="seat", forearm="ahead"),
    ),
}  # fmt: skip
