"""A worker killed at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.exports import export_text, record
from intake.test_import_jobs import events, files, hand_in, look, on_disk
from spotter.body import raw
from spotter.store.uow import Units

COUNT = 30_000

# A worker of its own process on the database of the test, with a lease that runs out soon.
WORKER = """
import sys, threading
from pathlib import Path
from spotter.intake import service
from spotter.kit.time import utc_now
from spotter.store.engine import open_engine
from spotter.store.uow import Units
from spotter.store.worker import Worker
units = Units(open_engine(sys.argv[1]), Path(sys.argv[2]))
handlers = {service.IMPORT: service.import_handler(utc_now)}
print("ready", flush=True)
Worker(units, handlers, lease_s=0.6).run(threading.Event(), pause_s=0.05)
"""


def start(database_url: str, data_dir: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, database_url, str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_again_and_again_it_is_done_once(
    units: Units, athlete_id: str, database_url: str, data_dir: Path, seed: int
) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    starts = (f"{first + timedelta(seconds=60 * i):%Y-%m-%d %H:%M:%S} +0000" for i in range(COUNT))
    elements = (record(value="60", startDate=start, endDate=start) for start in starts)
    import_id = hand_in(units, athlete_id, export_text(*elements))
    moments = random.Random(seed)
    for _ in range(3):
        process = start(database_url, data_dir)
        time.sleep(moments.uniform(0.05, 0.8))
        kill(process)
        found = look(units, athlete_id, import_id)
        manifest = files(units, athlete_id)
        assert len(manifest) == (1 if found.state == "finished" else 0)
    process = start(database_url, data_dir)
    deadline = time.monotonic() + 60
    while look(units, athlete_id, import_id).state != "finished":
        assert time.monotonic() < deadline, look(units, athlete_id, import_id)
        time.sleep(0.05)
    kill(process)
    assert files(units, athlete_id) == on_disk(units)
    assert raw.scan(files(units, athlete_id)).collect().height == COUNT
    names = events(units, athlete_id)
    assert names.count("import.finished") == 1
    assert names.count("day.updated") == 1
