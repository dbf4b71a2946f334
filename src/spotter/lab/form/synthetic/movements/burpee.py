"""Burpee: down to the hands, feet back to a plank, feet in again, up and a jump."""

from __future__ import annotations

import numpy as np

from spotter.lab.form.synthetic.movements.prone import PALM_M
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.skeleton import RIGHT, SIDES, Figure
from spotter.lab.form.synthetic.space import Array, apart, vector

# Moments of the key poses: standing, hands down, plank, plank, feet in, standing, in the air, down.
_AT = np.array([0.0, 0.20, 0.34, 0.50, 0.64, 0.80, 0.90, 1.0])


def _blend(phase: Array, *keys: Array) -> Array:
    """Return the key values (B, 1) at `phase` (B, T), smoothly from each to the next."""
    values = np.concatenate(np.broadcast_arrays(*keys), axis=1)
    found = np.clip(np.searchsorted(_AT, phase, side="right") - 1, 0, len(_AT) - 2)
    share = np.clip((phase - _AT[found]) / (_AT[found + 1] - _AT[found]), 0, 1)
    share = share**3 * (10 - 15 * share + 6 * share**2)
    begin = np.take_along_axis(values, found, axis=1)
    return np.asarray(begin + share * (np.take_along_axis(values, found + 1, axis=1) - begin))


def burpee(rep: Rep) -> Array:
    """From standing to a plank on the hands and back to a jump, hands over the head."""
    body, at = rep.body, rep.phase
    none = np.zeros_like(body.height)
    long = apart(body.thigh, body.shank, np.full_like(none, 170.0))
    arm = 0.985 * (body.upper_arm + body.forearm)
    bend = (26 * rep.fault("hips_high") + 8 * (rep.fault("hips_high") > 0)) - (
        20 * rep.fault("hips_low") + 6 * (rep.fault("hips_low") > 0)
    )
    # Who does not go all the way down leaves the plank piked and the hands on the knees' height.
    short = np.clip(1 - rep.depth, 0, 0.8)
    plank = 86 - 110 * short
    hand_ahead = 0.42 + none
    neck_y = PALM_M + arm + 0.5 * short
    # The shoulders stay above the hands; hips that hang or stand turn the trunk about them.
    lift = np.sin(np.radians(bend)) * 0.85 * body.trunk
    drop = np.clip(
        body.trunk * np.cos(np.radians(np.clip(plank - 8, 20, 90))) - lift,
        -0.6 * body.trunk,
        0.95 * body.trunk,
    )
    plank = np.degrees(np.arccos(drop / body.trunk))
    pelvis_y = neck_y - drop
    pelvis_z = hand_ahead - np.sqrt(body.trunk**2 - drop**2)
    rise = pelvis_y - 0.79 * body.foot
    ankle_back = pelvis_z - np.sqrt((0.993 * body.leg) ** 2 - rise**2)
    squat_y, squat_z = 0.235 * body.height, -0.12 + none
    crouch = 74 - 80 * short
    stand_y = body.ankle + long
    height = _blend(at, stand_y, squat_y, pelvis_y, pelvis_y, squat_y, stand_y,
                    stand_y + 0.13, stand_y)  # fmt: skip
    depth = _blend(at, none, squat_z, pelvis_z, pelvis_z, squat_z, none, none, none)
    pitch = _blend(at, none + 4, crouch, plank, plank, crouch, none + 4,
                   none, none + 4)  # fmt: skip
    foot_z = _blend(at, none, none, ankle_back, ankle_back, none, none, none, none)
    air = _blend(at, none, none, none, none, none, none, none + 0.13, none)
    tip = _blend(at, none, none + 0.4, none + 1, none + 1, none + 0.4, none, none + 0.5, none)
    down = _blend(at, none, none + 1, none + 1, none + 1, none + 1, none, none, none)
    over = _blend(at, none, none, none, none, none, none, none + 1, none)
    uneven = rep.fault("asymmetric")
    pelvis = vector(rep.shift(2) * 0.6, height + rep.shift(5) * 0.4, depth)
    roll = 12 * uneven * down + rep.shake(3) * 0.6
    figure = Figure.standing(
        body, pelvis, pitch + rep.shake(0), roll, yaw=14 * uneven * down, nod=-0.35 * pitch
    )
    for side in SIDES:
        late = 0.16 * uneven * down * (side == RIGHT)
        kick = 0.10 * np.sin(np.pi * np.clip(foot_z / ankle_back, 0, 1)) ** 2
        ankle = vector(
            side * body.hip * 1.5,
            body.ankle + air + tip * (0.79 * body.foot - body.ankle) + kick,
            foot_z + late,
        )
        sine, cosine = np.sin(1.1 * tip), np.cos(1.1 * tip)
        ahead = vector(side * 0.25, -0.3, 1.0) - 0.4 * down[..., None] * figure.up
        figure.plant_foot(
            side, ankle, ahead, vector(0.0, -sine, cosine), vector(0.0, -cosine, -sine)
        )
        floor = vector(side * body.shoulder * 1.1, PALM_M + 0.5 * short, hand_ahead + 0 * at)
        # Free arms swing ahead and up at their length; the hands meet the floor when it is near.
        swung = np.radians(8 + 40 * np.sin(np.pi * down) + 160 * over)
        out = vector(side * 0.15, -np.cos(swung), np.sin(swung))
        free = figure.shoulder(side) + 0.95 * arm[..., None] * out
        wrist = free + down[..., None] * (floor - free)
        pole = -figure.up * 0.6 + 0.5 * side * figure.left - 0.4 * figure.ahead
        figure.plant_hand(side, wrist, pole)
    return figure.xyz()
