"""The signals: what any device can measure, under one neutral name and one SI unit each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of reading. `unit` is that of the raw column `si`, empty where there is none."""

    name: str
    unit: str
    about: str


_ALL = (
    # Heart and breath
    Signal("heart_rate", "bpm", "heart rate at one moment"),
    Signal("resting_heart_rate", "bpm", "heart rate at rest, as the device estimates it for a day"),
    Signal("walking_heart_rate", "bpm", "mean heart rate while walking, one value a day"),
    Signal("heart_rate_recovery", "bpm", "fall of heart rate one minute after exercise"),
    Signal("hrv_sdnn", "ms", "SDNN of a short window; never comparable with RMSSD"),
    Signal("hrv_rmssd", "ms", "RMSSD of a short window or a night; never comparable with SDNN"),
    Signal("beats", "count", "a run of single heart beats, listed in `metadata`"),
    Signal(
        "ecg", "count", "an electrocardiogram, as the device worded it; `si` counts its samples"
    ),
    Signal("respiratory_rate", "1/min", "breaths per minute"),
    Signal("spo2", "1", "oxygen saturation of the blood as a fraction"),
    Signal("vo2max", "mL/(kg·min)", "maximal oxygen uptake, estimated or measured"),
    Signal("systolic", "mmHg", "systolic blood pressure"),
    Signal("diastolic", "mmHg", "diastolic blood pressure"),
    Signal("glucose", "mmol/L", "blood glucose"),
    # Warmth
    Signal("wrist_temperature", "°C", "wrist temperature asleep, absolute or against a baseline"),
    Signal("body_temperature", "°C", "body temperature"),
    # Sleep
    Signal("sleep", "", "a stretch of one stage: in_bed, asleep, core, deep, rem, awake"),
    # Movement
    Signal("steps", "count", "steps between start and end"),
    Signal("distance", "m", "distance walked or run between start and end"),
    Signal("distance_cycling", "m", "distance cycled between start and end"),
    Signal("distance_swimming", "m", "distance swum between start and end"),
    Signal("flights", "count", "flights of stairs climbed"),
    Signal("active_energy", "kJ", "energy above rest between start and end"),
    Signal("basal_energy", "kJ", "energy at rest between start and end"),
    Signal("exercise_time", "s", "brisk activity between start and end"),
    Signal("stand_time", "s", "time on the feet between start and end"),
    Signal("walking_speed", "m/s", "speed of a walk"),
    Signal("running_speed", "m/s", "speed of a run"),
    Signal("running_power", "W", "power of a run"),
    Signal("cycling_power", "W", "power of a ride"),
    Signal("physical_effort", "kJ/(h·kg)", "rate of energy per body mass"),
    # Body
    Signal("mass", "kg", "body mass"),
    Signal("lean_mass", "kg", "body mass without fat"),
    Signal("body_fat", "1", "fat as a fraction of body mass"),
    Signal("bmi", "kg/m²", "body mass index"),
    Signal("height", "m", "standing height"),
    Signal("waist", "m", "waist circumference"),
    # Training
    Signal(
        "workout", "s", "a recorded workout; `si` is its time without pauses, `text` what it was"
    ),
    Signal(
        "set",
        "kg",
        "one set of a strength session; `si` is its load, `text` the exercise as exported",
    ),
    Signal("effort", "1-10", "how hard a workout felt, rated by the athlete"),
    Signal("effort_estimated", "1-10", "how hard a workout was, estimated by the device"),
    Signal("route", "count", "the positions of a workout; `si` counts them"),
    Signal(
        "activity_summary", "kJ", "a day's totals as the vendor merged them; `si` is active energy"
    ),
    Signal("mindful", "", "a stretch of mindfulness practice"),
)

SIGNALS: dict[str, Signal] = {signal.name: signal for signal in _ALL}
