"""The fourteen kinds of exercise that form is scored for.

Angles are working ranges of a full repetition as a camera sees it (thighs about level in a squat,
elbows past a right angle in a push-up, hands over the head in a jack), rounded to 5°; they are
targets of this project, not norms of a publication, and need review by a professional. Joints are
seen nearer to straight or to bent than they are by 5 to 7° (JMIR preprint 102399, knee in lateral
view), which is why no full range reaches the joint's own end.
"""

from __future__ import annotations

from spotter.form.exercises.exercise import Exercise, Limit, Sides, Style, Unknown

_KNEES = ("left_knee", "right_knee")
_HIPS = ("left_hip", "right_hip")
_ELBOWS = ("left_elbow", "right_elbow")
_SHOULDERS = ("left_shoulder", "right_shoulder")
_ANY = ("shallow", "asymmetric", "rushed", "unsteady")
# A straight line from the shoulder over the hip to the ankle, in a plank and in a push-up.
_LINE = (Limit("sag", 10, 30), Limit("pike", 15, 40))
# Jumps and runs are fast by nature: half a second there and back is not rushed in them.
_BALLISTIC = (15.0, 45.0)

_ALL = (
    Exercise(
        "squat", 0, "Squat", _KNEES, 170, 75, ("knee", "hip"),
        (*_ANY, "knees_in", "forward_lean"),
        (Limit("lean", 42, 65), Limit("knees_in", 3, 16)),
    ),
    Exercise(
        "push_up", 1, "Push-up", _ELBOWS, 165, 80, ("elbow", "shoulder"),
        (*_ANY, "hips_low", "hips_high", "elbows_flared"),
        (*_LINE, Limit("flare", 34, 52)),
    ),
    Exercise(
        "plank", 2, "Plank", _HIPS, 165, 165, ("hip", "knee", "shoulder"),
        ("asymmetric", "unsteady", "hips_low", "hips_high"),
        _LINE, style=Style.HOLD,
    ),
    Exercise(
        "bicep_curl", 3, "Bicep curl", _ELBOWS, 160, 50, ("elbow", "shoulder"),
        (*_ANY, "swinging", "elbows_forward"),
        (Limit("lean", 8, 22), Limit("upper_arm", 25, 50)),
    ),
    Exercise(
        "lunge", 4, "Lunge", _KNEES, 165, 95, ("knee",),
        (*_ANY, "knees_in", "forward_lean"),
        (Limit("lean", 20, 42), Limit("knees_in", 3, 16)), sides=Sides.IN_TURN, cycles=8,
    ),
    Exercise(
        "pull_up", 5, "Pull-up", _ELBOWS, 165, 65, ("elbow", "shoulder"),
        (*_ANY, "swinging"),
        (Limit("lean", 22, 38), Limit("fold", 34, 56)),
    ),
    Exercise(
        "burpee", 6, "Burpee", ("spine",), 5, 80, ("knee", "hip", "elbow"),
        (*_ANY, "hips_low", "hips_high"),
        (Limit("lying_sag", 6, 24), Limit("lying_pike", 18, 42)), unsteady_deg_s=150.0, cycles=20,
    ),
    Exercise(
        "jumping_jack", 7, "Jumping jack", _SHOULDERS, 20, 155, ("shoulder", "elbow", "knee"),
        (*_ANY, "bent_knees"),
        (Limit("crouch", 35, 65), Limit("lean", 12, 30)),
        unsteady_deg_s=90.0, cycles=6, tempo=_BALLISTIC,
    ),
    Exercise(
        "mountain_climber", 8, "Mountain climber", _HIPS, 160, 85, ("hip", "knee"),
        (*_ANY, "hips_low", "hips_high"),
        (Limit("hips_above", 5, 30), Limit("hips_below", 15, 25)),
        sides=Sides.IN_TURN, unsteady_deg_s=90.0, cycles=10, tempo=_BALLISTIC,
    ),
    Exercise(
        "sit_up", 9, "Sit-up", _HIPS, 125, 55, ("hip", "knee"),
        (*_ANY, "swinging"),
        (Limit("feet_up", 4, 16),),
    ),
    Exercise(
        "deadlift", 10, "Deadlift", _HIPS, 65, 165, ("hip", "knee"),
        (*_ANY, "hips_first"),
        (Limit("hips_first", 8, 35),),
    ),
    Exercise(
        "bench_press", 11, "Bench press", _ELBOWS, 165, 80, ("elbow", "shoulder"),
        (*_ANY, "elbows_flared"),
        (Limit("flare", 34, 52),),
    ),
    Exercise(
        "overhead_press", 12, "Overhead press", _ELBOWS, 65, 165, ("elbow", "shoulder"),
        (*_ANY, "lean_back", "bent_knees"),
        (Limit("lean", 10, 26), Limit("crouch", 20, 50)),
    ),
    Exercise(
        "other", 13, "Other", (), 0, 90, ("elbow", "shoulder"),
        _ANY, (Limit("lean", 60, 90),),
    ),
)  # fmt: skip

EXERCISES: dict[str, Exercise] = {one.id: one for one in _ALL}


def exercise(name: str) -> Exercise:
    """Return the kind of exercise called `name`; raises `Unknown` naming those there are."""
    if name not in EXERCISES:
        known = ", ".join(EXERCISES)
        raise Unknown(f"'{name}' is no kind of exercise; there are {known}.", field="exercise")
    return EXERCISES[name]
