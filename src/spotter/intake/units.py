"""Vendor units → the SI unit of a signal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spotter.body.signals import SIGNALS
from spotter.kit.units import KG_PER_LB, KJ_PER_KCAL, M_PER_IN, M_PER_MILE


@dataclass(frozen=True, slots=True)
class Conversion:
    """si = value × factor + offset; `percent` values above 1 are per hundred instead."""

    factor: float
    offset: float = 0.0
    percent: bool = False


_SAME = Conversion(1.0)

# NIST SP 811 (2008) appendix B.8 where not exact by definition of the prefix. Apple writes the
# large calorie as "Cal" or "kcal" depending on the locale; "cal" is the small one.
_MASS = {"kg": 1.0, "g": 1e-3, "lb": KG_PER_LB, "oz": KG_PER_LB / 16, "st": KG_PER_LB * 14}
_LENGTH = {
    "m": 1.0,
    "km": 1000.0,
    "cm": 0.01,
    "mm": 0.001,
    "mi": M_PER_MILE,
    "in": M_PER_IN,
    "ft": M_PER_IN * 12,
    "yd": M_PER_IN * 36,
}
_ENERGY = {
    "kJ": 1.0,
    "J": 1e-3,
    "kcal": KJ_PER_KCAL,
    "Cal": KJ_PER_KCAL,
    "cal": KJ_PER_KCAL / 1000,
}
_TIME = {"s": 1.0, "sec": 1.0, "min": 60.0, "hr": 3600.0, "h": 3600.0, "ms": 1e-3}
_SPEED = {"m/s": 1.0, "km/hr": 1 / 3.6, "km/h": 1 / 3.6, "mi/hr": M_PER_MILE / 3600}
_PRESSURE = {"mmhg": 1.0, "kpa": 7.500615613}
# Molar mass of glucose 180.1558800000541 g/mol, the constant Apple prints inside its unit.
_GLUCOSE = {"mmol/l": 1.0, "mg/dl": 10 / 180.1558800000541}

_BY_SI: dict[str, dict[str, float]] = {
    "bpm": {"count/min": 1.0, "bpm": 1.0, "count/s": 60.0, "hz": 60.0},
    "1/min": {"count/min": 1.0, "count/s": 60.0, "hz": 60.0},
    "ms": {"ms": 1.0, "s": 1000.0, "sec": 1000.0},
    "count": {"count": 1.0, "": 1.0},
    "1-10": {"appleeffortscore": 1.0, "count": 1.0, "": 1.0},
    "kg": _MASS,
    "m": _LENGTH,
    "kJ": _ENERGY,
    "s": _TIME,
    "m/s": _SPEED,
    "mmHg": _PRESSURE,
    "mmol/L": _GLUCOSE,
    "W": {"w": 1.0, "kw": 1000.0},
    "kg/m²": {"count": 1.0, "kg/m2": 1.0, "": 1.0},
    "mL/(kg·min)": {
        "ml/min·kg": 1.0,
        "ml/kg·min": 1.0,
        "ml/kg/min": 1.0,
        "ml/(kg*min)": 1.0,
        "ml/(kg·min)": 1.0,
    },
    "kJ/(h·kg)": {"kcal/hr·kg": KJ_PER_KCAL, "kcal/kg·hr": KJ_PER_KCAL, "cal/hr·kg": KJ_PER_KCAL},
}

_MOLAR = re.compile(r"<[^>]*>")


@cache
def to_si(signal: str, unit: str) -> Conversion | None:
    """Return how `unit` becomes the SI unit of `signal`, or None when the two do not belong."""
    si = SIGNALS[signal].unit
    name = _MOLAR.sub("", unit).strip()
    if si != "kJ":  # only the calorie is told from the Calorie by its case
        name = name.lower()
    if si == "1":
        return Conversion(1.0, percent=True) if name in {"%", "", "count"} else None
    if si == "°C":
        return _temperature(name)
    factor = _BY_SI[si].get(name)
    if factor is None:
        return None
    return _SAME if factor == 1.0 else Conversion(factor)


def _temperature(name: str) -> Conversion | None:
    if name in {"degc", "°c", "c"}:
        return _SAME
    if name in {"degf", "°f", "f"}:
        return Conversion(5 / 9, offset=-160 / 9)
    return Conversion(1.0, offset=-273.15) if name == "k" else None
