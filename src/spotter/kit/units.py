"""Exact conversion between what is stored (SI) and what a person reads."""

from __future__ import annotations

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
