"""Health Connect's export: every kind of record that Spotter knows, app by app.

Tables, columns and units as in the Android Open Source Project (module HealthFitness): instants in
milliseconds UTC, offsets in seconds, mass in grams, energy in small calories. Columns are asked for
by name, since versions add some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged, NotThisFormat
from spotter.intake.health_connect.database import Database, Record
from spotter.intake.health_connect.database import opened as database
from spotter.intake.health_connect.types import DEVICES, EXERCISES, STAGES
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, number, words
from spotter.intake.strength.reading import Unreadable

_MAGIC = b"SQLite format 3\x00"
_ABOUT = "row_id app_info_id device_info_id"
_MOMENT = f"{_ABOUT} time zone_offset"
_INTERVAL = f"{_ABOUT} start_time end_time end_zone_offset"


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of plain numbers: `lasts` says that its records are intervals."""

    table: str
    column: str
    signal: str | None
    unit: str
    lasts: bool = False


_KINDS: tuple[Kind, ...] = (
    Kind("resting_heart_rate", "beats_per_minute", "resting_heart_rate", "bpm"),
    Kind("heart_rate_variability_rmssd", "heart_rate_variability_millis", "hrv_rmssd", "ms"),
    Kind("respiratory_rate", "rate", "respiratory_rate", "count/min"),
    Kind("oxygen_saturation", "percentage", "spo2", "%"),
    Kind("vo2_max", "vo2_milliliters_per_minute_kilogram", "vo2max", "mL/min·kg"),
    Kind("body_temperature", "temperature", "body_temperature", "degC"),
    Kind("blood_glucose", "level", "glucose", "mmol/L"),
    Kind("blood_pressure", "systolic", "systolic", "mmHg"),
    Kind("blood_pressure", "diastolic", "diastolic", "mmHg"),
    Kind("weight", "weight", "mass", "g"),
    Kind("lean_body_mass", "mass", "lean_mass", "g"),
    Kind("body_fat", "percentage", "body_fat", "%"),
    Kind("height", "height", "height", "m"),
    Kind("steps", "count", "steps", "count", lasts=True),
    Kind("distance", "distance", "distance", "m", lasts=True),
    Kind("floors_climbed", "floors", "flights", "count", lasts=True),
    Kind("active_calories_burned", "energy", "active_energy", "cal", lasts=True),
    Kind("total_calories_burned", "energy", None, "cal", lasts=True),
    Kind("hydration", "volume", None, "L", lasts=True),
)
_HEART, _BEATS = "heart_rate_record_table", "heart_rate_record_series_table"
_SLEEP, _STAGES = "sleep_session_record_table", "sleep_stages_table"
_EXERCISE = "exercise_session_record_table"
# A database without these is another one.
_MARKS = {"application_info_table", "device_info_table"}


