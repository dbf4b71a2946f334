"""Bands of a score: 90 excellent, 70 good, 50 acceptable, below poor."""

from __future__ import annotations

from typing import Literal

Tone = Literal["good", "fair", "poor"]

_BANDS = ((90.0, "excellent"), (70.0, "good"), (50.0, "acceptable"))
_LOWEST = "poor"
_TONES: dict[str, Tone] = {"excellent": "good", "good": "good", "acceptable": "fair"}


def band(score: float | None) -> str | None:
    """Return the band of a score 0..100; None where there is no score."""
    if score is None:
        return None
    return next((name for least, name in _BANDS if score >= least), _LOWEST)


def tone(score: float) -> Tone:
    """Return how a score is shown: good (green) from 70, fair (orange) from 50, else poor."""
    return _TONES.get(band(score) or "", "poor")
