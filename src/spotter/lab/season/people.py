"""The cast of a season: five kinds of athlete, seven goals, with or without a limitation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from spotter.athletes.profile import (
    AthleteKind,
    BodySite,
    Equipment,
    Experience,
    Goal,
    KnownLoad,
    Limitation,
    Profile,
    Screening,
    Severity,
    Sex,
)
from spotter.kit.errors import BadInput
from spotter.lab.season.conditions import Condition
from spotter.safety.screening import all_clear

GYM = frozenset(Equipment)
HOME = frozenset(
    {Equipment.MAT, Equipment.CHAIR, Equipment.BAND, Equipment.DUMBBELL, Equipment.KETTLEBELL}
)
CLUB = HOME | {Equipment.BENCH, Equipment.STEP, Equipment.CABLE, Equipment.MACHINE, Equipment.BIKE}

KINDS: Mapping[AthleteKind, Profile] = {
    AthleteKind.ENTHUSIAST: Profile(
        experience=Experience.INTERMEDIATE,
        age_years=34,
        sex=Sex.FEMALE,
        height_m=1.70,
        mass_kg=66.0,
        days_per_week=4,
        minutes_per_session=60,
        equipment=GYM,
    ),
    AthleteKind.BEGINNER: Profile(
        experience=Experience.BEGINNER,
        age_years=29,
        sex=Sex.MALE,
        height_m=1.78,
        mass_kg=84.0,
        days_per_week=3,
        minutes_per_session=45,
        equipment=CLUB,
    ),
    AthleteKind.COMPETITOR: Profile(
        experience=Experience.ADVANCED,
        age_years=27,
        sex=Sex.MALE,
        height_m=1.80,
        mass_kg=82.0,
        days_per_week=5,
        minutes_per_session=75,
        equipment=GYM,
        competes=True,
        known_loads=(
            KnownLoad("barbell_back_squat", 140.0, 5),
            KnownLoad("barbell_bench_press", 105.0, 5),
            KnownLoad("barbell_deadlift", 170.0, 5),
        ),
    ),
    AthleteKind.BUSY: Profile(
        experience=Experience.INTERMEDIATE,
        age_years=41,
        sex=Sex.FEMALE,
        height_m=1.66,
        mass_kg=70.0,
        days_per_week=3,
        minutes_per_session=25,
        equipment=HOME,
    ),
    AthleteKind.SENIOR: Profile(
        experience=Experience.BEGINNER,
        age_years=70,
        sex=Sex.FEMALE,
        height_m=1.62,
        mass_kg=68.0,
        days_per_week=3,
        minutes_per_session=40,
        equipment=HOME | {Equipment.STEP},
    ),
}


@dataclass(frozen=True, slots=True)
class Player:
    """One athlete of the cast; `seed` decides their strength and the luck of their days.

    `condition` is what they told in the health questions, None where that was nothing.
    """

    kind: AthleteKind
    profile: Profile
    seed: int
    limitation: Limitation | None = None
    condition: Condition | None = None

    @property
    def name(self) -> str:
        """Return kind, goal and limitation in words."""
        who = f"{self.kind.value.replace('_', ' ')}, {self.profile.goal.value.replace('_', ' ')}"
        if self.condition is not None:
            return f"{who}, {self.condition.name}"
        if self.limitation is None:
            return who
        return f"{who}, {self.limitation.severity.value} {self.limitation.site.value} limit"

    def screening(self, on: date) -> Screening:
        """Return the health questions as this athlete answered them on the day `on`."""
        return all_clear(on) if self.condition is None else self.condition.screening(on)


def cast(
    kinds: Iterable[AthleteKind],
    goals: Iterable[Goal],
    limitations: Iterable[Limitation | None] = (None,),
    *,
    seed: int = 7,
) -> Iterator[Player]:
    """Yield every combination once, in order; the same seed makes the same people."""
    wanted, limits = tuple(goals), tuple(limitations)
    for kind in kinds:
        for goal in wanted:
            for limit in limits:
                base = replace(KINDS[kind], goal=goal, limitations=(limit,) if limit else ())
                yield Player(kind, base, seed, limit)


def limitation(text: str) -> Limitation:
    """Return the limitation that `SITE` or `SITE:SEVERITY` names, moderate unless told.

    Raises `BadInput` for a site or a severity that does not exist.
    """
    site, _, severity = text.partition(":")
    try:
        return Limitation(BodySite(site), Severity(severity or Severity.MODERATE))
    except ValueError:
        sites, grades = ", ".join(BodySite), ", ".join(Severity)
        raise BadInput(
            f"'{text}' is no limitation; write SITE:SEVERITY with a site of {sites} "
            f"and a severity of {grades}.",
            field="limitation",
        ) from None
