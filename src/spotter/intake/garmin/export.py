"""The archive that Garmin sends on request: nights, days, activities and readings as JSON.

What its devices recorded lies in the same archive as FIT files, which `intake.fit` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.documents import ARRAY, Document, Documents, outline, within
from spotter.intake.drafts import Drafts
from spotter.intake.moments import Span
from spotter.intake.readings import Readings, number, part, parts, positive, words
from spotter.intake.readings import batches as told

_ACTIVITIES = "summarizedActivitiesExport"
_STAGES: Mapping[str, str] = {
    "core": "lightSleepSeconds",
    "deep": "deepSleepSeconds",
    "rem": "remSleepSeconds",
}
# Field of a day → type, signal, unit.
_OF_DAY: Mapping[str, tuple[str, str | None, str]] = {
    "totalSteps": ("Steps", "steps", "count"),
    "totalDistanceMeters": ("Distance", "distance", "m"),
    "activeKilocalories": ("Active energy", "active_energy", "kcal"),
    "bmrKilocalories": ("Resting energy", "basal_energy", "kcal"),
    "restingHeartRate": ("Resting heart rate", "resting_heart_rate", "bpm"),
    "minHeartRate": ("Lowest heart rate", None, "bpm"),
    "maxHeartRate": ("Highest heart rate", None, "bpm"),
    "floorsAscendedInMeters": ("Metres ascended", None, "m"),
}
Tell = Callable[[Document], None]


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the files that are read."""
    return _kind(head) is not None


def _kind(head: bytes) -> str | None:
    """Return what a file holds: the keys of its first object tell."""
    begins = outline(head)
    return next((kind for kind, keys in _KEYS.items() if begins.lists(*keys)), None)


_KEYS: Mapping[str, tuple[str, ...]] = {
    "Activity": (_ACTIVITIES,),
    "Night": ("sleepStartTimestampGMT", "sleepEndTimestampGMT"),
    "Day": ("userProfilePK", "calendarDate", "uuid"),
    "Health status": ("calendarDate", "metrics"),
    "Weight": ("metaData", "weight"),
    "VO2max": ("calendarDate", "vo2MaxValue"),
    "Training readiness": ("calendarDate", "score", "level"),
}


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one file; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    kind = _kind(opened.head) or ""
    begin = within(_ACTIVITIES, "[") if kind == "Activity" else ARRAY
    readings = Readings(drafts, "Garmin Connect", "app Garmin Connect", vendor="Garmin")
    tell = partial(_TELLERS[kind], readings)
    yield from told(
        Documents(opened.stream, begin), lambda one: tell(about.zone, one), drafts, kind
    )


def _stamp(value: object, zone: tzinfo = UTC) -> datetime | None:
    """Return an instant; older exports wrap it as `{"date": "Nov 1, 2020 12:00:00 AM"}`."""
    wrapped = part(value).get("date")
    return moments.at(words(value) or words(wrapped), zone)


def _day(record: Document, zone: tzinfo) -> Span | None:
    stamp = _stamp(record.get("calendarDate"))
    return moments.whole_day(None if stamp is None else stamp.date(), zone)


def _night(readings: Readings, zone: tzinfo, night: Document) -> None:
    """Tell a night; one that no watch detected is the sleeper's usual hours and no sleep."""
    span = moments.between(
        _stamp(night.get("sleepStartTimestampGMT")), _stamp(night.get("sleepEndTimestampGMT"))
    )
    totals = {stage: number(night.get(field)) for stage, field in _STAGES.items()}
    if not any(totals.values()):
        readings.drafts.skip("night without a recording")
        return
    readings.night("Sleep", span, totals)
    breaths = positive(night.get("averageRespiration"))
    readings.value("Sleep respiration", "respiratory_rate", span, breaths, "count/min")
    oxygen = positive(part(night, "spo2SleepSummary").get("averageSPO2"))
    readings.value("Sleep SpO2", "spo2", span, oxygen, "%")
    score = number(part(night, "sleepScores").get("overallScore"))
    readings.value("Sleep score", None, span, score, "")
    readings.value("Sleep stress", None, span, number(night.get("avgSleepStress")), "")


