"""`spotter serve`: one command brings up pages, API and worker, and takes them down again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spotter.cli.serve import listen

WORKER = re.compile(r"worker +[\d.]+ s  process (\d+)")


def eventually(happens: Callable[[], bool], seconds: float = 90.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.1)
    return False


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass
class Running:
    """A server in a process of its own, what it has said so far, and its address."""

    process: subprocess.Popen[bytes]
    said: Path
    url: str

    def text(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def ready(self) -> dict[str, Any] | None:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                told: dict[str, Any] = json.load(answer)
                return told
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def worker(self) -> int:
        found = WORKER.search(self.text())
        assert found is not None
        return int(found.group(1))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
    said = tmp_path / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "spotter", "serve", "--port", str(port)],
            env={**os.environ, "SPOTTER_DATA_DIR": str(tmp_path / "data")},
            stdout=out,
            stderr=out,
        )
    running = Running(process, said, f"http://127.0.0.1:{port}")
    assert eventually(lambda: running.ready() is not None), running.text()
    yield running
    process.kill()
    process.wait()


def test_it_says_where_it_is_and_how_to_make_the_first_account(server: Running) -> None:
    assert server.url in server.text()
    assert re.search(r"setup token: \S{16,}", server.text())


def test_everything_it_needs_is_ready(server: Running) -> None:
    told = server.ready()
    assert told is not None
    assert told["database"] == told["migrations"] == told["worker"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_with_its_worker(server: Running, number: signal.Signals) -> None:
    worker = server.worker()
    server.process.send_signal(number)
    assert server.process.wait(30) == 0
    assert not alive(worker)
    assert "Traceback" not in server.text()
    assert server.text().rstrip().endswith("Stopped.")


def test_killed_at_once_it_leaves_no_worker_behind(server: Running) -> None:
    worker = server.worker()
    server.process.kill()
    server.process.wait()
    assert eventually(lambda: not alive(worker))


def test_a_second_one_on_the_same_port_says_so_in_one_line(server: Running, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "spotter", "serve", "--port", port],
        env={**os.environ, "SPOTTER_DATA_DIR": str(tmp_path / "other")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert f"127.0.0.1:{port}" in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert not (tmp_path / "other").exists()
