"""Vectors in the room: x to the left of a body that faces +z, y up, floor at 0; metres."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def vector(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> Array:
    """Return (..., 3) of three coordinates that are broadcast against each other."""
    return np.stack(np.broadcast_arrays(x, y, z), axis=-1)


def unit(v: Array) -> Array:
    """Return `v` (..., 3) at length 1."""
    return np.asarray(v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9))


def dot(a: Array, b: Array) -> Array:
    """Return the inner product (..., 1), ready to scale a vector by."""
    return np.asarray(np.sum(a * b, axis=-1, keepdims=True))


def rad(degrees: ArrayLike) -> Array:
    """Return radians of degrees."""
    return np.asarray(np.radians(degrees))


def turned(pitch: ArrayLike, roll: ArrayLike, yaw: ArrayLike) -> tuple[Array, Array, Array]:
    """Return the axes (left, up, ahead) of a body, each (..., 3); angles in degrees.

    It is turned by `roll` (to its right), then by `pitch` (forwards), then by `yaw` (to its left).
    """
    p, r, w = (rad(angle) for angle in np.broadcast_arrays(pitch, roll, yaw))

    def placed(v: Array) -> Array:
        x, y, z = v[..., 0], v[..., 1], v[..., 2]
        y, z = y * np.cos(p) - z * np.sin(p), y * np.sin(p) + z * np.cos(p)
        return vector(x * np.cos(w) + z * np.sin(w), y, z * np.cos(w) - x * np.sin(w))

    zero, one = np.zeros_like(r), np.ones_like(r)
    left = placed(vector(np.cos(r), np.sin(r), zero))
    up = placed(vector(-np.sin(r), np.cos(r), zero))
    return left, up, placed(vector(zero, zero, one))


def apart(upper: Array, lower: Array, angle: ArrayLike) -> Array:
    """Return how far the ends of two bones lie apart that meet at `angle` degrees."""
    return np.asarray(np.sqrt(upper**2 + lower**2 - 2 * upper * lower * np.cos(rad(angle))))


def reach(root: Array, target: Array, upper: Array, lower: Array, pole: Array) -> Array:
    """Return the middle joint (..., 3) of two bones from `root` to `target`.

    It bends towards `pole`. A target out of reach is pointed at with the limb all but straight.
    """
    line = target - root
    distance = np.linalg.norm(line, axis=-1, keepdims=True)
    upper, lower = upper[..., None], lower[..., None]
    near = np.clip(distance, np.abs(upper - lower) * 1.001, (upper + lower) * 0.9999)
    along = (upper**2 - lower**2 + near**2) / (2 * near)
    aside = np.sqrt(np.maximum(upper**2 - along**2, 0))
    ahead = unit(line)
    across = unit(pole - dot(pole, ahead) * ahead)
    return np.asarray(root + along * ahead + aside * across)
