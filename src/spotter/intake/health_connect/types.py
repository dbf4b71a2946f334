"""Numbers of Health Connect (android.health.connect.datatypes): exercises, stages, devices."""

from __future__ import annotations

from collections.abc import Mapping

# ExerciseSessionType, in the order of its constants from 0 on.
_EXERCISES = (
    "unknown badminton baseball basketball biking biking_stationary boot_camp boxing calisthenics"
    " cricket dancing exercise_class fencing american_football football_australian frisbee_disc"
    " golf guided_breathing gymnastics handball high_intensity_interval_training hiking ice_hockey"
    " ice_skating martial_arts paddling paragliding pilates racquetball rock_climbing roller_hockey"
    " rowing rugby running running_treadmill sailing scuba_diving skating skiing snowboarding"
    " snowshoeing soccer softball squash stair_climbing strength_training stretching surfing"
    " swimming_open_water swimming_pool table_tennis tennis volleyball walking water_polo"
    " weightlifting wheelchair yoga other_workout stair_climbing_machine elliptical rowing_machine"
)
EXERCISES: Mapping[object, str] = dict(enumerate(_EXERCISES.split()))

# SleepSessionRecord.StageType; "" is no sleep and no waking in bed, None (unknown) is refused.
STAGES: Mapping[object, str] = {
    1: "awake",
    2: "asleep",
    3: "",
    4: "core",
    5: "deep",
    6: "rem",
    7: "awake",
}

# Device types → the classes of devices by which sources are trusted.
DEVICES: Mapping[object, str] = {
    1: "watch",
    2: "phone",
    3: "other",
    4: "watch",
    6: "watch",
    7: "other",
}
