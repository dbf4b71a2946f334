"""Movements that are none of ours: what a recogniser must learn not to take for an exercise.

Some are exercises and doings of everyday life, the last is drawn by chance, so that the names here
need not be all there are.
"""

from __future__ import annotations

from typing import Final

from numpy.random import Generator

from spotter.lab.form.synthetic.ways import (
    HANG,
    SIT,
    STAND,
    TURNS,
    Forearm,
    Pose,
    Rests,
    Way,
    hinged,
)

STRANGERS: Final[dict[str, Way]] = {
    "standing": Way(Pose(2, HANG, STAND), Pose(4, (14, 30, 25), STAND)),
    "talking": Way(Pose(2, (10, 20, 60), STAND), Pose(6, (35, 40, 100), STAND), arms="one side"),
    "walking": Way(
        Pose(3, (-18, 5, 15), (-20, 0, 8)), Pose(5, (25, 5, 25), (30, 0, 25)),
        arms="in turn", legs="in turn",
    ),
    "running": Way(
        Pose(6, (-30, 10, 90), (-15, 0, 20)), Pose(10, (35, 10, 95), (60, 0, 85)),
        arms="in turn", legs="in turn",
    ),
    "high_knees": Way(
        Pose(2, (10, 10, 80), (0, 0, 6)), Pose(-2, (35, 10, 90), (90, 0, 90)),
        arms="in turn", legs="in turn",
    ),
    "knee_raise": Way(
        Pose(2, (60, 70, 90), STAND), Pose(0, (60, 70, 90), (92, 0, 88)), legs="one side"
    ),
    "dip": Way(
        Pose(6, (-8, 15, 10), (10, 0, 60)), Pose(24, (-62, 20, 95), (16, 0, 70)),
        rests="hands", forearm="ahead",
    ),
    "bench_dip": Way(
        Pose(0, (-30, 10, 10), (80, 0, 35)), Pose(6, (-75, 10, 90), (65, 0, 40)), rests="hands"
    ),
    "row": Way(hinged(60, (58, 10, 8)), hinged(58, (-25, 25, 95)), forearm="ahead"),
    "upright_row": Way(Pose(2, (12, 5, 8), STAND), Pose(1, (85, 80, 125), STAND), forearm="in"),
    "lateral_raise": Way(Pose(2, (8, 80, 12), STAND), Pose(2, (92, 80, 14), STAND)),
    "front_raise": Way(Pose(2, (8, 10, 12), STAND), Pose(0, (95, 8, 12), STAND)),
    "arm_raise": Way(Pose(2, (8, 60, 10), STAND), Pose(0, (165, 60, 10), STAND), arms="one side"),
    "rear_fly": Way(hinged(62, (60, 20, 20)), hinged(60, (88, 85, 20))),
    "pushdown": Way(Pose(8, (8, 10, 105), STAND), Pose(8, (4, 10, 12), STAND)),
    "kickback": Way(hinged(50, (-5, 10, 100)), hinged(50, (-10, 10, 12))),
    "pulldown": Way(
        Pose(-6, (165, 60, 15), SIT), Pose(-14, (60, 75, 120), SIT), rests="seat", forearm="up"
    ),
    "seated_row": Way(
        Pose(5, (80, 10, 8), (70, 5, 30)), Pose(-12, (-20, 20, 95), (70, 5, 30)), rests="seat"
    ),
    "rowing_machine": Way(
        Pose(25, (95, 5, 6), (115, 8, 120)), Pose(-25, (25, 20, 100), (75, 5, 12)), rests="seat"
    ),
    "seated": Way(
        Pose(4, (20, 20, 60), SIT), Pose(10, (35, 25, 80), SIT), rests="seat", arms="one side"
    ),
    "sit_to_stand": Way(
        Pose(8, (15, 15, 20), (88, 8, 88)), Pose(2, (8, 15, 12), STAND), sways=6
    ),
    "leg_extension": Way(
        Pose(-8, (12, 20, 20), SIT), Pose(-8, (12, 20, 20), (85, 10, 12)), rests="seat"
    ),
    "good_morning": Way(
        Pose(4, (55, 80, 140), (6, 5, 8)), hinged(68, (55, 80, 140), 20), forearm="up"
    ),
    "toe_touch": Way(Pose(2, (150, 40, 8), STAND), hinged(85, (110, 5, 8), 8)),
    "one_leg_deadlift": Way(
        Pose(3, (8, 10, 8), STAND), Pose(75, (70, 5, 8), (74, 0, 15)), legs="one side"
    ),
    "kettlebell_swing": Way(hinged(60, (40, 5, 6), 45), Pose(-4, (80, 5, 8), STAND)),
    "calf_raise": Way(Pose(2, HANG, (2, 5, 4)), Pose(1, HANG, (2, 5, 3)), sways=5),
    "side_leg_raise": Way(
        Pose(2, (20, 70, 60), STAND), Pose(0, (20, 70, 60), (42, 88, 6)), legs="one side"
    ),
    "kick_back": Way(
        Pose(4, (30, 20, 70), STAND), Pose(14, (30, 20, 70), (-32, 0, 12)), legs="one side"
    ),
    "hamstring_curl": Way(
        Pose(4, (20, 20, 30), STAND), Pose(4, (20, 20, 30), (2, 0, 105)), legs="one side"
    ),
    "step_up": Way(
        Pose(14, (15, 10, 40), (72, 0, 80)), Pose(2, (10, 10, 30), STAND), legs="one side"
    ),
    "side_lunge": Way(
        Pose(4, (40, 20, 100), (10, 60, 6)), Pose(30, (70, 10, 60), (75, 45, 90)), legs="one side"
    ),
    "wall_push_up": Way(
        Pose(14, (92, 25, 10), (4, 0, 4)), Pose(24, (60, 50, 90), (4, 0, 4)), forearm="ahead"
    ),
    "glute_bridge": Way(
        Pose(-88, (5, 40, 8), (55, 8, 110)), Pose(-115, (10, 40, 8), (5, 8, 90))
    ),
    "leg_raise": Way(Pose(-90, (8, 30, 6), (4, 0, 6)), Pose(-90, (8, 30, 6), (85, 0, 10))),
    "v_up": Way(
        Pose(-88, (165, 20, 6), (6, 0, 6)), Pose(-45, (95, 10, 6), (78, 0, 8)), rests="seat"
    ),
    "bicycle": Way(
        Pose(-65, (120, 60, 130), (15, 0, 10)), Pose(-60, (120, 60, 130), (95, 0, 95)),
        legs="in turn", forearm="up",
    ),
    "crunch": Way(
        Pose(-86, (130, 60, 130), (50, 5, 95)), Pose(-62, (130, 60, 130), (60, 5, 95)),
        forearm="in", rests="seat",
    ),
    "twist": Way(Pose(-38, (70, 5, 40), (65, 5, 80)), Pose(-34, (70, 40, 40), (65, 5, 80)),
                 rests="seat", arms="one side"),
    "superman": Way(Pose(90, (170, 20, 8), (-2, 5, 5)), Pose(72, (175, 20, 8), (-24, 5, 8))),
    "bird_dog": Way(
        Pose(88, (85, 10, 6), (88, 5, 92)), Pose(86, (165, 10, 6), (0, 0, 8)),
        arms="one side", legs="one side",
    ),
    "cat_stretch": Way(Pose(86, (85, 10, 6), (88, 5, 90)), Pose(68, (150, 10, 8), (115, 8, 140))),
    "lying": Way(Pose(-90, (15, 40, 15), (4, 8, 10)), Pose(-88, (25, 40, 30), (10, 8, 25))),
    "fly_lying": Way(
        Pose(-88, (90, 88, 20), (45, 10, 85)), Pose(-88, (92, 15, 20), (45, 10, 85)), rests="seat"
    ),
    "pullover": Way(
        Pose(-88, (175, 20, 15), (45, 10, 85)), Pose(-88, (88, 10, 15), (45, 10, 85)), rests="seat"
    ),
    "hanging": Way(
        Pose(-2, (172, 50, 8), (4, 0, 8)), Pose(-4, (172, 50, 8), (12, 0, 12)), rests="hands"
    ),
    "hanging_leg_raise": Way(
        Pose(-3, (172, 50, 8), (4, 0, 8)), Pose(-14, (165, 50, 8), (92, 0, 25)), rests="hands"
    ),
    "boxing": Way(
        Pose(6, (35, 20, 135), (8, 10, 15)), Pose(8, (88, 10, 10), (8, 10, 15)),
        arms="in turn", forearm="up",
    ),
}  # fmt: skip


