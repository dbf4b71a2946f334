"""The parameters that come with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np

from spotter.kit.errors import BadInput
from spotter.prescribe.lifts.mixture import Parameters

PATH = Path(__file__).parent / "shipped.toml"


class NoParameters(BadInput):
    """The file of the parameters is not one of this version."""

    code = "no_parameters"


@cache
def shipped(path: Path = PATH) -> Parameters:
    """Return the parameters in the file; raises `NoParameters`."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    start = Parameters.start()
    sizes = {name: len(values) for name, values in vars(start).items()}
    if {name: len(values) for name, values in told.items()} != sizes:
        raise NoParameters(
            f"{path.name} is of another version; make it anew with: "
            "python -m spotter.lab.prescribe.lifts.ship DATA"
        )
    return Parameters(**{name: np.array(told[name], dtype=np.float64) for name in sizes})
