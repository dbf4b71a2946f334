"""The columns of the daily table: what is known of one calendar day, before any looking back."""

from __future__ import annotations

import polars as pl

from spotter.athletes.profile import BodySite
from spotter.body.baseline import ONE_SOURCE
from spotter.body.metrics import METRICS
from spotter.training.exercise import Muscle

# What `body.history` derives from several days; the catalogue declares its own, from days alone.
_LOOKING_BACK = frozenset(
    {
        "sleep_regularity",
        "sleep_debt_s",
        "acute_load_au",
        "chronic_load_au",
        "monotony",
        "strain_au",
    }
)

MEASURED = tuple(name for name in METRICS if name not in _LOOKING_BACK)

# The barbell lifts whose strength is followed, each by one exercise of the catalogue.
LIFTS = {
    "squat": "barbell_back_squat",
    "bench": "barbell_bench_press",
    "deadlift": "barbell_deadlift",
    "press": "barbell_overhead_press",
    "row": "barbell_row",
    "hip_thrust": "barbell_hip_thrust",
}
FORMULAS = ("epley", "brzycki", "lombardi")

DONE = {
    "load_rated": "1 when the day's load rests on the athlete's own rating, else 0",
    "sessions": "sessions logged or recorded",
    "session_rpe": "mean session RPE, 0-10",
    "session_min": "minutes of logged sessions",
    "session_hour": "local hour at which training began, of the sets logged",
    "planned_sets": "sets planned in the sessions begun",
    "done_sets": "working sets done in sessions that had a plan",
    "hard_sets": "working sets",
    "near_failure_sets": "working sets with at most 3 repetitions left (RPE 7 and more)",
    "rated_sets": "working sets with an RPE",
    "set_rpe": "mean RPE of working sets",
    "set_reps": "mean repetitions of working sets",
    "tonnage_kg": "sum of load × repetitions of working sets",
    "distinct_exercises": "different exercises done",
    "programme_week": "week of the programme in which a session was done",
}
SAID = {
    "checked_in": "1 when a check-in was made, else 0",
    "sore_sites": "sites with soreness of 1 and more",
    "pain_sites": "sites with pain of 1 and more",
    "ill": "1 when fever or infection was reported, 0 when denied",
    "systolic_mmhg": "systolic blood pressure at rest",
    "diastolic_mmhg": "diastolic blood pressure at rest",
    "glucose_mmol_l": "blood glucose",
    "heat_index_c": "heat index of the day",
    "cycle_day": "day of the menstrual cycle, only of who chose to enter it",
}
FACTS = {
    "age_years": "completed years of age",
    "female": "1 female, 0 male",
    "height_m": "height",
    "told_mass_kg": "body mass as told in the profile",
    "days_per_week": "sessions a week that the athlete plans for",
    "minutes_per_session": "minutes a session may take",
    "experience": "0 beginner, 1 intermediate, 2 advanced",
    "planned_day": "1 on a weekday set aside for training",
    "limitations": "limited sites",
    "target_mass_kg": "body mass aimed for",
    **{f"target_e1rm_{lift}_kg": f"one repetition of {lift} aimed for" for lift in LIFTS},
    "target_vo2max": "oxygen uptake that the race aimed for asks for, mL/(kg·min)",
    "target_days_left": "days to the nearest date of a target",
}
# The lifts whose form can be watched, each with its kind in `form.exercises`.
WATCHED_LIFTS = {
    "squat": "squat", "bench": "bench_press", "deadlift": "deadlift", "press": "overhead_press",
}  # fmt: skip
WATCHED = {
    "watched_sets": "sets watched by the camera or in films",
    "watched_reps": "repetitions counted in them",
    "watched_score": "mean score of the sets, 0-100",
    "watched_depth": "mean over sets of the median score of depth, 0-100",
    "watched_stability": "the same of stability",
    "watched_symmetry": "the same of symmetry",
    "watched_tempo": "the same of tempo",
    "watched_alignment": "the same of alignment",
    "watched_asymmetry_deg": "mean over sets of the median difference of the sides' ranges",
    "watched_faulty_share": "mean over sets of the share of repetitions with a fault",
    "watched_score_slope": "mean slope of the score within sets, points a repetition",
    "watched_range_slope": "mean slope of the range within sets, percent a repetition",
    "watched_speed_slope": "mean slope of the speed within sets, percent a repetition",
    **{f"watched_{lift}_score": f"mean score of sets of {lift}" for lift in WATCHED_LIFTS},
    **{f"watched_{lift}_depth": f"mean depth of sets of {lift}" for lift in WATCHED_LIFTS},
    **{
        f"watched_{lift}_asymmetry_deg": f"mean difference of the sides in sets of {lift}"
        for lift in WATCHED_LIFTS
    },
}
SITES = tuple(f"sore_{site}" for site in BodySite)
MUSCLES = tuple(f"sets_{muscle}" for muscle in Muscle)
BESTS = tuple(f"e1rm_{lift}_{formula}_kg" for lift in LIFTS for formula in FORMULAS)
SOURCES = tuple(f"{metric}__source" for metric in sorted(ONE_SOURCE))

NUMBERS = (*MEASURED, *DONE, *SAID, *FACTS, *SITES, *MUSCLES, *BESTS, *WATCHED)

DAILY = pl.Schema(
    {
        "athlete_id": pl.String(),
        "day": pl.Date(),
        **dict.fromkeys(NUMBERS, pl.Float64()),
        **dict.fromkeys(SOURCES, pl.String()),
    }
)
