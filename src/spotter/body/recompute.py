"""The days of an athlete computed anew, after the profile changed what a day is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import polars as pl

from spotter.athletes.profile import Profile, Sex
from spotter.body import raw
from spotter.body.service import compute, compute_sets, put_days
from spotter.body.state import Day
from spotter.body.touch import EVERY_DAY, touch
from spotter.kit.time import Clock, zone
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

RECOMPUTE = "body.recompute"


def needs_recompute(before: Profile, after: Profile) -> bool:
    """Return whether days stored under `before` are wrong under `after`.

    The time zone says which records belong to a day, age and sex how hard a heart rate was.
    """
    return _what_days_rest_on(before) != _what_days_rest_on(after)


def request_recompute(
    uow: UnitOfWork, athlete_id: str, now: datetime, signals: Collection[str] = ()
) -> str:
    """Ask for the days of the athlete to be computed anew; return the job's id.

    With `signals` only for those on which several sources told of one of them. One job for each
    revision of the athlete: asking twice for the same one is asking once. A job asked for while an
    import runs comes after it, as an athlete's jobs run one at a time. Raises `NotFound`.
    """
    key = f"{athlete_id}:{uow.athletes.revision(athlete_id)}"
    payload = {"signals": sorted(signals)} if signals else {}
    return uow.jobs.enqueue(RECOMPUTE, athlete_id, payload, key, now=now)


def request_sets(uow: UnitOfWork, athlete_id: str, now: datetime) -> str:
    """Ask for the sets of imported logs to be read anew; return the job's id."""
    key = f"{athlete_id}:{uow.athletes.revision(athlete_id)}"
    return uow.jobs.enqueue(RECOMPUTE, athlete_id, {"sets": True}, key, now=now)


def recompute_handler(clock: Clock) -> Handler:
    """Return the handler of the job `RECOMPUTE`."""

    def run(work: Work) -> None:
        again = _recompute_sets if work.job.payload.get("sets") else run_recompute
        again(work, clock)

    return Handler(run)


def _recompute_sets(work: Work, clock: Clock) -> None:
    athlete_id = str(work.job.athlete_id)
    with work.uow.reading() as uow:
        profile = uow.athletes.get(athlete_id).profile
        files, unit = uow.imports.owners(athlete_id), uow.imports.mass_unit(athlete_id)
    sets = compute_sets(profile, files, unit=unit)
    work.check()
    with work.uow() as uow:
        uow.athletes.bump(athlete_id)
        uow.done_sets.put(athlete_id, sets, None)
        touch(uow, athlete_id, [EVERY_DAY], clock())
        work.finish(uow)
        uow.commit()


def run_recompute(work: Work, clock: Clock) -> None:
    """Compute the days from the raw files, outside any lock, then store them and end the job.

    Days of the old zone on which nothing happened in the new one are removed. An athlete without
    files has no days to compute. Raises `NotFound` when the athlete is gone.
    """
    athlete_id = str(work.job.athlete_id)
    with work.uow.reading() as uow:
        profile = uow.athletes.get(athlete_id).profile
        files = uow.imports.owners(athlete_id)
        stored = _stored(uow, athlete_id)
        order, unit = uow.source_orders.of(athlete_id), uow.imports.mass_unit(athlete_id)
    if not files:
        return
    signals = cast(list[str], work.job.payload.get("signals", []))
    touched = contested(raw.scan(list(files)), zone(profile.time_zone), signals)
    computed = compute(profile, list(files), touched if signals else None, order)
    if not signals:
        computed = {day: Day(day, {}, {}) for day in stored} | computed
    sets = None if signals else compute_sets(profile, files, unit=unit)
    work.check()
    with work.uow() as uow:
        put_days(uow, athlete_id, computed, clock())
        if sets is not None:
            uow.done_sets.put(athlete_id, sets, None)
            touch(uow, athlete_id, [EVERY_DAY], clock())
        work.finish(uow)
        uow.commit()


def contested(rows: pl.LazyFrame, home: ZoneInfo, signals: Collection[str]) -> set[date]:
    """Return the local dates on which several sources told of one of `signals`."""
    ends = (pl.col(name).dt.convert_time_zone(str(home)).dt.date() for name in ("start", "end"))
    found = (
        rows.filter(pl.col("signal").is_in(list(signals)))
        .select("signal", "source", pl.concat_list(*ends).list.unique().alias("day"))
        .explode("day")
        .group_by("signal", "day")
        .agg(pl.col("source").n_unique())
        .filter(pl.col("source") > 1)
        .collect(engine="streaming")
    )
    return set(found["day"].to_list())


def _stored(uow: UnitOfWork, athlete_id: str) -> set[date]:
    span = uow.days.span(athlete_id)
    return set() if span is None else set(uow.days.between(athlete_id, *span))


def _what_days_rest_on(profile: Profile) -> tuple[str, date | None, int | None, Sex | None]:
    told = profile.age_years if profile.birth_date is None else None
    return profile.time_zone, profile.birth_date, told, profile.sex
