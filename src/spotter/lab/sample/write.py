"""The sample athlete's three files: the export, the profile, the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from spotter.athletes import profile_toml
from spotter.athletes.profile import (
    BodySite,
    Equipment,
    Experience,
    Goal,
    Limitation,
    Profile,
    Severity,
    Sex,
)
from spotter.kit.errors import BadInput
from spotter.lab.sample.body import BodyDay, simulate
from spotter.lab.sample.diary import write_log
from spotter.lab.sample.export import BORN, exported_at, write_export
from spotter.lab.sample.life import HOME, days
from spotter.safety.questions import all_clear

DAYS_PER_MONTH = 30.4375
LONGEST_MONTHS = 60

PROFILE = Profile(
    goal=Goal.STRENGTH,
    experience=Experience.INTERMEDIATE,
    birth_date=BORN,
    sex=Sex.MALE,
    height_m=1.81,
    mass_kg=79.0,
    days_per_week=5,
    minutes_per_session=60,
    equipment=frozenset(
        {
            Equipment.BARBELL,
            Equipment.RACK,
            Equipment.BENCH,
            Equipment.DUMBBELL,
            Equipment.PULL_UP_BAR,
            Equipment.MAT,
            Equipment.OUTDOORS,
        }
    ),
    limitations=(Limitation(BodySite.KNEE, Severity.MILD, note="grumbles after long runs"),),
    time_zone=HOME,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was written: the files, the span of days, how many records and log lines."""

    export: Path
    profile: Path
    log: Path
    first: date
    last: date
    records: int
    lines: int


def write(out: Path, *, seed: int, months: int, until: date | None = None) -> Sample:
    """Simulate `months` up to `until` and write the three files into `out`.

    The same arguments give the same bytes. `until` is by default the latest day whose morning
    is over where the athlete lives. Raises `BadInput` for months out of range.
    """
    if not 1 <= months <= LONGEST_MONTHS:
        raise BadInput(f"Give between 1 and {LONGEST_MONTHS} months.", field="months")
    last = until or latest_morning(datetime.now(ZoneInfo(HOME)))
    life = simulated(seed=seed, since=since(last, months), until=last)
    out.mkdir(parents=True, exist_ok=True)
    export, profile, log = (out / name for name in ("export.zip", "profile.toml", "log.jsonl"))
    records = write_export(life, export)
    profile.write_text(profile_toml.dump(PROFILE, all_clear(last)), encoding="utf-8")
    lines = write_log(life, log)
    return Sample(export, profile, log, life[0].day, last, records, lines)


def simulated(*, seed: int, since: date, until: date) -> list[BodyDay]:
    """Return every simulated day; a later `until` adds days and changes none."""
    return list(simulate(days(seed, since, until)))


def since(last: date, months: int) -> date:
    """Return the first day of `months` that end on `last`."""
    return last - timedelta(days=round(months * DAYS_PER_MONTH))


def latest_morning(now: datetime) -> date:
    """Return the latest day whose export, made in the morning, lies in the past."""
    today = now.date()
    return today if exported_at(today) <= now else today - timedelta(days=1)
