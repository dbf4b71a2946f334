"""Curl and overhead press: the legs stand, the arms work."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.movements.stance import upright
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import SIDES
from spotter.lab.form.synthetic.space import Array, apart, vector


def bicep_curl(rep: Rep) -> Array:
    """Bend the elbows with the upper arms still at the sides."""
    swing = rep.fault("swinging")
    # Thrown forward a little at the start, then far back while the weight comes up.
    heave = np.sin(2 * np.pi * np.clip(rep.phase * 1.7 - 0.02, 0, 1))
    lean = 1 + swing * (-34 * rep.reached() + 12 * heave) + rep.shake(0)
    figure = upright(
        rep, lean, 6 + 8 * swing * rep.reached() + rep.shake(5) * 0.4, rep.shake(3) * 0.5
    )
    forward = rep.fault("elbows_forward")
    for number, side in enumerate(SIDES):
        done = rep.done(side)
        raised = rep.habit(2, 4, 12) + (6 + 52 * forward) * done + rep.shake(1 + number)
        bent = 20 + 112 * done + rep.shake(6 + number) * 1.3
        out = rep.habit(4, 15, 50) * (1 - 0.6 * done)
        towards = (
            figure.ahead
            + 0.2 * figure.up
            + side * rep.habit(3, -0.1, 0.15)[..., None] * figure.left
        )
        figure.swing_arm(side, raised, out, bent, towards)
    return figure.xyz()


def overhead_press(rep: Rep) -> Array:
    """Push the hands from the shoulders to straight above them."""
    body, back = rep.body, rep.fault("lean_back")
    lean = 1 - (3 + 32 * back) * rep.progress + rep.shake(0)
    crouch = rep.fault("bent_knees")
    bend = 6 + 52 * crouch * (1 - 0.3 * rep.progress) + rep.shake(5) * 0.5
    figure = upright(rep, lean, bend, rep.shake(3) * 0.5)
    for number, side in enumerate(SIDES):
        done = rep.done(side)
        elbow = 62 + 106 * done + rep.shake(1 + number) * 1.3
        distance = apart(body.upper_arm, body.forearm, elbow)
        out = 0.03 + 0.09 * body.height * 0.5 * rep.habit(2, 0.4, 1.0) * (1 - 0.5 * done)
        front = 0.13 * (1 - done) * rep.habit(4, 0.5, 1.2)
        up = np.sqrt(np.maximum(distance**2 - out**2 - front**2, 1e-4))
        wrist = (
            figure.shoulder(side)
            + vector(side * out, up * np.cos(np.radians(lean) * 0.6), front)
            + vector(0.0, 0.0, up * np.sin(np.radians(lean) * 0.6))
        )
        pole = vector(side * rep.habit(3, 0.5, 1.2), -0.8, 0.9) + np.zeros((*done.shape, 3))
        figure.plant_hand(side, wrist, pole)
    return figure.xyz()
