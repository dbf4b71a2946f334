"""The athlete's profile and screening."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    Field,
    StrictBool,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from spotter.athletes import profile_codec as codec
from spotter.athletes.profile import (
    BodySite,
    Clearance,
    Equipment,
    Experience,
    Goal,
    KnownLoad,
    Limitation,
    Novelty,
    Profile,
    Screening,
    Severity,
    Sex,
)
from spotter.athletes.targets import Aim, Target, span
from spotter.kit.time import zone
from spotter.web.api.schemas.base import (
    DayField,
    In,
    Number,
    Out,
    Text,
    Whole,
)


class LimitationIn(In):
    """An injury or lasting limit at one body site."""

    site: BodySite
    severity: Severity
    since: date | None = None
    note: Text = Field(default="", max_length=codec.LONGEST_NOTE)


ExerciseId = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_-]+$", max_length=codec.LONGEST_EXERCISE, examples=["back_squat"]),
]


def _within(span: tuple[float, float]) -> Any:
    """Return the bounds of a number as the profile's codec has them."""
    return Field(ge=span[0], le=span[1])


class KnownLoadIn(In):
    """A load that the athlete knows: lifted for so many repetitions, when told on which day."""

    exercise: ExerciseId
    load_kg: Annotated[Number, _within(codec.KNOWN_LOAD_KG)]
    reps: Annotated[Whole, _within(codec.KNOWN_REPS)]
    on: date | None = None


class TargetIn(In):
    """What the athlete aims for: kilograms for mass and lifts, seconds for a race."""

    what: Aim
    value: Number
    by: date | None = None

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        low, high = span(self.what)
        if not low <= self.value <= high:
            raise ValueError(f"value must be from {low:g} to {high:g} for {self.what}")
        return self


# A smallest step of load in kg.
Step = Annotated[Number, _within(codec.STEP_KG)]


class ProfileIn(In):
    """Who the athlete is; everything not given takes the stated default or stays unknown."""

    goal: Goal = Goal.HEALTH
    experience: Experience = Experience.BEGINNER
    birth_date: date | None = Field(default=None, examples=["1988-03-14"])
    age_years: Annotated[Whole, _within(codec.AGE_YEARS)] | None = None
    sex: Sex | None = Field(default=None, description="Only where a formula needs it")
    height_m: Annotated[Number, _within(codec.HEIGHT_M)] | None = Field(
        default=None, examples=[1.76]
    )
    mass_kg: Annotated[Number, _within(codec.MASS_KG)] | None = Field(default=None, examples=[74.5])
    days_per_week: Annotated[Whole, _within(codec.DAYS_PER_WEEK)] = 3
    weekdays: list[Annotated[Whole, _within(codec.WEEKDAYS)]] = Field(
        default=[],
        max_length=codec.WEEKDAYS[1],
        description="ISO weekdays, 1 Monday … 7 Sunday; empty: any",
    )
    minutes_per_session: Annotated[Whole, _within(codec.MINUTES)] = 45
    equipment: list[Equipment] = Field(default=[], max_length=codec.MOST_EQUIPMENT)
    barbell_step_kg: Step | None = Field(
        default=None, description="Smallest step of the whole bar where the athlete trains"
    )
    dumbbell_step_kg: Step | None = Field(default=None, description="Of one dumbbell")
    machine_step_kg: Step | None = Field(
        default=None, description="Of a machine's or cable's stack"
    )
    limitations: list[LimitationIn] = Field(default=[], max_length=codec.MOST_LIMITATIONS)
    dislikes: list[ExerciseId] = Field(
        default=[], max_length=codec.MOST_DISLIKES, description="Exercise ids"
    )
    known_loads: list[KnownLoadIn] = Field(
        default=[],
        max_length=codec.MOST_KNOWN_LOADS,
        description="Loads the athlete knows; first loads rest on them, older ones less",
    )
    targets: list[TargetIn] = Field(
        default=[], max_length=len(Aim), description="What is aimed for, each thing once"
    )
    tracks_cycle: StrictBool = Field(
        default=False,
        description="Take the menstrual cycle into account; taking it back removes what was told",
    )
    in_statistics: StrictBool = Field(
        default=False,
        description="Count in statistics of all who agreed: averages with noise, of 20 and more",
    )
    teaches: StrictBool = Field(
        default=False, description="Let what suited this athlete be where newcomers here start"
    )
    novelty: Novelty = Field(
        default=Novelty.MODERATE, description="Variety among sessions that suit a day alike"
    )
    sport: Text = Field(default="", max_length=codec.LONGEST_SPORT)
    competes: StrictBool = False
    programme: Text = Field(
        default="",
        max_length=codec.LONGEST_PROGRAMME,
        description="Id of a programme of the athlete's choice; empty: the best fit",
    )
    event_on: DayField | None = Field(
        default=None, description="Day of the next race, meet or match that counts"
    )
    time_zone: Text = Field(
        default="UTC", max_length=codec.LONGEST_ZONE, examples=["Europe/Berlin"]
    )
    imperial: StrictBool = Field(default=False, description="Show pounds on the pages")

    def to_profile(self) -> Profile:
        """Return the domain's profile.

        Raises `BadInput` naming `time_zone` when it is unknown.
        """
        zone(self.time_zone)
        return Profile(
            goal=self.goal,
            experience=self.experience,
            birth_date=self.birth_date,
            age_years=self.age_years,
            sex=self.sex,
            height_m=self.height_m,
            mass_kg=self.mass_kg,
            days_per_week=self.days_per_week,
            weekdays=tuple(sorted(set(self.weekdays))),
            minutes_per_session=self.minutes_per_session,
            equipment=frozenset(self.equipment),
            barbell_step_kg=self.barbell_step_kg,
            dumbbell_step_kg=self.dumbbell_step_kg,
            machine_step_kg=self.machine_step_kg,
            limitations=tuple(
                Limitation(each.site, each.severity, each.since, each.note)
                for each in self.limitations
            ),
            dislikes=frozenset(self.dislikes),
            known_loads=tuple(
                KnownLoad(each.exercise, each.load_kg, each.reps, each.on)
                for each in self.known_loads
            ),
            targets=tuple(Target(each.what, each.value, each.by) for each in self.targets),
            tracks_cycle=self.tracks_cycle,
            in_statistics=self.in_statistics,
            teaches=self.teaches,
            novelty=self.novelty,
            sport=self.sport,
            competes=self.competes,
            programme=self.programme,
            event_on=self.event_on,
            time_zone=self.time_zone,
            imperial=self.imperial,
        )


