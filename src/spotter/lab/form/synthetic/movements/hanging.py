"""Pull-up: the hands stay on the bar, the body hangs from them."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import RIGHT, SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, vector

# A bar that the feet hang free below, in body heights.
_BAR = 1.35


def pull_up(rep: Rep) -> Array:
    """Pull the chin over the bar and let down to long arms."""
    body = rep.body
    swing = rep.fault("swinging")
    elbow = 163 - 100 * rep.reached() + rep.shake(0) * 1.3
    width = body.shoulder * rep.habit(0, 1.15, 1.7)
    kick = np.sin(2 * np.pi * np.clip(rep.phase * 1.3, 0, 1))
    # Hangs still at the start and at the end.
    away = np.sin(np.pi * rep.phase)
    lean = -6 - rep.habit(1, 4, 12) * rep.progress + swing * away * (-20 + 24 * kick) + rep.shake(1)
    back = 0.03 + 0.05 * rep.progress + 0.10 * swing * np.abs(kick)
    aside = width - body.shoulder
    span = apart(body.upper_arm, body.forearm, elbow)
    drop = np.sqrt(np.maximum(span**2 - back**2 - aside**2, 1e-4))
    roll = 12 * rep.fault("asymmetric") * np.clip(rep.reached() * 1.3, 0, 1) + rep.shake(2) * 0.6
    pitch = np.radians(lean)
    bar = _BAR * body.height
    neck = vector(rep.shift(3) * 0.4, bar - drop, -back)
    pelvis = neck - body.trunk[..., None] * vector(0.0, np.cos(pitch), np.sin(pitch))
    figure = Figure.standing(body, pelvis, lean, roll, nod=-10.0 + 0 * lean)
    for side in SIDES:
        wrist = vector(side * width, bar, 0 * rep.phase)
        figure.plant_hand(side, wrist, side * 0.8 * figure.left - 0.3 * figure.ahead - figure.up)
        hip = np.maximum(rep.habit(2, 0, 12) + swing * away * (38 + 34 * kick), -15) + rep.shake(4)
        bent = rep.habit(3, 5, 85) + swing * away * 14 * (1 - kick) + rep.shake(5)
        figure.swing_leg(side, hip + 2.0 * (side == RIGHT), 0 * hip + 4.0, bent)
    return figure.xyz()
