"""One file of the archive that Polar Flow makes of an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial

from spotter.intake import moments
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.documents import ARRAY, Document, Documents, Outline, outline, within
from spotter.intake.drafts import Drafts
from spotter.intake.moments import Span
from spotter.intake.polar import sessions
from spotter.intake.readings import Readings, number, part, parts, positive, words
from spotter.intake.readings import batches as told

_STAGES: Mapping[str, str] = {
    "WAKE": "awake",
    "REM": "rem",
    "NONREM1": "core",
    "NONREM2": "core",
    "NONREM3": "deep",
    "SLEEP": "asleep",
    "UNKNOWN": "asleep",
}
_PHASES: Mapping[str, str] = {"core": "light", "deep": "deep", "rem": "rem"}
_DAYS = "deviceDays"

Tell = Callable[[Readings, tzinfo, Document], None]


def detect(head: bytes) -> bool:
    """Return whether `head` begins one of the files that are read."""
    return _kind(outline(head)) is not None


def _kind(begins: Outline) -> str | None:
    """Return what a file holds: the keys of its first object tell."""
    if begins.holds("startTime", "stopTime") and begins.keys & {"exercises", "exportVersion"}:
        return "Training session"
    if begins.holds("identifier", "created") and "modified" in begins.keys:
        return "Training session"
    if begins.holds("date", "samples") or begins.holds("date", "physicalInformation"):
        return "Activity"
    if begins.holds(_DAYS):
        return "Heart rates of a day"
    if begins.lists("night"):
        return next((kind for kind, mark in _NIGHTS.items() if mark & begins.keys), None)
    return None


_NIGHTS: Mapping[str, set[str]] = {
    "Sleep": {"sleepResult", "evaluation"},
    "Nightly recovery": {"meanNightlyRecoveryRmssd", "meanNightlyRecoveryRri", "ansStatus"},
    "Sleep score": {"sleepScoreResult"},
}


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of one file; raises `Damaged` where it breaks off."""
    drafts = Drafts(now=now, about=about)
    kind = _kind(outline(opened.head)) or ""
    begin = {"Training session": None, "Activity": None, "Heart rates of a day": within(_DAYS, "{")}
    documents = Documents(opened.stream, begin.get(kind, ARRAY))
    readings = Readings(drafts, "Polar", "watch Polar", vendor="Polar")
    tell = partial(_TELLERS[kind], readings, about.zone)
    yield from told(documents, tell, drafts, kind)


def _activity(readings: Readings, zone: tzinfo, day: Document) -> None:
    """Tell the steps of a day, minute by minute where they are known, and their sum beside them."""
    date = words(day.get("date"))
    for one in parts(part(day, "samples").get("steps")):
        start = moments.at(f"{date}T{words(one.get('localTime'))}", zone)
        count = number(one.get("value"))
        readings.value("Steps", "steps", moments.lasting(start, 60), count, "count")
    whole, summary = moments.whole_day(moments.day_of(date), zone), part(day, "summary")
    if summary:
        # A source of its own, so that it counts for what the minutes lack and never twice.
        total = Readings(readings.drafts, "Polar (days)", "app Polar", vendor="Polar")
        steps = number(summary.get("stepCount"))
        total.value("Steps of the day", "steps", whole, steps, "count")
        total.value("Calories", None, whole, positive(summary.get("calories")), "")
        total.value("MET minutes", None, whole, positive(summary.get("dailyMetMinutes")), "")


def _heart_rates(readings: Readings, zone: tzinfo, day: Document) -> None:
    """Tell the heart rates of one device and day; their seconds are those of the wall clock."""
    midnight = words(day.get("date"))
    for one in parts(day.get("samples")):
        span = moments.moment(_on_clock(midnight, number(one.get("secondsFromDayStart")), zone))
        about = {"source": words(one.get("source"))}
        found = positive(one.get("heartRate"))
        readings.value("Heart rate", "heart_rate", span, found, "bpm", about=about)


