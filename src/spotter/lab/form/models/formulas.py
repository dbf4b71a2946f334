"""A layer without anything to learn: what the formulas of the scores are made of, from the input.

A small network does not learn to sort, to square or to project on waves; given the results it
learns how far they are to be believed. Seen perfectly they are nearly the scores themselves; what
the estimator's errors do to them shows in the fastest waves, which no body makes.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from spotter.form.rep_input import ANGLE_SCALE_DEG, SPEED_SCALE_DEG_S, WIDTH_S
from spotter.form.scores import ASYMMETRIC_DEG, NOT_HELD_DEG
from spotter.lab.form.models.tables import (
    known,
    percentiles,
    slopes,
    unsteadiness,
    waves,
)

Tensor = Any  # Keras publishes no types.
_ANGLES = 9
_PERCENTILES = (2.0, 10.0, 25.0, 50.0, 75.0, 90.0, 98.0)
_TOP_SPEED = (95.0,)
_FRAMES_S = 30.0
_BANDS = 15
# What swings faster than so many times a second is the estimator's.
_NOT_BODILY_HZ = (7.0, 10.0)
# Reading damps a wave of f cycles a second by exp(-(2 π f width)² / 2): undone in its square, up
# to exp of so much. The rule takes the middle one; how the three differ tells where the waves lie.
_MOST_UNDONE = (2.0, 4.0, 6.0)
_RULE = 1
_SHORTEST_S, _LONGEST_S = 0.3, 15.0


@keras.saving.register_keras_serializable(package="spotter")
class Formulas(keras.layers.Layer):  # type: ignore[misc]  # Keras publishes no types
    """From (N, frames, 18) and (N,) exercises to (N, n) features and the rules' logits (N, 6)."""

    def __init__(self, frames: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.frames = frames
        self._known = known()
        self._fast, self._whose = unsteadiness(frames)
        self._waves, self._slopes = waves(frames), slopes(frames)
        self._read = percentiles(frames, _PERCENTILES)
        self._top = percentiles(frames, _TOP_SPEED)
        bands = np.minimum((np.arange(frames) / frames) ** 0.6 * _BANDS, _BANDS - 1).astype(int)
        self._bands = np.eye(_BANDS, dtype=np.float32)[bands]

    def get_config(self) -> dict[str, Any]:
        """Return what a saved network rebuilds this from."""
        return {**super().get_config(), "frames": self.frames}

    def call(self, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        """Return the features (five rules as shares of 1, what they are made of) and the logits."""
        read, exercise = inputs
        angles = read[:, :, :_ANGLES] * ANGLE_SCALE_DEG
        speeds = read[:, :, _ANGLES:] * SPEED_SCALE_DEG_S
        seconds = self._seconds(angles, speeds)
        fast = ops.matmul(ops.take(self._fast, ops.take(self._whose, exercise), axis=0), speeds)
        slow = speeds - ops.matmul(self._waves.T, fast)
        sorted_down = _down(angles, self.frames)
        values = ops.matmul(sorted_down, self._read)
        top = ops.matmul(_down(ops.abs(slow), self.frames), self._top)[:, :, 0]
        shaking, unsteady = self._shaking(fast, seconds)
        apart = _apart(angles)
        rules = ops.concatenate(
            [
                self._depth(angles, values, exercise),
                1 - unsteady * self._of("per_unsteady", exercise),
                1 - self._difference(apart, values, exercise) / ASYMMETRIC_DEG,
                self._tempo(top, exercise),
                1 - self._faulty(angles, exercise),
            ],
            axis=-1,
        )
        overall = ops.mean(ops.clip(rules, 0.0, 1.0), axis=-1, keepdims=True)
        logits = _logits(ops.concatenate([rules, overall], axis=-1))
        features = ops.concatenate(
            [
                ops.clip(rules, -1.0, 2.0),
                logits / 4,
                *shaking,
                ops.log(seconds),
                ops.reshape(values, (-1, _ANGLES * len(_PERCENTILES))) / ANGLE_SCALE_DEG,
                ops.minimum(top / SPEED_SCALE_DEG_S, 4.0),
                apart / ASYMMETRIC_DEG,
            ],
            axis=-1,
        )
        return features, logits

    def _of(self, name: str, exercise: Tensor) -> Tensor:
        """Return what is known of each repetition's exercise (N, n)."""
        return ops.take(getattr(self._known, name), exercise, axis=0)

    def _seconds(self, angles: Tensor, speeds: Tensor) -> Tensor:
        """Return how long each repetition lasts (N, 1): ways over speeds."""
        ways = ops.matmul(self._slopes, angles)
        square = ops.sum(speeds * speeds, axis=(1, 2))
        # By logarithms: a network of whole numbers cannot divide by what may round to nothing.
        inverse = ops.exp(-ops.log(ops.maximum(square, 1e-3)))
        step = ops.sum(ways * speeds, axis=(1, 2)) * inverse
        return ops.clip(step * (self.frames - 1), _SHORTEST_S, _LONGEST_S)[:, None]

    def _shaking(self, fast: Tensor, seconds: Tensor) -> tuple[list[Tensor], Tensor]:
        """Return features of what is fast and its deviation (N, 1) with the damping undone."""
        squares = fast * fast / self.frames
        energy = ops.mean(squares, axis=-1)
        number = np.arange(self.frames, dtype=np.float32)[None]
        hertz = number * (0.5 * ops.exp(-ops.log(seconds)))
        damped = (2 * np.pi * WIDTH_S * hertz) ** 2
        # The formula takes speeds as differences of ninety moments, which damps a little too.
        differences = np.sinc(number / (2 * (self.frames - 1))) ** 2
        unsteady = [
            _root(ops.sum(energy * gain * differences, axis=-1, keepdims=True))
            for gain in (ops.exp(ops.minimum(damped, most)) for most in _MOST_UNDONE)
        ]
        not_bodily = [
            ops.sum(energy * ops.sigmoid(2 * (hertz - least)), axis=-1, keepdims=True)
            for least in _NOT_BODILY_HZ
        ]
        told = [ops.log(1e-2 + one) / 5 for one in (ops.matmul(energy, self._bands), *not_bodily)]
        each = _root(ops.sum(squares, axis=1))
        whole = _root(ops.sum(energy, axis=-1, keepdims=True))
        sizes = [ops.minimum(one / 60, 5.0) for one in (each, whole, *unsteady)]
        return [*told, *sizes], unsteady[_RULE]

    def _depth(self, angles: Tensor, values: Tensor, exercise: Tensor) -> Tensor:
        ways = values[:, :, -1] - values[:, :, 0]
        widest = ops.max(ways[:, : _ANGLES - 1], axis=-1, keepdims=True)
        drivers = self._of("drivers", exercise)
        way = ops.sum(ways * drivers, axis=-1, keepdims=True)
        way = way + self._of("free", exercise) * widest
        off = ops.mean(ops.abs(angles - self._of("start", exercise)[:, None]), axis=1)
        held = 1 - ops.sum(off * drivers, axis=-1, keepdims=True) / NOT_HELD_DEG
        return _either(self._of("hold", exercise), held, way * self._of("per_ideal", exercise))

    def _difference(self, apart: Tensor, values: Tensor, exercise: Tensor) -> Tensor:
        pairs = self._of("pairs", exercise)
        ends = ops.abs(values[:, 0:8:2] - values[:, 1:8:2])
        end = _either(self._of("opens", exercise), ends[:, :, -1], ends[:, :, 0])
        found = _either(self._of("in_turn", exercise), end, apart)
        return ops.sum(found * pairs, axis=-1, keepdims=True)

    def _tempo(self, top: Tensor, exercise: Tensor) -> Tensor:
        top = ops.max(top * self._of("driven", exercise), axis=-1, keepdims=True) / _FRAMES_S
        return (self._of("tempo_none", exercise) - top) * self._of("per_tempo", exercise)

    def _faulty(self, angles: Tensor, exercise: Tensor) -> Tensor:
        """Return the share (N, 1) of faulty moments, as far as angles tell."""
        off = ops.matmul(angles, self._of("posture", exercise)) + self._of("posture_from", exercise)
        return ops.mean(ops.max(ops.clip(off, 0.0, 1.0), axis=-1), axis=-1, keepdims=True)


def _down(values: Tensor, frames: int) -> Tensor:
    """Return values (N, frames, 9) sorted from the top down in time: (N, 9, frames)."""
    return ops.top_k(ops.transpose(values, (0, 2, 1)), frames)[0]


def _apart(angles: Tensor) -> Tensor:
    """Return the mean difference (N, 4) of the sides of each pair."""
    return ops.mean(ops.abs(angles[:, :, 0:8:2] - angles[:, :, 1:8:2]), axis=1)


def _either(first: Tensor, one: Tensor, other: Tensor) -> Tensor:
    return first * one + (1 - first) * other


def _logits(shares: Tensor) -> Tensor:
    """Return what a sigmoid makes the shares of again; full and none as nearly so."""
    within = ops.clip(shares, 0.015, 0.985)
    return ops.log(within) - ops.log(1 - within)


def _root(value: Tensor) -> Tensor:
    return ops.sqrt(value + 1e-6)
