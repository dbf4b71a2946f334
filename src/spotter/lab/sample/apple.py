"""The XML forms of an Apple Health export: one record, one workout, one day's summary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from xml.sax.saxutils import quoteattr


@dataclass(frozen=True, slots=True)
class Source:
    """An app or device that writes records; `device` is the HKDevice text, without its pointer."""

    name: str
    version: str
    device: str = ""


# The watch's name holds a curly apostrophe and a no-break space, as real ones do.
WATCH = Source(
    "Sam\u2019s Apple\u00a0Watch",
    "11.4",
    "name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch7,1, software:11.4",
)
PHONE = Source(
    "Sam\u2019s iPhone",
    "18.4",
    "name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone15,2, software:18.4",
)
SCALE = Source("Scale", "5.2.1")

QUANTITY = "HKQuantityTypeIdentifier"
CATEGORY = "HKCategoryTypeIdentifier"


class Reading(NamedTuple):
    """One record: epoch seconds, the value as text, and the XML of its children."""

    type: str
    source: Source
    unit: str
    start: float
    end: float
    created: float
    value: str
    inside: str = ""


class Workout(NamedTuple):
    """One workout: epoch seconds, minutes without pauses, statistics and metadata as XML."""

    activity: str
    start: float
    end: float
    minutes: float
    inside: str


class Stamp:
    """Writes instants the way an export does: all with the phone's offset at export time."""

    def __init__(self, exported: datetime) -> None:
        offset = exported.utcoffset() or timedelta()
        self._zone = timezone(offset)
        self._suffix = exported.strftime(" %z")

    def __call__(self, epoch: float) -> str:
        return datetime.fromtimestamp(int(epoch), self._zone).isoformat(" ")[:19] + self._suffix

    def clock(self, epoch: float) -> str:
        """Return the time of day as a beat list has it: 12 hours, hundredths, no date."""
        hundredths = round(epoch * 100)
        at = datetime.fromtimestamp(hundredths // 100, self._zone)
        return (
            f"{at.hour % 12 or 12}:{at.minute:02}:{at.second:02}.{hundredths % 100:02}"
            f" {'AM' if at.hour < 12 else 'PM'}"
        )


def record(reading: Reading, stamp: Stamp, pointer: str) -> str:
    """Return the `Record` element; `pointer` is the address an export puts into each device."""
    text = (
        f' <Record type="{reading.type}"{_origin(reading.source, pointer)}'
        + (f' unit="{reading.unit}"' if reading.unit else "")
        + f' creationDate="{stamp(reading.created)}" startDate="{stamp(reading.start)}"'
        f' endDate="{stamp(reading.end)}" value="{reading.value}"'
    )
    return f"{text}>\n{reading.inside} </Record>\n" if reading.inside else f"{text}/>\n"


def workout(done: Workout, stamp: Stamp, pointer: str) -> str:
    """Return the `Workout` element with its children."""
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{done.activity}"'
        f' duration="{done.minutes}" durationUnit="min"{_origin(WATCH, pointer)}'
        f' creationDate="{stamp(done.end + 4)}" startDate="{stamp(done.start)}"'
        f' endDate="{stamp(done.end)}">\n{done.inside} </Workout>\n'
    )


def statistics(kind: str, span: tuple[str, str], unit: str, **values: float) -> str:
    """Return one `WorkoutStatistics` element."""
    shown = "".join(f' {name}="{value:.6g}"' for name, value in values.items())
    return (
        f'  <WorkoutStatistics type="{QUANTITY}{kind}" startDate="{span[0]}"'
        f' endDate="{span[1]}"{shown} unit="{unit}"/>\n'
    )


def entry(key: str, value: str) -> str:
    """Return one `MetadataEntry` element."""
    return f'  <MetadataEntry key="{key}" value={quoteattr(value)}/>\n'


def beats(times: Iterable[tuple[float, int]], stamp: Stamp) -> str:
    """Return the beat list of an HRV record from (epoch, bpm) pairs."""
    rows = "".join(
        f'   <InstantaneousBeatsPerMinute bpm="{bpm}" time="{stamp.clock(at)}"/>\n'
        for at, bpm in times
    )
    return f"  <HeartRateVariabilityMetadataList>\n{rows}  </HeartRateVariabilityMetadataList>\n"


