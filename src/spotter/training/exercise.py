"""What an exercise is in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spotter.athletes.profile import BodySite, Equipment, Experience


class Pattern(StrEnum):
    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    HORIZONTAL_PUSH = "horizontal_push"
    VERTICAL_PUSH = "vertical_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    CORE = "core"
    CARRY = "carry"
    ISOLATION = "isolation"
    LOCOMOTION = "locomotion"
    PLYOMETRIC = "plyometric"
    BALANCE = "balance"
    MOBILITY = "mobility"


class Muscle(StrEnum):
    QUADRICEPS = "quadriceps"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    CALVES = "calves"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    CHEST = "chest"
    LATS = "lats"
    MIDDLE_BACK = "middle_back"
    LOWER_BACK = "lower_back"
    TRAPS = "traps"
    SHOULDERS = "shoulders"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABDOMINALS = "abdominals"
    NECK = "neck"


class Measure(StrEnum):
    """What a set of it is counted in."""

    REPS = "reps"
    DURATION = "duration"


class Trait(StrEnum):
    """What safety rules ask of a movement."""

    HIGH_IMPACT = "high_impact"
    FALL_RISK = "fall_risk"
    SUPINE = "supine"
    PRONE = "prone"
    OVERHEAD = "overhead"
    HEAD_DOWN = "head_down"
    BREATH_HOLD = "breath_hold"
    BARBELL_OVER_BODY = "barbell_over_body"
    DEEP_KNEE_FLEXION = "deep_knee_flexion"
    OPEN_CHAIN_KNEE = "open_chain_knee"
    VIGOROUS = "vigorous"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One movement of the catalogue.

    `equipment`: all of these are needed. `contraindicated`: not with a moderate or severe limit at
    these sites; `stresses` are the sites it loads (used for pain). `increment_kg` is the smallest
    sensible step of load (0: bodyweight). `start_fraction` is a careful first load as a fraction of
    body mass. `one_sided` sets are counted per side. `minimum_kg` is the lightest load it can be
    done with (20 for an empty barbell). Loads are per implement: each dumbbell, the whole bar.
    """

    id: str
    name: str
    pattern: Pattern
    primary: tuple[Muscle, ...]
    secondary: tuple[Muscle, ...]
    equipment: frozenset[Equipment]
    level: Experience
    measure: Measure
    stresses: frozenset[BodySite]
    contraindicated: frozenset[BodySite]
    traits: frozenset[Trait]
    regressions: tuple[str, ...]
    progressions: tuple[str, ...]
    cues: tuple[str, ...]
    increment_kg: float = 0.0
    start_fraction: float = 0.0
    one_sided: bool = False
    minimum_kg: float = 0.0
