"""What an athlete says about their own body today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from spotter.athletes.profile import BodySite


@dataclass(frozen=True, slots=True)
class Checkin:
    """One day's answers; None means not asked, an empty mapping or set means none.

    `sleep_quality`, `mood`, `energy` are 1 (worst) to 5 (best); `stress` 1 (none) to 5 (most);
    `soreness` and `pain` map a site to 0-10 (NRS). `symptoms` are red-flag ids of
    `safety.redflags`; `ill` is fever or a systemic infection. Blood pressure in mmHg at rest,
    glucose in mmol/L, ketones one of none, trace, moderate, large. `cycle_day` counts from the
    first day of bleeding, 1, and is kept only of who chose to track it.
    """

    day: date
    sleep_quality: int | None = None
    mood: int | None = None
    energy: int | None = None
    stress: int | None = None
    soreness: Mapping[BodySite, int] | None = None
    pain: Mapping[BodySite, int] | None = None
    symptoms: frozenset[str] | None = None
    ill: bool | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    glucose_mmol_l: float | None = None
    ketones: str | None = None
    heat_index_c: float | None = None
    cycle_day: int | None = None
    note: str = ""
    extra: Mapping[str, float | bool | str] = field(default_factory=dict)
