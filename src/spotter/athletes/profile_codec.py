"""A profile from plain values and back; every field has one reader and one range.

The ranges are the only ones: the API's schema takes its bounds from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from spotter.athletes import plain
from spotter.athletes.profile import (
    BodySite,
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
from spotter.athletes.targets import RACES, Aim, Target, span
from spotter.kit import time
from spotter.safety.plausible import most_load_kg
from spotter.training.catalogue import catalogue
from spotter.training.programmes import programmes

MOST_LIMITATIONS = 30
MOST_DISLIKES = 200
MOST_KNOWN_LOADS = 50
# What a statement about a load may say; the heaviest lifts known are about 500 kg. A one-repetition
# maximum is not estimated from more than ten repetitions (rule S42).
KNOWN_LOAD_KG = (1.0, 500.0)
KNOWN_REPS = (1, 10)

OLDEST_YEARS = 120
AGE_YEARS = (0, OLDEST_YEARS)
HEIGHT_M = (0.5, 2.6)
MASS_KG = (20.0, 400.0)
MINUTES = (10, 240)
# The smallest step by which a load grows: from fractional plates to the stack of an old machine.
STEP_KG = (0.25, 20.0)
DAYS_PER_WEEK = (1, 7)
# ISO: 1 Monday … 7 Sunday.
WEEKDAYS = (1, 7)
MOST_EQUIPMENT = 2 * len(Equipment)
# Longest texts, in characters.
LONGEST_NOTE, LONGEST_SPORT, LONGEST_ZONE, LONGEST_EXERCISE = 500, 80, 64, 64
LONGEST_PROGRAMME = 64

_SITE = plain.choice(BodySite)
_SEVERITY = plain.choice(Severity)
_NOTE = plain.text(LONGEST_NOTE)
_EXERCISE = plain.text(LONGEST_EXERCISE)


_STEP = plain.optional(plain.number(*STEP_KG, "kilograms"))


def _weekdays(field: str, value: object) -> tuple[int, ...]:
    read = plain.whole(*WEEKDAYS)
    return tuple(sorted({read(field, one) for one in plain.listed(field, value, WEEKDAYS[1])}))


def _equipment(field: str, value: object) -> frozenset[Equipment]:
    read = plain.choice(Equipment)
    return frozenset(read(field, one) for one in plain.listed(field, value, MOST_EQUIPMENT))


def _dislikes(field: str, value: object) -> frozenset[str]:
    return frozenset(_EXERCISE(field, one) for one in plain.listed(field, value, MOST_DISLIKES))


def _limitations(field: str, value: object) -> tuple[Limitation, ...]:
    listed = plain.listed(field, value, MOST_LIMITATIONS)
    return tuple(_limitation(f"{field}[{at}]", one) for at, one in enumerate(listed))


def _limitation(field: str, value: object) -> Limitation:
    given = _told(field, value, Limitation, needed=("site", "severity"))
    return Limitation(
        site=_SITE(f"{field}.site", given["site"]),
        severity=_SEVERITY(f"{field}.severity", given["severity"]),
        since=plain.optional(plain.day)(f"{field}.since", given.get("since")),
        note=_NOTE(f"{field}.note", given.get("note", "")),
    )


def _known_loads(field: str, value: object) -> tuple[KnownLoad, ...]:
    listed = plain.listed(field, value, MOST_KNOWN_LOADS)
    return tuple(_known_load(f"{field}[{at}]", one) for at, one in enumerate(listed))


def _known_load(field: str, value: object) -> KnownLoad:
    given = _told(field, value, KnownLoad, needed=("exercise", "load_kg", "reps"))
    return KnownLoad(
        exercise=_EXERCISE(f"{field}.exercise", given["exercise"]),
        load_kg=plain.number(*KNOWN_LOAD_KG, "kilograms")(f"{field}.load_kg", given["load_kg"]),
        reps=plain.whole(*KNOWN_REPS)(f"{field}.reps", given["reps"]),
        on=plain.optional(plain.day)(f"{field}.on", given.get("on")),
    )


def _targets(field: str, value: object) -> tuple[Target, ...]:
    listed = plain.listed(field, value, len(Aim))
    found = tuple(_target(f"{field}[{at}]", one) for at, one in enumerate(listed))
    aims = [one.what for one in found]
    if twice := next((one for one in aims if aims.count(one) > 1), None):
        raise plain.wrong(field, f"names '{twice}' twice; one target for each")
    return found


def _target(field: str, value: object) -> Target:
    given = _told(field, value, Target, needed=("what", "value"))
    what = plain.choice(Aim)(f"{field}.what", given["what"])
    unit = "seconds" if what in RACES else "kilograms"
    return Target(
        what=what,
        value=plain.number(*span(what), unit)(f"{field}.value", given["value"]),
        by=plain.optional(plain.day)(f"{field}.by", given.get("by")),
    )


def _told(
    field: str, value: object, kind: type[Any], *, needed: Sequence[str]
) -> Mapping[str, object]:
    """Return `value` as the table of a `kind`, its keys known and the `needed` ones there."""
    given = plain.table(field, value)
    plain.only(tuple(one.name for one in fields(kind)), given, f"{field}.")
    for name in needed:
        if name not in given:
            raise plain.wrong(f"{field}.{name}", "is missing")
    return given


def _time_zone(field: str, value: object) -> str:
    return time.zone(plain.text(LONGEST_ZONE)(field, value)).key


_READERS: dict[str, Callable[[str, object], Any]] = {
    "goal": plain.choice(Goal),
    "experience": plain.choice(Experience),
    "birth_date": plain.optional(plain.day),
    "age_years": plain.optional(plain.whole(*AGE_YEARS)),
    "sex": plain.optional(plain.choice(Sex)),
    "height_m": plain.optional(plain.number(*HEIGHT_M, "metres")),
    "mass_kg": plain.optional(plain.number(*MASS_KG, "kilograms")),
    "days_per_week": plain.whole(*DAYS_PER_WEEK),
    "weekdays": _weekdays,
    "minutes_per_session": plain.whole(*MINUTES),
    "equipment": _equipment,
    "barbell_step_kg": _STEP,
    "dumbbell_step_kg": _STEP,
    "machine_step_kg": _STEP,
    "limitations": _limitations,
    "dislikes": _dislikes,
    "known_loads": _known_loads,
    "targets": _targets,
    "tracks_cycle": plain.flag,
    "in_statistics": plain.flag,
    "teaches": plain.flag,
    "novelty": plain.choice(Novelty),
    "sport": plain.text(LONGEST_SPORT),
    "competes": plain.flag,
    "programme": plain.text(LONGEST_PROGRAMME),
    "event_on": plain.optional(plain.day),
    "time_zone": _time_zone,
    "imperial": plain.flag,
}


def profile_from(given: Mapping[str, object], base: Profile | None = None) -> Profile:
    """Return `base` (an untold profile by default) with what is `given`, by field name.

    Raises `BadInput` naming the field that is unknown, of the wrong kind or out of range.
    """
    plain.only(_READERS, given)
    read = {name: _READERS[name](name, value) for name, value in given.items()}
    return replace(base or Profile(), **read)


def profile_to(profile: Profile) -> dict[str, Any]:
    """Return `profile` as plain values that `profile_from` reads back, dates as ISO 8601."""
    return {one.name: _plain(getattr(profile, one.name)) for one in fields(profile)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Limitation, KnownLoad, Target)):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def check_profile(profile: Profile, today: date) -> None:
    """Refuse a profile that cannot be true on `today`; raises `BadInput` naming the field."""
    profile_from(profile_to(profile))
    born = profile.birth_date
    if born is not None and born > today:
        raise plain.wrong("birth_date", "lies in the future")
    if born is not None and (profile.age_on(today) or 0) > OLDEST_YEARS:
        raise plain.wrong("birth_date", f"is more than {OLDEST_YEARS} years ago")
    for at, limit in enumerate(profile.limitations):
        if limit.since is not None and limit.since > today:
            raise plain.wrong(f"limitations[{at}].since", "lies in the future")
    _check_known(profile, today)
    if profile.programme and profile.programme not in {one.id for one in programmes()}:
        raise plain.wrong("programme", f"there is no programme '{profile.programme}'")
    unknown = sorted(profile.dislikes - {exercise.id for exercise in catalogue()})
    if unknown:
        raise plain.wrong("dislikes", f"there is no exercise '{unknown[0]}' in the catalogue")


def _check_known(profile: Profile, today: date) -> None:
    for at, one in enumerate(profile.known_loads):
        field = f"known_loads[{at}]"
        if one.exercise not in catalogue():
            raise plain.wrong(
                f"{field}.exercise", f"there is no exercise '{one.exercise}' in the catalogue"
            )
        exercise = catalogue().get(one.exercise)
        if exercise.increment_kg <= 0:
            raise plain.wrong(f"{field}.exercise", f"{exercise.name} is done without a load")
        if one.load_kg > most_load_kg(exercise.pattern, profile.mass_kg):
            raise plain.wrong(f"{field}.load_kg", "is more than can be meant; look at its unit")
        if one.on is not None and one.on > today:
            raise plain.wrong(f"{field}.on", "lies in the future")


def check_screening(screening: Screening, now: datetime) -> None:
    """Refuse answers of a day that has begun nowhere yet; raises `BadInput` naming the field.

    A day that is being replayed may lie before the answers; `now` is the real one.
    """
    latest = latest_day(now)
    if screening.answered_on > latest:
        raise plain.wrong("answered_on", f"lies in the future; the latest is {latest}")
    cleared = screening.clearance
    if cleared is not None and cleared.given_on > latest:
        raise plain.wrong("clearance_given_on", f"lies in the future; the latest is {latest}")


def latest_day(now: datetime) -> date:
    """Return the day that it is where days begin first, on the Line Islands (UTC+14)."""
    return now.astimezone(timezone(timedelta(hours=14))).date()
