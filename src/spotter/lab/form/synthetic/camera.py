"""A made-up camera: its place, its frames, and how a pose estimator errs on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from spotter.form.motion import Motion
from spotter.form.skeleton import Joint
from spotter.lab.form.synthetic.space import Array, rad

FRAME_RATES = (10, 12, 15, 20, 24, 25, 30, 50, 60)
# Errors of world landmarks at noise 1, metres: a constant part of each joint (how this body in
# this light is misread) and a jitter that lives for some frames. Depth is guessed, so it errs more.
# Sized so that knee angles miss by the 5 to 7° that are published for MediaPipe (JMIR preprint
# 102399); `tests` measure that they do.
_BIAS_M = np.array([0.014, 0.014, 0.026])
_JITTER_M = np.array([0.007, 0.007, 0.016])
_JITTER_S = 0.12
# At people's homes the constant part is in half of the films drawn apart from the jitter, up to
# twice the usual: other estimators (a Kinect) place joints elsewhere and hardly jitter. A share of
# it wanders so slowly.
_BIAS_APART, _MOST_BIAS, _DRIFT_S = 0.5, 2.0, 1.5
# There, too, depth is seen flatter or deeper than it is, the camera leans, and a repetition is cut
# with some of the rest before and after it: shares of films, and how much at most.
_FLAT, _DEEP = 0.75, 1.15
_LEANS_DEG, _RESTS, _REST_S = 2.0, 0.3, 0.6
# What the body hides from the camera is guessed: its errors grow by as much.
_HIDDEN = 2.2
_LEFT = np.array([joint.name.startswith("LEFT_") for joint in Joint])
_RIGHT = np.array([joint.name.startswith("RIGHT_") for joint in Joint])


@dataclass(frozen=True, slots=True)
class Camera:
    """What cameras are drawn from; everything that is None varies as at people's homes.

    `noise` scales the estimator's errors (0: none, 1: usual; None: 0 to 1.5, with what else varies
    there), `fps` frames a second, `yaw_deg` how far, to either side, the camera stands off its best
    place.
    """

    noise: float | None = None
    fps: float | None = None
    yaw_deg: float | None = None


AT_HOME = Camera()
IDEAL = Camera(noise=0.0, fps=30.0, yaw_deg=0.0)


@dataclass(frozen=True, slots=True)
class Shot:
    """One repetition's camera: where it stood and how badly it saw.

    `noise` scales the jitter and `bias` the constant errors of the joints, of which the share
    `drift` (of the variance) wanders; `depth` scales what lies towards the camera; `rest_s` are the
    seconds of rest before and after the repetition that are left in.
    """

    yaw_deg: float
    pitch_deg: float
    fps: float
    noise: float
    bias: float
    drift: float = 0.0
    depth: float = 1.0
    roll_deg: float = 0.0
    rest_s: tuple[float, float] = (0.0, 0.0)


def placed(camera: Camera, lying: bool, rng: Generator) -> Shot:
    """Return one camera; people who lie or stand on their hands are filmed from the side."""
    best = (
        (90.0 if rng.random() < 0.5 else -90.0) if lying else rng.choice([0.0, 45.0, -45.0, 90.0])
    )
    off = rng.uniform(-35, 35) if camera.yaw_deg is None else rng.choice([-1, 1]) * camera.yaw_deg
    noise = rng.uniform(0, 1.5) if camera.noise is None else camera.noise
    fps = float(rng.choice(FRAME_RATES)) if camera.fps is None else camera.fps
    # Phones stand on the floor or at the height of the chest, and are tilted to fit.
    pitch = rng.uniform(-8, 12) if camera.yaw_deg is None else 0.0
    shot = Shot(float(best + off), float(pitch), fps, float(noise), float(noise))
    return _at_somebodys(shot, rng) if camera.noise is None else shot


def _at_somebodys(shot: Shot, rng: Generator) -> Shot:
    """Return the shot with what else differs from home to home."""
    apart = rng.random() < _BIAS_APART
    before, after = np.where(rng.random(2) < _RESTS, rng.uniform(0, _REST_S, 2), 0.0)
    return replace(
        shot,
        bias=float(rng.uniform(0, _MOST_BIAS)) if apart else shot.noise,
        drift=float(rng.uniform(0, 1)),
        depth=float(rng.uniform(_FLAT, _DEEP)) if apart else 1.0,
        roll_deg=float(rng.normal(0, _LEANS_DEG)),
        rest_s=(float(before), float(after)),
    )


def filmed(shot: Shot, xyz: Array, seconds: float, rng: Generator) -> Motion:
    """Return what is seen of joints (T, 19, 3), given at even moments of `seconds`.

    Frames begin and end some hundredths beside the repetition, as a segmentation would cut it.
    """
    first, last = rng.uniform(-0.02, 0.04), 1 + rng.uniform(-0.04, 0.02)
    first, last = first - shot.rest_s[0] / seconds, last + shot.rest_s[1] / seconds
    count = max(round((last - first) * seconds * shot.fps), 4)
    even = np.linspace(first, last, count)
    times = even * seconds
    joints = _turned(_at(xyz, np.clip(even, 0, 1)), shot)
    visibility = np.ones(joints.shape[:2])
    if shot.noise > 0 or shot.bias > 0:
        hidden = _hidden(shot)
        visibility = np.clip(
            0.97 - 0.5 * hidden[None, :] - np.abs(rng.normal(0, 0.03, visibility.shape)), 0, 1
        )
        joints = joints + _errors(shot, count, hidden, rng)
        joints = _dropped(joints, shot.noise, hidden, rng)
    return Motion.of(times - times[0], joints, visibility)


def _at(xyz: Array, moments: Array) -> Array:
    place = moments * (len(xyz) - 1)
    before = np.minimum(place.astype(int), len(xyz) - 2)
    share = (place - before)[:, None, None]
    return np.asarray(xyz[before] * (1 - share) + xyz[before + 1] * share)


def _turned(xyz: Array, shot: Shot) -> Array:
    """Return joints as a camera sees them that stands at the shot's yaw and looks down by pitch."""
    w, p, r = rad(shot.yaw_deg), rad(shot.pitch_deg), rad(shot.roll_deg)
    turn = np.array([[np.cos(w), 0, np.sin(w)], [0, 1, 0], [-np.sin(w), 0, np.cos(w)]])
    tilt = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    lean = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, shot.depth]])
    return np.asarray(xyz @ (lean @ tilt @ turn).T)


