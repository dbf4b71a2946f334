"""FIT files read by Spotter and by fitdecode alone, in turns: seconds of each and their ratio.

fitdecode decodes every message and checks the checksum; Spotter checks it too, unpacks the messages
it keeps, counts the others, and makes judged rows with keys of them (nothing is written).

    python benchmarks/import_fit.py [FILE.fit…]
    python benchmarks/import_fit.py --large 42    # peak memory of importing one file of 42 MB

Without files it takes those of `SPOTTER_TEST_DATA` (or of ../shared/data beside the checkout). A
large file is made up: weeks of a record every second, with place, heart rate and power. Exits 1
when its import needs more than 500 MB; of a file above the reader's bound it prints the refusal.
"""

from __future__ import annotations

import argparse
import io
import os
import struct
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import fitdecode
from import_apple import GOAL_PEAK_MB, OURS, run, show

from spotter.intake.archive import Opened
from spotter.intake.batch import About
from spotter.intake.errors import FileTooLarge
from spotter.intake.fit import reader
from spotter.intake.fit.wire import segments

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
REAL = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE))


# Number, bytes and base type of each field (FIT Protocol): time, heart rate, distance, latitude,
# longitude, power.
_RECORD = ((253, 4, 0x86), (3, 1, 0x02), (5, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85), (7, 2, 0x84))
_AS = struct.Struct("<BIBIiiH")
_BEGAN = 1_100_000_000  # FIT seconds: November 2024


def large(megabytes: float) -> bytes:
    """Return a FIT file of which the messages are that long: its records, one a second."""
    head = struct.pack("<BBBHB", 0x40, 0, 0, 20, len(_RECORD))
    head += b"".join(map(bytes, _RECORD))
    data = head + b"".join(_records(int(megabytes * 1e6) - len(head)))
    header = struct.pack("<BBHI4sH", 14, 0x20, 2132, len(data), b".FIT", 0)
    whole = header + data
    return whole + struct.pack("<H", fitdecode.utils.compute_crc(whole))


def _records(size: int) -> Iterator[bytes]:
    for n in range(size // _AS.size):
        place = 500_000_000 + n
        yield _AS.pack(0, _BEGAN + n, 120 + n % 40, n * 300, place, place, 200)


def memory_of(megabytes: float) -> int:
    """Print the peak memory of importing a large file; return 1 when it is above the goal."""
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as folder:
        path = Path(folder) / "large.fit"
        path.write_bytes(large(megabytes))
        try:
            with path.open("rb") as file:
                deque(segments(file), maxlen=0)
        except FileTooLarge as refused:
            print(f"{megabytes:g} MB of FIT: {refused.code}: {refused.message}")
            return 0
        done = run([sys.executable, "-c", OURS, str(path), str(Path(folder) / "raw.parquet")])
    show(f"{megabytes:g} MB of FIT", done)
    print(f"peak memory {done.peak_mb:.0f} MB (goal: below {GOAL_PEAK_MB:.0f} MB)")
    return int(done.peak_mb > GOAL_PEAK_MB)


def ours(data: bytes) -> int:
    """Return how many rows Spotter makes of a file."""
    opened = Opened(io.BytesIO(data), data[:4096], len(data))
    found = reader.batches(opened, now=datetime.now(UTC), about=About())
    return sum(batch.rows.height for batch in found)


def alone(data: bytes) -> int:
    """Return how many messages fitdecode decodes of a file."""
    with fitdecode.FitReader(io.BytesIO(data)) as file:
        return sum(frame.frame_type == fitdecode.FIT_FRAME_DATA for frame in file)


def main() -> int:
    """Print one line for each file, then the whole; or the memory of a large one."""
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    told.add_argument("files", nargs="*", type=Path)
    told.add_argument("--large", type=float, default=0.0, help="megabytes of one made-up file")
    asked = told.parse_args()
    if asked.large:
        return memory_of(asked.large)
    compared(asked.files or sorted(REAL.glob("fit/*/*.fit")))
    return 0


def compared(paths: list[Path]) -> None:
    """Read every file with both; print what each made of it and how long all took."""
    spent = [0.0, 0.0]
    if not paths:
        print(f"no FIT files at {REAL}: name some")
        return
    for path in paths:
        data = path.read_bytes()
        counts = []
        for index, read in enumerate((ours, alone)):
            began = time.perf_counter()
            counts.append(read(data))
            spent[index] += time.perf_counter() - began
        print(f"{path.name}: {counts[0]} rows, {counts[1]} messages")
    print(f"ours {spent[0]:.2f} s, fitdecode {spent[1]:.2f} s: ratio {spent[0] / spent[1]:.2f}")


if __name__ == "__main__":
    sys.exit(main())
