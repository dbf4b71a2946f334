"""The kinds of document of the Oura API v2: one row each, after OpenAPI 1.29."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Asked = Literal["day", "instant", "whole", "one"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    `keys` tell it from the others where nothing says what it is. `asked` is how the API is asked
    for it: by days, by instants, all of it, or as the one document there is. `back` is how far
    before the last sync a sync begins again, since Oura edits what it has given; `history` how far
    the first one reaches (None: to the beginning).
    """

    name: str
    keys: frozenset[str]
    asked: Asked = "day"
    back: timedelta = timedelta(days=14)
    history: timedelta | None = None


def _kind(name: str, keys: str, asked: Asked = "day") -> Kind:
    return Kind(name, frozenset(keys.split()), asked)


# Time series do not change once they are there; what a ring holds back comes within days.
_LATE = timedelta(days=3)

# In the order a sync asks: what says how far the record reaches comes before the time series.
_ALL = (
    _kind("personal_info", "biological_sex id", "one"),
    _kind("ring_configuration", "hardware_type firmware_version", "whole"),
    _kind("daily_sleep", "contributors day score"),
    _kind("daily_readiness", "contributors day temperature_deviation"),
    _kind("daily_activity", "active_calories equivalent_walking_distance"),
    _kind("daily_resilience", "contributors level"),
    _kind("daily_spo2", "spo2_percentage day"),
    _kind("daily_stress", "stress_high day"),
    _kind("daily_cardiovascular_age", "vascular_age day"),
    _kind("vO2_max", "vo2_max day"),
    _kind("sleep", "bedtime_start bedtime_end"),
    _kind("sleep_time", "recommendation day"),
    _kind("rest_mode_period", "episodes start_day"),
    _kind("session", "start_datetime end_datetime type"),
    _kind("workout", "activity start_datetime end_datetime"),
    _kind("tag", "tags timestamp"),
    _kind("enhanced_tag", "tag_type_code start_day"),
    Kind("heartrate", frozenset({"bpm", "timestamp", "source"}), "instant", _LATE),
    Kind(
        "ring_battery_level",
        frozenset({"level", "timestamp", "in_charger"}),
        "instant",
        _LATE,
        timedelta(days=30),
    ),
    # A hundred thousand beats a day: the nights' HRV says in twenty numbers what they say.
    Kind(
        "interbeat_interval",
        frozenset({"ibi", "timestamp"}),
        "instant",
        timedelta(hours=6),
        timedelta(days=7),
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

# More specific ones first; others have all that a sleep score has, and more.
_BY_KEYS = sorted(_ALL, key=lambda kind: (kind.name == "daily_sleep", -len(kind.keys)))


def kind_of(keys: Set[str]) -> Kind | None:
    """Return the kind of a document with these keys, None when it is none of Oura's."""
    return next((kind for kind in _BY_KEYS if kind.keys <= keys), None)
