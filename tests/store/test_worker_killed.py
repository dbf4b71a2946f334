"""A worker killed by `kill -9` at any moment neither loses a job nor does one twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from spotter.store.uow import Units

SCRIPT = Path(__file__).with_name("mortal_worker.py")
DAY = date(2026, 3, 2)
MOMENTS = (
    "start",
    "half-written file",
    "published file",
    "effect written",
    "all written",
    "committed",
)


def start(url: str, units: Units) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), url, str(units.data_dir)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def enqueue(units: Units, athlete_id: str, deaths: tuple[str, ...]) -> list[str]:
    with units() as uow:
        ids = [
            uow.jobs.enqueue("add", athlete_id, {"die": death}, str(number))
            for number, death in enumerate(deaths)
        ]
        uow.commit()
    return ids


def waiting(units: Units) -> int:
    with units.reading() as uow:
        return uow.jobs.waiting()


def assert_each_done_once(units: Units, athlete_id: str, ids: list[str]) -> None:
    with units() as uow:
        assert {uow.jobs.get(job_id).state for job_id in ids} == {"finished"}
        told = [event.data["job"] for event in uow.outbox.of_athlete(athlete_id)]
        steps = uow.days.between(athlete_id, DAY, DAY)[DAY].values["steps"]
    assert sorted(map(str, told)) == sorted(ids)
    assert steps == len(ids)


def test_a_worker_killed_at_each_moment_of_its_work(
    units: Units, database_url: str, athlete_id: str
) -> None:
    ids = enqueue(units, athlete_id, MOMENTS)
    deaths = 0
    while waiting(units):
        with start(database_url, units) as process:
            process.wait(timeout=60)
        deaths += process.returncode == -9
    assert deaths == len(MOMENTS)
    assert_each_done_once(units, athlete_id, ids)


def test_workers_killed_at_random_moments(units: Units, database_url: str, athlete_id: str) -> None:
    ids = enqueue(units, athlete_id, ("",) * 40)
    chance = random.Random(7)
    for _ in range(5):
        with start(database_url, units) as one, start(database_url, units) as two:
            for process in (one, two):
                assert process.stdout is not None
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.06))
            one.kill()
            two.kill()
    deadline = time.monotonic() + 60
    while waiting(units) and time.monotonic() < deadline:
        with start(database_url, units) as last:
            last.wait(timeout=60)
    assert_each_done_once(units, athlete_id, ids)
