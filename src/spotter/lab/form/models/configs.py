"""Configurations of the networks, apart from what they build: one for each published number."""

from __future__ import annotations

from dataclasses import dataclass

FRAMES = 90
CHANNELS = 18
EXERCISES = 14
DIMENSIONS = 6


@dataclass(frozen=True, slots=True)
class ConvBiLstm:
    """Rep scorer: convolutions over (90, 18), then a bidirectional LSTM, six scores.

    The exercise enters as an embedding that shifts what the first convolution finds, so one
    network serves all exercises. The first convolution (`wide` frames) takes every `stride`-th
    frame, which spares the LSTM steps.
    """

    filters: int = 64
    wide: int = 7
    stride: int = 2
    units: int = 112
    dense: int = 96
    embedding: int = 8
    frames: int = FRAMES


@dataclass(frozen=True, slots=True)
class Tcn:
    """Rep scorer of strided convolutions over time, each with twice the view of the one before.

    Strides in place of the dilations of Bai, Kolter & Koltun (2018): the same view of the whole
    repetition for a third of the work, on processors that have no dilated convolution of their
    own. Not causal: a repetition is scored when it is over. Otherwise as `ConvBiLstm`. With
    `formulas` the last layers are also given what the formulas of the scores are made of.
    """

    filters: tuple[int, ...] = (64, 96, 128, 112)
    kernels: tuple[int, ...] = (7, 5, 3, 3)
    stride: int = 2
    dense: int = 96
    embedding: int = 8
    frames: int = FRAMES
    formulas: bool = True


@dataclass(frozen=True, slots=True)
class ClipScorer:
    """Clip scorer: stacked bidirectional LSTMs, multi-head attention; quality and exercise type.

    It is not told the exercise: it says which one it saw, with a probability for each.
    """

    units: tuple[int, ...] = (64, 48)
    heads: int = 4
    key: int = 24
    dense: int = 96
    stride: int = 2
    frames: int = FRAMES


ModelConfig = ConvBiLstm | Tcn | ClipScorer

CONFIGS: dict[str, ModelConfig] = {
    "rep-tcn": Tcn(),
    "rep-bilstm": ConvBiLstm(),
    "clip-standard": ClipScorer(),
    "clip-high-accuracy": ClipScorer(units=(80, 56), key=28, dense=112),
}
"""Name → configuration of each network that a card reports on."""
