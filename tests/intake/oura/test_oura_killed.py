"""A sync killed at any moment goes on where it was, and nothing comes in twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.oura.fake_oura import FakeOura, heart_rate, night
from intake.oura.house import Hand, House
from spotter.intake.oura.spool import Spool
from spotter.store.uow import Units

NIGHTS = [f"2026-02-{day:02d}" for day in range(1, 29)]

WORKER = """
import sys, threading
from pathlib import Path
from spotter.intake.oura.app import SYNC, App
from spotter.intake.oura.connection import Oura
from spotter.intake.oura.sync import sync_handler
from spotter.kit.time import utc_now
from spotter.store.engine import open_engine
from spotter.store.uow import Units
from spotter.store.vault import Vault
from spotter.store.worker import Worker
database, folder, url = sys.argv[1:]
oura = Oura(App("client", "secret", "", url, url), Vault(b"k" * 32))
units = Units(open_engine(database), Path(folder))
print("ready", flush=True)
worker = Worker(units, {SYNC: sync_handler(oura, utc_now)}, lease_s=0.6)
worker.run(threading.Event(), pause_s=0.05)
"""


def start(database_url: str, house: House) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, database_url, str(house.units.data_dir), house.fake.url],
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


def fill(oura: FakeOura) -> None:
    """Give Oura a month of nights, in many pages, and some heart rates."""
    oura.page_size, oura.page_takes_s = 3, 0.02
    oura.put("sleep", *[night(day) for day in NIGHTS])
    oura.put("heartrate", *[heart_rate(f"{day}T12:00:00Z", 60) for day in NIGHTS])


def synced(house: House) -> bool:
    return house.status.synced_at is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_killed_again_and_again_it_brings_what_an_undisturbed_sync_brings(
    units: Units, oura: FakeOura, database_url: str
) -> None:
    fill(oura)
    house = House.of(units, oura, Hand(datetime.now(UTC)))
    house.connect()
    moments = random.Random(1)
    for _ in range(3):
        process = start(database_url, house)
        time.sleep(moments.uniform(0.1, 1.2))
        kill(process)
    process = start(database_url, house)
    until = time.monotonic() + 60
    while not synced(house):
        assert time.monotonic() < until, house.status
        time.sleep(0.05)
    kill(process)
    calm = House.of(units, oura, house.clock)
    calm.connect()
    calm.sync()
    assert sorted(house.rows["key"]) == sorted(calm.rows["key"])
    assert house.days("2026-01-31", "2026-03-01") == calm.days("2026-01-31", "2026-03-01")
    assert len(house.imports) == 1
    left = units.data_dir / "athletes" / house.athlete_id / "sync"
    assert list(left.glob("*.jsonl")) == []


def test_a_spool_goes_on_after_the_last_whole_page(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    path = tmp_path / "sync" / "job.jsonl"
    spool = Spool.at(path, now, now)
    spool.add("sleep", "sleep:2026", [{"day": "2026-02-02"}], "2")
    spool.add("tag", "tag:2026", [{"day": "2026-02-01", "text": "half \ud800 a pair"}], None)
    with path.open("ab") as file:
        file.write(b'{"kind": "sleep", "part": "sleep:2026", "data": [')
    again = Spool.at(path, now + timedelta(hours=1), now)
    assert again.fetched == now
    assert again.next_tokens == {"sleep:2026": "2", "tag:2026": None}
    assert (again.documents, again.first_day) == (2, "2026-02-01")
    again.add("sleep", "sleep:2026", [], None)
    lines = path.read_bytes().splitlines()
    assert len(lines) == 4
    assert all(json.loads(line) for line in lines)


def test_a_spool_that_waited_too_long_begins_anew(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    path = tmp_path / "job.jsonl"
    Spool.at(path, now, now).add("sleep", "sleep:2026", [{"day": "2026-02-02"}], "2")
    late = Spool.at(path, now + timedelta(hours=13), now + timedelta(hours=1))
    assert (late.documents, late.next_tokens) == (0, {})
    assert late.fetched == now + timedelta(hours=13)


def test_a_spool_whose_first_line_was_cut_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "job.jsonl"
    path.write_bytes(b'{"spotter_sync":"oura","fet')
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert Spool.at(path, now, now).fetched == now
