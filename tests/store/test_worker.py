"""The worker: does what it is given, says what went wrong, and stops when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from spotter.athletes.profile import Profile
from spotter.kit.errors import BadInput
from spotter.kit.time import utc_now
from spotter.store.records import Job
from spotter.store.repositories.jobs import LeaseLost
from spotter.store.uow import UnitOfWork, Units
from spotter.store.work import Handler, Stopping, Work, next_try
from spotter.store.worker import Worker


class Watch:
    """A clock that a test winds."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wind(self, **more: float) -> None:
        self.at += timedelta(**more)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def job_id(units: Units, athlete_id: str, watch: Watch) -> str:
    with units() as uow:
        job_id = uow.jobs.enqueue("k", athlete_id, {"n": 3}, "key", now=watch(), max_attempts=3)
        uow.commit()
    return job_id


def worker(units: Units, watch: Watch, run: Callable[[Work], None], **more: object) -> Worker:
    return Worker(units, {"k": Handler(run, **more)}, clock=watch, name="w1")  # type: ignore[arg-type]


def job_of(units: Units, job_id: str) -> Job:
    with units() as uow:
        return uow.jobs.get(job_id)


def test_a_job_is_done_and_finished(units: Units, watch: Watch, job_id: str) -> None:
    seen: list[object] = []
    assert worker(units, watch, lambda work: seen.append(work.job.payload)).run_until_idle() == 1
    assert seen == [{"n": 3}]
    assert job_of(units, job_id).state == "finished"


def test_a_handler_can_end_the_job_with_its_effect(
    units: Units, watch: Watch, job_id: str, athlete_id: str
) -> None:
    def run(work: Work) -> None:
        with work.uow() as uow:
            uow.athletes.bump(athlete_id)
            work.finish(uow)
            uow.commit()

    assert worker(units, watch, run).run_until_idle() == 1
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 2
    assert job_of(units, job_id).state == "finished"


def test_an_effect_whose_lease_was_lost_is_dropped(
    units: Units, watch: Watch, job_id: str, athlete_id: str
) -> None:
    def run(work: Work) -> None:
        with work.uow() as uow:
            watch.wind(hours=1)
            assert uow.jobs.lease("other", watch(), 60) is not None
            uow.commit()
        with work.uow() as uow:
            uow.athletes.bump(athlete_id)
            work.finish(uow)
            uow.commit()

    worker(units, watch, run).run_one(threading.Event())
    with units() as uow:
        assert uow.athletes.revision(athlete_id) == 1
    assert job_of(units, job_id).worker == "other"


def test_an_error_with_words_for_the_person_ends_the_job_in_these_words(
    units: Units, watch: Watch, job_id: str
) -> None:
    def run(work: Work) -> None:
        raise BadInput("This is not an export; choose export.zip.")

    worker(units, watch, run).run_until_idle()
    job = job_of(units, job_id)
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error == "This is not an export; choose export.zip."


def test_a_final_failure_writes_what_it_means_in_the_same_transaction(
    units: Units, watch: Watch, job_id: str, athlete_id: str
) -> None:
    def run(work: Work) -> None:
        raise BadInput("no")

    def failed(uow: UnitOfWork, job: Job, words: str) -> None:
        uow.athletes.put_profile(athlete_id, Profile(sport=f"{job.kind}: {words}"))

    worker(units, watch, run, failed=failed).run_until_idle()
    with units() as uow:
        assert uow.athletes.get(athlete_id).profile.sport == "k: no"


def test_a_bug_is_tried_again_with_growing_pauses_and_then_given_up(
    units: Units, watch: Watch, job_id: str
) -> None:
    def run(work: Work) -> None:
        raise ZeroDivisionError

    doing = worker(units, watch, run)
    for attempt in (1, 2):
        assert doing.run_until_idle() == 1
        assert job_of(units, job_id).state == "queued"
        watch.wind(seconds=2**attempt)
    assert doing.run_until_idle() == 1
    job = job_of(units, job_id)
    assert (job.state, job.attempts) == ("failed", 3)
    assert "ZeroDivisionError" in str(job.error)


def test_pauses_grow_up_to_five_minutes() -> None:
    assert [next_try(n).total_seconds() for n in (1, 2, 3, 20)] == [2, 4, 8, 300]


def test_a_job_whose_workers_were_all_killed_is_given_up_in_words(
    units: Units, watch: Watch, job_id: str
) -> None:
    for _ in range(3):
        with units() as uow:
            uow.jobs.lease("dead", watch(), 60)
            uow.commit()
        watch.wind(hours=1)
    said: list[str] = []
    handler = Handler(lambda work: None, failed=lambda uow, job, words: said.append(words))
    assert not Worker(units, {"k": handler}, clock=watch).run_one(threading.Event())
    assert job_of(units, job_id).state == "failed"
    assert "cut off 3 times" in said[0]


def test_progress_is_on_the_row(units: Units, watch: Watch, job_id: str) -> None:
    seen: list[Job] = []

    def run(work: Work) -> None:
        work.progress(5, 10, "reading", records=7)
        work.progress(6, 10, "too soon to write")
        seen.append(job_of(units, job_id))
        work.progress(10, 10, "done")

    worker(units, watch, run).run_until_idle()
    assert [(job.done, job.total, job.note, job.records) for job in seen] == [(5, 10, "reading", 7)]
    assert (job_of(units, job_id).done, job_of(units, job_id).note) == (10, "done")


def test_a_worker_asked_to_stop_puts_its_job_back_untried(
    units: Units, watch: Watch, job_id: str
) -> None:
    stop = threading.Event()

    def run(work: Work) -> None:
        stop.set()
        work.progress(1, 2)
        pytest.fail("it went on")

    worker(units, watch, run).run(stop)
    job = job_of(units, job_id)
    assert (job.state, job.attempts) == ("queued", 0)


def test_a_long_job_keeps_its_lease_without_reporting(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "key")
        uow.commit()
    others: list[Job | None] = []

    def run(work: Work) -> None:
        threading.Event().wait(1.2)
        with work.uow() as uow:
            others.append(uow.jobs.lease("other", utc_now(), 60))

    Worker(units, {"k": Handler(run)}, lease_s=0.6).run_until_idle()
    assert others == [None]


def test_a_handler_learns_that_its_lease_is_gone(
    units: Units, athlete_id: str, watch: Watch, job_id: str
) -> None:
    raised: list[type[Exception]] = []

    def run(work: Work) -> None:
        with work.uow() as uow:
            uow.athletes.delete(athlete_id)
            uow.commit()
        try:
            work.progress(1, 1)
        except LeaseLost as error:
            raised.append(type(error))
            raise

    worker(units, watch, run).run_until_idle()
    assert raised == [LeaseLost]


def test_logs_tell_of_jobs_without_their_contents(
    units: Units, watch: Watch, athlete_id: str
) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {"heart_rate": "a rate of 187"}, "key", now=watch())
        uow.commit()

    def run(work: Work) -> None:
        raise BadInput("That heart is odd: a rate of 187.")

    with capture_logs() as logs:
        worker(units, watch, run).run_until_idle()
    assert [entry["event"] for entry in logs] == ["job_started", "job_failed"]
    assert "rate of 187" not in str(logs)


def test_check_says_that_the_worker_is_stopping(units: Units, watch: Watch, job_id: str) -> None:
    stop = threading.Event()
    work = Work(job_of(units, job_id), units, watch, 60, stop)
    work.check()
    stop.set()
    with pytest.raises(Stopping):
        work.check()