def _hidden(shot: Shot) -> Array:
    """Return how far each joint (19,) is hidden by the body, 0 to 1: the far side, from aside."""
    aside = np.sin(rad(shot.yaw_deg))
    share = np.clip((abs(aside) - 0.5) / 0.5, 0, 1)
    # Turned to the picture's right, a person hides the left side.
    return np.asarray(share * (_LEFT if aside > 0 else _RIGHT))


def _errors(shot: Shot, count: int, hidden: Array, rng: Generator) -> Array:
    joints = len(Joint)
    size = (1 + (_HIDDEN - 1) * hidden)[:, None]
    jitter = _wandering((count, joints, 3), _JITTER_S * shot.fps, rng)
    bias = rng.standard_normal((joints, 3))
    if shot.drift > 0:
        drift = _wandering((count, joints, 3), _DRIFT_S * shot.fps, rng)
        bias = np.sqrt(1 - shot.drift) * bias + np.sqrt(shot.drift) * drift
    found = size * (shot.bias * _BIAS_M * bias + shot.noise * _JITTER_M * jitter)
    # The middles of shoulders and hips are computed from them, not seen.
    found[:, Joint.NECK] = found[:, [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=1)
    found[:, Joint.PELVIS] = found[:, [Joint.LEFT_HIP, Joint.RIGHT_HIP]].mean(axis=1)
    return np.asarray(found)


def _wandering(shape: tuple[int, int, int], frames: float, rng: Generator) -> Array:
    """Return an autoregressive process along the first axis, of deviation 1, that forgets in
    `frames`."""
    keep = np.exp(-1 / frames)
    found = rng.standard_normal(shape) * np.sqrt(1 - keep**2)
    found[0] = rng.standard_normal(shape[1:])
    for frame in range(1, len(found)):
        found[frame] += keep * found[frame - 1]
    return np.asarray(found)


def _dropped(joints: Array, noise: float, hidden: Array, rng: Generator) -> Array:
    """Return joints with some not found: now and then a whole frame, a hidden limb for a while."""
    count = len(joints)
    lost = rng.random(count) < 0.012 * noise
    joints[lost] = np.nan
    if hidden.any() and rng.random() < 0.25 * noise:
        limb = rng.choice(["WRIST", "ELBOW", "ANKLE", "KNEE"])
        number = next(joint for joint in Joint if joint.name.endswith(limb) and hidden[joint] > 0)
        begin = int(rng.integers(0, count))
        joints[begin : begin + max(count // 4, 1), number] = np.nan
    if np.isnan(joints[:, 0, 0]).sum() > count - 3:
        joints[lost] = 0.0
    return joints
