"""Published records of real people as `Record`s: PMData, LifeSnaps, a watch of seven years.

What is in a vendor's own form goes through the importer that everybody's files go through; only
what researchers made of it (session ratings, questionnaires, daily tables) is read here.
"""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from spotter.athletes.profile import BodySite, Profile
from spotter.body.checkin import Checkin
from spotter.body.features.table import Record
from spotter.body.service import compute
from spotter.body.state import Day
from spotter.intake.pipeline import import_file
from spotter.kit.time import utc_now
from spotter.training.session import Focus, SessionLog

# Where the participants of PMData lived (Thambawita 2020).
_OSLO = "Europe/Oslo"
# LifeSnaps: its column → our metric and the factor to our unit (Yfantidou 2022).
_LIFESNAPS = {
    "rmssd": ("hrv_rmssd_ms", 1.0), "resting_hr": ("resting_hr_bpm", 1.0),
    "nightly_temperature": ("wrist_temperature_c", 1.0), "minutesAsleep": ("sleep_s", 60.0),
    "full_sleep_breathing_rate": ("respiratory_rate_brpm", 1.0), "steps": ("steps", 1.0),
    "bpm": ("hr_mean_bpm", 1.0), "filteredDemographicVO2Max": ("vo2max_ml_kg_min", 1.0),
    "distance": ("distance_m", 1.0),
}  # fmt: skip
_APPLE = "HKQuantityTypeIdentifier"


def pmdata(folder: Path) -> Record:
    """Return one participant of PMData: Fitbit, session ratings, wellness questionnaires."""
    profile = Profile(time_zone=_OSLO)
    days = _imported(sorted((folder / "fitbit").glob("*.*")), profile)
    return Record(
        folder.name,
        days,
        list(_wellness(folder / "pmsys/wellness.csv")),
        list(_rated(folder / "pmsys/srpe.csv")),
        profile=profile,
    )


def lifesnaps(path: Path) -> list[Record]:
    """Return the participants of LifeSnaps, whose days come as one table."""
    found: dict[str, dict[date, Day]] = defaultdict(dict)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            known = {
                ours: float(row[theirs]) * scale
                for theirs, (ours, scale) in _LIFESNAPS.items()
                if row[theirs]
            }
            if known:
                found[row["id"]][day] = Day(day, known, dict.fromkeys(known, "fitbit"))
    return [Record(one, days) for one, days in found.items()]


def apple_record(folder: Path) -> Record:
    """Return the record of a watch of seven years, whose owner published tables of its export.

    The tables are written as an export again, so that the importer reads them.
    """
    profile = Profile(time_zone="America/Chicago")
    with tempfile.TemporaryDirectory(prefix="spotter-") as scratch:
        export = Path(scratch) / "export.xml"
        with export.open("w", encoding="utf-8") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n')
            file.writelines(_elements(folder))
            file.write("</HealthData>\n")
        return Record("watch", _imported([export], profile), profile=profile)


def _imported(files: Sequence[Path], profile: Profile) -> dict[date, Day]:
    home = ZoneInfo(profile.time_zone)
    with tempfile.TemporaryDirectory(prefix="spotter-") as scratch:
        written = []
        for number, path in enumerate(files):
            out = Path(scratch) / f"{number}.parquet"
            import_file(path, out, now=utc_now(), zone=home)
            written.append(out)
        return compute(profile, written)


def _wellness(path: Path) -> Iterator[Checkin]:
    """Yield the questionnaires; PMData counts every answer from 1 worst to 5 best."""
    told: dict[date, Checkin] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["effective_time_frame"][:10])
            told[day] = Checkin(
                day,
                sleep_quality=int(row["sleep_quality"]),
                mood=int(row["mood"]),
                energy=int(row["fatigue"]),
                stress=6 - int(row["stress"]),
                soreness={BodySite.THIGH: 2 * (5 - int(row["soreness"]))},
            )
    yield from told.values()


def _rated(path: Path) -> Iterator[SessionLog]:
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            strength = "strength" in row["activity_names"]
            yield SessionLog(
                f"{path.parent.parent.name}-{number}",
                date.fromisoformat(row["end_date_time"][:10]),
                "Strength" if strength else "Endurance",
                Focus.STRENGTH if strength else Focus.ENDURANCE,
                session_rpe=float(row["perceived_exertion"]),
                duration_min=float(row["duration_min"]),
            )


def _elements(folder: Path) -> Iterator[str]:
    for row in _rows(folder / "sleep_data.csv"):
        kind = "HKCategoryTypeIdentifierSleepAnalysis"
        yield _record(kind, row["source"], (row["start"], row["end"]), row["value"])
    for row in _rows(folder / "hrv_data.csv"):
        at = row["datetime"]
        kind = f"{_APPLE}HeartRateVariabilitySDNN"
        yield _record(kind, row["source"], (at, at), row["hrv_ms"], "ms")
    for row in _rows(folder / "heart_rate_data.csv"):
        at = row["datetime"]
        yield _record(f"{_APPLE}RestingHeartRate", "Watch", (at, at), row["rhr"], "count/min")
    for row in _rows(folder / "workout_data.csv"):
        yield (
            f'<Workout workoutActivityType="HKWorkoutActivityType{row["type"]}" '
            f'duration="{row["duration"]}" durationUnit="{row["duration_unit"]}" '
            f"sourceName={quoteattr(row['source'])} "
            f'startDate="{row["start"]}" endDate="{row["end"]}"/>\n'
        )


def _record(kind: str, source: str, when: tuple[str, str], value: str, unit: str = "") -> str:
    start, end = when
    measured = f' unit="{unit}"' if unit else ""
    return (
        f'<Record type="{kind}" sourceName={quoteattr(source)}{measured} '
        f'startDate="{start}" endDate="{end}" value="{value}"/>\n'
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
