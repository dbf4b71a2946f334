"""Why a record is refused, as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping

# What a person reads for each reason of `tally.rejected`.
REASONS: Mapping[str, str] = {
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
