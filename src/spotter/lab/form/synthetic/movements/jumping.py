"""Jumping jack: arms over the head while the feet jump apart, and back."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, vector


def jumping_jack(rep: Rep) -> Array:
    """Swing both arms sideways to over the head as the feet land apart."""
    body = rep.body
    open_ = rep.progress
    crouch = rep.fault("bent_knees")
    # Off the floor between the landings, knees giving way at each.
    flight = np.sin(np.pi * np.clip(open_, 0, 1)) ** 2
    half = body.hip * (1.0 + rep.habit(0, 1.6, 2.6) * open_)
    bend = 10 + (1 - flight) * 14 + (10 + 45 * crouch) * (crouch > 0) + rep.shake(0)
    aside = half - body.hip
    lift = 0.045 * flight * body.height
    long = apart(body.thigh, body.shank, 180 - bend)
    ahead = -0.03 - 0.10 * body.leg * np.sin(np.radians(bend))
    height = body.ankle + lift + np.sqrt(np.maximum(long**2 - aside**2 - ahead**2, 1e-4))
    pelvis = vector(rep.shift(2) * 0.5, height, ahead)
    lean = 3 + 0.30 * bend * (crouch > 0) + rep.shake(1)
    figure = Figure.standing(body, pelvis, lean, rep.shake(3) * 0.6)
    for number, side in enumerate(SIDES):
        ankle = vector(side * half, body.ankle + lift, 0.0)
        toes = vector(side * 0.25, 0.0, 0.97) + 0 * ankle
        figure.plant_foot(side, ankle, toes, toes)
        raised = 14 + 148 * rep.done(side) + rep.shake(4 + number)
        bent = rep.habit(1, 8, 30) + 10 * open_
        figure.swing_arm(side, raised, 82 + 0 * raised, bent, figure.up - side * 0.3 * figure.left)
    return figure.xyz()
