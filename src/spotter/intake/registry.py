"""The sources: one row for each kind of file that Spotter can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from spotter.intake import gpx, tcx
from spotter.intake.apple_health import export as apple_health
from spotter.intake.archive import Opened, Wanted
from spotter.intake.batch import About, Batch
from spotter.intake.fit import reader as fit
from spotter.intake.strength import fitnotes, hevy, strong, stronglifts


class Reader(Protocol):
    """Yields the batches of an opened file; knows nothing of databases, jobs or web pages."""

    def __call__(self, opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
        """Raises `Damaged` where the file breaks off; what was yielded before stays valid."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it is called, what it brings, how its first bytes look, who reads it."""

    name: str
    label: str
    covers: tuple[str, ...]
    detect: Wanted
    read: Reader


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
        ),
        detect=apple_health.detect,
        read=apple_health.batches,
    ),
    Source(
        name="strong",
        label="Strong (CSV)",
        covers=("sets with load, reps, time, distance and RPE", "warm-up, drop and failure sets"),
        detect=strong.detect,
        read=strong.batches,
    ),
    Source(
        name="hevy",
        label="Hevy (CSV)",
        covers=("sets with load, reps, time, distance and RPE", "set types and supersets"),
        detect=hevy.detect,
        read=hevy.batches,
    ),
    Source(
        name="fitnotes",
        label="FitNotes (CSV)",
        covers=("sets with load, reps, time and distance", "comments"),
        detect=fitnotes.detect,
        read=fitnotes.batches,
    ),
    Source(
        name="stronglifts",
        label="StrongLifts (CSV)",
        covers=("sets with load and reps", "failed sets; those not done are counted"),
        detect=stronglifts.detect,
        read=stronglifts.batches,
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
        detect=fit.detect,
        read=fit.batches,
    ),
    Source(
        name="tcx",
        label="TCX (Training Center)",
        covers=("workouts with laps, heart rate, speed, power and route",),
        detect=tcx.detect,
        read=tcx.batches,
    ),
    Source(
        name="gpx",
        label="GPX (recorded tracks)",
        covers=("workouts with heart rate, power and route",),
        detect=gpx.detect,
        read=gpx.batches,
    ),
)


def wanted(head: bytes) -> bool:
    """Return whether any source reads a file with these first bytes."""
    return any(source.detect(head) for source in SOURCES)


def source_of(head: bytes) -> Source:
    """Return the source that reads a file with these first bytes, which `wanted` has accepted."""
    return next(source for source in SOURCES if source.detect(head))
