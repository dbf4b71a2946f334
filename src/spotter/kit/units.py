"""Exact conversion between what is stored (SI) and what a person reads."""

from __future__ import annotations

import math

# NIST SP 811 (2008), appendix B.8: exact by definition.
KG_PER_LB = 0.45359237
M_PER_IN = 0.0254
M_PER_MILE = 1609.344
KJ_PER_KCAL = 4.184


def kg_from_lb(pounds: float) -> float:
    """Return kilograms for `pounds`."""
    return pounds * KG_PER_LB


def lb_from_kg(kilograms: float) -> float:
    """Return pounds for `kilograms`."""
    return kilograms / KG_PER_LB


def m_from_in(inches: float) -> float:
    """Return metres for `inches`."""
    return inches * M_PER_IN


def in_from_m(metres: float) -> float:
    """Return inches for `metres`."""
    return metres / M_PER_IN


def kj_from_kcal(kilocalories: float) -> float:
    """Return kilojoules for thermochemical `kilocalories`."""
    return kilocalories * KJ_PER_KCAL


# Plates come in pairs of 2.5 lb and dumbbells in steps of 5 lb.
LOADABLE_LB = 5.0


def loadable_lb(kilograms: float) -> float:
    """Return the pounds that can be loaded for `kilograms`: the step not above it.

    Below one step they are those of the load itself, to a tenth.
    """
    pounds = lb_from_kg(kilograms)
    # A load that was entered in pounds has lost a hair on its way through kilograms.
    return math.floor(pounds / LOADABLE_LB + 0.004) * LOADABLE_LB or round(pounds, 1)


def load_words(kilograms: float) -> str:
    """Return a prescribed load for who lifts pounds: the step not above it, and the kilograms."""
    pounds = loadable_lb(kilograms)
    shown = f"{pounds:.0f}" if pounds >= LOADABLE_LB else f"{pounds:.1f}"
    return f"{shown} lb ({kilograms:.4g} kg)"
