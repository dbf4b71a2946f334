"""The answer of `/api/v2/workoutlog/`, a page or a list of its results, as batches of raw rows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from functools import cache
from importlib import resources

from spotter.intake import moments
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.documents import ARRAY, Document, Documents, outline
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.readings import number, words
from spotter.intake.strength.reading import Unreadable
from spotter.intake.strength.sets import LogSet, Session, StrengthLog
from spotter.kit.units import M_PER_MILE
from spotter.training.catalogue import catalogue

APP = "wger"
_PAGE = re.compile(
    r'\s*\{\s*"count"\s*:\s*\d+\s*,\s*"next"\s*:\s*(?:null|"[^"]*")\s*,'
    r'\s*"previous"\s*:\s*(?:null|"[^"]*")\s*,\s*"results"\s*:\s*\['
)
# Twenty sets a day for seventy years.
_MOST = 500_000
# wger's own numbers (its fixtures `weight_unit` and `repetition_unit`).
_POUNDS, _BODYWEIGHT = 2, 3
_UNIT_OF_LOAD = {1: "kg", _POUNDS: "lb"}
_FAILURE, _SECONDS, _MINUTES, _MILES, _KILOMETRES = 2, 3, 4, 5, 6
_LOADS = frozenset({"weight_unit", "weight"})
_COUNTS = frozenset({"repetitions", "reps"})


def detect(head: bytes) -> bool:
    """Return whether `head` begins a page, or a list, of log entries of wger."""
    text = head.decode("utf-8", "replace")
    found = _PAGE.match(text)
    keys = outline(b"[" + text[found.end() :].encode() if found else head)
    return keys.lists("id", "date", *_LOADS) and bool(_COUNTS & keys.keys)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets and sessions; raises `Damaged` where the JSON breaks off.

    Entries come in any order; those of one session, or of one day without a session, belong
    together.
    """
    drafts = Drafts(now=now, about=about)
    begin = _PAGE if opened.head.lstrip()[:1] == b"{" else ARRAY
    documents, entries = Documents(opened.stream, begin), list[Document]()
    damage: Damaged | None = None
    try:
        for entry in documents:
            if len(entries) >= _MOST:
                raise Damaged("The log holds more than half a million sets.", documents.offset)
            entries.append(entry)
    except Damaged as error:
        damage = error
    log = StrengthLog(drafts, APP)
    for session, one in _sets(entries, about.zone, drafts):
        log.add(session, one)
        if drafts.full:
            yield drafts.take(documents.offset)
    log.close()
    yield drafts.take(documents.offset)
    if damage is not None:
        raise damage


def _sets(
    entries: list[Document], zone: tzinfo, drafts: Drafts
) -> Iterator[tuple[Session, LogSet]]:
    """Yield each set with its session, in the order in which they were done."""
    read: dict[str, list[tuple[datetime, float, LogSet]]] = {}
    for entry in entries:
        try:
            at, key, one = _entry(entry, zone)
            place = number(entry.get("id")) or 0.0
        except Unreadable as error:
            drafts.refuse(error.reason, "Set")
            continue
        read.setdefault(key, []).append((at, place, one))
    for key, done in sorted(read.items(), key=lambda item: min(item[1], key=_when)[0]):
        done.sort(key=_when)
        session = Session(done[0][0], id=key)
        for _, _, one in done:
            yield session, one


def _when(done: tuple[datetime, float, LogSet]) -> tuple[datetime, float]:
    return done[0], done[1]


def _entry(entry: Document, zone: tzinfo) -> tuple[datetime, str, LogSet]:
    at = moments.at(words(entry.get("date")), zone)
    if at is None:
        raise Unreadable("unreadable_time")
    session = entry.get("session") or words(entry.get("date"))[:10]
    count = number(entry.get("repetitions", entry.get("reps")))
    in_unit = number(entry.get("repetitions_unit", entry.get("repetition_unit"))) or 1
    rir = number(entry.get("rir"))
    load, unit = _load(entry)
    one = LogSet(
        _exercise(entry),
        load=load,
        unit=unit,
        reps=None if count is None or in_unit > _FAILURE else round(count),
        duration_s=_times(count, in_unit, {_SECONDS: 1.0, _MINUTES: 60.0}),
        distance_m=_times(count, in_unit, {_MILES: M_PER_MILE, _KILOMETRES: 1000.0}),
        rpe=None if rir is None else max(1.0, 10 - rir),
        kind="failure" if in_unit == _FAILURE else "work",
    )
    return at, str(session), one


def _load(entry: Document) -> tuple[float | None, str]:
    """Return the load and its unit; plates and speeds are no load."""
    weight, unit = number(entry.get("weight")), number(entry.get("weight_unit")) or 1
    if unit == _BODYWEIGHT:
        return 0.0, "kg"
    known = _UNIT_OF_LOAD.get(int(unit))
    return (weight, known) if known else (None, "kg")


def _times(count: float | None, unit: float, factors: Mapping[int, float]) -> float | None:
    factor = factors.get(int(unit))
    return count * factor if count and factor else None


def _exercise(entry: Document) -> str:
    """Return the name of the exercise: as told, else by wger's number, else that number."""
    told = entry.get("exercise_base", entry.get("exercise"))
    if isinstance(told, Mapping):
        name = words(told.get("name"))
        told = told.get("id")
        if name:
            return name
    which = number(told)
    if which is None:
        raise Unreadable("no_type")
    ours = _known().get(str(int(which)))
    return catalogue().get(ours).name if ours else f"wger exercise {int(which)}"


@cache
def _known() -> Mapping[str, str]:
    """Return wger's numbers → exercises of the catalogue."""
    text = (resources.files("spotter.intake.wger") / "exercises.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
