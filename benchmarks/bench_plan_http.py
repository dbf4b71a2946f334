"""`GET /api/v1/plan` against an empty FastAPI route, under the same load in the same run.

    .venv/bin/python benchmarks/bench_plan_http.py [--requests 4000] [--connections 8] [--rate 200]
        [--database URL] [--cold 40]

Two Uvicorn processes with the same options serve Spotter and an empty route. One client sends to
both in turn, over keep-alive connections at a fixed rate, so that both meet the same machine at the
same moments. Prints p50 and p99 of both and their ratio; exits 1 when p99 is above 5 times the
empty route's or above 50 ms. Then a check-in before each request makes the plan stale, so that it
is decided anew: the cold decision, as a ratio to the warm one.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from serving import DAY, SAID, call, plan_of, prepare, quantile, servers

MOST_RATIO = 5.0
MOST_P99_S = 0.050


def main() -> int:
    """Run the benchmark; return the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--requests", type=int, default=4000, help="to each of the two")
    wanted.add_argument("--connections", type=int, default=8)
    wanted.add_argument("--rate", type=float, default=200.0, help="requests a second, in all")
    wanted.add_argument("--database", default="", help="URL of an empty database; SQLite if absent")
    wanted.add_argument("--cold", type=int, default=40, help="decisions made anew")
    options = wanted.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        servers(Path(folder), options.database) as (plan_port, empty_port),
    ):
        token = prepare(plan_port)
        path = f"/api/v1/plan?date={DAY.isoformat()}"
        targets = (
            (plan_port, request(path, f"Authorization: Bearer {token}\r\n")),
            (empty_port, request("/", "")),
        )
        asyncio.run(run(targets, 400, options.connections, options.rate))
        plan, empty = asyncio.run(run(targets, options.requests, options.connections, options.rate))
        cold = decided_anew(plan_port, token, options.cold)
    status = report(plan, empty)
    if cold:
        p50, p99 = quantile(cold, 0.5), quantile(cold, 0.99)
        print(f"  decided anew             p50 {p50 * 1e3:7.2f} ms   p99 {p99 * 1e3:7.2f} ms")
        print(f"  p50 decided anew is {p50 / quantile(plan, 0.5):.1f} times the warm one")
    return status


def decided_anew(port: int, token: str, count: int) -> list[float]:
    """Return the seconds of `count` requests for a plan that a check-in has just made stale."""
    times = []
    for number in range(count):
        mood = {"mood": 1 + number % 5, "symptoms": []}
        call(port, "POST", "/checkins", {"date": DAY.isoformat(), **SAID, **mood}, token)
        began = time.perf_counter()
        plan_of(port, token, DAY)
        times.append(time.perf_counter() - began)
    return times


def report(plan: list[float], empty: list[float]) -> int:
    """Print what was measured; return 1 when a limit is passed."""
    for name, times in (("GET /api/v1/plan, warm", plan), ("empty FastAPI route", empty)):
        p50, p99 = quantile(times, 0.5) * 1e3, quantile(times, 0.99) * 1e3
        print(f"  {name:<24} p50 {p50:7.2f} ms   p99 {p99:7.2f} ms   n {len(times)}")
    ratio = quantile(plan, 0.99) / quantile(empty, 0.99)
    fine = ratio <= MOST_RATIO and quantile(plan, 0.99) < MOST_P99_S
    print(f"  p99 ratio {ratio:.2f} (limit {MOST_RATIO:g}); limit on p99 {MOST_P99_S * 1e3:g} ms")
    return 0 if fine else 1


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


if __name__ == "__main__":
    sys.exit(main())