class ClearanceOut(Out):
    """A clinician's word that training is fine up to `scope` (light, moderate or any)."""

    given_on: date
    scope: str


def _one_kind(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """Return the answer `read`; a ValueError in one sentence, not one for each kind it is not."""
    try:
        return read(value)
    except ValidationError:
        raise ValueError("must be true or false, a number, text or a list of texts") from None


Answer = Annotated[StrictBool | Number | str | list[str], WrapValidator(_one_kind)]


class ScreeningIn(In):
    """Answers by question id (`GET /api/v1/screening/questions`); absent means not answered."""

    answered_on: DayField | None = Field(
        default=None, description="Local date of the answers; today when absent"
    )
    answers: dict[str, Answer] = Field(max_length=200, examples=[{"chest_pain": False}])


class ProfileOut(Out):
    """The profile as stored."""

    goal: Goal
    experience: Experience
    birth_date: date | None
    age_years: int | None
    sex: Sex | None
    height_m: float | None
    mass_kg: float | None
    days_per_week: int
    weekdays: list[int]
    minutes_per_session: int
    equipment: list[Equipment]
    barbell_step_kg: float | None
    dumbbell_step_kg: float | None
    machine_step_kg: float | None
    limitations: list[LimitationIn]
    dislikes: list[str]
    known_loads: list[KnownLoadIn]
    targets: list[TargetIn]
    tracks_cycle: bool
    in_statistics: bool
    teaches: bool
    novelty: Novelty
    sport: str
    competes: bool
    programme: str
    event_on: date | None
    time_zone: str
    imperial: bool


class ScreeningOut(Out):
    """The screening as stored."""

    answered_on: date
    answers: dict[str, bool | float | str | list[str]]
    clearance: ClearanceOut | None


class AthleteOut(Out):
    """The athlete: profile, screening and the revision that grows with every change."""

    id: str
    revision: int
    profile: ProfileOut
    screening: ScreeningOut | None


class VoiceOut(Out):
    """A safety rule that speaks about the answers as they are."""

    code: str
    action: str
    text: str
    source: str
    needs_review: bool
    emergency: bool


class ScreeningResult(Out):
    """The screening as stored and what it means for training."""

    screening: ScreeningOut
    consequences: list[VoiceOut]


class ConditionOut(Out):
    """The earlier question, and the answers after which a question is asked."""

    question: str
    answers: list[str]


class QuestionOut(Out):
    """One screening question; `least` and `most` bound a number."""

    id: str
    text: str
    kind: str = Field(description="yes_no, number, choice, multi or date")
    options: list[str]
    only_if: ConditionOut | None
    consequence: str = Field(description="What an answer that is not benign means")
    required: bool
    least: float | None = None
    most: float | None = None


class Questions(Out):
    """Every screening question, in order."""

    questions: list[QuestionOut]


def profile_out(profile: Profile) -> ProfileOut:
    """Return the schema of a profile, lists in a stable order."""
    return ProfileOut(
        goal=profile.goal,
        experience=profile.experience,
        birth_date=profile.birth_date,
        age_years=profile.age_years,
        sex=profile.sex,
        height_m=profile.height_m,
        mass_kg=profile.mass_kg,
        days_per_week=profile.days_per_week,
        weekdays=list(profile.weekdays),
        minutes_per_session=profile.minutes_per_session,
        equipment=sorted(profile.equipment),
        barbell_step_kg=profile.barbell_step_kg,
        dumbbell_step_kg=profile.dumbbell_step_kg,
        machine_step_kg=profile.machine_step_kg,
        limitations=[
            LimitationIn(site=each.site, severity=each.severity, since=each.since, note=each.note)
            for each in profile.limitations
        ],
        dislikes=sorted(profile.dislikes),
        known_loads=[
            KnownLoadIn(exercise=each.exercise, load_kg=each.load_kg, reps=each.reps, on=each.on)
            for each in profile.known_loads
        ],
        targets=[
            TargetIn(what=each.what, value=each.value, by=each.by) for each in profile.targets
        ],
        tracks_cycle=profile.tracks_cycle,
        in_statistics=profile.in_statistics,
        teaches=profile.teaches,
        novelty=profile.novelty,
        sport=profile.sport,
        competes=profile.competes,
        programme=profile.programme,
        event_on=profile.event_on,
        time_zone=profile.time_zone,
        imperial=profile.imperial,
    )


def screening_out(screening: Screening) -> ScreeningOut:
    """Return the schema of a screening."""
    return ScreeningOut(
        answered_on=screening.answered_on,
        answers={
            name: list(value) if isinstance(value, tuple) else value
            for name, value in screening.answers.items()
        },
        clearance=clearance_out(screening.clearance),
    )


def clearance_out(clearance: Clearance | None) -> ClearanceOut | None:
    """Return the schema of a clearance."""
    if clearance is None:
        return None
    return ClearanceOut(given_on=clearance.given_on, scope=clearance.scope)