def detect(head: bytes) -> bool:
    """Return whether `head` begins a SQLite database; which one, only its tables tell."""
    return head.startswith(_MAGIC)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of an export.

    Raises `NotThisFormat` when it is another database, and `Damaged` where it is broken, after what
    came before.
    """
    drafts, damage = Drafts(now=now, about=about), None
    try:
        with database(opened.stream) as db:
            for _ in _Export(db, drafts).told():
                if drafts.full:
                    yield drafts.take(0)
    except Damaged as error:
        damage = error
    yield drafts.take(opened.total_bytes)
    if damage is not None:
        raise damage


class _Export:
    """One open export."""

    def __init__(self, db: Database, drafts: Drafts) -> None:
        if not db.tables >= _MARKS:
            raise NotThisFormat(
                "This database is not an export of Health Connect. Give it the file as the phone "
                "made it."
            )
        self._db, self._drafts = db, drafts
        apps = db.records("application_info_table", "row_id app_name package_name")
        devices = db.records("device_info_table", "row_id manufacturer model device_type")
        self._apps = {row.get("row_id"): row for row in apps}
        self._devices = {row.get("row_id"): row for row in devices}
        staged = db.records(_STAGES, "parent_key")
        self._known: dict[tuple[object, object, object], Readings] = {}
        self._staged = {row["parent_key"] for row in staged}

    def told(self) -> Iterator[None]:
        """Put everything into the drafts, pausing after each record; one that cannot be read is
        refused."""
        for kind, rows, tell in self._parts():
            for row in rows:
                try:
                    tell(row)
                except Unreadable as error:
                    self._drafts.refuse(error.reason, kind)
                yield

    def _parts(self) -> Iterator[tuple[str, Iterator[Record], Callable[[Record], None]]]:
        for kind in _KINDS:
            columns = f"{_INTERVAL if kind.lasts else _MOMENT} {kind.column}"
            rows = self._db.records(f"{kind.table}_record_table", columns)
            yield kind.table, rows, partial(self._plain, kind)
        more = "exercise_type title notes rate_of_perceived_exertion"
        exercises = self._db.records(_EXERCISE, f"{_INTERVAL} {more}")
        yield "exercise_session", exercises, self._exercise
        yield "sleep_session", self._db.records(_SLEEP, _INTERVAL), self._session
        stages = "stage_start_time stage_end_time stage_type"
        yield "sleep_stage", self._db.parts(_STAGES, stages, _SLEEP, _INTERVAL), self._stage
        beats = "beats_per_minute epoch_millis"
        yield "heart_rate", self._db.parts(_BEATS, beats, _HEART, _INTERVAL), self._beat

    def _readings(self, row: Record) -> Readings:
        """Return who tells a row: the app that wrote it, its device, its offset."""
        offset = row.get("end_zone_offset", row.get("zone_offset"))
        who = row.get("app_info_id"), row.get("device_info_id"), offset
        if who not in self._known:
            self._known[who] = self._told_by(*who)
        return self._known[who]

    def _told_by(self, app_id: object, device_id: object, offset_s: object) -> Readings:
        app, device = self._apps.get(app_id, {}), self._devices.get(device_id, {})
        source = words(app.get("app_name")) or words(app.get("package_name")) or "Health Connect"
        model = [DEVICES.get(device.get("device_type"), "app")]
        model += [words(device.get(name)) for name in ("manufacturer", "model")]
        zone = moments.name_of(moments.minutes_east(number(offset_s, 60)))
        return Readings(self._drafts, source, " ".join(filter(None, model)), zone, "Health Connect")

    def _plain(self, kind: Kind, row: Record) -> None:
        span = _span(row) if kind.lasts else moments.moment(_instant(row.get("time")))
        type = kind.table if kind.table != "blood_pressure" else f"{kind.table}.{kind.column}"
        found = number(row.get(kind.column))
        self._readings(row).value(type, kind.signal, span, found, kind.unit)

    def _exercise(self, row: Record) -> None:
        name = EXERCISES.get(row.get("exercise_type"), "")
        about = {"name": name, "title": words(row.get("title")), "note": words(row.get("notes"))}
        readings, span = self._readings(row), _span(row)
        readings.workout("exercise_session", span, activity(name), about, content=name)
        effort = number(row.get("rate_of_perceived_exertion"))
        readings.value("rate_of_perceived_exertion", "effort", span, effort, "")

    def _session(self, row: Record) -> None:
        """Tell a sleep; one without any stages is sleep of no known stage."""
        readings, span = self._readings(row), _span(row)
        readings.row("sleep_session", "sleep", span, text="in_bed")
        if row.get("row_id") not in self._staged:
            readings.stage("sleep_session", span, "asleep")

    def _stage(self, row: Record) -> None:
        stage = STAGES.get(row.get("stage_type"))
        span = moments.between(
            _instant(row.get("stage_start_time")), _instant(row.get("stage_end_time"))
        )
        if stage == "":
            self._drafts.skip("out of bed")
        else:
            self._readings(row).stage("sleep_stage", span, stage)

    def _beat(self, row: Record) -> None:
        span = moments.moment(_instant(row.get("epoch_millis")))
        bpm = number(row.get("beats_per_minute"))
        self._readings(row).value("heart_rate", "heart_rate", span, bpm, "bpm")


def _instant(value: object) -> datetime | None:
    return moments.at_ms(number(value))


def _span(row: Record) -> Span | None:
    return moments.between(_instant(row.get("start_time")), _instant(row.get("end_time")))
