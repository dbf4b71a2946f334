"""Squat, lunge and deadlift: the feet stay planted, the hips travel."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.movements.stance import balanced, hips_over, stand
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import LEFT, RIGHT, SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, rad, unit, vector


def squat(rep: Rep) -> Array:
    """Bend the knees to level thighs or further, the trunk as upright as balance lets it."""
    body, done = rep.body, rep.reached()
    # Who is supple enough sinks on below level thighs; who stops short does not.
    deeper = rep.habit(5, 0, 40) * done**3 * (1 - rep.fault("forward_lean"))
    # Not everybody stands with straight knees between repetitions.
    bend = rep.habit(4, 4, 15) + 97 * done + deeper + rep.shake(0) * 1.2
    shin = 48 * np.tanh(bend * rep.habit(2, 0.42, 0.52) / 48)
    half = body.hip * rep.habit(0, 1.5, 2.6)
    height, ahead = hips_over(rep, bend, shin, half)
    lean = balanced(rep, ahead, done) + 38 * rep.fault("forward_lean") * done + rep.shake(1)
    # A body that spares one leg hangs over the other one, that foot drawn back.
    uneven = rep.fault("asymmetric") * np.clip(done * 1.6, 0, 1)
    pelvis = vector(0.05 * uneven + rep.shift(2) * 0.5, height, ahead)
    fallen = rep.fault("knees_in")
    figure = Figure.standing(
        body, pelvis, lean, -9 * uneven + rep.shake(3) * 0.7, yaw=10 * uneven, nod=-0.6 * lean
    )
    stand(
        rep,
        figure,
        half,
        rep.habit(1, 8, 28),
        knees_in=(0.2 + 0.7 * fallen) * (fallen > 0) * np.clip(done, 0, 1),
        stagger=0.11 * rep.fault("asymmetric"),
    )
    _hold_for_balance(rep, figure, done)
    return figure.xyz()


def _hold_for_balance(rep: Rep, figure: Figure, done: Array) -> None:
    """Place the arms of a squat: stretched out ahead, or hands together at the chest."""
    out = rep.style[:, [3]] < 0.6
    # The further the trunk leans, the more the arms must rise to point ahead.
    ahead = 68 + 60 * rep.fault("forward_lean")
    for side in SIDES:
        raised = np.where(
            out, 15 + ahead * np.sin(np.pi / 2 * np.clip(done, 0, 1)), 25.0
        ) + rep.shake(4)
        bent = np.where(out, 12.0, 125.0) + 0 * done
        inwards = np.where(out, 8.0, 20.0) + 0 * done
        towards = figure.up + 0.35 * figure.ahead - side * 0.6 * figure.left
        figure.swing_arm(side, raised, inwards, bent, towards)


def lunge(rep: Rep) -> Array:
    """Lower the hips between a foot ahead and one behind until both knees bend at right angles.

    Half of the people step into it and back, the others stay in the long stance.
    """
    body, done = rep.body, rep.reached()
    steps = rep.style[:, [3]] < 0.5
    stride = body.thigh * rep.habit(2, 2.2, 2.35)
    away = np.where(steps, np.clip(np.sin(np.pi * np.clip(rep.phase, 0, 1)) * 2.0, 0, 1), 1.0)
    away = away * away * (3 - 2 * away)
    front = vector(
        body.hip * 1.3,
        body.ankle + 0.12 * np.where(steps, 4 * away * (1 - away), 0.0),
        stride * away,
    )
    uneven = rep.fault("asymmetric") * done
    # The hips hang a thigh's length behind the front ankle, where the shin then stands upright.
    behind = (stride * away) * 0.40 - 0.18 * uneven * body.leg
    deeper = rep.habit(0, 0, 18) * done**3
    long = apart(body.thigh, body.shank, 180 - (10 + 74 * done + deeper + rep.shake(0)))
    level = np.sqrt(np.maximum(long**2 - behind**2, 0.01))
    pelvis = vector(rep.shift(2) * 0.6, body.ankle + level, stride * away - behind + 0 * done)
    lean = 4 + rep.habit(5, 0, 22) * done + 36 * rep.fault("forward_lean") * done + rep.shake(1)
    figure = Figure.standing(body, pelvis, lean, rep.shake(3), nod=-0.5 * lean)
    flat = vector(0.0, 0.0, 1.0) + np.zeros((*done.shape, 3))
    inwards = rad(-(4 + 22 * rep.fault("knees_in")) * (rep.fault("knees_in") > 0) * done)
    figure.plant_foot(LEFT, front, vector(np.sin(inwards), 0 * done, np.cos(inwards)), flat)
    _behind(rep, figure, pelvis)
    for side in SIDES:
        hips = rep.style[:, [4]] < 0.5
        figure.swing_arm(
            side,
            np.where(hips, 20.0, 8.0) + rep.shake(4),
            np.where(hips, 70.0, 50.0) + 0 * done,
            np.where(hips, 80.0, 12.0) + 0 * done,
            figure.ahead * 0.3 - side * figure.left,
        )
    return figure.xyz()


def _behind(rep: Rep, figure: Figure, pelvis: Array) -> None:
    """Plant the ball of the rear foot; the heel rises as the hips sink and travel."""
    body = rep.body
    ball = body.foot * 0.6
    rise = np.clip(pelvis[..., 2] / body.leg, 0, 0.6) * (28 + 62 * rep.reached())
    sine, cosine = np.sin(rad(rise)), np.cos(rad(rise))
    ankle = vector(
        -body.hip * 1.3,
        body.ankle * cosine + ball * sine,
        ball - ball * cosine + body.ankle * sine,
    )
    toes, sole = vector(0.0, -sine, cosine), vector(0.0, -cosine, -sine)
    figure.plant_foot(RIGHT, ankle, unit(toes + vector(0.0, -0.2, 0.6)), toes, sole)


def deadlift(rep: Rep) -> Array:
    """Stand up with a bar from the floor by knees and hips together, and set it down again."""
    body = rep.body
    low = np.maximum(1 - rep.reached(), 0)
    stiff = rep.fault("hips_first")
    # With this fault the knees are long while the bar is still low.
    bend = 6 + (80 - 55 * stiff) * low ** (1 + stiff) + rep.shake(0)
    half = body.hip * rep.habit(0, 1.2, 1.9)
    height, ahead = hips_over(rep, bend, bend * 0.28, half)
    uneven = rep.fault("asymmetric")
    lean = 3 + (61 + 20 * stiff) * low + rep.shake(1)
    # The weight of bar and trunk stays above the feet: the hips give way to the back.
    ahead = ahead - 0.10 * body.leg * np.sin(rad(lean)) * (0.5 + stiff)
    length = apart(body.thigh, body.shank, 180 - bend)
    aside = half - body.hip
    height = body.ankle + np.sqrt(np.maximum(length**2 - ahead**2 - aside**2, 1e-4))
    pelvis = vector(0.06 * uneven * low + rep.shift(2) * 0.4, height, ahead)
    figure = Figure.standing(
        body,
        pelvis,
        lean,
        -7 * uneven * low + rep.shake(3) * 0.6,
        yaw=9 * uneven * low,
        nod=-0.4 * lean,
    )
    stand(rep, figure, half, rep.habit(1, 4, 18), stagger=0.10 * uneven)
    arm = (body.upper_arm + body.forearm) * 0.992
    grip = body.shoulder * rep.habit(4, 1.0, 1.35)
    for side in SIDES:
        hang = figure.shoulder(side)
        across = side * grip - hang[..., 0]
        drop = np.sqrt(np.maximum(arm**2 - across**2, 0.01))
        # Arms hang; only what keeps the bar in front of the thighs moves them ahead.
        front = np.maximum(figure.hip(side)[..., 2] + 0.09 - hang[..., 2], 0) * (1 - low)
        drop = np.sqrt(np.maximum(drop**2 - front**2, 0.01))
        wrist = hang + vector(across, -drop, front)
        figure.plant_hand(side, wrist, side * figure.left - figure.ahead)
    return figure.xyz()
