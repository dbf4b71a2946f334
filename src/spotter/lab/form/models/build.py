"""A Keras network from its configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
from keras import layers

from spotter.lab.form.models.configs import (
    CHANNELS,
    DIMENSIONS,
    EXERCISES,
    ClipScorer,
    ConvBiLstm,
    ModelConfig,
    Tcn,
)
from spotter.lab.form.models.formulas import Formulas

Tensor = Any  # Keras publishes no types.
STEM = "conv_"
"""Layers whose names begin so are the convolution that the second phase of training freezes."""


def build(config: ModelConfig) -> keras.Model:
    """Return an untrained network of `config`.

    Inputs: `angles` (frames, 18) as `form.rep_input` makes them and, for rep scorers, `exercise`
    (an index). Outputs: `scores` (6) in 0..1; for clip scorers `quality` (1) in 0..1 and
    `exercise` (14), probabilities.
    """
    angles = keras.Input((config.frames, CHANNELS), name="angles")
    if isinstance(config, ClipScorer):
        return _clip_scorer(config, angles)
    exercise = keras.Input((), dtype="int32", name="exercise")
    who = layers.Embedding(EXERCISES, config.embedding, name="which")(exercise)
    found = (
        _strided(config, angles, who)
        if isinstance(config, Tcn)
        else _recurrent(config, angles, who)
    )
    pooled = [layers.GlobalAveragePooling1D()(found), layers.GlobalMaxPooling1D()(found), who]
    rules = None
    if isinstance(config, Tcn) and config.formulas:
        known, rules = Formulas(config.frames, name="formulas")((angles, exercise))
        pooled.append(known)
    hidden = layers.Dense(config.dense, activation="relu")(layers.Concatenate()(pooled))
    return keras.Model([angles, exercise], _scores(hidden, rules))


def opened(path: Path) -> keras.Model:
    """Return the trained network in a .keras file, without what trained it.

    From here, since Keras finds only layers whose modules have been imported.
    """
    return keras.models.load_model(path, compile=False)


def _strided(config: Tcn, angles: Tensor, who: Tensor) -> Tensor:
    found = _stem(config.filters[0], config.kernels[0], config.stride, angles, who)
    rest = zip(config.filters[1:], config.kernels[1:], strict=True)
    for number, (filters, kernel) in enumerate(rest, start=1):
        found = _convolved(found, filters, kernel, config.stride, number)
        found = layers.ReLU()(found)
    return found


def _recurrent(config: ConvBiLstm, angles: Tensor, who: Tensor) -> Tensor:
    found = _stem(config.filters, config.wide, config.stride, angles, who)
    return layers.Bidirectional(layers.LSTM(config.units, return_sequences=True))(found)


def _stem(filters: int, kernel: int, stride: int, angles: Tensor, who: Tensor) -> Tensor:
    """Return what the first convolution finds, shifted by what the exercise makes of it."""
    found = _convolved(angles, filters, kernel, stride, 0)
    shift = layers.Dense(filters, name=f"{STEM}shift")(who)
    return layers.ReLU()(layers.Add()([found, layers.Reshape((1, filters))(shift)]))


def _convolved(found: Tensor, filters: int, kernel: int, stride: int, number: int) -> Tensor:
    """Convolve and normalise, in this order: export folds the one into the other."""
    found = layers.Conv1D(
        filters, kernel, strides=stride, padding="same", use_bias=False, name=f"{STEM}{number}"
    )(found)
    # The default of 0.99 lags behind by more steps than a small set of real repetitions has.
    return layers.BatchNormalization(momentum=0.9, name=f"{STEM}norm_{number}")(found)


def _scores(hidden: Tensor, rules: Tensor | None) -> Tensor:
    """Return the six scores; of a network that is told the `rules`' logits, their correction."""
    if rules is not None:
        hidden = layers.Concatenate()([hidden, rules])
    # Half-precision sigmoids near 0 and 1 lose what tells a score of 98 from one of 99.
    found = layers.Dense(DIMENSIONS, dtype="float32", name="logits")(hidden)
    if rules is not None:
        found = layers.Add(dtype="float32")([found, rules])
    return layers.Activation("sigmoid", dtype="float32", name="scores")(found)


def _clip_scorer(config: ClipScorer, angles: Tensor) -> keras.Model:
    found = layers.AveragePooling1D(config.stride)(angles)
    for units in config.units:
        found = layers.Bidirectional(layers.LSTM(units, return_sequences=True))(found)
    seen = layers.MultiHeadAttention(config.heads, config.key)(found, found)
    found = layers.LayerNormalization()(layers.Add()([found, seen]))
    pooled = layers.Concatenate()(
        [layers.GlobalAveragePooling1D()(found), layers.GlobalMaxPooling1D()(found)]
    )
    hidden = layers.Dense(config.dense, activation="relu")(pooled)
    quality = layers.Dense(1, activation="sigmoid", dtype="float32", name="quality")(hidden)
    kind = layers.Dense(EXERCISES, activation="softmax", dtype="float32", name="exercise")(hidden)
    return keras.Model(angles, {"quality": quality, "exercise": kind})
