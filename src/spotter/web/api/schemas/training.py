"""Check-ins, sessions, sets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, model_validator

from spotter.athletes.checkin_codec import CYCLE_DAYS
from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.safety.plausible import MOST_LOAD_KG, MOST_REPS, MOST_SECONDS
from spotter.safety.redflags import BY_ID, find
from spotter.training.session import LoggedSet, SessionLog, SetKind
from spotter.web.api.schemas.base import (
    DayField,
    Effort,
    In,
    Number,
    Out,
    Scale5,
    Scale10,
    Text,
    Whole,
)

SiteScores = dict[BodySite, Scale10]
ClientKey = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]


def check_symptom(symptom: str) -> str:
    """Return `symptom`; raise ValueError when it is no red-flag id."""
    if symptom not in BY_ID:
        raise ValueError("there is no such symptom; GET /api/v1/symptoms lists them")
    return symptom


SymptomId = Annotated[str, AfterValidator(check_symptom)]


class CheckinIn(In):
    """How the athlete is today; a second check-in on the same day replaces the first.

    An absent field means not asked. An empty `soreness`, `pain` or `symptoms` means none.
    """

    date: DayField
    sleep_quality: Scale5 | None = Field(default=None, description="1 worst … 5 best")
    mood: Scale5 | None = Field(default=None, description="1 worst … 5 best")
    energy: Scale5 | None = Field(default=None, description="1 worst … 5 best")
    stress: Scale5 | None = Field(default=None, description="1 none … 5 most")
    soreness: SiteScores | None = Field(default=None, examples=[{"thigh": 3}])
    pain: SiteScores | None = Field(default=None, examples=[{"knee": 2}])
    symptoms: list[SymptomId] | None = Field(
        default=None, max_length=40, description="Red-flag ids; `GET /api/v1/symptoms` lists them"
    )
    ill: StrictBool | None = Field(default=None, description="Fever or a systemic infection")
    systolic_mmhg: Number | None = Field(default=None, ge=50, le=300)
    diastolic_mmhg: Number | None = Field(default=None, ge=20, le=200)
    glucose_mmol_l: Number | None = Field(default=None, ge=0.5, le=60)
    ketones: Literal["none", "trace", "moderate", "large"] | None = None
    heat_index_c: Number | None = Field(default=None, ge=-50, le=70)
    cycle_day: Whole | None = Field(
        default=None, ge=CYCLE_DAYS[0], le=CYCLE_DAYS[1], description="Only with `tracks_cycle`"
    )
    note: Text = Field(default="", max_length=1000)

    def to_checkin(self) -> Checkin:
        """Return the domain's check-in."""
        return Checkin(
            day=self.date,
            sleep_quality=self.sleep_quality,
            mood=self.mood,
            energy=self.energy,
            stress=self.stress,
            soreness=self.soreness,
            pain=self.pain,
            symptoms=None if self.symptoms is None else frozenset(self.symptoms),
            ill=self.ill,
            systolic_mmhg=self.systolic_mmhg,
            diastolic_mmhg=self.diastolic_mmhg,
            glucose_mmol_l=self.glucose_mmol_l,
            ketones=self.ketones,
            heat_index_c=self.heat_index_c,
            cycle_day=self.cycle_day,
            note=self.note,
        )


class CheckinOut(Out):
    """A check-in as recorded."""

    date: date
    sleep_quality: int | None
    mood: int | None
    energy: int | None
    stress: int | None
    soreness: dict[BodySite, int] | None
    pain: dict[BodySite, int] | None
    symptoms: list[str] | None
    ill: bool | None
    systolic_mmhg: float | None
    diastolic_mmhg: float | None
    glucose_mmol_l: float | None
    ketones: str | None
    heat_index_c: float | None
    cycle_day: int | None
    note: str

    @classmethod
    def of(cls, checkin: Checkin) -> CheckinOut:
        """Return the schema of a check-in."""
        names = cls.model_fields.keys() - {"date", "symptoms"}
        symptoms = None if checkin.symptoms is None else sorted(checkin.symptoms)
        same = {name: getattr(checkin, name) for name in names}
        return cls(date=checkin.day, symptoms=symptoms, **same)


class CheckinList(Out):
    """Check-ins by day, oldest first."""

    checkins: list[CheckinOut]


