"""Bench press: on the back, the bar from straight arms to the chest and up."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, vector

# A bench is 42 to 45 cm high (rules of powerlifting federations); the hips lie a little above it.
_LYING_M = 0.50


def bench_press(rep: Rep) -> Array:
    """Let the bar down to the chest and press it up again."""
    body = rep.body
    flared = rep.fault("elbows_flared")
    pelvis = vector(0.0, _LYING_M + 0 * rep.phase, 0.0)
    figure = Figure.standing(body, pelvis, -88 + 0.3 * rep.shake(0), 0.3 * rep.shake(2), nod=6.0)
    grip = body.shoulder * rep.habit(0, 1.2, 1.5) + 0.2 * body.shoulder * flared
    for number, side in enumerate(SIDES):
        ankle = vector(side * body.hip * 1.9, body.ankle, body.thigh * rep.habit(1, 0.75, 0.98))
        toes = vector(side * 0.25, 0.0, 0.97) + np.zeros((*rep.phase.shape, 3))
        figure.plant_foot(side, ankle + 0 * toes, vector(side * 0.3, 1.0, 1.0) + 0 * toes, toes)
        elbow = 165 - 92 * rep.done(side) + rep.shake(3 + number) * 1.3
        span = apart(body.upper_arm, body.forearm, elbow)
        aside = grip - body.shoulder
        # The bar comes down towards the breastbone, less so with the elbows out.
        low = (0.10 - 0.07 * flared) * rep.progress
        up = np.sqrt(np.maximum(span**2 - aside**2 - low**2, 1e-4))
        wrist = figure.shoulder(side) + vector(side * aside + 0 * up, up, low)
        out = np.radians(rep.habit(2, 22, 42) + 52 * flared)
        pole = side * np.sin(out)[..., None] * figure.left - np.cos(out)[..., None] * figure.up
        figure.plant_hand(side, wrist, pole - 0.25 * figure.ahead)
    return figure.xyz()
