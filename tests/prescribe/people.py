"""Athletes, their days and their logs, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from spotter.athletes.profile import BodySite, Equipment, Experience, Goal, Profile, Screening, Sex
from spotter.body.baseline import state
from spotter.body.checkin import Checkin
from spotter.body.history import build
from spotter.body.state import Day, Readiness
from spotter.prescribe.history import Outing
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.progression import Case, Target
from spotter.prescribe.situation import Level, Situation
from spotter.safety.screening import all_clear
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise
from spotter.training.programmes import for_athlete
from spotter.training.session import Focus, LoggedSet, SessionLog

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVERYTHING = frozenset(Equipment)


def athlete(**told: object) -> Profile:
    """Return a sound adult with a full gym; `told` replaces what differs."""
    base = Profile(
        goal=Goal.STRENGTH,
        experience=Experience.INTERMEDIATE,
        age_years=34,
        sex=Sex.FEMALE,
        height_m=1.7,
        mass_kg=70.0,
        days_per_week=3,
        minutes_per_session=50,
        equipment=EVERYTHING,
    )
    return replace(base, **told)  # type: ignore[arg-type]


def checkin(day: date = DAY, **told: object) -> Checkin:
    """Return a check-in of a good day; `told` replaces what differs."""
    base = Checkin(
        day,
        sleep_quality=4,
        mood=4,
        energy=4,
        stress=2,
        soreness={},
        pain={},
        symptoms=frozenset(),
        ill=False,
        heat_index_c=15.0,
    )
    return replace(base, **told)  # type: ignore[arg-type]


def inputs(
    profile: Profile | None = None,
    *,
    day: date = DAY,
    checkins: Sequence[Checkin] | None = None,
    logs: Sequence[SessionLog] = (),
    readiness: Readiness | None = None,
    screening: Screening | str | None = "clear",
    days: Mapping[date, Day] | None = None,
) -> Inputs:
    """Return the inputs of a good day, all questions answered benignly unless given."""
    told = (checkin(day),) if checkins is None else tuple(checkins)
    known = dict(days or {})
    known.setdefault(day, Day(day, {}, {}))
    body = state(build(known, told, logs), day)
    answers = all_clear(day) if isinstance(screening, str) else screening
    score = readiness or Readiness(80.0, 1.0, (), ())
    return Inputs(day, profile or athlete(), answers, body, score, told, tuple(logs))


def ready(score: float | None, confidence: float = 1.0) -> Readiness:
    """Return a readiness that rests on nothing in particular."""
    return Readiness(score, confidence, (), ())


def done(
    exercise: str,
    *sets: tuple[int, float | None, float | None],
    seconds: bool = False,
    pain: int | None = 0,
    site: BodySite | None = None,
) -> tuple[LoggedSet, ...]:
    """Return logged sets of (reps or seconds, load, RPE)."""
    return tuple(
        LoggedSet(
            exercise,
            NOON + timedelta(minutes=3 * n),
            reps=None if seconds else amount,
            duration_s=amount if seconds else None,
            load_kg=load,
            rpe=rpe,
            pain=pain,
            pain_site=site,
        )
        for n, (amount, load, rpe) in enumerate(sets)
    )


def log(
    day: date,
    sets: Sequence[LoggedSet] = (),
    *,
    profile: Profile | None = None,
    programme_day: str | None = None,
    **told: object,
) -> SessionLog:
    """Return a finished session of the athlete's own programme."""
    who = profile or athlete()
    plan = for_athlete(who.goal, who.kind_on(day), who.days_per_week, who.minutes_per_session)
    base = SessionLog(
        id=f"{day:%Y%m%d}",
        day=day,
        title=plan.days[0].name,
        focus=Focus.STRENGTH,
        sets=tuple(sets),
        programme=plan.id,
        programme_day=programme_day or plan.days[0].id,
        planned_sets=max(1, len(sets)),
        session_rpe=6.0,
        duration_min=45.0,
        mood=4,
    )
    return replace(base, **told)  # type: ignore[arg-type]


GOOD_DAY = Situation(
    level=Level.GOOD, score=80.0, known=True, checked_in=True, mass_kg=70.0, age_years=34
)
EIGHT_TO_TWELVE = Target(sets=3, low=8, high=12, rpe=8.0, rest_s=120)


def lift(name: str = "barbell_bench_press") -> Exercise:
    """Return an exercise of the catalogue."""
    return catalogue().get(name)


def outing(
    *sets: tuple[int, float | None, float | None], days_ago: int = 3, pain: int = 0, day: str = ""
) -> Outing:
    """Return an outing of (reps, load, RPE) so many days ago."""
    return Outing(DAY - timedelta(days=days_ago), done("x", *sets), pain, day)


def case(*outings: Outing, now: Situation = GOOD_DAY, **told: object) -> Case:
    """Return a bench press case: 8 to 12 reps at RPE 8, as of `DAY`."""
    base = Case(
        exercise=lift(),
        target=EIGHT_TO_TWELVE,
        outings=outings,
        now=now,
        latest=outings[-1],
        days_since=(DAY - outings[-1].day).days,
    )
    return replace(base, **told)  # type: ignore[arg-type]
