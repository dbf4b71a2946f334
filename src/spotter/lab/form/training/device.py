"""Which processor trains, and in which precision."""

from __future__ import annotations

import keras
import tensorflow as tf


def prepare(*, cpu_only: bool) -> str:
    """Choose the device and return a sentence about it.

    On a graphics card mixed precision is used (Micikevicius et al. 2018): half-precision sums,
    float32 weights, and a loss that is scaled so that small gradients are not lost.
    """
    if cpu_only:
        tf.config.set_visible_devices([], "GPU")
    cards = tf.config.get_visible_devices("GPU")
    keras.mixed_precision.set_global_policy("mixed_float16" if cards else "float32")
    if not cards:
        return "Training on the processor, in single precision"
    return f"Training on {len(cards)} graphics card(s), in mixed precision"