def _of_day(readings: Readings, zone: tzinfo, day: Document) -> None:
    """Tell the totals of a day, which begins and ends where the watch was."""
    span = moments.between(
        _stamp(day.get("wellnessStartTimeGmt")), _stamp(day.get("wellnessEndTimeGmt"))
    ) or _day(day, zone)
    for field, (kind, signal, unit) in _OF_DAY.items():
        found = number(day.get(field)) if signal in _COUNTED else positive(day.get(field))
        readings.value(kind, signal, span, found, unit)
    moderate = number(day.get("moderateIntensityMinutes"))
    vigorous = number(day.get("vigorousIntensityMinutes"))
    if moderate is not None or vigorous is not None:
        brisk = (moderate or 0) + (vigorous or 0)
        readings.value("Intensity minutes", "exercise_time", span, brisk, "min")
    for one in parts(part(day, "allDayStress").get("aggregatorList")):
        kind = f"Stress {words(one.get('type')).lower()}".strip()
        readings.value(kind, None, span, positive(one.get("averageStressLevel")), "")
    for one in parts(part(day, "bodyBattery").get("bodyBatteryStatList")):
        kind = f"Body battery {words(one.get('bodyBatteryStatType')).lower()}".strip()
        readings.value(kind, None, span, number(one.get("statsValue")), "")


_COUNTED = {"steps", "distance", "active_energy"}


def _activity(readings: Readings, zone: tzinfo, one: Document) -> None:
    """Tell an activity: milliseconds, centimetres; what unit its energy is in, nobody says."""
    kind = words(one.get("activityType")) or words(part(one, "activityType").get("typeKey"))
    start = moments.at_ms(number(one.get("beginTimestamp")) or number(one.get("startTimeGmt")))
    span = moments.lasting(
        start, number(one.get("elapsedDuration"), 1000) or number(one.get("duration"), 1000)
    )
    zones = [number(one.get(f"hrTimeInZone_{n}"), 1000) for n in range(7)]
    about = {
        "name": words(one.get("name")),
        "sport": kind,
        "distance_m": number(one.get("distance"), 100),
        "hr_mean_bpm": positive(one.get("avgHr")),
        "hr_max_bpm": positive(one.get("maxHr")),
        "hr_min_bpm": positive(one.get("minHr")),
        "ascent_m": positive(one.get("elevationGain"), 100),
        "calories_exported": number(one.get("calories")),
        "training_load": number(one.get("activityTrainingLoad")),
        "aerobic_effect": number(one.get("aerobicTrainingEffect")),
        "anaerobic_effect": number(one.get("anaerobicTrainingEffect")),
        "zones_s": zones if any(zones) else None,
    }
    readings.workout(
        "Activity",
        span,
        activity(kind),
        about,
        duration_s=positive(one.get("duration"), 1000),
        content=str(one.get("activityId"))[:40],
    )
    if uptake := positive(one.get("vO2MaxValue")):
        readings.value("Activity VO2max", "vo2max", span, uptake, "mL/min·kg")


def _status(readings: Readings, zone: tzinfo, day: Document) -> None:
    """Tell the measures of a night by which Garmin judges health; HRV is its nightly RMSSD."""
    stamp = _stamp(day.get("calendarDate"))
    span = moments.early_morning(None if stamp is None else stamp.date(), zone)
    for one in parts(day.get("metrics")):
        kind = words(one.get("type"))
        signal, unit = ("hrv_rmssd", "ms") if kind == "HRV" else (None, "")
        about = {
            "low": number(one.get("baselineLowerLimit")),
            "high": number(one.get("baselineUpperLimit")),
            "status": words(one.get("status")),
        }
        found = positive(one.get("value"))
        readings.value(f"Status {kind}", signal, span, found, unit, about=about)


def _weight(readings: Readings, zone: tzinfo, one: Document) -> None:
    """Tell a weighing, in grams; records of this file that are of something else say nothing."""
    weighed = part(one, "weight")
    when = _stamp(weighed.get("timestampGMT")) or _stamp(
        part(one, "metaData").get("calendarDate"), zone
    )
    mass = positive(weighed.get("weight"))
    if mass is None:
        readings.drafts.skip("measure without a weight")
        return
    readings.value("Weight", "mass", moments.moment(when), mass, "g")
    readings.value(
        "Body fat", "body_fat", moments.moment(when), positive(weighed.get("bodyFat")), "%"
    )


def _uptake(readings: Readings, zone: tzinfo, one: Document) -> None:
    about = {"sport": words(one.get("sport"))}
    found = positive(one.get("vo2MaxValue"))
    readings.value("VO2max", "vo2max", _day(one, zone), found, "mL/min·kg", about=about)


def _readiness(readings: Readings, zone: tzinfo, one: Document) -> None:
    about = {"level": words(one.get("level"))}
    when = moments.moment(_stamp(one.get("timestamp"))) or _day(one, zone)
    readings.value("Training readiness", None, when, number(one.get("score")), "", about=about)


_TELLERS: Mapping[str, Callable[[Readings, tzinfo, Document], None]] = {
    "Activity": _activity,
    "Night": _night,
    "Day": _of_day,
    "Health status": _status,
    "Weight": _weight,
    "VO2max": _uptake,
    "Training readiness": _readiness,
}
