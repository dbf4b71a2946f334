"""Push-up, plank and mountain climber: on hands or forearms and toes."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import RIGHT, SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, reach, vector

# Height of the wrist above the floor when the palm lies on it.
PALM_M = 0.035


def sagged(rep: Rep, gone: Array | float = 1.0) -> Array:
    """Return the bend at the hips (B, T) in degrees: below the line negative, above positive."""
    base = 2.0 + rep.shake(0) * 1.2
    return np.asarray(
        base
        + gone * (14 + 38 * rep.fault("hips_high")) * (rep.fault("hips_high") > 0)
        - gone * (12 + 30 * rep.fault("hips_low")) * (rep.fault("hips_low") > 0)
    )


def on_toes(rep: Rep, bend: Array, arm: Array, support: Array, roll: Array) -> Figure:
    """Return a figure whose toes stand at the origin and whose shoulders are `arm` off `support`.

    `bend` (B, T) degrees at the hips, as of `sagged`; `support` (B, T, 3) is the middle between
    hands or elbows and `arm` (B, T) how far off it the shoulders are, seen from the side.
    """
    body = rep.body
    ankle = ankles(rep)
    line = np.sqrt(
        body.trunk**2
        + (body.leg * 0.995) ** 2
        + 2 * body.trunk * body.leg * 0.995 * np.cos(np.radians(bend))
    )
    to = support - ankle
    far = np.hypot(to[..., 1], to[..., 2])
    share = (line**2 + far**2 - arm**2) / (2 * line * far)
    rise = np.arctan2(to[..., 1], to[..., 2]) + np.arccos(np.clip(share, -1, 1))
    neck = ankle + line[..., None] * vector(0.0, np.sin(rise), np.cos(rise))
    aside = np.where(bend < 0, -1.0, 1.0)[..., None] * vector(0.0, np.cos(rise), -np.sin(rise))
    hips = reach(ankle, neck, body.leg * 0.995, body.trunk, aside)
    trunk = neck - hips
    pitch = np.degrees(np.arctan2(trunk[..., 2], trunk[..., 1]))
    return Figure.standing(body, hips, pitch, roll, nod=-12.0 + 0 * pitch)


def ankles(rep: Rep) -> Array:
    """Return the middle (B, T, 3) between the ankles of feet that stand on their toes."""
    return vector(0.0, 0.79 * rep.body.foot, -0.25 * rep.body.foot) + np.zeros(
        (*rep.phase.shape, 3)
    )


def toes_down(rep: Rep, figure: Figure, side: float) -> None:
    """Plant a leg on its toes, which stay where they are."""
    half = rep.body.hip * rep.habit(0, 0.7, 1.5)
    ankle = ankles(rep) + vector(side * half, 0.0, 0.0)
    toes = vector(0.0, -0.88, 0.47) + 0 * ankle
    figure.plant_foot(side, ankle, -figure.up * 0.1 + figure.ahead, toes, vector(0.0, -0.47, -0.88))


def hands(rep: Rep, elbow: Array, width: Array) -> tuple[Array, Array]:
    """Return the middle between planted hands (B, T, 3) and how far off the shoulders are.

    The hands lie below the shoulders of the straight body at the top of the movement.
    """
    body = rep.body
    aside = width - body.shoulder
    span = np.sqrt(np.maximum(apart(body.upper_arm, body.forearm, elbow) ** 2 - aside**2, 1e-3))
    top = np.sqrt(apart(body.upper_arm, body.forearm, np.full_like(width, 165.0)) ** 2 - aside**2)
    line = body.trunk + body.leg
    start = ankles(rep)[:, :1]
    height = top + PALM_M - start[..., 1]
    ahead = start[..., 2] + np.sqrt(line**2 - height**2) + rep.habit(1, -0.02, 0.05)
    return vector(0.0, PALM_M, ahead + 0 * rep.phase), span


def push_up(rep: Rep) -> Array:
    """Lower the straight body between the hands and push it up again."""
    body = rep.body
    # Some let the chest down to the floor.
    deeper = rep.habit(5, 0, 24) * rep.reached() ** 3
    elbow = 163 - 88 * rep.reached() - deeper + rep.shake(1) * 1.3
    flared = rep.fault("elbows_flared")
    width = body.shoulder * (rep.habit(2, 1.1, 1.35) + 0.35 * flared)
    middle, span = hands(rep, elbow, width)
    roll = 15 * rep.fault("asymmetric") * np.clip(rep.reached() * 1.4, 0, 1) + rep.shake(2) * 0.6
    figure = on_toes(rep, sagged(rep, 0.55 + 0.45 * rep.progress), span, middle, roll)
    for side in SIDES:
        toes_down(rep, figure, side)
        wrist = middle + vector(side * width, 0.0, 0.0)
        # Between the elbows close to the body and straight out to the sides.
        out = np.radians(rep.habit(3, 20, 42) + 50 * flared)
        pole = side * np.sin(out)[..., None] * figure.left - np.cos(out)[..., None] * figure.up
        figure.plant_hand(side, wrist, pole - 0.12 * figure.ahead)
    return figure.xyz()


def plank(rep: Rep) -> Array:
    """Hold the body straight on the forearms, or on the hands."""
    body = rep.body
    straight = rep.style[:, [3]] < 0.35
    width = body.shoulder * 1.05 + 0 * rep.phase
    middle, span = hands(rep, 165 + 0 * rep.phase, width[:, :1])
    line = body.trunk + body.leg
    ahead = np.sqrt(line**2 - (body.upper_arm - ankles(rep)[:, :1, 1]) ** 2) + rep.habit(
        1, -0.02, 0.03
    )
    elbows = vector(0.0, PALM_M, ankles(rep)[..., 2] + ahead)
    support = np.where(straight[..., None], middle, elbows)
    arm = np.where(straight, span, body.upper_arm)
    # Tired hips drift on during the hold.
    drift = 0.7 + 0.3 * rep.phase
    uneven = rep.fault("asymmetric")
    figure = on_toes(rep, sagged(rep, drift), arm, support, 6 * uneven + rep.shake(2) * 0.4)
    for side in SIDES:
        hip_turn = 0.07 * uneven * (side == RIGHT)
        half = body.hip * rep.habit(0, 0.7, 1.5)
        ankle = ankles(rep) + vector(side * half, 0.0, hip_turn)
        toes = vector(0.0, -0.88, 0.47) + 0 * ankle
        figure.plant_foot(
            side, ankle, -figure.up * 0.1 + figure.ahead, toes, vector(0.0, -0.47, -0.88)
        )
        wrist = np.where(
            straight[..., None],
            middle + vector(side * width, 0.0, 0.0),
            _forearm(rep, figure, side, support, width),
        )
        figure.plant_hand(side, wrist, -figure.up - 0.4 * figure.ahead + 0.2 * side * figure.left)
    return figure.xyz()


def _forearm(rep: Rep, figure: Figure, side: float, support: Array, width: Array) -> Array:
    """Return where the wrist lies when the forearm lies on the floor ahead of the elbow."""
    elbow = support + vector(side * width, 0.0, 0.0)
    out = elbow - figure.shoulder(side)
    elbow = figure.shoulder(side) + out * (
        rep.body.upper_arm[..., None] / np.linalg.norm(out, axis=-1, keepdims=True)
    )
    return np.asarray(elbow + rep.body.forearm[..., None] * vector(-side * 0.25, 0.0, 0.968))


def mountain_climber(rep: Rep) -> Array:
    """On the hands, draw one knee to the chest and then the other."""
    body = rep.body
    width = body.shoulder * rep.habit(2, 1.0, 1.2)
    middle, span = hands(rep, 163 + rep.shake(1), width)
    high = rep.fault("hips_high")
    # A knee must still pass between sagging hips and the floor.
    bend = sagged(rep)
    bend = np.where(bend < 0, 0.45 * bend, bend) + 8 + 12 * high
    figure = on_toes(rep, bend, span, middle, rep.shake(2) * 0.6)
    for turn, side in enumerate(SIDES):
        drawn = np.sin(np.pi * np.clip(2 * rep.phase - turn, 0, 1)) ** 2 * rep.depth
        drawn = drawn * (1 - 0.55 * rep.fault("asymmetric") * (side == RIGHT))
        half = body.hip * 1.1
        rest = ankles(rep) + vector(side * half, 0.0, 0.0)
        hip = figure.hip(side)
        tucked = hip + vector(0.0, 0.0, -0.33 * body.leg)
        tucked[..., 1] = 0.82 * body.foot
        arc = drawn[..., None] * (tucked - rest)
        figure.plant_foot(
            side,
            rest + arc,
            figure.up + 0.8 * figure.ahead,
            vector(0.0, -0.88, 0.47) + 0 * rest,
            vector(0.0, -0.47, -0.88),
        )
        figure.plant_hand(
            side, middle + vector(side * width, 0.0, 0.0), -figure.up + 0.3 * side * figure.left
        )
    return figure.xyz()
