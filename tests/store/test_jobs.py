"""The queue: a job is taken by one worker at a time, tried a few times, and finished once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from spotter.kit.errors import NotFound
from spotter.store.records import Job
from spotter.store.repositories.jobs import STARTS_AGAIN, LeaseLost
from spotter.store.uow import UnitOfWork, Units

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def leased(uow: UnitOfWork, worker: str = "w1", at: datetime = AT) -> Job:
    job = uow.jobs.lease(worker, at, 60)
    assert job is not None
    return job


def test_a_job_asked_for_twice_is_one_job(units: Units, athlete_id: str) -> None:
    with units() as uow:
        first = uow.jobs.enqueue("import", athlete_id, {"n": 1}, "key", now=AT)
        assert uow.jobs.enqueue("import", athlete_id, {"n": 2}, "key", now=AT) == first
        assert uow.jobs.enqueue("export", athlete_id, {}, "key", now=AT) != first
        assert uow.jobs.get(first).payload == {"n": 1}


def test_jobs_are_taken_in_the_order_they_were_asked_for(units: Units) -> None:
    with units() as uow:
        ids = [
            uow.jobs.enqueue("k", None, {}, str(n), now=AT - timedelta(seconds=n)) for n in range(3)
        ]
        assert [leased(uow).id for _ in range(3)] == ids[::-1]
        assert uow.jobs.lease("w1", AT, 60) is None


def test_a_leased_job_is_not_taken_again(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        job = leased(uow)
        assert (job.state, job.attempts, job.worker) == ("running", 1, "w1")
        assert uow.jobs.lease("w2", AT + timedelta(seconds=60), 60) is None


def test_a_job_whose_lease_ran_out_is_taken_by_another(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        lost = leased(uow, "w1")
        job = leased(uow, "w2", LATER)
        assert (job.id, job.attempts, job.worker) == (lost.id, 2, "w2")


@pytest.mark.parametrize("what", ["heartbeat", "progress", "finish", "fail", "retry", "release"])
def test_a_worker_that_lost_its_lease_can_write_nothing(
    units: Units, athlete_id: str, what: str
) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        lost = leased(uow, "w1")
        held = leased(uow, "w2", LATER)
        arguments = {
            "heartbeat": (AT, 60),
            "progress": (1, 2),
            "finish": (AT,),
            "fail": ("no", AT),
            "retry": ("no", AT),
            "release": (),
        }[what]
        with pytest.raises(LeaseLost):
            getattr(uow.jobs, what)(lost, *arguments)
        assert uow.jobs.get(held.id) == held


def test_the_same_worker_taking_a_job_again_is_another_lease(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        first = leased(uow)
        leased(uow, at=LATER)
        with pytest.raises(LeaseLost):
            uow.jobs.finish(first)


def test_a_heartbeat_holds_the_lease(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        uow.jobs.heartbeat(leased(uow), LATER, 60)
        assert uow.jobs.lease("w2", LATER + timedelta(seconds=59), 60) is None


def test_a_finished_job_stays_finished(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        job = leased(uow)
        uow.jobs.finish(job, AT)
        assert uow.jobs.lease("w2", LATER, 60) is None
        with pytest.raises(LeaseLost):
            uow.jobs.finish(job, AT)
        assert uow.jobs.get(job.id).finished_at == AT


def test_a_job_put_off_waits_its_time_and_keeps_count(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        uow.jobs.retry(leased(uow), "later", LATER)
        assert uow.jobs.lease("w1", LATER - timedelta(seconds=1), 60) is None
        assert not uow.jobs.ready(AT)
        assert uow.jobs.ready(LATER)
        assert leased(uow, at=LATER).attempts == 2


def test_a_job_put_back_untried_does_not_count(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT)
        uow.jobs.release(leased(uow))
        assert leased(uow).attempts == 1


def test_a_job_that_kills_its_workers_is_given_up(units: Units, athlete_id: str) -> None:
    with units() as uow:
        job_id = uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT, max_attempts=2)
        leased(uow)
        leased(uow, at=LATER)
        end = LATER + timedelta(minutes=5)
        assert uow.jobs.lease("w1", end, 60) is None
        assert [job.id for job in uow.jobs.exhausted(end)] == [job_id]


def test_one_athlete_has_one_job_running(units: Units, athlete_id: str, other_id: str) -> None:
    with units() as uow:
        for key, owner in (("a", athlete_id), ("b", athlete_id), ("c", other_id)):
            uow.jobs.enqueue("k", owner, {}, key, now=AT)
        first, second = leased(uow, "w1"), leased(uow, "w2")
        assert [first.key, second.key] == ["a", "c"]
        assert uow.jobs.lease("w3", AT, 60) is None
        uow.jobs.finish(first)
        assert leased(uow, "w3").key == "b"


def test_a_worker_takes_only_the_kinds_it_knows(units: Units, athlete_id: str) -> None:
    with units() as uow:
        uow.jobs.enqueue("video", athlete_id, {}, "a", now=AT)
        assert uow.jobs.lease("w", AT, 60, kinds=("import",)) is None
        assert uow.jobs.lease("w", AT, 60, kinds=("import", "video")) is not None


def test_waiting_counts_what_is_not_done(units: Units, athlete_id: str) -> None:
    with units() as uow:
        for key in "abc":
            uow.jobs.enqueue("k", None, {}, key, now=AT)
        uow.jobs.finish(leased(uow))
        leased(uow)
        assert uow.jobs.waiting() == 2


def test_an_unknown_job_is_not_found(units: Units) -> None:
    with units() as uow, pytest.raises(NotFound):
        uow.jobs.get("none")


def test_many_workers_at_once_share_the_jobs_and_double_none(
    units: Units, athlete_id: str, other_id: str
) -> None:
    with units() as uow:
        for n in range(40):
            owner = (None, athlete_id, other_id)[n % 3]
            uow.jobs.enqueue("k", owner, {}, str(n), now=AT)
        uow.commit()
    taken: list[str] = []
    clashes: list[str] = []
    running: set[str] = set()
    guard = threading.Lock()

    def work(name: str) -> None:
        while True:
            with units() as uow:
                job = uow.jobs.lease(name, AT, 600)
                left = uow.jobs.waiting()
                uow.commit()
            if job is None:
                if left == 0:
                    return
                continue
            with guard:
                taken.append(job.id)
                if job.athlete_id in running:
                    clashes.append(job.id)
                if job.athlete_id is not None:
                    running.add(job.athlete_id)
            with guard:
                running.discard(job.athlete_id or "")
            with units() as uow:
                uow.jobs.finish(job)
                uow.commit()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(set(taken)), clashes) == (40, 40, [])


def test_the_jobs_of_a_dead_process_are_taken_at_once_and_say_why(
    units: Units, athlete_id: str, other_id: str
) -> None:
    with units() as uow:
        lost = uow.jobs.enqueue("k", athlete_id, {}, "a", now=AT - timedelta(seconds=1))
        kept = uow.jobs.enqueue("k", other_id, {}, "b", now=AT)
        leased(uow, "box-17-aa")
        leased(uow, "box-171-bb")
        assert uow.jobs.abandoned_by("box-17-", AT) == 1
        assert uow.jobs.get(lost).note == STARTS_AGAIN
        again = leased(uow, "box-18-cc")
        assert (again.id, again.attempts, uow.jobs.get(kept).worker) == (lost, 2, "box-171-bb")
