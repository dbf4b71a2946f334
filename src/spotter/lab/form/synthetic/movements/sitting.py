"""Sit-up: from the back to sitting over planted feet."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import SIDES, Figure
from spotter.lab.form.synthetic.space import Array, vector

_SEAT_M = 0.10


def sit_up(rep: Rep) -> Array:
    """Curl the trunk up from the floor until it stands over the hips, and lie down again."""
    body, done = rep.body, rep.reached()
    swing = rep.fault("swinging")
    uneven = rep.fault("asymmetric") * np.clip(done * 1.5, 0, 1)
    pitch = -84 + 80 * done + rep.shake(0)
    pelvis = vector(0.0, _SEAT_M + 0 * done, 0.0)
    figure = Figure.standing(
        body,
        pelvis,
        pitch,
        12 * uneven + rep.shake(2) * 0.5,
        yaw=26 * uneven,
        nod=18 * rep.progress,
    )
    # Legs thrown up for momentum, down again as the trunk comes over.
    thrown = swing * np.sin(np.pi * np.clip(rep.phase * 1.6, 0, 1))
    foot = body.leg * rep.habit(0, 0.66, 0.76)
    for number, side in enumerate(SIDES):
        ankle = vector(
            side * body.hip * 1.3,
            body.ankle + 0.42 * thrown * body.leg + rep.shift(5) * 0.3,
            foot * (1 - 0.06 * thrown),
        )
        toes = vector(0.0, 0.45 * thrown, 1.0) / np.sqrt(1 + (0.45 * thrown[..., None]) ** 2)
        sole = vector(0.0, -1.0, 0.45 * thrown) / np.sqrt(1 + (0.45 * thrown[..., None]) ** 2)
        figure.plant_foot(side, ankle, vector(0.0, 1.0, 0.2) + 0 * ankle, toes, sole)
        crossed = rep.style[:, [3]] < 0.5
        raised = np.where(crossed, 35.0, 150.0) + rep.shake(3 + number)
        aside = np.where(crossed, 25.0, 60.0) + 0 * done
        bent = np.where(crossed, 125.0, 130.0) + 0 * done
        towards = np.where(
            crossed[..., None],
            figure.up - side * 0.8 * figure.left + 0.3 * figure.ahead,
            -side * figure.left - 0.3 * figure.ahead,
        )
        figure.swing_arm(side, raised, aside, bent, towards)
    return figure.xyz()
