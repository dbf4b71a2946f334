"""The export itself: every day's readings, sorted as a phone sorts them, zipped."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from spotter.lab.sample import apple, daytime, night, workouts
from spotter.lab.sample.apple import Reading, Stamp
from spotter.lab.sample.body import BodyDay
from spotter.lab.sample.life import HOME
from spotter.lab.sample.route import Route

EXPORTED_AT = time(9, 45)
"""The athlete exports on the last morning, slept out and before any training."""

BORN = date(1990, 5, 14)
_POINTER = 0x2804A1C00
_FIXED = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class _Gathered:
    """Everything of the export before it is text."""

    by_type: dict[str, list[Reading]] = field(default_factory=dict)
    workouts: list[apple.Workout] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)


def exported_at(until: date) -> datetime:
    """Return the moment of the export on its last day."""
    return datetime.combine(until, EXPORTED_AT, ZoneInfo(HOME))


def write_export(days: Sequence[BodyDay], path: Path) -> int:
    """Write the export of `days` to `path`, byte for byte the same each time; return its records.

    Nothing that would have ended after the export's moment is in it.
    """
    moment = exported_at(days[-1].day)
    stamp = Stamp(moment)
    gathered = _Gathered()
    for body in days:
        _gather(gathered, body, stamp, moment.timestamp())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:
        with bundle.open(_member("export.xml"), "w", force_zip64=True) as stream:
            for text in _document(gathered, moment.timestamp(), stamp):
                stream.write(text.encode())
        for route in gathered.routes:
            bundle.writestr(_member(f"workout-routes/{route.name}"), route.text)
    return sum(map(len, gathered.by_type.values())) + len(gathered.workouts)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(f"apple_health_export/{name}", _FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _gather(gathered: _Gathered, body: BodyDay, stamp: Stamp, moment: float) -> None:
    midnight = datetime.combine(body.day, time(), ZoneInfo(body.life.zone)).timestamp()
    done = workouts.training(body, midnight, stamp)
    if done is not None and done.workout.end < moment:
        gathered.workouts.append(done.workout)
        if done.route is not None:
            gathered.routes.append(done.route)
    if body.life.watch and midnight + 86400 < moment:
        gathered.summaries.append(_summary(body, midnight, done))
    for reading in _readings(body, midnight, stamp, done):
        if reading.created <= moment:
            gathered.by_type.setdefault(reading.type, []).append(reading)


def _readings(
    body: BodyDay, midnight: float, stamp: Stamp, done: workouts.Training | None
) -> Iterator[Reading]:
    yield from daytime.movement(body, midnight)
    yield from daytime.scale(body, midnight)
    if body.life.watch:
        yield from night.readings(body, midnight, stamp)
        yield from daytime.heart(body, midnight, [done.span] if done else [])
        yield from daytime.stand_hours(body, midnight)
    if done is not None:
        yield from done.readings


def _summary(body: BodyDay, midnight: float, done: workouts.Training | None) -> str:
    on_foot = daytime.walks(body, midnight)
    walked = sum(walk.steps for walk in on_foot) * daytime.KCAL_PER_STEP
    stood = len({int((walk.start - midnight) // 3600) for walk in on_foot})
    minutes = int(body.minutes) if done else 0
    return apple.summary(body.day, walked + (done.energy_kcal if done else 0), minutes, stood)


def _document(gathered: _Gathered, moment: float, stamp: Stamp) -> Iterator[str]:
    yield apple.HEADER
    yield f'<HealthData locale="en_US">\n <ExportDate value="{stamp(moment)}"/>\n'
    prefix = "HKCharacteristicTypeIdentifier"
    yield (
        f' <Me {prefix}DateOfBirth="{BORN}" {prefix}BiologicalSex="HKBiologicalSexMale"'
        f' {prefix}BloodType="HKBloodTypeNotSet"'
        f' {prefix}FitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet"'
        f' {prefix}CardioFitnessMedicationsUse="None"/>\n'
    )
    pointer = _POINTER
    for kind in sorted(gathered.by_type):
        for reading in gathered.by_type[kind]:
            pointer += 0x20  # an address in the phone's memory: it never means anything
            yield apple.record(reading, stamp, hex(pointer))
    for done in gathered.workouts:
        pointer += 0x20
        yield apple.workout(done, stamp, hex(pointer))
    yield from gathered.summaries
    yield "</HealthData>\n"
