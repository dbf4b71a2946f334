"""The server's worker is started again when it dies, and never outlives the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from spotter.cli.child import WorkerChild

# Lives as long as its standard input, as `spotter worker --with-parent` does.
PATIENT = (sys.executable, "-c", "import sys; sys.stdin.buffer.read()")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True);"
    " time.sleep(60)",
)
SERVER = """
import sys, time
from spotter.cli.child import WorkerChild
child = WorkerChild([sys.executable, "-c", "import sys; sys.stdin.buffer.read()"])
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


def eventually(happens: Callable[[], bool], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    """Tell whether the process runs; one that ended and was not yet waited for does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def child() -> Iterator[WorkerChild]:
    worker = WorkerChild(PATIENT, pause_s=0.1)
    worker.start()
    yield worker
    worker.stop()


def test_a_killed_worker_is_started_again(child: WorkerChild) -> None:
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: child.pid != first and child.is_alive())


def test_a_stopped_worker_stays_stopped(child: WorkerChild) -> None:
    pid = child.pid
    assert pid is not None
    child.stop()
    assert not alive(pid)
    assert not child.is_alive()


def test_the_worker_ends_when_the_server_is_killed() -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    assert alive(worker)
    server.kill()
    server.wait()
    server.stdout.close()
    assert eventually(lambda: not alive(worker))


def test_a_worker_that_will_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spotter.cli.child.GRACE_S", 0.3)
    worker = WorkerChild(STUBBORN)
    worker.start()
    pid = worker.pid
    assert pid is not None
    time.sleep(0.5)  # until it has said that it will not listen
    worker.stop()
    assert not alive(pid)


def test_who_watches_hears_which_process_died() -> None:
    heard: list[int] = []
    worker = WorkerChild(PATIENT, pause_s=0.1, on_death=heard.append)
    worker.start()
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: worker.pid != first)
    worker.stop()
    assert heard == [first]
