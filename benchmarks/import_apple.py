"""Import of an Apple Health export, zip to daily state, against `healthkit-to-sqlite` 1.0.1.

    python benchmarks/import_apple.py              # both programs, alternating, ratio of medians
    python benchmarks/import_apple.py --mb 2000 --only ours    # peak memory on a 2 GB export

Both read the same generated file on the same disk, each in a process of its own, start of the
process included. The peer writes its SQLite tables; ours writes its Parquet file and then computes
every day of the athlete from it. Exits 1 when the ratio or the memory misses its goal.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from apple_export import write_zip

GOAL_RATIO = 10.0
GOAL_PEAK_MB = 500.0

OURS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from spotter.body import raw
from spotter.body.daily import aggregate
from spotter.intake.pipeline import import_file
outcome = import_file(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC))
days = aggregate(raw.scan([outcome.path]), ZoneInfo("Europe/Berlin"))
print(outcome.records, "records", outcome.rejected, "rejected", len(days), "days")
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall time, processor time and peak resident memory."""

    seconds: float
    processor_s: float
    peak_mb: float
    said: str


def run(command: list[str]) -> Run:
    """Run `command` to its end; raises `RuntimeError` when it fails."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode(errors="replace").strip()
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def ours(export: Path, folder: Path) -> Run:
    """Import with Spotter and compute the days."""
    return run([sys.executable, "-c", OURS, str(export), str(folder / "raw.parquet")])


def peer(export: Path, folder: Path) -> Run:
    """Import with healthkit-to-sqlite into a new database."""
    database = folder / "health.db"
    database.unlink(missing_ok=True)
    program = Path(sys.executable).with_name("healthkit-to-sqlite")
    return run([str(program), "--silent", str(export), str(database)])


PROGRAMS = {"ours": ours, "peer": peer}


def show(name: str, done: Run) -> None:
    print(
        f"{name:>5}: {done.seconds:7.2f} s wall  {done.processor_s:7.2f} s processor  "
        f"{done.peak_mb:6.0f} MB peak  {done.said}",
        flush=True,
    )


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mb", type=float, default=355.0, help="size of the XML in megabytes")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program")
    parser.add_argument("--only", choices=sorted(PROGRAMS), help="run just one program")
    parser.add_argument("--export", type=Path, help="an export.zip to use instead")
    asked = parser.parse_args()
    names = [asked.only] if asked.only else ["ours", "peer"]
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as temporary:
        folder = Path(temporary)
        export = asked.export or folder / "export.zip"
        if asked.export is None:
            write_zip(export, asked.mb)
        with zipfile.ZipFile(export) as archive:
            size = max(info.file_size for info in archive.infolist())
        print(f"{size / 1e6:.0f} MB of XML in a zip of {export.stat().st_size / 1e6:.0f} MB")
        runs: dict[str, list[Run]] = {name: [] for name in names}
        for _ in range(asked.runs):
            for name in names:
                runs[name].append(PROGRAMS[name](export, folder))
                show(name, runs[name][-1])
    return verdict(runs)


def verdict(runs: dict[str, list[Run]]) -> int:
    """Print how the goals were met; return 1 when one was missed."""
    missed = 0
    medians = {name: statistics.median(one.seconds for one in done) for name, done in runs.items()}
    if len(medians) == 2:
        ratio = medians["peer"] / medians["ours"]
        missed |= ratio < GOAL_RATIO
        print(f"ours is {ratio:.1f} × as fast as healthkit-to-sqlite (goal: {GOAL_RATIO:.0f} ×)")
    if "ours" in runs:
        peak = max(one.peak_mb for one in runs["ours"])
        missed |= peak > GOAL_PEAK_MB
        print(f"peak memory {peak:.0f} MB (goal: below {GOAL_PEAK_MB:.0f} MB)")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
