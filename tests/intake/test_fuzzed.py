"""A few seconds of guided nonsense for every reader; `scripts/fuzz.py` does it for hours."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake import test_health_connect, test_polar
from intake.exports import export_text, parent, record
from intake.fit_files import run
from intake.test_archives import HEVY, gpx, zipped

SECONDS = 1
SCRIPT = Path(__file__).parents[2] / "scripts" / "fuzz.py"
TCX = (
    '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Lap><TotalTimeSeconds>60'
    "</TotalTimeSeconds><Track><Trackpoint><Time>2026-02-01T08:00:00Z</Time><HeartRateBpm><Value>"
    "120</Value></HeartRateBpm></Trackpoint></Track></Lap></Activity></Activities>"
    "</TrainingCenterDatabase>"
)
ENTRY = '  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>\n'
EXPORT = export_text(record(), parent(ENTRY), record("BodyMass", "70", "kg")).encode()
STRONG = b"""Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes
2026-02-01 08:00:00,"Legs",55m,"Squat (Barbell)",1,100.0,5,0,0,""
2026-02-01 08:00:00,"Legs",55m,"Squat (Barbell)",Rest Timer,0,0,0,90,""
"""
FIT = run(datetime(2026, 2, 1, 8, tzinfo=UTC), range(100, 104))
EXAMPLES: dict[str, bytes] = {
    "apple_health": EXPORT,
    "fit": FIT,
    "tcx": TCX.encode(),
    "gpx": gpx(1),
    "strong": STRONG,
    "hevy": HEVY.format(load=100).encode(),
    "fitbit": b'[{"dateTime":"11/01/19 00:00:05","value":{"bpm":61,"confidence":2}}]',
    "polar": test_polar.file(test_polar.NEW),
    "health_connect": test_health_connect.database()[:20_000],
    "any": zipped({"a.fit": FIT, "b/export.xml": EXPORT}),
}


# A process starts with the peak of the one it was forked from, which the limit of memory would
# count; the shell forks it from something small.
FORKED = ("sh", "-c", '"$@"; exit $?', "sh")
# The same nonsense in every run, so that the suite says the same of the same code; what is new is
# found by the script.
SAME = ("-seed=7", "-runs=2000")


@pytest.mark.parametrize("source", EXAMPLES)
def test_nothing_but_rows_and_named_errors_comes_of_nonsense(source: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: there is none for this machine")
    examples = tmp_path / "examples"
    examples.mkdir()
    (examples / "whole").write_bytes(EXAMPLES[source])
    done = subprocess.run(
        [*FORKED, sys.executable, str(SCRIPT), source, str(SECONDS), str(examples), *SAME],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
    executed = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    assert int(executed[0].split()[-1]) > 20, executed
