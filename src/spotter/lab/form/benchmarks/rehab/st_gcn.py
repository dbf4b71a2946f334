"""A small spatial-temporal graph convolutional network, the floor that deep learning sets.

After Yan, Xiong and Lin, "Spatial Temporal Graph Convolutional Networks for Skeleton-Based Action
Recognition", AAAI 2018: batch normalisation of the input, blocks of a graph convolution in the
spatial configuration (each joint itself, its neighbours nearer to the centre, those further from
it), a temporal convolution over nine steps, a residual, mean over joints and time. Three blocks of
16, 32 and 64 channels here, where theirs has nine of 64 to 256: a movement has about a hundred
training repetitions. No learned edge weights, no two streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from spotter.lab.form.benchmarks.rehab.steps import resampled
from spotter.lab.form.datasets.ui_prmd import JOINTS, PARENTS, Recording

STEPS = 48
EPOCHS = 30
BATCH = 16
RATE = 3e-3
_BLOCKS = ((16, 1), (32, 2), (64, 2))
"""Channels and temporal stride of each block."""
_REACH = 9
_PARTS = 3
_DROPOUT = 0.3

Rows = NDArray[np.float32]
Tensor = Any  # Keras publishes no types.


def rows(recordings: Sequence[Recording]) -> Rows:
    """Return (N, 48, 22, 3): positions about the waist in metres, at even steps."""
    found = [resampled(each.xyz_m - each.xyz_m[:, :1], STEPS) for each in recordings]
    return np.stack(found).astype(np.float32)


def partitions() -> Rows:
    """Return the adjacency (3, 22, 22), columns normalised: itself, towards the centre, away."""
    found = np.zeros((_PARTS, JOINTS, JOINTS), np.float32)
    found[0] = np.eye(JOINTS)
    for child, parent in enumerate(PARENTS):
        if parent >= 0:
            # Column: the joint that is told. The waist is the root, so a parent is nearer to it.
            found[1, parent, child] = 1
            found[2, child, parent] = 1
    degree = found.sum(axis=(0, 1), keepdims=True)
    return np.asarray(found / degree, np.float32)


class GraphConvolution(layers.Layer):  # type: ignore[misc]  # Keras publishes no types
    """From (N, T, 22, C) to (N, T, 22, channels): what each part of the neighbours tells, added."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self._dense = layers.Dense(channels * _PARTS)
        self._graph = partitions()
        self._channels = channels

    def call(self, seen: Tensor) -> Tensor:
        """Return the sum over the partitions."""
        _, steps, joints, _ = seen.shape
        told = ops.reshape(self._dense(seen), (-1, steps, joints, _PARTS, self._channels))
        return ops.einsum("ntvkc,kvw->ntwc", told, self._graph)


def network() -> keras.Model:
    """Return an untrained network from (48, 22, 3) to the chance that a repetition is right."""
    seen = keras.Input((STEPS, JOINTS, 3))
    flat = layers.Reshape((STEPS, JOINTS * 3))(seen)
    found = layers.Reshape((STEPS, JOINTS, 3))(layers.BatchNormalization(momentum=0.9)(flat))
    for channels, stride in _BLOCKS:
        found = _block(found, channels, stride)
    pooled = layers.GlobalAveragePooling2D()(found)
    return keras.Model(seen, layers.Dense(1, activation="sigmoid")(pooled))


def judged(train: Rows, right: NDArray[np.bool_], test: Rows, seed: int) -> NDArray[np.float64]:
    """Return for each test row how probably it is right; nothing is stopped or chosen by it."""
    keras.utils.set_random_seed(seed)
    model = network()
    pace = keras.optimizers.schedules.CosineDecay(RATE, EPOCHS * -(-len(train) // BATCH))
    model.compile(keras.optimizers.Adam(pace), loss="binary_crossentropy", jit_compile=False)
    model.fit(train, right.astype(np.float32), batch_size=BATCH, epochs=EPOCHS, verbose=0)
    found: NDArray[np.float64] = model.predict(test, verbose=0)[:, 0].astype(np.float64)
    return found


def _block(seen: Tensor, channels: int, stride: int) -> Tensor:
    found = layers.BatchNormalization(momentum=0.9)(GraphConvolution(channels)(seen))
    found = layers.Conv2D(channels, (_REACH, 1), strides=(stride, 1), padding="same")(
        layers.ReLU()(found)
    )
    found = layers.Dropout(_DROPOUT)(layers.BatchNormalization(momentum=0.9)(found))
    beside = layers.Conv2D(channels, 1, strides=(stride, 1))(seen)
    return layers.ReLU()(layers.Add()([found, layers.BatchNormalization(momentum=0.9)(beside)]))
