"""What a body can measure: a value outside is a fault of the sensor or of the export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """Inclusive bounds in the SI unit of the signal, and the longest one reading may last."""

    low: float
    high: float
    longest: timedelta | None = None


_DAY = timedelta(hours=25)  # the longest local day, when the clock goes back

# Wider than any healthy or ill human has shown, so that only faults fall outside.
LIMITS: dict[str, Limit] = {
    "heart_rate": Limit(20, 250),
    "resting_heart_rate": Limit(20, 150),
    "walking_heart_rate": Limit(30, 220),
    "heart_rate_recovery": Limit(0, 150),
    "hrv_sdnn": Limit(0.1, 500),
    "hrv_rmssd": Limit(0.1, 500),
    "respiratory_rate": Limit(3, 80),
    "spo2": Limit(0.4, 1.0),
    "vo2max": Limit(5, 100),
    "systolic": Limit(40, 300),
    "diastolic": Limit(20, 200),
    "glucose": Limit(0.5, 60),
    # Some devices give the deviation from a baseline, some the temperature itself.
    "wrist_temperature": Limit(-10, 45),
    "body_temperature": Limit(25, 45),
    "steps": Limit(0, 200_000, _DAY),
    "distance": Limit(0, 500_000, _DAY),
    "distance_cycling": Limit(0, 1_200_000, _DAY),
    "distance_swimming": Limit(0, 200_000, _DAY),
    "flights": Limit(0, 5_000, _DAY),
    "active_energy": Limit(0, 80_000, _DAY),
    "basal_energy": Limit(0, 25_000, _DAY),
    "exercise_time": Limit(0, 90_000, _DAY),
    "stand_time": Limit(0, 90_000, _DAY),
    "walking_speed": Limit(0, 10),
    "running_speed": Limit(0, 15),
    "running_power": Limit(0, 3_000),
    "cycling_power": Limit(0, 3_000),
    "physical_effort": Limit(0, 150),
    "mass": Limit(15, 650),
    "lean_mass": Limit(10, 300),
    "body_fat": Limit(0.01, 0.8),
    "bmi": Limit(5, 200),
    "height": Limit(0.4, 2.8),
    "waist": Limit(0.3, 3.0),
    # The heaviest lift ever recorded, a back lift, was 2 840 kg.
    "set": Limit(0, 3_000, _DAY),
    "effort": Limit(0, 10),
    "effort_estimated": Limit(0, 10),
    "sleep": Limit(float("-inf"), float("inf"), _DAY),
    # A stage race sleeps in between: one recording longer than three days was left running.
    "workout": Limit(0, 259_200, timedelta(days=3)),
    "activity_summary": Limit(0, 80_000),
}

# No consumer device recorded anything earlier; Apple writes 1969-12-31 for "no date".
OLDEST = datetime(1980, 1, 1, tzinfo=UTC)

# A clock that is a time zone ahead is no fault; a record from next week is.
FUTURE_GRACE = timedelta(hours=24)
