"""Made-up athletes as daily tables: a population to measure and to compare features on.

Every column varies by itself, so that two features which always agree do so by their formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spotter.body.baseline import ONE_SOURCE
from spotter.body.features.columns import (
    BESTS,
    DAILY,
    FORMULAS,
    LIFTS,
    MUSCLES,
    SITES,
    WATCHED,
    WATCHED_LIFTS,
)

FIRST = date(2024, 1, 1)

# Column → mean and spread of its days; what is not named here is drawn by kind.
_AROUND = {
    "resting_hr_bpm": (56, 4), "hrv_sdnn_ms": (55, 12), "hrv_rmssd_ms": (48, 11),
    "sleep_s": (26_000, 3600), "sleep_in_bed_s": (29_500, 3000), "sleep_deep_s": (4500, 1200),
    "sleep_rem_s": (5600, 1300), "sleep_core_s": (15_000, 2200), "sleep_awake_s": (2000, 900),
    "sleep_nap_s": (900, 800), "sleep_efficiency": (0.9, 0.04), "sleep_midpoint_h": (3.2, 0.9),
    "respiratory_rate_brpm": (14.5, 0.8), "spo2": (0.96, 0.01), "wrist_temperature_c": (35.8, 0.3),
    "steps": (8500, 3000), "distance_m": (6500, 2600), "active_energy_kj": (2400, 700),
    "basal_energy_kj": (7200, 200), "exercise_s": (2600, 1400), "workout_s": (2900, 1200),
    "workout_strength_s": (1500, 700), "vo2max_ml_kg_min": (44, 1.5), "mass_kg": (74, 0.8),
    "body_fat": (0.19, 0.01), "hr_mean_bpm": (71, 5), "hr_max_bpm": (148, 16),
    "load_au": (260, 160), "load_strength_au": (120, 60), "session_rpe": (6, 1.5),
    "session_min": (52, 15), "session_hour": (17, 2.5), "planned_sets": (16, 3),
    "done_sets": (14, 4), "hard_sets": (15, 4), "near_failure_sets": (6, 3),
    "rated_sets": (10, 4), "set_rpe": (7.4, 0.8), "set_reps": (8, 2), "tonnage_kg": (5200, 1500),
    "distinct_exercises": (5, 1.5), "programme_week": (4, 2), "systolic_mmhg": (121, 8),
    "diastolic_mmhg": (76, 6), "glucose_mmol_l": (5.2, 0.6), "heat_index_c": (21, 7),
    "cycle_day": (14, 7), "target_days_left": (60, 30), "sleep_latency_s": (900, 500),
    "trimp_banister_au": (70, 30),
    "trimp_edwards_au": (110, 40), "trimp_lucia_au": (60, 20), "hr_zone_1_s": (600, 300),
    "hr_zone_2_s": (900, 400), "hr_zone_3_s": (700, 300), "hr_zone_4_s": (400, 200),
    "watched_sets": (3, 1), "watched_reps": (24, 8), "watched_score": (76, 8),
    "watched_depth": (78, 10), "watched_stability": (74, 9), "watched_symmetry": (86, 6),
    "watched_tempo": (71, 11), "watched_alignment": (80, 8), "watched_asymmetry_deg": (5, 2),
    "watched_faulty_share": (0.3, 0.15), "watched_score_slope": (0.8, 0.4),
    "watched_range_slope": (1.0, 0.5), "watched_speed_slope": (2.5, 1.0),
    **{f"watched_{lift}_score": (75, 9) for lift in WATCHED_LIFTS},
    **{f"watched_{lift}_depth": (77, 10) for lift in WATCHED_LIFTS},
    **{f"watched_{lift}_asymmetry_deg": (5, 2) for lift in WATCHED_LIFTS},
    "hr_zone_5_s": (120, 80), "decoupling": (0.04, 0.02), "run_speed_at_hr_m_s": (2.8, 0.2),
}  # fmt: skip
_TRAINED_ONLY = frozenset(
    {"load_strength_au", "load_rated", "workout_s", "workout_strength_s", "session_rpe",
     "session_min", "session_hour", "planned_sets", "done_sets", "hard_sets", "near_failure_sets",
     "rated_sets", "set_rpe", "set_reps", "tonnage_kg", "distinct_exercises", "programme_week",
     "trimp_banister_au", "trimp_edwards_au", "trimp_lucia_au", "hr_zone_1_s", "hr_zone_2_s",
     "hr_zone_3_s", "hr_zone_4_s", "hr_zone_5_s", "decoupling", "run_speed_at_hr_m_s",
     *MUSCLES, *BESTS, *WATCHED}
)  # fmt: skip
_FLAGS = {"load_rated": 0.7, "checked_in": 0.8, "ill": 0.04, "planned_day": 0.45}

Column = NDArray[np.float64]


def athlete(number: int, days: int = 365) -> pl.DataFrame:
    """Return the daily table of made-up athlete `number`: the same number, the same athlete."""
    rng = np.random.default_rng(number)
    trains = rng.random(days) < rng.uniform(0.3, 0.7)
    columns: dict[str, object] = {
        "athlete_id": [f"made-up-{number}"] * days,
        "day": [FIRST + timedelta(days=n) for n in range(days)],
    }
    facts = _facts(rng)
    lifts = {lift: rng.uniform(60, 160) for lift in LIFTS}
    for name, kind in DAILY.items():
        if kind != pl.Float64:
            continue
        drawn = np.full(days, facts[name]) if name in facts else _drawn(rng, name, days)
        if name in BESTS:
            lift = next(lift for lift in LIFTS if name.startswith(f"e1rm_{lift}_"))
            formula = next(n for n, one in enumerate(FORMULAS) if f"_{one}_" in name)
            drawn = lifts[lift] * (1 + 0.02 * formula + 0.03 * rng.standard_normal(days))
            drawn[rng.random(days) < 0.6] = np.nan
        if name == "load_au":
            drawn = np.where(trains, drawn, 0.0)
        elif name == "sessions":
            drawn = np.where(trains, rng.integers(1, 3, days), np.nan)
        if name in _TRAINED_ONLY:
            drawn = np.where(trains, drawn, np.nan)
        if name not in facts:
            drawn = np.where(rng.random(days) < 0.05, np.nan, drawn)
        columns[name] = pl.Series(drawn).fill_nan(None)
    columns |= {f"{metric}__source": ["watch"] * days for metric in ONE_SOURCE}
    return pl.DataFrame(columns, schema=DAILY)


def population(athletes: int, days: int = 365) -> Iterator[pl.DataFrame]:
    """Yield the daily tables of `athletes` made-up athletes."""
    return (athlete(number, days) for number in range(athletes))


def _facts(rng: np.random.Generator) -> dict[str, float]:
    return {
        "age_years": float(rng.integers(18, 75)), "female": float(rng.integers(0, 2)),
        "height_m": float(rng.normal(1.72, 0.1)), "told_mass_kg": float(rng.normal(74, 10)),
        "days_per_week": float(rng.integers(2, 6)),
        "minutes_per_session": float(rng.integers(20, 90)),
        "experience": float(rng.integers(0, 3)), "limitations": float(rng.integers(0, 3)),
        "target_mass_kg": float(rng.normal(71, 4)), "target_vo2max": float(rng.normal(50, 4)),
        **{f"target_e1rm_{lift}_kg": float(rng.normal(120, 20)) for lift in LIFTS},
    }  # fmt: skip


def _drawn(rng: np.random.Generator, name: str, days: int) -> Column:
    if name in _FLAGS:
        return (rng.random(days) < _FLAGS[name]).astype(np.float64)
    if name in _AROUND:
        centre, spread = _AROUND[name]
        slow = np.cumsum(rng.standard_normal(days)) * spread * 0.08
        return np.maximum(centre + slow + spread * rng.standard_normal(days), 0.01 * centre)
    if name in MUSCLES:
        return rng.integers(0, 9, days) / 2
    if name in SITES:
        return np.where(rng.random(days) < 0.3, rng.integers(1, 8, days), 0).astype(np.float64)
    return rng.integers(1, 6, days).astype(np.float64)
