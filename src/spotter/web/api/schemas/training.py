"""Check-ins, sessions, sets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, model_validator

from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.training.session import SetKind
from spotter.web.api.schemas.base import DayField, Effort, In, Out, Scale5, Scale10, Text

SiteScores = dict[BodySite, Scale10]
ClientKey = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
SymptomId = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]


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
    systolic_mmhg: float | None = Field(default=None, ge=50, le=300)
    diastolic_mmhg: float | None = Field(default=None, ge=20, le=200)
    glucose_mmol_l: float | None = Field(default=None, ge=0.5, le=60)
    ketones: Literal["none", "trace", "moderate", "large"] | None = None
    heat_index_c: float | None = Field(default=None, ge=-50, le=70)
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
            note=self.note,
        )


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
    block: int | None = Field(default=None, ge=0, le=100, description="Index of the plan's block")
    reps: int | None = Field(default=None, ge=0, le=500)
    duration_s: int | None = Field(default=None, ge=0, le=43200)
    load_kg: float | None = Field(default=None, ge=0, le=1000)
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


class FinishIn(In):
    """How the whole session was."""

    session_rpe: Effort
    duration_min: float | None = Field(default=None, gt=0, le=1440)
    mood: Scale5 | None = None
    pain: SiteScores = Field(default={})
    symptoms: list[SymptomId] = Field(default=[], max_length=40)
    note: Text = Field(default="", max_length=1000)


class SessionList(Out):
    """Sessions as done, newest first."""

    sessions: list[dict[str, Any]]
