"""The calibrated network as a LiteRT file of built-in operators, and what lies beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
from keras import ops
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from spotter.kit.errors import BadInput
from spotter.lab.form.export.convert import operators
from spotter.lab.prescribe.training.calibrate import Calibration
from spotter.lab.prescribe.training.network import WORTH
from spotter.prescribe.ranker.features import FEATURES
from spotter.prescribe.ranker.served import AT_A_TIME

MOST_BYTES = 500_000


def calibrated(network: keras.Model, by: Calibration) -> Any:
    """Return the function that gives outcomes as `served.OUTCOMES` has them, then the context."""

    def run(rows: Any) -> Any:
        told = network(rows, training=False)
        parts = [ops.sigmoid(told[:, 0:1] / by.temperature)]
        for place, factor in enumerate((by.effort, by.soreness, by.progress), start=1):
            spread = ops.exp(0.5 * ops.clip(told[:, 2 * place : 2 * place + 1], -4.0, 4.0))
            parts += [told[:, 2 * place - 1 : 2 * place], factor * spread]
        return ops.concatenate([*parts, told[:, WORTH:]], axis=1)

    return run


def convert(network: keras.Model, by: Calibration) -> bytes:
    """Return the LiteRT file for `AT_A_TIME` candidates; raises `BadInput` for others."""
    spec = tf.TensorSpec((AT_A_TIME, len(FEATURES)), tf.float32, name="rows")
    concrete = tf.function(calibrated(network, by), input_signature=[spec]).get_concrete_function()
    frozen = convert_variables_to_constants_v2(concrete)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    data: bytes = converter.convert()
    foreign = sorted(one for one in operators(data) if one.startswith("Flex") or one == "CUSTOM")
    if foreign:
        raise BadInput(f"The network needs {', '.join(foreign)}, which LiteRT does not have.")
    if len(data) > MOST_BYTES:
        raise BadInput(f"The file has {len(data):,} bytes; shipped is at most {MOST_BYTES:,}.")
    return data


def ship(data: bytes, about: Mapping[str, object], path: Path) -> None:
    """Write the file and its description beside it; each complete or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = json.dumps({"features": list(FEATURES), **about}, indent=1) + "\n"
    for target, content in ((path.with_suffix(".json"), told.encode()), (path, data)):
        part = target.with_name(f".part-{target.name}")
        part.write_bytes(content)
        os.replace(part, target)
