"""Who an athlete is: frozen, free of storage and of the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from spotter.athletes.targets import Target


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Goal(StrEnum):
    STRENGTH = "strength"
    MUSCLE = "muscle"
    ENDURANCE = "endurance"
    WEIGHT = "weight_management"
    HEALTH = "general_health"
    MOBILITY = "mobility"
    SPORT = "sport_specific"


class Novelty(StrEnum):
    """How often, among sessions that suit a day alike, another than the usual one comes."""

    SAME = "more_of_the_same"
    MODERATE = "moderate"
    SURPRISE = "surprise_me"


class Experience(StrEnum):
    """Time of regular training: under six months, under two years, longer."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class AthleteKind(StrEnum):
    ENTHUSIAST = "enthusiast"
    BEGINNER = "beginner"
    COMPETITOR = "competitor"
    BUSY = "busy"
    SENIOR = "senior_or_limited"


class Equipment(StrEnum):
    """What the athlete can use; bodyweight and floor need nothing and are not listed."""

    CHAIR = "chair"
    MAT = "mat"
    STEP = "step"
    BAND = "band"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    MEDICINE_BALL = "medicine_ball"
    BENCH = "bench"
    BARBELL = "barbell"
    RACK = "rack"
    PULL_UP_BAR = "pull_up_bar"
    SUSPENSION = "suspension"
    CABLE = "cable"
    MACHINE = "machine"
    TREADMILL = "treadmill"
    BIKE = "bike"
    ROWER = "rower"
    OUTDOORS = "outdoors"


class BodySite(StrEnum):
    NECK = "neck"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    CHEST = "chest"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    ABDOMEN = "abdomen"
    HIP = "hip"
    THIGH = "thigh"
    KNEE = "knee"
    CALF = "calf"
    ANKLE = "ankle"
    FOOT = "foot"


class Severity(StrEnum):
    """Mild is trained around with care, moderate avoids loading the site, severe excludes it."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


# One severe or two moderate limits make somebody limited; one moderate limit is trained around.
_GRAVITY = {Severity.MILD: 0, Severity.MODERATE: 1, Severity.SEVERE: 2}
_LIMITED_FROM = 2


@dataclass(frozen=True, slots=True)
class Limitation:
    """An injury or lasting limit at one site; `since` is the day it began, when known."""

    site: BodySite
    severity: Severity
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownLoad:
    """A load that the athlete knows: `load_kg` for `reps`, `on` the day it was last lifted.

    `exercise` is a catalogue id. Without a day nobody knows how old it is.
    """

    exercise: str
    load_kg: float
    reps: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person told about themselves; None means not told.

    `dislikes` holds exercise ids. `weekdays` are ISO numbers (1 Monday … 7 Sunday), empty when any
    day will do. `age_years` is used only where `birth_date` was not given. `tracks_cycle` is the
    athlete's choice to have the menstrual cycle taken into account; without it nothing is kept.
    `in_statistics` is their consent to count in statistics of all who gave theirs, `teaches` that
    what suited them is where newcomers start. `novelty` is how much variety they want. `programme`
    is the id of a programme that they chose, empty where the best fit is to be; `event_on` the day
    of their next race, meet or match that counts. The steps are the smallest by which loads grow
    where they train: of the whole bar, of one dumbbell, of a machine's or cable's stack.
    """

    goal: Goal = Goal.HEALTH
    experience: Experience = Experience.BEGINNER
    birth_date: date | None = None
    age_years: int | None = None
    sex: Sex | None = None
    height_m: float | None = None
    mass_kg: float | None = None
    days_per_week: int = 3
    weekdays: tuple[int, ...] = ()
    minutes_per_session: int = 45
    equipment: frozenset[Equipment] = frozenset()
    barbell_step_kg: float | None = None
    dumbbell_step_kg: float | None = None
    machine_step_kg: float | None = None
    limitations: tuple[Limitation, ...] = ()
    dislikes: frozenset[str] = frozenset()
    known_loads: tuple[KnownLoad, ...] = ()
    targets: tuple[Target, ...] = ()
    tracks_cycle: bool = False
    in_statistics: bool = False
    teaches: bool = False
    novelty: Novelty = Novelty.MODERATE
    sport: str = ""
    competes: bool = False
    programme: str = ""
    event_on: date | None = None
    time_zone: str = "UTC"
    imperial: bool = False

    def age_on(self, day: date) -> int | None:
        """Return completed years of age on `day`, or None when neither age nor birth is known."""
        if self.birth_date is None:
            return self.age_years
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def kind_on(self, day: date) -> AthleteKind:
        """Return which of the five kinds of athlete this is on `day`; the most careful wins."""
        age = self.age_on(day)
        grave = sum(_GRAVITY[limit.severity] for limit in self.limitations)
        if grave >= _LIMITED_FROM or (age is not None and age >= 65):
            return AthleteKind.SENIOR
        if self.competes:
            return AthleteKind.COMPETITOR
        if self.minutes_per_session <= 30:
            return AthleteKind.BUSY
        if self.experience is Experience.BEGINNER:
            return AthleteKind.BEGINNER
        return AthleteKind.ENTHUSIAST


AnswerValue = bool | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clearance:
    """A clinician's word that training is fine up to `scope` (light, moderate or any)."""

    given_on: date
    scope: str


@dataclass(frozen=True, slots=True)
class Screening:
    """Answers to the screening questions by question id; an absent id was not answered."""

    answered_on: date
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    clearance: Clearance | None = None
