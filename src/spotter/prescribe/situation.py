"""What today is like: the facts that every dose and every choice asks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum

from spotter.athletes.profile import BodySite, Limitation, Severity
from spotter.body.checkin import Checkin
from spotter.form.exercises.movements import KIND_OF
from spotter.prescribe.history import last_done
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.watched import FormTrend, trends
from spotter.safety.limit import LIGHT, MODERATE
from spotter.safety.rules.surroundings import HOT_C
from spotter.training.session import SessionLog

# Readiness below these is fair, low and very low; project assumptions on a 0-100 scale.
FAIR_BELOW, LOW_BELOW, VERY_LOW_BELOW = 60.0, 45.0, 30.0
# With less confidence than this a score may hold things back but not cancel a session.
UNSURE_BELOW = 0.05
# Rule S38: the first three sessions or fourteen days end each set with three reps in reserve.
FIRST_SESSIONS, FIRST_DAYS = 3, 14
# How long pain after a session, or from a check-in, still counts when nothing newer is known.
PAIN_MEMORY = timedelta(days=7)
CHECKIN_MEMORY = timedelta(days=2)


# Two or more poor answers (sleep, mood or energy of 1-2, stress of 4-5) make the day easier
# whatever the devices say: self-report follows load better than measurements do (Saw 2016). The
# count is a project assumption.
POOR_AT_MOST, STRESSED_FROM, POOR_ANSWERS = 2, 4, 2
SENIOR_FROM_YEARS = 65


class Level(IntEnum):
    """How ready the athlete is, in steps that change the session."""

    VERY_LOW = 0
    LOW = 1
    FAIR = 2
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Situation:
    """One athlete's day in the words that dosing and choosing use.

    `pain` and `soreness` are 0-10 by site, only sites above 0. `days_off` is the days since the
    last session done, None when there is none. `known` is whether readiness rests on anything.
    `poor` names today's poor answers, such as "mood 1 of 5"; two of them lower the level to low.
    `more_days` is whether this week has more days of training than usual. `form` is what watched
    sets say of a kind of exercise.
    """

    level: Level
    score: float | None
    known: bool
    checked_in: bool
    mass_kg: float | None
    pain: Mapping[BodySite, int] = field(default_factory=dict)
    soreness: Mapping[BodySite, int] = field(default_factory=dict)
    limitations: tuple[Limitation, ...] = ()
    days_off: int | None = None
    first_weeks: bool = False
    age_years: int | None = None
    imperial: bool = False
    heat_index_c: float | None = None
    poor: tuple[str, ...] = ()
    more_days: bool = False
    form: Mapping[str, FormTrend] = field(default_factory=dict)

    @property
    def feels_poor(self) -> bool:
        """Return whether so many answers were poor that the day has to be easier."""
        return len(self.poor) >= POOR_ANSWERS

    @property
    def senior(self) -> bool:
        """Return whether the athlete is 65 or older; an unknown age counts as high."""
        return self.age_years is None or self.age_years >= SENIOR_FROM_YEARS

    def outdoor_cap(self) -> float:
        """Return the highest effort (CR10) for outdoor work, in heat or while nobody knows it."""
        if self.heat_index_c is None:
            return MODERATE
        return LIGHT if self.heat_index_c >= HOT_C else 10.0

    @property
    def excluded_sites(self) -> frozenset[BodySite]:
        """Return sites with a moderate or severe limitation."""
        return frozenset(
            limit.site for limit in self.limitations if limit.severity is not Severity.MILD
        )

    def form_of(self, exercise: str) -> FormTrend | None:
        """Return what watched sets say of the kind that a movement of the catalogue is, if any."""
        return self.form.get(KIND_OF.get(exercise, ""))

    def pain_for(self, stresses: frozenset[BodySite]) -> tuple[BodySite, int] | None:
        """Return the worst painful site among `stresses` with its level, or None."""
        return _worst(self.pain, stresses)

    def soreness_for(self, stresses: frozenset[BodySite]) -> tuple[BodySite, int] | None:
        """Return the sorest site among `stresses` with its level, or None."""
        return _worst(self.soreness, stresses)


def _worst(
    levels: Mapping[BodySite, int], sites: frozenset[BodySite]
) -> tuple[BodySite, int] | None:
    if not levels:
        return None
    there = [(site, level) for site, level in levels.items() if site in sites and level > 0]
    return max(there, key=lambda one: (one[1], one[0]), default=None)


def situation(inputs: Inputs) -> Situation:
    """Return what today is like for the athlete of `inputs`."""
    last, newest = last_done(inputs.logs), last_done(inputs.trained)
    score = inputs.readiness.score
    poor = poor_answers(inputs.checkin)
    level = _level(score, inputs.readiness.confidence)
    return Situation(
        level=min(level, Level.LOW) if len(poor) >= POOR_ANSWERS else level,
        score=score,
        known=score is not None,
        checked_in=inputs.checkin is not None,
        mass_kg=inputs.mass_kg,
        pain=_pain(inputs, last),
        soreness=_soreness(inputs),
        limitations=inputs.profile.limitations,
        days_off=None if newest is None else (inputs.day - newest.day).days,
        first_weeks=_first_weeks(inputs),
        age_years=inputs.profile.age_on(inputs.day),
        imperial=inputs.profile.imperial,
        heat_index_c=inputs.checkin.heat_index_c if inputs.checkin else None,
        poor=poor,
        form=trends(inputs.watched, inputs.day),
    )


def poor_answers(checkin: Checkin | None) -> tuple[str, ...]:
    """Return the poor answers of a check-in in words, such as 'energy 2 of 5'."""
    if checkin is None:
        return ()
    told = {"sleep": checkin.sleep_quality, "mood": checkin.mood, "energy": checkin.energy}
    low = [f"{name} {value} of 5" for name, value in told.items() if (value or 5) <= POOR_AT_MOST]
    stressed = (checkin.stress or 0) >= STRESSED_FROM
    return (*low, *((f"stress {checkin.stress} of 5",) if stressed else ()))


def _level(score: float | None, confidence: float) -> Level:
    if score is None:
        return Level.FAIR
    if score >= FAIR_BELOW:
        return Level.GOOD
    if score >= LOW_BELOW or confidence < UNSURE_BELOW:
        return Level.FAIR
    return Level.LOW if score >= VERY_LOW_BELOW else Level.VERY_LOW


def _pain(inputs: Inputs, last: SessionLog | None) -> dict[BodySite, int]:
    found: dict[BodySite, int] = {}
    if last is not None and inputs.day - last.day <= PAIN_MEMORY:
        in_sets = [(one.pain_site, one.pain or 0) for one in last.sets if one.pain_site]
        for site, level in [*last.pain.items(), *in_sets]:
            found[site] = max(level, found.get(site, 0))
    for checkin in inputs.checkins:
        if inputs.day - checkin.day <= CHECKIN_MEMORY:
            for site, level in (checkin.pain or {}).items():
                found[site] = max(level, found.get(site, 0))
    return {site: level for site, level in found.items() if level > 0}


def _soreness(inputs: Inputs) -> dict[BodySite, int]:
    told = inputs.checkin.soreness if inputs.checkin else None
    return {site: level for site, level in (told or {}).items() if level > 0}


def _first_weeks(inputs: Inputs) -> bool:
    done = inputs.done
    if len(done) < FIRST_SESSIONS:
        return True
    return (inputs.day - done[0].day).days < FIRST_DAYS