def _on_clock(date: str, seconds: float | None, zone: tzinfo) -> datetime | None:
    if seconds is None or not 0 <= seconds < 86_400:
        return None
    hour, rest = divmod(seconds, 3600)
    minute, second = divmod(rest, 60)
    return moments.at(f"{date}T{int(hour):02}:{int(minute):02}:{int(second):02}", zone)


def _sleep(readings: Readings, zone: tzinfo, night: Document) -> None:
    """Tell a night: from change to change of state, or by its phases where none are listed."""
    hypnogram = part(night, "sleepResult", "hypnogram")
    start = moments.at(words(hypnogram.get("sleepStart")), zone)
    end = moments.at(words(hypnogram.get("sleepEnd")), zone)
    span = moments.between(start, end)
    place = words(hypnogram.get("sleepEnd"))[-6:]
    readings = readings.where(moments.name_of(moments.fixed(place)))
    changes = parts(hypnogram.get("sleepStateChanges"))
    phases = part(night, "evaluation", "phaseDurations")
    if span and changes:
        readings.row("Sleep", "sleep", span, text="in_bed")
        for stretch, state in _stretches(span, changes):
            readings.stage("Sleep", stretch, _STAGES.get(state))
    else:
        totals = {
            stage: sessions.seconds(words(phases.get(name))) for stage, name in _PHASES.items()
        }
        readings.night("Sleep", span, totals)
        asleep = sessions.seconds(words(part(night, "evaluation").get("asleepDuration")))
        if span and asleep and not any(totals.values()):
            readings.stage("Sleep", span, "asleep")


def _stretches(span: Span, changes: list[Document]) -> Iterator[tuple[Span, str]]:
    """Yield from each change to the next what state it began; what lies after the end is none."""
    start, end = span
    begun: list[tuple[datetime, str]] = []
    for one in changes:
        offset = next((one[key] for key in one if "offset" in key.casefold()), None)
        after = sessions.seconds(words(offset))
        if after is not None and after < (end - start).total_seconds():
            begun.append((start + timedelta(seconds=after), words(one.get("state"))))
    begun.sort()
    for (begin, state), (until, _) in zip(begun, [*begun[1:], (end, "")], strict=True):
        yield (begin, until), state.removeprefix("SLEEP_STATE_")


def _recovery(readings: Readings, zone: tzinfo, night: Document) -> None:
    """Tell the hours of a night by which Polar judges recovery: HRV is RMSSD, in milliseconds."""
    span = moments.early_morning(moments.day_of(words(night.get("night"))), zone)
    rmssd = positive(night.get("meanNightlyRecoveryRmssd"))
    readings.value("Nightly RMSSD", "hrv_rmssd", span, rmssd, "ms")
    breath_ms = positive(night.get("meanNightlyRecoveryRespirationInterval"))
    breaths = 60_000 / breath_ms if breath_ms else None
    readings.value("Nightly respiration", "respiratory_rate", span, breaths, "count/min")
    beat_ms = positive(night.get("meanNightlyRecoveryRri"))
    readings.value("Nightly beat interval", None, span, beat_ms, "ms")
    readings.value("ANS charge", None, span, number(night.get("ansStatus")), "")
    readings.value("Nightly recharge", None, span, number(night.get("recoveryIndicator")), "")


def _score(readings: Readings, zone: tzinfo, night: Document) -> None:
    span = moments.early_morning(moments.day_of(words(night.get("night"))), zone)
    score = number(part(night, "sleepScoreResult").get("sleepScore"))
    readings.value("Sleep score", None, span, score, "")


_TELLERS: Mapping[str, Tell] = {
    "Training session": sessions.tell,
    "Activity": _activity,
    "Heart rates of a day": _heart_rates,
    "Sleep": _sleep,
    "Nightly recovery": _recovery,
    "Sleep score": _score,
}
