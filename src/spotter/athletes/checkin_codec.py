"""A check-in from plain values; every field has one reader and one range."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from spotter.athletes import plain
from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.safety.redflags import SYMPTOMS

KETONES = ("none", "trace", "moderate", "large")
# A cycle longer than this is a slip of the finger.
CYCLE_DAYS = (1, 60)
_SCALE = plain.optional(plain.whole(1, 5))
_SITE = plain.choice(BodySite)


def _sites(field: str, value: object) -> dict[BodySite, int]:
    score = plain.whole(0, 10)
    given = plain.table(field, value).items()
    return {_SITE(field, site): score(f"{field}.{site}", level) for site, level in given}


def _symptoms(field: str, value: object) -> frozenset[str]:
    known = {symptom.id for symptom in SYMPTOMS}
    for one in plain.listed(field, value, len(known)):
        if one not in known:
            raise plain.wrong(field, f"'{one}' is unknown; known are {', '.join(sorted(known))}")
    return frozenset(str(one) for one in plain.listed(field, value, len(known)))


def _ketones(field: str, value: object) -> str:
    if value not in KETONES:
        raise plain.wrong(field, f"must be one of {', '.join(KETONES)}")
    return str(value)


# Beyond these a cuff, a meter or a thermometer was misread; where it becomes dangerous is safety's.
_READERS: dict[str, Callable[[str, object], Any]] = {
    "sleep_quality": _SCALE,
    "mood": _SCALE,
    "energy": _SCALE,
    "stress": _SCALE,
    "soreness": plain.optional(_sites),
    "pain": plain.optional(_sites),
    "symptoms": plain.optional(_symptoms),
    "ill": plain.optional(plain.flag),
    "systolic_mmhg": plain.optional(plain.number(50, 300, "mmHg")),
    "diastolic_mmhg": plain.optional(plain.number(20, 200, "mmHg")),
    "glucose_mmol_l": plain.optional(plain.number(0.5, 60, "mmol/L")),
    "ketones": plain.optional(_ketones),
    "heat_index_c": plain.optional(plain.number(-50, 70, "°C")),
    "cycle_day": plain.optional(plain.whole(*CYCLE_DAYS)),
    "note": plain.text(1000),
}


def checkin_from(day: date, given: Mapping[str, object]) -> Checkin:
    """Return the check-in of `day` with what is `given`, by field name.

    Raises `BadInput` naming the field that is unknown, of the wrong kind or out of range.
    """
    plain.only(_READERS, given)
    return Checkin(day=day, **{name: _READERS[name](name, value) for name, value in given.items()})
