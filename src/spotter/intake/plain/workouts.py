"""Reads a plain table of workouts and sets, whoever keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from spotter.intake.activities import activity
from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.plain.columns import WORKOUTS
from spotter.intake.plain.rows import Rows, fits
from spotter.intake.strength import reading
from spotter.intake.strength.reading import Unreadable
from spotter.intake.strength.sets import LogSet, Session, StrengthLog
from spotter.intake.strength.table import Row
from spotter.intake.strength.values import LONGEST_S
from spotter.kit.units import KJ_PER_KCAL

SOURCE = "workout_data.csv"
_DEVICE = "app workout_data.csv"
_KINDS = {"warmup": "warm_up", "warm-up": "warm_up", "warm up": "warm_up", "dropset": "drop"}
_KNOWN_KINDS = frozenset({"work", "warm_up", "drop", "failure"})
# Nobody does more equal sets in one workout.
_MOST_SETS = 100


def detect(head: bytes) -> bool:
    """Return whether every column of the table is one of `columns.WORKOUTS`."""
    return fits(WORKOUTS, head)


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the sets and workouts; raises `Damaged` where the table breaks off.

    A row with an exercise is a set, or `sets` equal ones; sets of one start and title are one
    session. A row without is a workout.
    """
    reader, rows = _Reader(Drafts(now=now, about=about), about.zone), Rows(opened.stream, WORKOUTS)
    damage: Damaged | None = None
    try:
        for row in rows:
            reader.tell(row)
            if reader.drafts.full:
                yield reader.drafts.take(rows.offset)
    except Damaged as error:
        damage = error
    reader.log.close()
    yield reader.drafts.take(rows.offset)
    if damage is not None:
        raise damage


class _Reader:
    """Puts rows into `drafts`; local times are in `zone`."""

    def __init__(self, drafts: Drafts, zone: tzinfo) -> None:
        self.drafts, self._zone = drafts, zone
        self.log = StrengthLog(drafts, SOURCE)
        self._rated: Session | None = None

    def tell(self, row: Row) -> None:
        """Tell one row, or refuse it."""
        try:
            self._tell(row)
        except Unreadable as error:
            self.drafts.refuse(error.reason, "Set" if row.get("exercise") else "Workout", row)

    def _tell(self, row: Row) -> None:
        start, duration_s = _span(row, self._zone)
        if not row.get("exercise"):
            _workout(row, start, duration_s, self.drafts)
            return
        session = Session(start, title=row.get("title", ""), duration_s=duration_s)
        one = _set(row)
        for _ in _times(row):
            self.log.add(session, one)
        if row.get("session_rpe") and session != self._rated:
            self._rated = session
            _effort(self.drafts, start, reading.number(row["session_rpe"]))


def _times(row: Row) -> Iterable[int]:
    count = reading.reps(row.get("sets", ""))
    if count is not None and not 1 <= count <= _MOST_SETS:
        raise Unreadable("impossible_value")
    return range(count or 1)


def _set(row: Row) -> LogSet:
    kind = row.get("kind", "").casefold()
    kind = _KINDS.get(kind, kind)
    pounds = reading.number(row.get("load_lb", ""))
    rir = reading.number(row.get("rir", ""))
    rpe = reading.number(row.get("rpe", ""))
    return LogSet(
        row["exercise"],
        load=pounds if pounds is not None else reading.number(row.get("load_kg", "")),
        unit="kg" if pounds is None else "lb",
        reps=reading.reps(row.get("reps", "")),
        duration_s=reading.seconds(row.get("set_s", "")),
        distance_m=_metres(row),
        rpe=rpe if rpe is not None or rir is None else 10 - rir,
        kind=kind if kind in _KNOWN_KINDS else "work",
        note=row.get("note", ""),
    )


def _workout(row: Row, start: datetime, duration_s: float | None, drafts: Drafts) -> None:
    if duration_s is None:
        raise Unreadable("no_number")
    kcal, kj = (reading.number(row.get(name, "")) for name in ("energy_kcal", "energy_kj"))
    told = {
        "title": row.get("title", ""),
        "distance_m": _metres(row),
        "active_energy_kj": kj if kcal is None else round(kcal * KJ_PER_KCAL, 3),
        "hr_mean_bpm": reading.number(row.get("hr_mean_bpm", "")),
        "hr_max_bpm": reading.number(row.get("hr_max_bpm", "")),
        "note": row.get("note", ""),
        "activity": row["activity"],
    }
    drafts.add(
        "Workout",
        "workout",
        start,
        start + timedelta(seconds=duration_s),
        value=duration_s,
        unit="s",
        text=activity(row["activity"]),
        source=SOURCE,
        device=_DEVICE,
        metadata={name: value for name, value in told.items() if value not in (None, "")},
    )
    if rpe := row.get("session_rpe"):
        _effort(drafts, start + timedelta(seconds=duration_s), reading.number(rpe))


def _effort(drafts: Drafts, at: datetime, rpe: float | None) -> None:
    drafts.add("Effort", "effort", at, value=rpe, source=SOURCE, device=_DEVICE)


def _span(row: Row, zone: tzinfo) -> tuple[datetime, float | None]:
    """Return when a workout began and the seconds it took, None when the row does not tell."""
    end = reading.local(row["end"], zone) if row.get("end") else None
    if end is None or row.get("start"):
        start = reading.local(row.get("start", ""), zone)
        seconds = _minutes(row) if end is None else (end - start).total_seconds()
    elif (seconds := _minutes(row)) is not None:
        start = end - timedelta(seconds=seconds)
    else:
        raise Unreadable("unreadable_time")
    if seconds is not None and seconds < 0:
        raise Unreadable("ends_before_start")
    return start, seconds


def _minutes(row: Row) -> float | None:
    text = row.get("duration_min", "")
    found = reading.seconds(text)
    clock = any(sign in text for sign in ":hms")
    if found is None or clock:
        return found
    if abs(found) * 60 > LONGEST_S:
        raise Unreadable("no_number")
    return found * 60


def _metres(row: Row) -> float | None:
    told = (reading.metres(row.get(f"distance_{unit}", ""), unit) for unit in ("km", "mi", "m"))
    return next((metres for metres in told if metres is not None), None)
