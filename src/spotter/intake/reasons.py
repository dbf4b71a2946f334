"""Why a record is refused, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What a person reads for each reason of `tally.rejected`.
REASONS: Mapping[str, str] = {
    "unreadable_row": "is not what this kind of file has",
    "no_type": "does not say what it is",
    "unreadable_time": "has no readable start or end",
    "ends_before_start": "ends before it starts",
    "too_old": "is dated before 1980",
    "in_the_future": "is dated after the export",
    "lasts_too_long": "lasts longer than such a thing can",
    "unknown_sleep_stage": "is sleep of an unknown stage",
    "no_number": "has no number where there must be one",
    "unknown_unit": "is in a unit that does not fit",
    "impossible_value": "is a value that no body has",
}


# Signals that are written otherwise than they are spoken.
_WRITTEN = {
    "bmi": "BMI",
    "hrv_rmssd": "HRV (RMSSD)",
    "hrv_sdnn": "HRV (SDNN)",
    "spo2": "SpO2",
    "vo2max": "VO2max",
}


def kind_words(name: str) -> str:
    """Return a kind of record as words: a signal's name, or a vendor's type without its prefix."""
    if name in _WRITTEN:
        return _WRITTEN[name]
    plain = re.sub(r"^HK[A-Za-z]*?Type(Identifier)?(?=[A-Z])", "", name)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain).replace("_", " ").lower()
