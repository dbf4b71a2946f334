"""The sources: one row for each kind of file that Spotter can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Literal, Protocol, cast

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.shapes import Shape, shape_of

# What a reader was tried on: files that people exported, or only what their vendor describes.
Tested = Literal["real files", "documentation"]


class Detector(Protocol):
    """The module that knows the files of one source."""

    def detect(self, head: bytes) -> bool:
        """Return whether the source reads a file with these first bytes."""


class Reader(Protocol):
    """The module of one source; knows nothing of databases, jobs or web pages."""

    def batches(self, opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
        """Yield the batches of an opened file.

        Raises `Damaged` where the file breaks off; what was yielded before stays valid.
        """


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it is called, what it brings, what `shapes` its files have.

    Its `module` (a `Reader`) reads them and, where no lighter `detector` does, knows them (as a
    `Detector`). A module is loaded when it is first asked, and it is asked about files of its
    shapes alone: whoever brings one track waits for no reader of other files. A source that is
    `whole` reads the archive it lies in by itself; of any other archive each member is read by the
    source that knows it.
    """

    name: str
    label: str
    covers: tuple[str, ...]
    shapes: tuple[Shape, ...]
    module: str
    detector: str = ""
    tested: Tested = "documentation"
    whole: bool = False

    def detect(self, head: bytes) -> bool:
        """Return whether this source reads a file with these first bytes."""
        return shape_of(head) in self.shapes and self.knows(head)

    def knows(self, head: bytes) -> bool:
        """Return what the detector says of these first bytes, whatever their shape."""
        return cast(Detector, import_module(self.detector or self.module)).detect(head)

    def read(self, opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
        """Return the batches of an opened file, as `Reader.batches` yields them."""
        return self.reader.batches(opened, now=now, about=about)

    @property
    def reader(self) -> Reader:
        """Return the module that reads the files, loaded."""
        return cast(Reader, import_module(self.module))


SOURCES: tuple[Source, ...] = (
    Source(
        name="apple_health",
        label="Apple Health export (export.zip or export.xml)",
        covers=(
            "every record type as a raw sample",
            "workouts with statistics, events and routes",
            "sleep stages before and since iOS 16",
            "HRV with its beats",
            "activity summaries",
            "electrocardiograms: when, how long and how the watch worded them",
        ),
        shapes=("xml",),
        module="spotter.intake.apple_health.export",
        detector="spotter.intake.apple_health.header",
        tested="real files",
        whole=True,
    ),
    Source(
        name="oura",
        label="Oura (its API, or the JSON and CSV of an account's export)",
        covers=(
            "sleep with its stages, HRV (RMSSD), breathing and lowest heart rate",
            "heart rate, single heart beats, oxygen, temperature deviation, VO2max",
            "steps, energy, workouts, sessions",
            "scores, tags and everything else as it is",
        ),
        shapes=("json", "table"),
        module="spotter.intake.oura.reader",
        tested="real files",
    ),
    Source(
        name="strong",
        label="Strong (CSV)",
        covers=("sets with load, reps, time, distance and RPE", "warm-up, drop and failure sets"),
        shapes=("table",),
        module="spotter.intake.strength.strong",
        tested="real files",
    ),
    Source(
        name="hevy",
        label="Hevy (CSV)",
        covers=("sets with load, reps, time, distance and RPE", "set types and supersets"),
        shapes=("table",),
        module="spotter.intake.strength.hevy",
        tested="real files",
    ),
    Source(
        name="fitnotes",
        label="FitNotes (CSV)",
        covers=("sets with load, reps, time and distance", "comments"),
        shapes=("table",),
        module="spotter.intake.strength.fitnotes",
        tested="real files",
    ),
    Source(
        name="stronglifts",
        label="StrongLifts (CSV)",
        covers=("sets with load and reps", "failed sets; those not done are counted"),
        shapes=("table",),
        module="spotter.intake.strength.stronglifts",
        tested="real files",
    ),
    Source(
        name="fit",
        label="FIT (Garmin and other watches)",
        covers=(
            "workouts with laps, heart rate, speed, power and route",
            "sets of strength sessions",
            "single heart beats",
            "steps, resting heart rate, sleep, weight",
        ),
        shapes=("binary",),
        module="spotter.intake.fit.reader",
        tested="real files",
    ),
    Source(
        name="tcx",
        label="TCX (Training Center)",
        covers=("workouts with laps, heart rate, speed, power and route",),
        shapes=("xml",),
        module="spotter.intake.tcx",
        tested="real files",
    ),
    Source(
        name="gpx",
        label="GPX (recorded tracks)",
        covers=("workouts with heart rate, power and route",),
        shapes=("xml",),
        module="spotter.intake.gpx",
        tested="real files",
    ),
    Source(
        name="whoop",
        label="WHOOP (CSV)",
        covers=(
            "sleep and naps with the length of each stage",
            "HRV (RMSSD), resting heart rate, respiratory rate, skin temperature, oxygen",
            "workouts with heart rate and distance",
            "journal; recovery, strain and sleep scores under WHOOP's names",
        ),
        shapes=("table",),
        module="spotter.intake.whoop",
        tested="real files",
    ),
    Source(
        name="fitbit",
        label="Fitbit and Google Takeout (JSON, CSV)",
        covers=(
            "sleep stages with short wakes",
            "heart rate, steps, distance by the minute",
            "HRV (RMSSD), resting heart rate, respiratory rate, oxygen, skin temperature, VO2max",
            "exercises, weight; sleep, stress and readiness scores under Fitbit's names",
        ),
        shapes=("json", "table"),
        module="spotter.intake.fitbit.reader",
        tested="real files",
    ),
    Source(
        name="garmin",
        label="Garmin Connect export (JSON)",
        covers=(
            "nights with the length of each stage, nightly HRV (RMSSD), respiration, oxygen",
            "days with steps, distance, energy, resting heart rate, intensity minutes",
            "activities with heart rate and distance, weight, VO2max",
            "body battery, stress, sleep score and readiness under Garmin's names",
        ),
        shapes=("json",),
        module="spotter.intake.garmin.export",
    ),
    Source(
        name="garmin_tables",
        label="Garmin Connect tables (CSV)",
        covers=(
            "days with steps, energy, resting heart rate, nightly HRV (RMSSD), weight",
            "activities and laps with heart rate and distance",
        ),
        shapes=("table",),
        module="spotter.intake.garmin.tables",
        tested="real files",
    ),
    Source(
        name="polar",
        label="Polar Flow (JSON)",
        covers=(
            "training sessions with heart rate and route, in both forms of the export",
            "sleep with stages, nightly HRV (RMSSD) and respiration",
            "heart rate round the clock, steps; recharge and sleep score under Polar's names",
        ),
        shapes=("json",),
        module="spotter.intake.polar.reader",
    ),
    Source(
        name="withings",
        label="Withings (CSV)",
        covers=(
            "weight with fat, blood pressure",
            "nights with the length of each stage, raw sleep states",
            "heart rate, steps, distance, energy, oxygen; activities with heart rate",
        ),
        shapes=("table",),
        module="spotter.intake.withings",
    ),
    Source(
        name="samsung",
        label="Samsung Health (CSV, JSON)",
        covers=(
            "sleep with stages, heart rate, HRV (SDNN and RMSSD apart), oxygen, skin temperature",
            "steps by device and by day, floors, exercises with heart rate, VO2max",
            "weight, blood pressure, glucose; stress and energy score under Samsung's names",
        ),
        shapes=("table", "json"),
        module="spotter.intake.samsung.reader",
    ),
    Source(
        name="health_connect",
        label="Health Connect (database of an Android phone)",
        covers=(
            "sleep with stages, heart rate, HRV (RMSSD), resting heart rate, oxygen, respiration",
            "steps, distance, energy, workouts with effort",
            "weight, blood pressure, glucose, VO2max, of every app that wrote them",
        ),
        shapes=("binary",),
        module="spotter.intake.health_connect.reader",
    ),
    Source(
        name="pmsys",
        label="PMSys (CSV, as in PMData)",
        covers=(
            "sessions with effort",
            "weight of the daily form",
            "wellness, injuries, meals and fluid under the app's names",
        ),
        shapes=("table",),
        module="spotter.intake.pmsys",
        tested="real files",
    ),
    Source(
        name="spotter",
        label="Training log of Spotter (training-log.csv)",
        covers=("sets with load, reps, time and RPE", "sessions with effort and pain"),
        shapes=("table",),
        module="spotter.intake.training_log",
        tested="real files",
    ),
    Source(
        name="wger",
        label="wger (JSON of its API)",
        covers=("sets with load, reps, time, distance and reps in reserve",),
        shapes=("json",),
        module="spotter.intake.wger.reader",
    ),
    Source(
        name="pose_log",
        label="PoseLog (CSV of landmarks)",
        covers=("landmarks of a body, frame by frame, kept for scoring of form",),
        shapes=("table",),
        module="spotter.intake.pose_log",
    ),
    Source(
        name="health_auto_export",
        label="Health Auto Export (JSON of the iPhone app)",
        covers=(
            "heart rate, HRV, breathing, oxygen, temperature, VO2max, blood pressure, mass",
            "steps, distance, energy and time, summed over minutes, hours or days",
            "sleep by stage or by night",
            "workouts with heart rate and route",
        ),
        shapes=("json",),
        module="spotter.intake.health_auto_export.reader",
    ),
    Source(
        name="workouts",
        label="Plain table of workouts (workout_data.csv)",
        covers=("workouts with distance, energy, heart rate and effort", "sets with load and reps"),
        shapes=("table",),
        module="spotter.intake.plain.workouts",
    ),
    Source(
        name="athlete",
        label="Plain table of measurements (user_data.csv)",
        covers=(
            "mass, height, body fat, waist",
            "resting heart rate, HRV, blood pressure, VO2max",
            "steps, hours of sleep",
        ),
        shapes=("table",),
        module="spotter.intake.plain.athlete",
    ),
)


def source_of(head: bytes) -> Source | None:
    """Return the source that reads a file with these first bytes, None when there is none."""
    return next((source for source in SOURCES if source.detect(head)), None)
