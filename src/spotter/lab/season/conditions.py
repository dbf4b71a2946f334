"""Conditions that a person of a season lives with, as they would answer the health questions.

What may not be in their sessions is written here again, apart from the rules of the safety room, so
that a plan is not judged by the code that made it. Bounds without a source are conventions of the
trade and need clinical review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spotter.athletes.profile import BodySite, Limitation, Profile, Screening, Severity, Sex
from spotter.safety.questions import parse
from spotter.safety.screening import all_clear
from spotter.training.exercise import Trait

_STRAIN = frozenset({Trait.BREATH_HOLD})
_FALLS = frozenset({Trait.FALL_RISK, Trait.HIGH_IMPACT})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `answers` to the health questions, `says` in every check-in.

    `forbids` are traits that no work may have, `effort` the highest RPE. `limits` go into the
    profile. `days_before` gives answers that are days, counted back from the first day. `most_age`
    is the age in years up to which it is played, `week_min` the minutes a week that guidance gives,
    `female` whether only women live with it.
    """

    name: str
    answers: Mapping[str, object] = field(default_factory=dict)
    says: Mapping[str, float] = field(default_factory=dict)
    forbids: frozenset[Trait] = frozenset()
    effort: float = 10.0
    limits: tuple[Limitation, ...] = ()
    days_before: Mapping[str, int] = field(default_factory=dict)
    most_age: int = 120
    week_min: float | None = None
    female: bool = False

    def fits(self, profile: Profile) -> bool:
        """Return whether somebody of this age may live with it."""
        return (profile.age_years or 0) <= self.most_age

    def person(self, profile: Profile) -> Profile:
        """Return `profile` with what the condition adds to it."""
        sex = Sex.FEMALE if self.female else profile.sex
        return replace(profile, sex=sex, limitations=(*profile.limitations, *self.limits))

    def screening(self, on: date) -> Screening:
        """Return the health questions as answered on the day `on`."""
        days = {
            name: (on - timedelta(days=ago)).isoformat() for name, ago in self.days_before.items()
        }
        return parse({**all_clear(on).answers, **self.answers, **days}, on)


def _worn(site: BodySite) -> tuple[Limitation, ...]:
    return (Limitation(site, Severity.MILD, note="osteoarthritis"),)


CONDITIONS: Mapping[str, Condition] = {
    one.name: one
    for one in (
        Condition(
            "hypertension",
            {"high_blood_pressure": True, "blood_pressure_controlled": True,
             "systolic_mmhg": 134, "diastolic_mmhg": 84},
            {"systolic_mmhg": 132.0, "diastolic_mmhg": 82.0},
            forbids=_STRAIN,
            effort=6.0,
        ),
        Condition(
            "type 2 diabetes",
            {"chronic_conditions": ["diabetes"], "diabetes_type": "type_2",
             "clearance_scope": "any", "clearance_informed": True},
            days_before={"clearance_given_on": 10},
        ),
        Condition(
            "heart disease, cleared",
            {"heart_condition": True, "clearance_scope": "moderate", "clearance_informed": True},
            effort=6.0,
            days_before={"clearance_given_on": 10},
        ),
        Condition("lung disease", {"chronic_conditions": ["lung"], "chronic_stable": True}),
        Condition(
            "pregnancy, cleared",
            {"pregnancy": "pregnant", "pregnancy_weeks": 12, "pregnancy_problems": ["none"],
             "pregnancy_provider_ok": True},
            forbids=_FALLS | _STRAIN,
            effort=5.0,
            most_age=50,
            week_min=150.0,
            female=True,
        ),
        Condition(
            "after a birth",
            {"pregnancy": "gave_birth", "cesarean": False, "postpartum_cleared": True},
            days_before={"birth_on": 120},
            most_age=50,
            female=True,
        ),
        Condition(
            "knee osteoarthritis",
            {"bone_joint": True, "bone_joint_settled": True},
            limits=_worn(BodySite.KNEE),
        ),
        Condition(
            "hip osteoarthritis",
            {"bone_joint": True, "bone_joint_settled": True},
            limits=_worn(BodySite.HIP),
        ),
        Condition(
            "blood thinner",
            {"medicines": ["blood_thinner"], "medicines_fine": True},
            forbids=frozenset({Trait.FALL_RISK}),
        ),
        Condition("not used to effort", {"used_to_vigorous": False}),
    )
}  # fmt: skip
