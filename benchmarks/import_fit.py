"""FIT files read by Spotter and by fitdecode alone, in turns: seconds of each and their ratio.

fitdecode decodes every message and checks the checksum; Spotter checks it too, unpacks the messages
it keeps, counts the others, and makes judged rows with keys of them (nothing is written).

    python benchmarks/import_fit.py [FILE.fit…]

Without files it takes those of `SPOTTER_TEST_DATA` (or of ../shared/data beside the checkout).
"""

from __future__ import annotations

import io
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import fitdecode

from spotter.intake.archive import Opened
from spotter.intake.batch import About
from spotter.intake.fit import reader

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
REAL = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE))


def ours(data: bytes) -> int:
    """Return how many rows Spotter makes of a file."""
    opened = Opened(io.BytesIO(data), data[:4096], len(data))
    found = reader.batches(opened, now=datetime.now(UTC), about=About())
    return sum(batch.rows.height for batch in found)


def alone(data: bytes) -> int:
    """Return how many messages fitdecode decodes of a file."""
    with fitdecode.FitReader(io.BytesIO(data)) as file:
        return sum(frame.frame_type == fitdecode.FIT_FRAME_DATA for frame in file)


def main() -> None:
    """Print one line for each file, then the whole."""
    spent = [0.0, 0.0]
    paths = [Path(path) for path in sys.argv[1:]] or sorted(REAL.glob("fit/*/*.fit"))
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
    main()
