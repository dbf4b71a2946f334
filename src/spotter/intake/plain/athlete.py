"""Reads a plain table of what somebody measured of themselves, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo

from spotter.intake import moments
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.moments import Span
from spotter.intake.plain.columns import ATHLETE
from spotter.intake.plain.rows import Rows, fits
from spotter.intake.readings import Readings
from spotter.intake.strength import reading
from spotter.intake.strength.reading import Unreadable
from spotter.intake.strength.table import Row

SOURCE = "user_data.csv"

# Column → signal, unit; measured once on a day, nobody says when.
_ONCE: Mapping[str, tuple[str, str]] = {
    "height_cm": ("height", "cm"),
    "height_m": ("height", "m"),
    "height_in": ("height", "in"),
    "mass_kg": ("mass", "kg"),
    "mass_lb": ("mass", "lb"),
    "body_fat_percent": ("body_fat", "%"),
    "waist_cm": ("waist", "cm"),
    "resting_hr_bpm": ("resting_heart_rate", "bpm"),
    "vo2max": ("vo2max", "ml/kg/min"),
    "systolic_mmhg": ("systolic", "mmHg"),
    "diastolic_mmhg": ("diastolic", "mmHg"),
}
# As people write it in the languages whose headers are known.
_SEXES = {
    **dict.fromkeys(("f", "female", "w", "weiblich", "femme", "mujer", "femmina"), "female"),
    **dict.fromkeys(("m", "male", "männlich", "homme", "hombre", "maschio"), "male"),
}
_AT_NIGHT = {"hrv_rmssd_ms": "hrv_rmssd", "hrv_sdnn_ms": "hrv_sdnn"}
_NOON, _WAKING = timedelta(hours=12), timedelta(hours=7)


def detect(head: bytes) -> bool:
    """Return whether every column of the table is one of `columns.ATHLETE`."""
    return fits(ATHLETE, head)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield what was measured; raises `Damaged` where the table breaks off.

    What a row without a date says is no record: it is counted. Birth and sex of any row are told in
    the account of the import, for the profile.
    """
    drafts = Drafts(now=now, about=about)
    told, rows = Readings(drafts, SOURCE, f"other {SOURCE}"), Rows(opened.stream, ATHLETE)
    damage: Damaged | None = None
    try:
        for row in rows:
            _say_who(row, about)
            _tell(row, about.zone, told)
            if drafts.full:
                yield drafts.take(rows.offset)
    except Damaged as error:
        damage = error
    yield drafts.take(rows.offset)
    if damage is not None:
        raise damage


def _say_who(row: Row, about: About) -> None:
    """Note what a row says of the person, under the names of the profile."""
    if born := row.get("date_of_birth"):
        about.person["birth_date"] = born.strip()
    if sex := _SEXES.get(row.get("sex", "").strip().casefold()):
        about.person["sex"] = sex


def _tell(row: Row, zone: tzinfo, told: Readings) -> None:
    if not row.get("date"):
        told.drafts.skip("row without a date")
        return
    try:
        day = reading.local(row["date"], zone).astimezone(zone).date()
    except Unreadable as error:
        told.drafts.refuse(error.reason, "row", row)
        return
    for name, text in row.items():
        try:
            _value(name, reading.number(text) if name in _NUMBERS else None, day, zone, told)
        except Unreadable as error:
            told.drafts.refuse(error.reason, name, {"date": row["date"], name: text})


def _value(name: str, value: float | None, day: date, zone: tzinfo, told: Readings) -> None:
    whole = moments.whole_day(day, zone)
    if value is None or whole is None:
        return
    if name in _ONCE:
        signal, unit = _ONCE[name]
        # Fractions are per hundred here: 0.9 percent of fat is a fault, and no 90 percent.
        value = value / 100 if unit == "%" else value
        told.value(name, signal, moments.moment(whole[0] + _NOON), value, unit)
    elif name in _AT_NIGHT:
        told.value(name, _AT_NIGHT[name], moments.early_morning(day, zone), value, "ms")
    elif name == "steps":
        told.value(name, "steps", whole, value, "count")
    elif name == "sleep_h":
        _sleep(value, whole, told)


def _sleep(hours: float, whole: Span, told: Readings) -> None:
    """Add a night of which only its length is known: it ends at seven in the morning."""
    if not 0 < hours <= 24:
        raise Unreadable("impossible_value")
    end = whole[0] + _WAKING
    span = end - timedelta(hours=hours), end
    told.stage("sleep_h", span, "asleep", {"laid_out": "only the length is known"})


_NUMBERS = frozenset({*_ONCE, *_AT_NIGHT, "steps", "sleep_h"})
