"""The state of a body on one day: each metric against its own baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Day:
    """One athlete's local calendar day: metric name of `body.metrics` → value, absent when unknown.

    `sources` names the device that each value came from, where one did.
    """

    day: date
    values: Mapping[str, float]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric today against its own past (today excluded from both baselines).

    `value` is today's, in the metric's unit, None when missing. `mean_7`/`sd_7`/`n_7` and
    `mean_28`/`sd_28`/`n_28` describe the 7 and 28 days before; `z` is the deviation from the
    28-day mean in SDs (for HRV of the natural logarithms, `ln_…`), None with fewer than 7 days or
    no spread. `age_days` is how old the last known value is (0: today).
    """

    metric: str
    value: float | None
    mean_7: float | None
    sd_7: float | None
    n_7: int
    mean_28: float | None
    sd_28: float | None
    n_28: int
    z: float | None
    age_days: int | None = None
    source: str = ""
    ln_mean_7: float | None = None
    ln_mean_28: float | None = None
    ln_sd_28: float | None = None


@dataclass(frozen=True, slots=True)
class BodyState:
    """Every reading of one day, by metric name."""

    day: date
    readings: Mapping[str, Reading]

    def value(self, metric: str) -> float | None:
        """Return today's value of `metric`, or None when it is missing."""
        reading = self.readings.get(metric)
        return None if reading is None else reading.value


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part of readiness: what was seen, what it is compared with, what it did to the score.

    `score` is 0-100 for this part, `weight` its share (weights of the present parts sum to 1),
    `coverage` the share of its baseline's days that are known, `source` the work it rests on.
    """

    code: str
    label: str
    text: str
    score: float
    weight: float
    value: float | None = None
    baseline: float | None = None
    deviation: float | None = None
    unit: str = ""
    coverage: float = 0.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of readiness with nothing to rest on, and what would supply it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Lever:
    """What one part would change: the `score` if it were as usual or as needed, and the `gain`."""

    code: str
    text: str
    score: float
    gain: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """Readiness 0-100 (None when nothing is known) with confidence 0-1 and all it rests on.

    `levers` says what would raise it, the largest gain first, where that was asked for.
    """

    score: float | None
    confidence: float
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]
    levers: tuple[Lever, ...] = ()
