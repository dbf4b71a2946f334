"""Ways between two poses of a free body: how movements that nobody scores are made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.random import Generator

from spotter.form.skeleton import Joint
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import LEFT, SIDES, Figure, mirrored
from spotter.lab.form.synthetic.space import Array, vector

Rests = Literal["floor", "hands", "seat"]
Turns = Literal["together", "in turn", "one side", "split"]
Forearm = Literal["ahead", "up", "in"]
TURNS: Final[tuple[Turns, ...]] = ("together", "one side", "in turn")
_WRISTS: Final = [Joint.LEFT_WRIST, Joint.RIGHT_WRIST]
# Where hands and legs are while they have nothing to do.
STAND: Final = (4.0, 5.0, 6.0)
HANG: Final = (6.0, 30.0, 12.0)
SIT: Final = (85.0, 10.0, 85.0)


@dataclass(frozen=True, slots=True)
class Pose:
    """Angles in degrees. `pitch` of the trunk: 0 upright, 90 on the front, -90 on the back.

    `arms` and `legs` are (raised from hanging along the trunk, aside: 0 ahead and 90 sideways,
    bent at elbow or knee); `forearm` says where a bent one points: ahead, up (of the trunk) or in.
    """

    pitch: float
    arms: tuple[float, float, float]
    legs: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """From pose to pose and back: what stays in place, and whether the sides move in turn.

    `sways` are degrees by which each angle differs from person to person.
    """

    start: Pose
    turn: Pose
    rests: Rests = "floor"
    arms: Turns = "together"
    legs: Turns = "together"
    forearm: Forearm = "ahead"
    sways: float = 8.0


def hinged(pitch: float, arms: tuple[float, float, float], knee: float = 15) -> Pose:
    """Return a trunk leant forwards over standing legs."""
    return Pose(pitch, arms, (pitch + knee / 2, 0, knee))


def moved(one: Way, rep: Rep, rng: Generator) -> Array:
    """Return joints (B, T, 19, 3) of a way, each row by another person; y up from the floor."""
    rows = (len(rep.phase), 1)

    def between(first: float, last: float, share: Array) -> Array:
        begin = first + one.sways * rng.standard_normal(rows)
        end = last + (begin - first) * 0.7 + 0.5 * one.sways * rng.standard_normal(rows)
        return np.asarray(begin + (end - begin) * share)

    done = rep.reached()
    pitch = between(one.start.pitch, one.turn.pitch, done) + rep.shake(0)
    roll = rep.shake(3) * 0.6 + 2 * rng.standard_normal(rows)
    pelvis = vector(0 * done, 0 * done, 0 * done)
    figure = Figure.standing(rep.body, pelvis, pitch, roll, nod=-0.5 * pitch)
    state = rng.bit_generator.state
    for number, side in enumerate(SIDES):
        rng.bit_generator.state = state
        raised, aside, bent = (
            between(first, last, _share(rep, one.arms, side))
            for first, last in zip(one.start.arms, one.turn.arms, strict=True)
        )
        towards = {
            "ahead": figure.ahead + 0.2 * figure.up,
            "up": figure.up + 0.1 * figure.ahead - 0.2 * side * figure.left,
            "in": figure.ahead - side * figure.left,
        }[one.forearm]
        figure.swing_arm(side, raised + rep.shake(4 + number), aside, np.maximum(bent, 2), towards)
        last_legs = _behind(one.turn) if one.legs == "split" and side != LEFT else one.turn.legs
        raised, aside, bent = (
            between(first, last, _share(rep, one.legs, side))
            for first, last in zip(one.start.legs, last_legs, strict=True)
        )
        figure.swing_leg(side, raised + rep.shake(6 + number) * 0.5, aside, np.maximum(bent, 2))
    placed = _resting(figure.xyz(), one.rests)
    return mirrored(placed, rng.random(len(placed)) < 0.5)


def _behind(pose: Pose) -> tuple[float, float, float]:
    """Return the rear leg of a lunge whose front leg a pose has."""
    return (-18.0 + pose.pitch, pose.legs[1], 75.0)


def _share(rep: Rep, turns: Turns, side: float) -> Array:
    if turns in {"together", "split"}:
        return rep.done(side)
    if turns == "one side":
        return rep.reached() if side == LEFT else np.zeros_like(rep.progress)
    late = 0.0 if side == LEFT else 0.5
    swing = 0.5 - 0.5 * np.cos(2 * np.pi * (rep.phase + late))
    return np.asarray(swing * rep.depth)


def _resting(xyz: Array, rests: Rests) -> Array:
    """Return joints at the height that what rests gives them."""
    if rests == "hands":
        height = xyz[:, :, _WRISTS, 1].mean(axis=2)
    elif rests == "seat":
        height = xyz[:, :, Joint.PELVIS, 1] + 0 * xyz[:, :, 0, 1]
    else:
        height = xyz[..., 1].min(axis=2)
    lifted = xyz.copy()
    lifted[..., 1] -= height[..., None]
    lifted[..., 1] -= lifted[..., 1].min(axis=(1, 2))[:, None, None]
    return lifted
