"""Many clients writing at once against one alone: how long the unluckiest waits.

    .venv/bin/python benchmarks/bench_writers.py [--clients 20] [--seconds 10] [--database URL]

SQLite has one writer at a time, so N clients share its time: the fair wait is the mean one. Each
client posts check-ins one after the other, while a second process writes to the same database as
the worker does. Prints p50, p99 and the longest, and p99 as a ratio to the fair wait of the same
run; exits 1 when a write failed or p99 is above 5 fair waits. (By luck, without a line, it is 14.)
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from serving import DAY, SAID, call, prepare, quantile, servers

MOST_FAIR_WAITS = 5.0
# As the worker does while it imports: its lease and its progress, twice a second and more.
OTHER_PROCESS = """
import sys, time
from sqlalchemy import text
from spotter.store.engine import open_engine
engine = open_engine(sys.argv[1])
longest = 0.0
print("ready", flush=True)
end = time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    began = time.monotonic()
    with engine.begin() as connection:
        connection.execute(text("UPDATE jobs SET note = note"))
    longest = max(longest, time.monotonic() - began)
    time.sleep(0.1)
print(longest)
"""


def main() -> int:
    """Run the benchmark; return the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--clients", type=int, default=20)
    wanted.add_argument("--seconds", type=float, default=10.0)
    wanted.add_argument("--database", default="", help="URL of an empty database; SQLite if absent")
    options = wanted.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        servers(Path(folder), options.database) as (port, _),
    ):
        token = prepare(port)
        url = options.database or f"sqlite:///{Path(folder) / 'var' / 'spotter.db'}"
        alone, _ = write(port, token, 1, 2.0)
        command = [sys.executable, "-c", OTHER_PROCESS, url, str(options.seconds)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            other.stdout.readline()
            times, failed = write(port, token, options.clients, options.seconds)
            longest_there = float(other.stdout.read() or "inf")
    return report(alone, times, failed, longest_there, options.clients)


def write(port: int, token: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Let `clients` post check-ins for `seconds`; return the time of each, and how many failed."""
    times: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        # A day of its own: they wait for the lock, not for each other's row.
        day = (DAY - timedelta(days=60 + number)).isoformat()
        while time.monotonic() < end:
            began = time.perf_counter()
            try:
                call(port, "POST", "/checkins", {"date": day, "symptoms": [], **SAID}, token)
            except (RuntimeError, OSError) as error:
                failed.append(str(error))
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(failed)


def report(
    alone: list[float], times: list[float], failed: int, longest_there: float, clients: int
) -> int:
    """Print what was measured; return 1 when a limit is passed."""
    fair = sum(times) / len(times)
    for name, each in (("one client", alone), (f"{clients} clients", times)):
        p50, p99, most = (1e3 * quantile(each, share) for share in (0.5, 0.99, 1.0))
        print(
            f"  {name:<12} p50 {p50:8.1f}   p99 {p99:8.1f}   longest {most:8.1f} ms   n {len(each)}"
        )
    ratio = quantile(times, 0.99) / fair
    print(
        f"  longest wait of the other process {longest_there * 1e3:.1f} ms; failed writes {failed}"
    )
    print(f"  p99 / fair wait {ratio:.2f} (limit {MOST_FAIR_WAITS:g})")
    return 0 if not failed and ratio <= MOST_FAIR_WAITS else 1


if __name__ == "__main__":
    sys.exit(main())
