"""From an export to a decision, in a folder that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import polars as pl
from rich.console import Console

from spotter.athletes import profile_toml
from spotter.athletes.profile import Profile, Screening
from spotter.body import raw
from spotter.body.checkin import Checkin
from spotter.body.service import compute, compute_sets
from spotter.cli.diary import NOTHING_WRITTEN, Diary
from spotter.cli.progress import reading
from spotter.intake.errors import Damaged
from spotter.intake.pipeline import import_file
from spotter.kit.errors import BadInput
from spotter.kit.room import DiskFull, room
from spotter.kit.time import Clock, local_day, utc_now, zone
from spotter.prescribe.service import today_from

UNKNOWN_ZONE = Profile().time_zone


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and for which day (None: not said); `text` is the profile file, None without."""

    profile: Profile
    screening: Screening | None
    day: date | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was assumed on the way."""

    code: str
    text: str


def asked(path: Path | None, day: date | None) -> Asked:
    """Return what the profile file at `path` says; without one, nothing is known.

    Raises `BadInput` naming what cannot be used.
    """
    if path is None:
        return Asked(Profile(), None, day, None)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {problem.strerror}.", field="profile") from problem
    except UnicodeDecodeError as problem:
        raise BadInput(f"{path} is not UTF-8 text.", field="profile") from problem
    told = profile_toml.parse(text, day=day, name=str(path))
    return Asked(told.profile, told.screening, day, text)


def decide(
    export: Path,
    who: Asked,
    console: Console,
    diary: Diary = NOTHING_WRITTEN,
    *,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Return the decision document for `who`, with `import` and `notes` beside it.

    Raises `ImportRefused` when the export cannot be used, also when it breaks off.
    """
    now = (clock or utc_now)()
    with _scratch() as folder:
        samples = Path(folder) / "raw.parquet"
        with reading(export.name, console, export.stat().st_size) as told:
            report = import_file(
                export, samples, now=now, zone=zone(who.profile.time_zone), on_progress=told
            )
        if report.damage is not None:
            # A session must not rest on a file whose last days may be the ones that are missing.
            raise Damaged(
                f"{report.damage.message} Nothing was planned. `spotter import` keeps what was "
                "complete.",
                report.damage.offset,
            )
        home, notes = _home(who, raw.scan([samples]))
        at_home = replace(who.profile, time_zone=home)
        days, sets = compute(at_home, [samples]), compute_sets(at_home, {samples: ""})
    day, more = _day(who, days, local_day(now, zone(home)))
    document = today_from(
        days,
        who.profile,
        who.screening,
        day,
        checkins=(*diary.checkins, *_checkins(who, day)),
        logs=diary.sessions,
        elsewhere=[done for one in sets if (done := one.done()) is not None],
    )
    return {
        **document,
        "import": {
            "records": report.records,
            "days": len(days),
            "rejected": report.rejected,
            "rejected_by_reason": report.rejected_by_reason,
            "by_kind": dict(report.by_kind),
        },
        "notes": [asdict(note) for note in (*_unanswered(who), *notes, *more)],
    }


@contextmanager
def _scratch() -> Iterator[str]:
    """Yield a folder that is gone afterwards; raises `DiskFull` naming where it would be."""
    # Where the usual places are all full, looking for one fails as if there were none.
    try:
        home = tempfile.gettempdir()
    except FileNotFoundError as problem:
        raise DiskFull(
            "There is no folder for temporary files with room in it. Make room, or set TMPDIR to "
            "a folder that has some."
        ) from problem
    try:
        with room(Path(home)), tempfile.TemporaryDirectory(prefix="spotter-") as folder:
            yield folder
    except DiskFull as problem:
        # Named is the folder that a person knows, not the one within it that is gone by now.
        raise DiskFull(
            f"There is no room left in {home}. Make room there, or set TMPDIR to a folder that has "
            "some."
        ) from problem


def _home(who: Asked, rows: pl.LazyFrame) -> tuple[str, list[Note]]:
    """Return where the athlete's days begin and end: as told, else where most records say."""
    if who.profile.time_zone != UNKNOWN_ZONE:
        return who.profile.time_zone, []
    said = rows.select(pl.col("zone").cast(pl.String).drop_nulls().value_counts(sort=True))
    named = said.head(1).collect().to_series().struct.field("zone").to_list()
    if not named or named[0] not in available_timezones():
        return UNKNOWN_ZONE, []
    text = f"Days begin and end as in {named[0]}, where most records that name a zone were made."
    return named[0], [Note("time_zone_from_export", text)]


def _day(who: Asked, days: Collection[date], today: date) -> tuple[date, list[Note]]:
    """Return the day to decide for: as asked, else the last in the export, else today."""
    if who.day is not None:
        return who.day, []
    last = max(days, default=today)
    if last >= today:
        return today, []
    text = f"No day was named, so this is for {last}, the last day in the export."
    return last, [Note("date_from_export", text)]


def _checkins(who: Asked, day: date) -> tuple[Checkin, ...]:
    """Return the check-in of the profile file, which without a date is about `day`."""
    told = None if who.text is None else profile_toml.parse(who.text, day=day).checkin
    return () if told is None else (told,)


def _unanswered(who: Asked) -> list[Note]:
    """Return what somebody can do who gave no profile, or one without screening answers."""
    if who.text is None:
        text = (
            "No profile was given, so the screening questions are unanswered. Make one with "
            "`spotter profile --template > me.toml`, fill it in and add --profile me.toml."
        )
        return [Note("no_profile", text)]
    if who.screening is None:
        text = "The profile has no screening answers; fill in its part [screening]."
        return [Note("no_screening", text)]
    return []
