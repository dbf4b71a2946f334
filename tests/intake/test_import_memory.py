"""The memory of an import does not grow with the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from intake.exports import EXPORTED, HEAD, parent, record

IMPORT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from spotter.intake.pipeline import import_file
import_file(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime(2026, 3, 2, tzinfo=UTC))
# Not getrusage: that remembers the parent, too.
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""
ENTRY = '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>\n'
BEATS = "".join(
    f'   <InstantaneousBeatsPerMinute bpm="60" time="6:{i:02d}:00.00 PM"/>\n' for i in range(55)
)
LIST = f"  <HeartRateVariabilityMetadataList>\n{BEATS}  </HeartRateVariabilityMetadataList>\n"


def day(number: int) -> str:
    """Return some 280 kB of records that are new every day."""
    source = f"Watch {number}"
    one = record(sourceName=source) + record("StepCount", "9", "count", sourceName=source)
    with_entry = parent(ENTRY).replace("Watch", source)
    with_beats = parent(LIST, "HeartRateVariabilitySDNN", "45", "ms").replace("Watch", source)
    return (one + with_entry) * 300 + with_beats * 10


def peak_mb(path: Path) -> float:
    """Return the most memory that a process of its own held while it imported `path`."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path), str(path.with_suffix(".parquet"))],
        stdout=subprocess.PIPE,
        check=True,
    )
    return int(done.stdout) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_three_times_the_file_takes_hardly_more_memory(tmp_path: Path) -> None:
    peaks = []
    for days in (250, 750):
        path = tmp_path / f"{days}.xml"
        with path.open("w", encoding="utf-8") as file:
            file.write(HEAD + EXPORTED)
            file.writelines(day(number) for number in range(days))
            file.write("</HealthData>\n")
        assert path.stat().st_size > days * 250_000
        peaks.append(peak_mb(path))
    small, large = peaks
    assert large < small + 120, peaks
    assert large < 500, peaks
