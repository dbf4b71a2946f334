"""Import of an Apple Health export, zip to daily state, against two peers on the same file.

    python benchmarks/import_apple.py              # against each peer in turns, ratio of medians
    python benchmarks/import_apple.py --mb 2000 --only ours    # peak memory on a 2 GB export

All read the same generated file on the same disk, each in a process of its own, start of the
process included. `healthkit-to-sqlite` 1.0.1 writes its SQLite tables; `apple-health-parser` 2.0.5
makes its data frames, in memory, of every record type it finds, and is given a smaller file because
it takes sixteen times its size; ours writes its Parquet file and then computes every day of the
athlete from it. Exits 1 when a ratio or the memory misses its goal.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from apple_export import write_zip
from peers import python_with

GOAL_PEAK_MB = 500.0


@dataclass(frozen=True, slots=True)
class Contest:
    """A peer, how many times as fast as it we must be, and on how much XML at most."""

    peer: str
    goal: float
    most_mb: float


CONTESTS = (
    Contest("healthkit-to-sqlite", 10.0, float("inf")),
    Contest("apple-health-parser", 1.0, 60.0),
)

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

PARSER = """
import contextlib, os, sys
from apple_health_parser.utils.parser import Parser
with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
    parser = Parser(sys.argv[1], output_dir=sys.argv[2], overwrite=True)
    frames = parser.get_flag_records(parser.flags)
print(sum(len(found.records) for found in frames.values()), "records")
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


_TABLES = "select name from sqlite_master where type = 'table'"


def healthkit_to_sqlite(export: Path, folder: Path) -> Run:
    """Import with healthkit-to-sqlite into a new database."""
    database = folder / "health.db"
    database.unlink(missing_ok=True)
    program = Path(sys.executable).with_name("healthkit-to-sqlite")
    done = run([str(program), "--silent", str(export), str(database)])
    with closing(sqlite3.connect(database)) as found:
        names = [
            row[0] for row in found.execute("select name from sqlite_master where type='table'")
        ]
        rows = sum(found.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names)
    return replace(done, said=f"{rows} rows")


def apple_health_parser(export: Path, folder: Path) -> Run:
    """Make the data frames of apple-health-parser."""
    python = python_with("apple-health-parser==2.0.5")
    return run([str(python), "-c", PARSER, str(export), str(folder / "parsed")])


PROGRAMS = {
    "ours": ours,
    "healthkit-to-sqlite": healthkit_to_sqlite,
    "apple-health-parser": apple_health_parser,
}


def show(name: str, done: Run) -> None:
    print(
        f"{name:>19}: {done.seconds:7.2f} s wall  {done.processor_s:7.2f} s processor  "
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
    missed = 0
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as temporary:
        folder = Path(temporary)
        for contest in CONTESTS:
            if asked.only in {None, contest.peer}:
                names = [asked.only] if asked.only else ["ours", contest.peer]
                megabytes = min(asked.mb, contest.most_mb)
                runs = measured(asked.export or exported(folder, megabytes), folder, names, asked)
                missed |= verdict(runs, contest)
        if asked.only == "ours":
            runs = measured(asked.export or exported(folder, asked.mb), folder, ["ours"], asked)
            missed |= verdict(runs, CONTESTS[0])
    return missed


def exported(folder: Path, megabytes: float) -> Path:
    """Return a generated export.zip of that much XML, in a folder of its own below `folder`."""
    export = folder / f"{megabytes:.0f}" / "export.zip"
    export.parent.mkdir(exist_ok=True)
    write_zip(export, megabytes)
    return export


def measured(
    export: Path, folder: Path, names: list[str], asked: argparse.Namespace
) -> dict[str, list[Run]]:
    """Run the programs in turns on `export`."""
    with zipfile.ZipFile(export) as archive:
        size = max(info.file_size for info in archive.infolist())
    print(f"{size / 1e6:.0f} MB of XML in a zip of {export.stat().st_size / 1e6:.0f} MB")
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(asked.runs):
        for name in names:
            runs[name].append(PROGRAMS[name](export, folder))
            show(name, runs[name][-1])
    return runs


def verdict(runs: dict[str, list[Run]], contest: Contest) -> int:
    """Print how the goals were met; return 1 when one was missed."""
    missed = 0
    medians = {name: statistics.median(one.seconds for one in done) for name, done in runs.items()}
    if len(medians) == 2:
        ratio = medians[contest.peer] / medians["ours"]
        missed |= ratio < contest.goal
        print(f"ours is {ratio:.1f} × as fast as {contest.peer} (goal: {contest.goal:.0f} ×)")
    if "ours" in runs:
        peak = max(one.peak_mb for one in runs["ours"])
        missed |= peak > GOAL_PEAK_MB
        print(f"peak memory {peak:.0f} MB (goal: below {GOAL_PEAK_MB:.0f} MB)")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
