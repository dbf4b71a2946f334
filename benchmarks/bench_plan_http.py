"""Warm `GET /api/v1/plan` against an empty FastAPI route, under the same load in the same run.

    .venv/bin/python benchmarks/bench_plan_http.py [--requests 4000] [--connections 8] [--rate 200]

Two Uvicorn processes with the same options serve Spotter and an empty route. One client sends to
both in turn, over keep-alive connections at a fixed rate, so that both meet the same machine at the
same moments. Prints p50 and p99 of both and their ratio; exits 1 when p99 is above 5 times the
empty route's or above 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from spotter.safety import screening

MOST_RATIO = 5.0
MOST_P99_S = 0.050
DAY = date(2026, 5, 4)
SAID: dict[str, Any] = {"soreness": {}, "pain": {}, "ill": False}
SETUP_TOKEN = "benchmark-setup-token"

SPOTTER = """
import socket, sys, uvicorn
from pathlib import Path
from spotter.athletes.accounts import ensure_setup_token
from spotter.bootstrap import build
from spotter.settings import Settings
from spotter.web.app import create_app
from spotter.kit.logs import configure
configure("warning")
container = build(Settings(data_dir=Path(sys.argv[2])))
with container.uow() as uow:
    ensure_setup_token(uow, container.clock(), sys.argv[3])
    uow.commit()
uvicorn.run(create_app(container), port=int(sys.argv[1]), log_config=None, access_log=False,
    timeout_keep_alive=600)
"""
EMPTY = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()

@app.get("/")
async def empty() -> dict[str, str]:
    return {}

uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False,
    timeout_keep_alive=600)
"""


def main() -> int:
    """Run the benchmark; return the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--requests", type=int, default=4000, help="to each of the two")
    wanted.add_argument("--connections", type=int, default=8)
    wanted.add_argument("--rate", type=float, default=200.0, help="requests a second, in all")
    options = wanted.parse_args()
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as (plan_port, empty_port):
        token = prepare(plan_port)
        path = f"/api/v1/plan?date={DAY.isoformat()}"
        targets = (
            (plan_port, request(path, f"Authorization: Bearer {token}\r\n")),
            (empty_port, request("/", "")),
        )
        asyncio.run(run(targets, 400, options.connections, options.rate))
        plan, empty = asyncio.run(run(targets, options.requests, options.connections, options.rate))
    return report(plan, empty)


def report(plan: list[float], empty: list[float]) -> int:
    """Print what was measured; return 1 when a limit is passed."""
    for name, times in (("GET /api/v1/plan, warm", plan), ("empty FastAPI route", empty)):
        p50, p99 = quantile(times, 0.5) * 1e3, quantile(times, 0.99) * 1e3
        print(f"  {name:<24} p50 {p50:7.2f} ms   p99 {p99:7.2f} ms   n {len(times)}")
    ratio = quantile(plan, 0.99) / quantile(empty, 0.99)
    fine = ratio <= MOST_RATIO and quantile(plan, 0.99) < MOST_P99_S
    print(f"  p99 ratio {ratio:.2f} (limit {MOST_RATIO:g}); limit on p99 {MOST_P99_S * 1e3:g} ms")
    return 0 if fine else 1


def quantile(times: list[float], share: float) -> float:
    """Return the nearest-rank quantile."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


def request(path: str, headers: str) -> bytes:
    """Return a raw keep-alive GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


async def run(
    targets: tuple[tuple[int, bytes], ...], count: int, connections: int, rate: float
) -> list[list[float]]:
    """Send `count` requests to each target in turn, `rate` a second in all; return their times."""
    times: list[list[float]] = [[] for _ in targets]
    started = time.perf_counter() + 0.1
    upcoming = iter(range(count * len(targets)))

    async def worker() -> None:
        streams = [await asyncio.open_connection("127.0.0.1", port) for port, _ in targets]
        for number in upcoming:
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            which = number % len(targets)
            began = time.perf_counter()
            await exchange(*streams[which], targets[which][1])
            times[which].append(time.perf_counter() - began)
        for _, writer in streams:
            writer.close()

    await asyncio.gather(*(worker() for _ in range(connections)))
    return times


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, raw: bytes) -> None:
    """Send one request and read its whole answer; raises RuntimeError unless it is a 200."""
    writer.write(raw)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode("latin-1"))
    size = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length")
    )
    await reader.readexactly(size)


@contextmanager
def servers(folder: Path) -> Iterator[tuple[int, int]]:
    """Run both servers; yield their ports."""
    ports = free_port(), free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SPOTTER_")}
    arguments = (
        [SPOTTER, str(ports[0]), str(folder / "var"), SETUP_TOKEN],
        [EMPTY, str(ports[1])],
    )
    running = [
        subprocess.Popen([sys.executable, "-c", *each], env=environment) for each in arguments
    ]
    try:
        wait_for(f"http://127.0.0.1:{ports[0]}/healthz")
        wait_for(f"http://127.0.0.1:{ports[1]}/")
        yield ports
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(url: str) -> None:
    """Wait until `url` answers; raises TimeoutError after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(url)


def prepare(port: int) -> str:
    """Make an athlete with a profile, screening and a season of check-ins; return a token."""
    name, password = "bench", "a long benchmark password"
    call(
        port, "POST", "/accounts", {"name": name, "password": password, "setup_token": SETUP_TOKEN}
    )
    token: str = call(port, "POST", "/tokens", {"name": name, "password": password})["token"]
    profile = {"goal": "strength", "age_years": 35, "mass_kg": 75, "equipment": ["barbell", "rack"]}
    call(port, "PUT", "/athlete", profile, token)
    screened = {"answered_on": DAY.isoformat(), "answers": benign()}
    call(port, "POST", "/screening", screened, token)
    for back in range(28):
        day = (DAY - timedelta(days=27 - back)).isoformat()
        scores = {"sleep_quality": 4, "mood": 4, "energy": 4, "stress": 2}
        call(port, "POST", "/checkins", {"date": day, "symptoms": [], **SAID, **scores}, token)
    call(port, "GET", f"/plan?date={DAY.isoformat()}", None, token)
    return token


def benign() -> dict[str, Any]:
    """Return the answers that raise nothing, as JSON."""
    answers = screening.all_clear(DAY).answers
    return {name: list(v) if isinstance(v, tuple) else v for name, v in answers.items()}


def call(port: int, method: str, path: str, body: Any, token: str = "") -> Any:
    """Call the API; return its JSON."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}", data, headers, method=method
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method} {path}: {error.read().decode()}") from error


if __name__ == "__main__":
    sys.exit(main())
