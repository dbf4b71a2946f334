"""A Keras network as LiteRT files of built-in operators only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from tensorflow.lite.python.convert import ConverterError, mlir_quantize
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from spotter.kit.errors import SpotterError
from spotter.lab.form.reps import Reps

FIXED = "formulas"
"""What the layer of fixed formulas is called, in Keras and in the names of its tensors."""

CALIBRATED_BY = 200
"""So many repetitions tell full-integer conversion the ranges inside the network."""


class Kind(StrEnum):
    """How the numbers of a network are stored.

    FLOAT16: weights in half precision. DYNAMIC: weights as int8, activations quantized as they
    come. INT8: weights and activations as int8, of everything that was learned; input, output and
    the fixed formulas (`Formulas`, squares and logarithms that eight bits do not hold) stay float.
    """

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    DYNAMIC = "dynamic"
    INT8 = "int8"


class NotBuiltIn(SpotterError):
    """A converted network needs operators that the LiteRT runtime does not have."""

    code = "not_built_in"


def convert(model: keras.Model, kind: Kind, reps: Reps) -> bytes:
    """Return the network as a LiteRT file; `reps` calibrate `Kind.INT8`.

    All shapes are static (one repetition at a time) and the lists of tensors that an LSTM's loop
    makes are lowered, so nothing but built-in operators is left. Raises `NotBuiltIn` otherwise.
    """
    converter = tf.lite.TFLiteConverter.from_concrete_functions([_frozen(model)])
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    converter._experimental_lower_tensor_list_ops = True
    if kind is not Kind.FLOAT32:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind is Kind.FLOAT16:
        converter.target_spec.supported_types = [tf.float16]
    if kind is Kind.INT8:
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.representative_dataset = _samples(model, reps)
    try:
        data: bytes = _whole_numbers(converter) if kind is Kind.INT8 else converter.convert()
    except ConverterError as problem:
        raise _not_built_in(str(problem)) from problem
    foreign = sorted(name for name in operators(data) if _foreign(name))
    if foreign:
        raise _not_built_in(", ".join(foreign))
    return data


def _whole_numbers(converter: Any) -> bytes:
    """Return the network in int8 but for the formulas, its ranges told by the representative data.

    The two steps of `TFLiteConverter.convert`, since it takes no list of what to leave alone.
    """
    converter._experimental_calibrate_only = True
    calibrated = converter.convert()
    found: bytes = mlir_quantize(
        calibrated,
        fully_quantize=False,
        denylisted_nodes=[name for name in _tensors(calibrated) if FIXED in name],
    )
    return found


def _tensors(data: bytes) -> list[str]:
    """Return the names of a LiteRT file's tensors."""
    network = Interpreter(model_content=data, num_threads=1)
    return [one["name"] for one in network.get_tensor_details()]


def operators(data: bytes) -> frozenset[str]:
    """Return the names of the operators of a LiteRT file."""
    network = Interpreter(model_content=data, num_threads=1)
    return frozenset(one["op_name"] for one in network._get_ops_details())


def _not_built_in(what: str) -> NotBuiltIn:
    told = sorted(set(re.findall(r"tf\.\w+", what))) or [what[:200]]
    return NotBuiltIn(
        f"The network needs {', '.join(told)}, which only TensorFlow has. Build it of layers "
        "that LiteRT knows."
    )


def _foreign(name: str) -> bool:
    return name.startswith(("Flex", "TensorList")) or name == "CUSTOM"


def _frozen(model: keras.Model) -> Any:
    """Return the network as a function of constants, for one repetition."""
    specs = [
        tf.TensorSpec((1, *one.shape[1:]), one.dtype, name=one.name.split(":")[0])
        for one in model.inputs
    ]

    def run(*inputs: Any) -> Any:
        return model(inputs[0] if len(inputs) == 1 else list(inputs), training=False)

    concrete = tf.function(run, input_signature=specs).get_concrete_function()
    return convert_variables_to_constants_v2(concrete, lower_control_flow=False)


def _samples(model: keras.Model, reps: Reps) -> Callable[[], Iterator[list[Any]]]:
    named = {"angles": reps.input, "exercise": reps.exercise.astype(np.int32)}
    order = [one.name.split(":")[0] for one in model.inputs]

    def samples() -> Iterator[list[Any]]:
        for row in range(min(len(reps), CALIBRATED_BY)):
            yield [named[name][row : row + 1] for name in order]

    return samples