def by_chance(rng: Generator) -> Way:
    """Return a way between poses that nobody chose: standing, sitting, lying or hanging."""
    kind = str(rng.choice(list(_PITCH), p=_KINDS))
    pitch = _PITCH[kind]
    first = Pose(pitch + rng.normal(0, 10), _arms(kind, rng), _legs(kind, pitch, rng))
    trunk = first.pitch + rng.choice([0, rng.normal(0, 30)])
    arms = _arms(kind, rng) if rng.random() < 0.7 else first.arms
    moves = rng.random() < 0.6
    legs = _legs(kind, trunk, rng) if moves else first.legs
    return Way(
        first,
        Pose(trunk, arms, legs),
        rests=_RESTS.get(kind, "floor"),
        arms=TURNS[int(rng.choice(3, p=(0.6, 0.2, 0.2)))],
        legs=TURNS[int(rng.choice(3, p=(0.5, 0.3, 0.2)))],
        forearm=_FOREARMS[int(rng.integers(3))],
    )


_PITCH: Final = {
    "standing": 4.0,
    "bent": 45.0,
    "seat": 5.0,
    "back": -85.0,
    "front": 80.0,
    "hanging": 2.0,
}
_RESTS: Final[dict[str, Rests]] = {"hanging": "hands", "seat": "seat"}
_FOREARMS: Final[tuple[Forearm, ...]] = ("ahead", "up", "in")
_KINDS: Final = (0.4, 0.12, 0.16, 0.14, 0.1, 0.08)


def _arms(kind: str, rng: Generator) -> tuple[float, float, float]:
    raised = rng.uniform(120, 178) if kind == "hanging" else rng.choice([rng.uniform(-30, 175), 10])
    return float(raised), float(rng.uniform(0, 90)), float(rng.choice([10, rng.uniform(0, 140)]))


def _legs(kind: str, pitch: float, rng: Generator) -> tuple[float, float, float]:
    if kind in {"standing", "bent"}:
        knee = float(rng.choice([8, rng.uniform(0, 100)]))
        return pitch + knee / 2 + rng.normal(0, 5), float(rng.choice([5, rng.uniform(0, 60)])), knee
    hip = {"seat": 80, "back": 45, "front": 20, "hanging": 15}[kind]
    return float(rng.normal(hip, 25)), float(rng.uniform(0, 30)), float(rng.uniform(0, 110))
