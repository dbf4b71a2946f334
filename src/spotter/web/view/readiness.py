"""Readiness in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from spotter.web.view.words import long_date


def sentence(readiness: Mapping[str, Any], last: date | None = None) -> str:
    """Return how ready the body seems, and how sure that is; `last` is the last day of data."""
    score, confidence = readiness["score"], readiness["confidence"]
    if score is None and last is not None:
        return (
            f"Nothing is known about your body today: your data ends on {long_date(last)}. Check "
            "in, or bring newer data."
        )
    if score is None:
        return "Nothing is known about your body today. Check in, or bring your data."
    known = len(readiness["evidence"])
    parts = "1 part" if known == 1 else f"{known} parts"
    return f"{_level(score)} It rests on {parts}; confidence is {_sure(confidence)}."


def _level(score: float) -> str:
    if score >= 75:
        return "Your body looks fresh."
    if score >= 55:
        return "Your body looks about as usual."
    if score >= 40:
        return "Your body looks a little tired."
    return "Your body looks tired."


def _sure(confidence: float) -> str:
    if confidence >= 0.75:
        return "high"
    return "fair" if confidence >= 0.45 else "low"