def summary(day: date, energy_kcal: float, exercise_min: int, stand_h: int) -> str:
    """Return one `ActivitySummary` element."""
    return (
        f' <ActivitySummary dateComponents="{day}" activeEnergyBurned="{energy_kcal:.3f}"'
        ' activeEnergyBurnedGoal="600" activeEnergyBurnedUnit="Cal" appleMoveTime="0"'
        f' appleMoveTimeGoal="0" appleExerciseTime="{exercise_min}" appleExerciseTimeGoal="30"'
        f' appleStandHours="{stand_h}" appleStandHoursGoal="12"/>\n'
    )


def _origin(source: Source, pointer: str) -> str:
    device = f"<<HKDevice: {pointer}>, {source.device}>" if source.device else ""
    shown = f" device={quoteattr(device)}" if device else ""
    return f' sourceName={quoteattr(source.name)} sourceVersion="{source.version}"{shown}'


def utc(epoch: float) -> str:
    """Return an instant as GPX has it."""
    return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate, Me, (Record | Workout | ActivitySummary)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate value CDATA #REQUIRED>
<!ELEMENT Me EMPTY>
<!ATTLIST Me
  HKCharacteristicTypeIdentifierDateOfBirth CDATA #REQUIRED
  HKCharacteristicTypeIdentifierBiologicalSex CDATA #REQUIRED
  HKCharacteristicTypeIdentifierBloodType CDATA #REQUIRED
  HKCharacteristicTypeIdentifierFitzpatrickSkinType CDATA #REQUIRED
  HKCharacteristicTypeIdentifierCardioFitnessMedicationsUse CDATA #REQUIRED
>
<!ELEMENT Record (MetadataEntry | HeartRateVariabilityMetadataList)*>
<!ATTLIST Record
  type CDATA #REQUIRED
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device CDATA #IMPLIED
  unit CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
  value CDATA #IMPLIED
>
<!ELEMENT MetadataEntry EMPTY>
<!ATTLIST MetadataEntry key CDATA #REQUIRED value CDATA #REQUIRED>
<!ELEMENT HeartRateVariabilityMetadataList (InstantaneousBeatsPerMinute*)>
<!ELEMENT InstantaneousBeatsPerMinute EMPTY>
<!ATTLIST InstantaneousBeatsPerMinute bpm CDATA #REQUIRED time CDATA #REQUIRED>
<!ELEMENT Workout (MetadataEntry | WorkoutEvent | WorkoutStatistics | WorkoutRoute)*>
<!ATTLIST Workout
  workoutActivityType CDATA #REQUIRED
  duration CDATA #IMPLIED
  durationUnit CDATA #IMPLIED
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
>
<!ELEMENT WorkoutEvent EMPTY>
<!ATTLIST WorkoutEvent type CDATA #REQUIRED date CDATA #REQUIRED
  duration CDATA #IMPLIED durationUnit CDATA #IMPLIED>
<!ELEMENT WorkoutStatistics EMPTY>
<!ATTLIST WorkoutStatistics
  type CDATA #REQUIRED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
  average CDATA #IMPLIED
  minimum CDATA #IMPLIED
  maximum CDATA #IMPLIED
  sum CDATA #IMPLIED
  unit CDATA #IMPLIED
>
<!ELEMENT WorkoutRoute (MetadataEntry | FileReference)*>
<!ATTLIST WorkoutRoute
  sourceName CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  creationDate CDATA #IMPLIED
  startDate CDATA #REQUIRED
  endDate CDATA #REQUIRED
>
<!ELEMENT FileReference EMPTY>
<!ATTLIST FileReference path CDATA #REQUIRED>
<!ELEMENT ActivitySummary EMPTY>
<!ATTLIST ActivitySummary
  dateComponents CDATA #IMPLIED
  activeEnergyBurned CDATA #IMPLIED
  activeEnergyBurnedGoal CDATA #IMPLIED
  activeEnergyBurnedUnit CDATA #IMPLIED
  appleMoveTime CDATA #IMPLIED
  appleMoveTimeGoal CDATA #IMPLIED
  appleExerciseTime CDATA #IMPLIED
  appleExerciseTimeGoal CDATA #IMPLIED
  appleStandHours CDATA #IMPLIED
  appleStandHoursGoal CDATA #IMPLIED
>
]>
"""
