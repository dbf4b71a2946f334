"""The days of an athlete computed anew, after the profile changed what a day is."""

from __future__ import annotations

from datetime import date, datetime

from spotter.athletes.profile import Profile
from spotter.body.service import compute, put_days
from spotter.body.state import Day
from spotter.kit.time import Clock
from spotter.store.uow import UnitOfWork
from spotter.store.work import Handler, Work

RECOMPUTE = "body.recompute"


def needs_recompute(before: Profile, after: Profile) -> bool:
    """Return whether days stored under `before` are wrong under `after`.

    The time zone says which records belong to a day, the age how hard a heart rate was.
    """
    return _what_days_rest_on(before) != _what_days_rest_on(after)


def request_recompute(uow: UnitOfWork, athlete_id: str, now: datetime) -> str:
    """Ask for every day of the athlete to be computed anew; return the job's id.

    One job for each revision of the athlete: asking twice for the same one is asking once. A job
    asked for while an import runs comes after it, as an athlete's jobs run one at a time. Raises
    `NotFound`.
    """
    key = f"{athlete_id}:{uow.athletes.revision(athlete_id)}"
    return uow.jobs.enqueue(RECOMPUTE, athlete_id, {}, key, now=now)


def recompute_handler(clock: Clock) -> Handler:
    """Return the handler of the job `RECOMPUTE`."""

    def run(work: Work) -> None:
        run_recompute(work, clock)

    return Handler(run)


def run_recompute(work: Work, clock: Clock) -> None:
    """Compute every day from the raw files, outside any lock, then store them and end the job.

    Days of the old zone on which nothing happened in the new one are removed. An athlete without
    files has no days to compute. Raises `NotFound` when the athlete is gone.
    """
    athlete_id = str(work.job.athlete_id)
    with work.uow.reading() as uow:
        profile = uow.athletes.get(athlete_id).profile
        files = uow.imports.files(athlete_id)
        stored = _stored(uow, athlete_id)
    if not files:
        return
    gone = {day: Day(day, {}, {}) for day in stored}
    computed = gone | compute(profile, files)
    work.check()
    with work.uow() as uow:
        put_days(uow, athlete_id, computed, clock())
        work.finish(uow)
        uow.commit()


def _stored(uow: UnitOfWork, athlete_id: str) -> set[date]:
    span = uow.days.span(athlete_id)
    return set() if span is None else set(uow.days.between(athlete_id, *span))


def _what_days_rest_on(profile: Profile) -> tuple[str, date | None, int | None]:
    told = profile.age_years if profile.birth_date is None else None
    return profile.time_zone, profile.birth_date, told
