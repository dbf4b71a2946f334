"""Spotter and an empty route served for a benchmark, and an athlete to ask for."""

from __future__ import annotations

import json
import math
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from spotter.safety import screening

DAY = date(2026, 5, 4)
SAID: dict[str, Any] = {"soreness": {}, "pain": {}, "ill": False}
CONNECTIONS = 8
SETUP_TOKEN = "benchmark-setup-token"

SPOTTER = """
import socket, sys, uvicorn
from pathlib import Path
from spotter.athletes.accounts import ensure_setup_token
from spotter.bootstrap import build
from spotter.settings import Settings
from spotter.web.app import create_app
from spotter.kit import garbage
from spotter.kit.logs import configure
configure("warning")
settings = Settings(data_dir=Path(sys.argv[2]), database_url=sys.argv[4], registration="open")
container = build(settings)
with container.uow() as uow:
    ensure_setup_token(uow, container.clock(), sys.argv[3])
    uow.commit()
app = create_app(container)
with garbage.settled():
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False,
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


def quantile(times: list[float], share: float) -> float:
    """Return the nearest-rank quantile."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


def at_rate(ask: Callable[[int], object], many: int, rate: float) -> list[float]:
    """Return the seconds of `many` calls of `ask`, due at `rate` a second, eight at a time at most.

    A call waits for its turn when eight are under way, and then begins late: what it took counts
    from its own beginning.
    """
    start = time.perf_counter()

    def one(number: int) -> float:
        time.sleep(max(0.0, start + number / rate - time.perf_counter()))
        began = time.perf_counter()
        ask(number)
        return time.perf_counter() - began

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(one, range(many)))


@contextmanager
def servers(folder: Path, database: str = "") -> Iterator[tuple[int, int]]:
    """Run both servers; yield their ports. `database` is a URL, SQLite in `folder` if empty."""
    ports = free_port(), free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SPOTTER_")}
    arguments = (
        [SPOTTER, str(ports[0]), str(folder / "var"), SETUP_TOKEN, database],
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
    profile = {
        "goal": "strength",
        "age_years": 35,
        "height_m": 1.78,
        "mass_kg": 75,
        "equipment": ["barbell", "rack"],
    }
    call(port, "PUT", "/athlete", profile, token)
    screened = {"answered_on": DAY.isoformat(), "answers": benign()}
    call(port, "POST", "/screening", screened, token)
    for back in range(28):
        check_in(port, token, DAY - timedelta(days=27 - back))
    plan_of(port, token, DAY)
    return token


def plan_of(port: int, token: str, day: date) -> None:
    """Ask for the plan of `day`.

    Raises ValueError when there is no session in it: a refusal is quicker and would flatter.
    """
    plan = call(port, "GET", f"/plan?date={day.isoformat()}", None, token)
    if plan["session"] is None:
        raise ValueError(f"the plan of {day} has no session: {plan['verdict']}, {plan['rules']}")


def check_in(port: int, token: str, day: date) -> None:
    """Say that all is well on `day`."""
    scores = {"sleep_quality": 4, "mood": 4, "energy": 4, "stress": 2}
    said = {"date": day.isoformat(), "symptoms": [], **SAID, **scores}
    call(port, "POST", "/checkins", said, token)


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
