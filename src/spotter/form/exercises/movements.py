"""Which kind of exercise a movement of the training catalogue is, as far as its form goes.

Only movements whose driving angles and faults are those of the kind: a seated press has no lean of
a standing one, a wall push-up no hips that sag, and they are left out.
"""

from __future__ import annotations

from typing import Final

_MOVEMENTS: Final = {
    "squat": (
        "bodyweight_squat", "tempo_squat", "backpack_squat", "band_squat", "goblet_squat",
        "kettlebell_goblet_squat", "dumbbell_squat", "double_kettlebell_front_squat",
        "barbell_back_squat", "barbell_front_squat", "paused_back_squat", "suspension_squat",
    ),
    "push_up": (
        "push_up", "slow_push_up", "close_push_up", "band_push_up", "decline_push_up",
    ),
    "plank": ("plank",),
    "bicep_curl": (
        "towel_curl", "dumbbell_curl", "hammer_curl", "band_curl", "cable_curl", "barbell_curl",
    ),
    "lunge": (
        "split_squat", "reverse_lunge", "forward_lunge", "dumbbell_split_squat",
        "dumbbell_reverse_lunge", "kettlebell_goblet_lunge", "walking_lunge",
        "dumbbell_walking_lunge", "barbell_split_squat", "barbell_reverse_lunge",
    ),
    "pull_up": (
        "band_assisted_pull_up", "chin_up", "pull_up", "weighted_pull_up",
    ),
    "burpee": ("burpee",),
    "mountain_climber": ("slow_mountain_climber",),
    "deadlift": (
        "dumbbell_deadlift", "kettlebell_deadlift", "band_deadlift", "barbell_deadlift",
        "deficit_deadlift",
    ),
    "bench_press": (
        "dumbbell_bench_press", "barbell_bench_press", "close_grip_bench_press",
        "paused_bench_press",
    ),
    "overhead_press": (
        "band_overhead_press", "dumbbell_shoulder_press", "kettlebell_press",
        "barbell_overhead_press",
    ),
}  # fmt: skip

# Movement of the catalogue → kind of exercise.
KIND_OF: Final = {movement: kind for kind, found in _MOVEMENTS.items() for movement in found}
