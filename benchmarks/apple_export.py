"""A large, realistic Apple Health export, the same for the same seed.

The mix follows a real ten-year export: a third active energy, then heart rate (each record with a
metadata entry) and basal energy, steps and distance from watch and phone at once, sleep stages,
HRV with its beats, a workout most days with statistics, events and a route.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

DAY_BYTES = 555_000  # measured: what one day of this mix takes in XML
LAST_DAY = date(2026, 1, 31)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
<HealthData locale="en_US">
 <ExportDate value="2026-02-01 09:00:00 +0100"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1988-05-05" \
HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale" \
HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet" \
HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet" \
HKCharacteristicTypeIdentifierCardioFitnessMedicationsUse="None"/>
"""
_QUANTITY = "HKQuantityTypeIdentifier"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One type: how many records a day, how long each lasts, what it measures."""

    name: str
    unit: str
    per_day: int
    low: float
    high: float
    lasts_s: int = 0
    digits: int = 0
    phone: bool = False
    entry: tuple[str, tuple[str, ...]] | None = None


_MOTION = ("HKMetadataKeyHeartRateMotionContext", ("0", "1", "2"))
_PRESSURE = ("HKMetadataKeyBarometricPressure", ("99.5 kPa", "100.1 kPa", "101.3 kPa"))

_KINDS = (
    _Kind("BodyMass", "kg", 1, 69, 72, digits=1, phone=True, entry=("HKWasUserEntered", ("1",))),
    _Kind("HeartRate", "count/min", 190, 48, 150, entry=_MOTION),
    _Kind("OxygenSaturation", "%", 12, 0.93, 1.0, digits=2, entry=_PRESSURE),
    _Kind("RespiratoryRate", "count/min", 16, 12, 18, 60, digits=1),
    _Kind("StepCount", "count", 110, 5, 400, 180),
    _Kind("StepCount", "count", 60, 5, 500, 300, phone=True),
    _Kind("DistanceWalkingRunning", "km", 110, 0.005, 0.4, 180, digits=5),
    _Kind("DistanceWalkingRunning", "km", 60, 0.005, 0.5, 300, digits=5, phone=True),
    _Kind("BasalEnergyBurned", "kcal", 190, 5, 20, 450, digits=3),
    _Kind("ActiveEnergyBurned", "kcal", 400, 0.1, 6, 60, digits=3),
    _Kind("FlightsClimbed", "count", 12, 1, 4, 60, phone=True),
    _Kind("AppleExerciseTime", "min", 35, 1, 1, 60),
    _Kind("AppleStandTime", "min", 40, 1, 5, 300),
    _Kind("PhysicalEffort", "kcal/hr·kg", 25, 1, 8, 60, digits=1),
    _Kind("EnvironmentalAudioExposure", "dBASPL", 24, 40, 85, 1800, digits=4),
    _Kind("WalkingSpeed", "km/hr", 12, 3, 6, 60, digits=2, phone=True),
    _Kind("WalkingStepLength", "cm", 12, 60, 80, 60, phone=True),
    _Kind("RestingHeartRate", "count/min", 1, 48, 56, 80_000),
    _Kind("VO2Max", "mL/min·kg", 1, 44, 47, digits=1, entry=("HKVO2MaxTestType", ("2",))),
)


class _Writer:
    """Elements of a person's days, as Apple writes them."""

    def __init__(self, days: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.days = [LAST_DAY - timedelta(days=days - 1 - i) for i in range(days)]
        pointers = [f"0x30{self.random.randrange(16**7):07x}" for _ in range(80)]
        self.watch = [
            f"&lt;&lt;HKDevice: {p}&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
            "hardware:Watch6,7, software:9.1&gt;"
            for p in pointers
        ]
        self.phone = [
            f"&lt;&lt;HKDevice: {p}&gt;, name:iPhone, manufacturer:Apple Inc., model:iPhone, "
            "hardware:iPhone14,2, software:17.1&gt;"
            for p in pointers
        ]

    def stamp(self, day: date, second: int) -> str:
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
        return f"{at:%Y-%m-%d %H:%M:%S} +0100"

    def attributes(self, *, phone: bool) -> str:
        if phone:
            device = self.random.choice(self.phone)
            return f'sourceName="Alex’s iPhone" sourceVersion="17.1" device="{device}"'
        device = self.random.choice(self.watch)
        return f'sourceName="Alex’s Apple\u00a0Watch" sourceVersion="9.1" device="{device}"'

    def records(self, kind: _Kind, day: date) -> Iterator[str]:
        step = 86_400 // kind.per_day
        for i in range(kind.per_day):
            second = i * step + self.random.randrange(max(1, step - kind.lasts_s))
            start = self.stamp(day, second)
            end = self.stamp(day, second + kind.lasts_s) if kind.lasts_s else start
            created = self.stamp(day, second + kind.lasts_s + 240)
            value = round(self.random.uniform(kind.low, kind.high), kind.digits)
            text = f"{value:.{kind.digits}f}"
            head = (
                f' <Record type="{_QUANTITY}{kind.name}" {self.attributes(phone=kind.phone)} '
                f'unit="{kind.unit}" creationDate="{created}" startDate="{start}" '
                f'endDate="{end}" value="{text}"'
            )
            if kind.entry:
                key, values = kind.entry
                entry = f'  <MetadataEntry key="{key}" value="{self.random.choice(values)}"/>'
                yield f"{head}>\n{entry}\n </Record>\n"
            else:
                yield f"{head}/>\n"

    def hrv(self, day: date) -> Iterator[str]:
        for i in range(6):
            second = i * 14_000 + self.random.randrange(9_000)
            at, after = self.stamp(day, second), self.stamp(day, second + 60)
            value = self.random.uniform(25, 90)
            yield (
                f' <Record type="{_QUANTITY}HeartRateVariabilitySDNN" '
                f'{self.attributes(phone=False)} unit="ms" creationDate="{after}" '
                f'startDate="{at}" endDate="{after}" value="{value:.4f}">\n'
                "  <HeartRateVariabilityMetadataList>\n"
            )
            for beat in range(55):
                clock = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=second + beat * 1.05)
                bpm = self.random.randrange(52, 64)
                time = f"{clock:%I:%M:%S}".lstrip("0") + f".{clock.microsecond // 10_000:02d} "
                yield (f'   <InstantaneousBeatsPerMinute bpm="{bpm}" time="{time}{clock:%p}"/>\n')
            yield "  </HeartRateVariabilityMetadataList>\n </Record>\n"

    def sleep(self, day: date) -> Iterator[str]:
        second = -4_000 + self.random.randrange(4_000)
        stages = ("AsleepCore", "AsleepDeep", "AsleepCore", "AsleepREM", "Awake")
        for i in range(20):
            lasts = self.random.randrange(600, 2_400)
            stage = stages[i % 5]
            lasts = lasts // 6 if stage == "Awake" else lasts
            yield (
                ' <Record type="HKCategoryTypeIdentifierSleepAnalysis" '
                f'{self.attributes(phone=False)} creationDate="{self.stamp(day, 30_000)}" '
                f'startDate="{self.stamp(day, second)}" endDate="{self.stamp(day, second + lasts)}"'
                f' value="HKCategoryValueSleepAnalysis{stage}">\n'
                '  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>\n </Record>\n'
            )
            second += lasts

    def workout(self, day: date) -> str:
        start = 61_000 + self.random.randrange(3_000)
        minutes = self.random.randrange(25, 70)
        kind = self.random.choice(("Running", "TraditionalStrengthTraining", "Cycling", "Walking"))
        span = (
            f'startDate="{self.stamp(day, start)}" '
            f'endDate="{self.stamp(day, start + minutes * 60)}"'
        )
        energy, heart = self.random.randrange(150, 600), self.random.randrange(95, 155)
        pause = self.stamp(day, start + 600)
        return (
            f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="{minutes}.25" '
            f'durationUnit="min" {self.attributes(phone=False)} '
            f'creationDate="{self.stamp(day, start + minutes * 60 + 5)}" {span}>\n'
            '  <MetadataEntry key="HKIndoorWorkout" value="0"/>\n'
            '  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>\n'
            '  <MetadataEntry key="HKAverageMETs" value="6.1 kcal/hr·kg"/>\n'
            f'  <WorkoutEvent type="HKWorkoutEventTypePause" date="{pause}"/>\n'
            f'  <WorkoutStatistics type="{_QUANTITY}ActiveEnergyBurned" {span} sum="{energy}" '
            'unit="kcal"/>\n'
            f'  <WorkoutStatistics type="{_QUANTITY}HeartRate" {span} average="{heart}" '
            f'minimum="{heart - 30}" maximum="{heart + 25}" unit="count/min"/>\n'
            " </Workout>\n"
        )

    def summary(self, day: date) -> str:
        return (
            f' <ActivitySummary dateComponents="{day}" '
            f'activeEnergyBurned="{self.random.uniform(300, 900):.3f}" '
            'activeEnergyBurnedGoal="600" activeEnergyBurnedUnit="kcal" appleMoveTime="0" '
            f'appleMoveTimeGoal="0" appleExerciseTime="{self.random.randrange(10, 90)}" '
            'appleExerciseTimeGoal="30" appleStandHours="11" appleStandHoursGoal="12"/>\n'
        )

    def elements(self) -> Iterator[str]:
        for kind in _KINDS:
            for day in self.days:
                yield from self.records(kind, day)
        for day in self.days:
            yield from self.hrv(day)
        for day in self.days:
            yield from self.sleep(day)
        for day in self.days:
            if self.random.random() < 0.6:
                yield self.workout(day)
        for day in self.days:
            yield self.summary(day)


def write_xml(out: IO[bytes], megabytes: float, seed: int = 1) -> int:
    """Write an export of about `megabytes` (10⁶ bytes) to `out`; return the bytes written."""
    writer = _Writer(max(1, round(megabytes * 1e6 / DAY_BYTES)), seed)
    total = out.write(_HEAD.encode())
    batch: list[str] = []
    for element in writer.elements():
        batch.append(element)
        if len(batch) >= 5_000:
            total += out.write("".join(batch).encode())
            batch = []
    return total + out.write(("".join(batch) + "</HealthData>\n").encode())


def write_zip(path: Path, megabytes: float, seed: int = 1) -> int:
    """Write `path`, an export.zip with about `megabytes` of XML; return the bytes of the XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo("apple_health_export/export.xml")
        member.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(member, "w", force_zip64=True) as out:
            return write_xml(out, megabytes, seed)
