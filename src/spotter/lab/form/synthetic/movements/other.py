"""What is none of the thirteen: raises of an arm or a knee, standing."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.movements.stance import hips_over
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import LEFT, SIDES, Figure
from spotter.lab.form.synthetic.space import Array, rad, vector


def other(rep: Rep) -> Array:
    """Raise both arms sideways or ahead, or one knee, as the person's habit has it."""
    body = rep.body
    kind = rep.style[:, [3]]
    knee = kind < 0.34
    half = body.hip * rep.habit(0, 1.0, 1.6)
    bend = 7 + rep.shake(5) * 0.5
    height, ahead = hips_over(rep, bend, bend * 0.5, half)
    pelvis = vector(rep.shift(2) * 0.5, height, ahead)
    figure = Figure.standing(body, pelvis, 2 + rep.shake(0), rep.shake(3) * 0.6)
    for number, side in enumerate(SIDES):
        done = rep.done(side)
        raised = np.where(knee, 12.0, 8 + 92 * done) + rep.shake(6 + number)
        plane = np.where(kind < 0.67, 85.0, 8.0) + 0 * done
        figure.swing_arm(side, raised, plane, 14 + 0 * done, figure.ahead)
        ankle = vector(side * half, body.ankle, 0 * done)
        if side == LEFT:
            ankle = np.where(knee[..., None], _lifted(rep, figure, bend, done), ankle)
        toes = vector(0.0, 0.0, 1.0) + 0 * ankle
        figure.plant_foot(side, ankle, toes, toes)
    return figure.xyz()


def _lifted(rep: Rep, figure: Figure, bend: Array, done: Array) -> Array:
    """Return where the left ankle is while the knee is raised, the shin hanging from it."""
    thigh, shank = rad(3.5 + 92 * done), rad(3.5 + 92 * done - bend - 88 * done)
    knee = rep.body.thigh[..., None] * vector(0.0, -np.cos(thigh), np.sin(thigh))
    return np.asarray(
        figure.hip(LEFT)
        + knee
        + rep.body.shank[..., None] * vector(0.0, -np.cos(shank), np.sin(shank))
    )
