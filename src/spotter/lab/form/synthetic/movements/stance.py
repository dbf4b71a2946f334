"""Standing with both feet planted: where the hips are when the knees bend so far."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import LEFT, RIGHT, SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, rad, vector

# Where a bent knee stands above its foot: shares of the shin ahead and up, at a tilt of 35°.
_AHEAD, _UP = 0.57, 0.82
# Where a knee that falls inwards is drawn to, in body heights beyond the middle: bones of fixed
# length between hip and foot let it come a part of the way, so that both all but touch.
_BEYOND = -0.02


def hips_over(rep: Rep, bend: Array, shin: Array, half_stance: Array) -> tuple[Array, Array]:
    """Return how high and how far ahead (B, T) of the ankles the hips are.

    `bend` is the knees' flexion and `shin` the forward tilt of the shins, in degrees; the feet
    stand `half_stance` metres to each side, so that the knees bend exactly so far.
    """
    body = rep.body
    ahead = body.shank * np.sin(rad(shin)) - body.thigh * np.sin(rad(bend - shin))
    aside = half_stance - body.hip
    length = apart(body.thigh, body.shank, 180 - bend)
    height = body.ankle + np.sqrt(np.maximum(length**2 - ahead**2 - aside**2, 1e-4))
    return height, ahead


def balanced(rep: Rep, ahead: Array, down: Array) -> Array:
    """Return the forward lean (degrees) that keeps the trunk's weight above the foot: above
    the ankle in standing, above its middle once `down` (0 to 1).

    The weight of trunk, arms and head is taken at 0.62 of the trunk's length from the hips: Winter
    2009, table 4.1 (head, arms and trunk), rounded.
    """
    body = rep.body
    return np.asarray(
        np.degrees(
            np.arcsin(
                np.clip(
                    (0.25 * body.foot * (0.2 + 0.8 * np.minimum(down, 1)) - ahead)
                    / (0.62 * body.trunk),
                    -0.2,
                    0.95,
                )
            )
        )
    )


def stand(
    rep: Rep,
    figure: Figure,
    half_stance: Array,
    turnout: Array,
    *,
    knees_in: Array | float = 0.0,
    stagger: Array | float = 0.0,
) -> None:
    """Plant both feet flat; by `knees_in` (0 to 1) the knees fall inwards from above the toes.

    `stagger` metres put the right foot ahead.
    """
    body = rep.body
    for side in SIDES:
        ankle = vector(
            side * half_stance, body.ankle, np.where(side == RIGHT, stagger, 0.0) + 0 * rep.phase
        )
        toes = vector(side * np.sin(rad(turnout)), 0 * turnout, np.cos(rad(turnout))) + np.zeros(
            (*rep.phase.shape, 3)
        )
        # The knee stands over the foot, or on its way to the middle between both feet.
        over = half_stance + _AHEAD * body.shank * np.sin(rad(turnout))
        fallen = knees_in * (1.0 if side == LEFT else 0.75)
        aside = (1 - fallen) * over + fallen * _BEYOND * body.height
        knee = vector(
            side * aside,
            body.ankle + _UP * body.shank,
            ankle[..., 2] + _AHEAD * body.shank * np.cos(rad(turnout)),
        )
        pole = knee - figure.hip(side)
        figure.plant_foot(side, ankle, pole, toes)


def upright(rep: Rep, pitch: Array, bend: Array, roll: Array | float = 0.0) -> Figure:
    """Return a figure that stands with the knees bent by `bend` degrees, the feet planted."""
    half = rep.body.hip * rep.habit(0, 1.0, 1.8)
    height, ahead = hips_over(rep, bend, bend * 0.5, half)
    pelvis = vector(rep.shift(5) * 0.5, height, ahead)
    figure = Figure.standing(rep.body, pelvis, pitch, roll)
    stand(rep, figure, half, rep.habit(1, 2, 15))
    return figure
