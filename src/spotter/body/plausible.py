"""What a body can do: readings outside are faults of a sensor, a unit or a clock, and dropped.

The limits are generous on purpose. They keep nonsense out of the averages; they are no statement
about health.
"""

from __future__ import annotations

import polars as pl

# Signal → lowest and highest value of `si` that is kept, in the signal's unit.
LIMITS: dict[str, tuple[float, float]] = {
    # 30 and 230 are also the bounds of the safety rule on sensor faults (S48).
    "heart_rate": (30, 230),
    "resting_heart_rate": (25, 150),
    "hrv_sdnn": (1, 500),
    "hrv_rmssd": (1, 500),
    "respiratory_rate": (4, 60),
    "spo2": (0.5, 1.0),
    "vo2max": (8, 100),
    "mass": (20, 400),
    "body_fat": (0.02, 0.75),
    "effort": (0.5, 10),
    "effort_estimated": (0.5, 10),
    # One record: a day's total of a 24-hour race is the most that can be true.
    "steps": (0, 250_000),
    "distance": (0, 400_000),
    "active_energy": (0, 80_000),
    "basal_energy": (0, 25_000),
    "exercise_time": (0, 86_400),
}

# Signal → highest rate per second over a record of at least one second.
FASTEST: dict[str, float] = {
    "steps": 10,
    # The fastest sprint measured was 12.4 m/s (Berlin 2009).
    "distance": 13,
    # 3 kW of metabolic power; elite rowers peak below that.
    "active_energy": 3,
    "basal_energy": 1,
    "exercise_time": 1.5,
}

# A wrist reading is absolute (Apple) or a deviation from the wearer's own baseline (Oura).
WRIST_ABSOLUTE_C = (25.0, 42.0)
WRIST_DEVIATION_C = (-6.0, 6.0)


def keep(signal: str) -> pl.Expr:
    """Return the filter that keeps what `signal` can be, given columns `si`, `start`, `end`."""
    value = pl.col("si")
    if signal == "wrist_temperature":
        return value.is_between(*WRIST_ABSOLUTE_C) | value.is_between(*WRIST_DEVIATION_C)
    kept = value.is_not_nan() & value.is_not_null()
    if signal in LIMITS:
        kept &= value.is_between(*LIMITS[signal])
    if signal in FASTEST:
        seconds = (pl.col("end") - pl.col("start")).dt.total_microseconds() / 1e6
        kept &= (seconds < 1) | (value <= FASTEST[signal] * seconds)
    return kept


def possible_times() -> pl.Expr:
    """Return the filter that drops records ending before they begin or made before they happened.

    Real exports hold dates years ahead; a record cannot have been written before its time. A day
    of grace covers clocks set wrong and totals stamped at the end of a running day.
    """
    made_before = pl.col("start") > pl.col("created") + pl.duration(days=1)
    return (pl.col("end") >= pl.col("start")) & ~made_before.fill_null(value=False)