class SessionIn(In):
    """Start the day's session, or one of its alternatives."""

    date: DayField
    choice: Text = Field(
        default="main",
        max_length=40,
        description="`main`, or the `kind` of one of the plan's alternatives",
    )


class SetIn(In):
    """One set as done. Send the same `client_key` again and nothing is counted twice."""

    exercise: str = Field(pattern=r"^[a-z0-9_-]{1,64}$", examples=["goblet_squat"])
    block: Whole | None = Field(default=None, ge=0, le=100, description="Index of the plan's block")
    reps: Whole | None = Field(default=None, ge=0, le=MOST_REPS)
    duration_s: Whole | None = Field(default=None, ge=0, le=MOST_SECONDS)
    load_kg: Number | None = Field(default=None, ge=0, le=MOST_LOAD_KG)
    rpe: Effort | None = None
    kind: SetKind = SetKind.WORK
    pain: Scale10 | None = None
    pain_site: BodySite | None = None
    at: datetime | None = Field(default=None, description="Aware instant; now when absent")
    client_key: ClientKey | None = Field(default=None, examples=["6f1c-set-3"])

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if self.reps is None and self.duration_s is None:
            raise ValueError("give reps or duration_s")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("at must carry a UTC offset")
        if self.at is not None and not 1990 <= self.at.year <= 2100:
            raise ValueError("at must lie between 1990 and 2100")
        return self

    def to_set(self, now: datetime) -> LoggedSet:
        """Return the domain's set, done `now` unless it says when."""
        return LoggedSet(
            exercise=self.exercise,
            at=self.at or now,
            reps=self.reps,
            duration_s=self.duration_s,
            load_kg=self.load_kg,
            rpe=self.rpe,
            kind=self.kind,
            pain=self.pain,
            pain_site=self.pain_site,
            block=self.block,
        )


class FinishIn(In):
    """How the whole session was."""

    session_rpe: Number = Field(
        ge=0, le=10, description="Effort, CR10 scale 1-10; 0 closes it with nothing done"
    )
    duration_min: Number | None = Field(default=None, gt=0, le=1440)
    mood: Scale5 | None = None
    pain: SiteScores = Field(default={})
    symptoms: list[SymptomId] = Field(default=[], max_length=40)
    note: Text = Field(default="", max_length=1000, description="Red flags in it are found")

    def to_values(self) -> dict[str, Any]:
        """Return what `prescribe.finish` takes; red flags in the note count as symptoms."""
        return {
            "session_rpe": self.session_rpe,
            "duration_min": self.duration_min,
            "mood": self.mood,
            "pain": self.pain,
            "symptoms": frozenset(self.symptoms) | find(self.note),
        }


class SessionShort(Out):
    """A session in short."""

    id: str
    date: date
    title: str
    focus: str
    finished: bool
    set_count: int
    planned_sets: int
    session_rpe: float | None
    duration_min: float | None
    mood: int | None

    @classmethod
    def of(cls, log: SessionLog) -> SessionShort:
        """Return the schema of a session log."""
        same = {
            name: getattr(log, name)
            for name in ("id", "title", "finished", "planned_sets", "session_rpe", "mood")
        }
        return cls(
            date=log.day,
            focus=log.focus.value,
            set_count=log.work_sets,
            duration_min=log.duration_min,
            **same,
        )


class SessionList(Out):
    """Sessions, oldest first."""

    sessions: list[SessionShort]


class ReasonOut(Out):
    """A reason as a stable code and in words."""

    code: str
    text: str


class NextSetOut(Out):
    """The set to do next; `number` of `of` counts the sets of this exercise."""

    block: int
    part: str
    exercise: str
    name: str
    cues: list[str]
    one_sided: bool
    number: int
    of: int
    set: dict[str, Any]
    why: list[ReasonOut]


class SessionOut(Out):
    """A session under way or finished. `session` is what is left of it, null when nothing is."""

    model_config = ConfigDict(extra="allow")

    id: str
    date: date
    state: str = Field(description="open or finished")
    title: str
    verdict: str
    complete: bool = Field(description="Whether the work of the session is over")
    planned_sets: int
    done_sets: int
    session: dict[str, Any] | None
    next: NextSetOut | None
    reasons: list[ReasonOut] = Field(description="Why the next set is as it is")
    rules: list[dict[str, Any]]
    logged: list[dict[str, Any]]
    session_rpe: float | None
    duration_min: float | None
    mood: int | None
