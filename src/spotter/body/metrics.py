"""The daily metrics: each declared once, with unit, meaning and direction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """One number a day can have. `better` is 'higher', 'lower' or '' where neither holds."""

    name: str
    label: str
    unit: str
    about: str
    better: str = ""


_ALL = (
    Metric("resting_hr_bpm", "Resting heart rate", "bpm", "heart rate at rest", "lower"),
    Metric("hrv_sdnn_ms", "HRV (SDNN)", "ms", "median SDNN of the sleep window (Apple)", "higher"),
    Metric("hrv_rmssd_ms", "HRV (RMSSD)", "ms", "median RMSSD of the night", "higher"),
    Metric("sleep_s", "Sleep", "s", "time asleep in the night that ended today", "higher"),
    Metric("sleep_in_bed_s", "Time in bed", "s", "first to last moment in bed"),
    Metric("sleep_deep_s", "Deep sleep", "s", "N3 sleep of the night", "higher"),
    Metric("sleep_rem_s", "REM sleep", "s", "REM sleep of the night", "higher"),
    Metric("sleep_core_s", "Core sleep", "s", "N1 and N2 sleep of the night"),
    Metric("sleep_awake_s", "Awake in bed", "s", "time awake after sleep onset", "lower"),
    Metric("sleep_latency_s", "Time to fall asleep", "s", "from going to bed to sleep", "lower"),
    Metric("sleep_nap_s", "Naps", "s", "sleep outside the main night"),
    Metric("sleep_efficiency", "Sleep efficiency", "1", "asleep over time in bed", "higher"),
    Metric("sleep_midpoint_h", "Sleep midpoint", "h", "local hours after midnight, -12 to 12"),
    Metric(
        "sleep_regularity",
        "Sleep regularity",
        "1",
        "share of minutes in the same state 24 h apart, 7 days",
        "higher",
    ),
    Metric(
        "sleep_debt_s",
        "Sleep debt",
        "s",
        "need minus sleep over the last 14 days, at least 0",
        "lower",
    ),
    Metric(
        "respiratory_rate_brpm",
        "Respiratory rate",
        "1/min",
        "median breaths per minute asleep",
        "lower",
    ),
    Metric("spo2", "Blood oxygen", "1", "mean saturation as a fraction", "higher"),
    Metric("wrist_temperature_c", "Wrist temperature", "°C", "sleeping wrist temperature"),
    Metric("steps", "Steps", "1", "steps, overlapping devices counted once"),
    Metric(
        "distance_m",
        "Walking and running",
        "m",
        "distance on foot, overlapping devices counted once",
    ),
    Metric("active_energy_kj", "Active energy", "kJ", "energy above rest"),
    Metric("basal_energy_kj", "Resting energy", "kJ", "energy at rest"),
    Metric("exercise_s", "Exercise time", "s", "brisk activity as the watch counts it"),
    Metric("workout_s", "Workouts", "s", "time in recorded workouts, overlaps counted once"),
    Metric(
        "workout_strength_s", "Strength workouts", "s", "the part of workouts that was strength"
    ),
    *(
        Metric(f"workout_{sport}_s", f"Workouts: {sport}", "s", f"the part that was {what}")
        for sport, what in (
            ("running", "running"),
            ("walking", "walking or hiking"),
            ("cycling", "cycling"),
            ("rowing", "rowing"),
            ("elliptical", "on an elliptical"),
        )
    ),
    Metric("trimp_banister_au", "TRIMP (Banister)", "AU", "heart-rate load, exponential, by sex"),
    Metric("trimp_edwards_au", "TRIMP (Edwards)", "AU", "minutes in five zones × 1 to 5"),
    Metric("trimp_lucia_au", "TRIMP (Lucía)", "AU", "minutes in three zones × 1 to 3"),
    *(
        Metric(
            f"hr_zone_{zone}_s", f"Heart-rate zone {zone}", "s", f"workouts at {span} of maximum"
        )
        for zone, span in enumerate(("50-60 %", "60-70 %", "70-80 %", "80-90 %", "90-100 %"), 1)
    ),
    Metric(
        "decoupling",
        "Aerobic decoupling",
        "1",
        "loss of speed or power for the same heart rate from first to second half",
        "lower",
    ),
    Metric(
        "run_speed_at_hr_m_s",
        "Running speed at 70 % of heart-rate reserve",
        "m/s",
        "of the day's longest run",
        "higher",
    ),
    Metric("away_h", "Clock against home", "h", "hours the clock where one slept is ahead of home"),
    Metric("vo2max_ml_kg_min", "VO2max", "mL/(kg·min)", "latest estimate of the day", "higher"),
    Metric("mass_kg", "Body mass", "kg", "first measurement of the day"),
    Metric("body_fat", "Body fat", "1", "fraction of body mass"),
    Metric("hr_mean_bpm", "Mean heart rate", "bpm", "mean of all samples"),
    Metric("hr_max_bpm", "Highest heart rate", "bpm", "highest plausible sample"),
    Metric(
        "load_au",
        "Training load",
        "AU",
        "session RPE × minutes; estimated from heart rate or duration where not rated",
    ),
    Metric(
        "load_strength_au", "Strength load", "AU", "the part of the load that was strength work"
    ),
    Metric("acute_load_au", "Acute load", "AU", "mean daily load of 7 days"),
    Metric("chronic_load_au", "Chronic load", "AU", "mean daily load of 28 days"),
    Metric("monotony", "Monotony", "1", "mean over SD (n - 1) of 7 daily loads", "lower"),
    Metric("strain_au", "Strain", "AU", "weekly load × monotony", "lower"),
    Metric("soreness", "Soreness", "0-10", "highest soreness reported", "lower"),
    Metric("pain", "Pain", "0-10", "highest pain reported", "lower"),
    Metric("mood", "Mood", "1-5", "mood reported", "higher"),
    Metric("energy", "Energy", "1-5", "energy reported", "higher"),
    Metric("stress", "Stress", "1-5", "stress reported", "lower"),
    Metric("sleep_quality", "Sleep quality", "1-5", "sleep quality reported", "higher"),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
