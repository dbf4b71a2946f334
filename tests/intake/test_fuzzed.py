"""A few seconds of guided nonsense for every reader; `scripts/fuzz.py` does it for hours."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake import (
    test_garmin,
    test_health_auto_export,
    test_health_connect,
    test_polar,
    test_pose_log,
    test_samsung,
    test_training_log,
    test_wger,
    test_withings,
)
from intake.exports import export_text, parent, record
from intake.fit_files import run
from intake.oura.test_oura_files import SLEEPMODEL
from intake.test_archives import HEVY, gpx, zipped
from spotter.intake.archive import HEAD_BYTES
from spotter.intake.plain.columns import ATHLETE, WORKOUTS
from spotter.intake.registry import SOURCES
from spotter.training.log_csv import rows

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
STRONGLIFTS = """Date (yyyy/mm/dd),Workout Name,Exercise,Duration (hours),Start Time (h:mm),\
Set 1 (Reps),Set 1 (KG),Set 2 (Reps),Set 2 (KG)
2026/02/01,Workout A,Squat,0.5,8:00 AM,5,55,0,55
"""
FITNOTES = """Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2026-02-01,Squat,Legs,100,kgs,5,,,,
"""
WHOOP = """Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,\
Light sleep duration (min),Heart rate variability (ms)
2026-02-01 22:00:00,2026-02-02 22:00:00,UTC+01:00,2026-02-01 23:00:00,2026-02-02 06:00:00,300,61
"""
GARMIN_LIST = """Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR
Trail Running,2025-05-01 07:30:00,false,"Hills, again",12.35,"1,024",01:10:05.4,151
"""
PMSYS = """end_date_time,activity_names,perceived_exertion,duration_min
2019-11-05T22:51:54.710Z,"['individual', 'running']",7,30
"""
BEAT = {"date": "2026-02-01 08:00:00 +0100", "Avg": 61}
# The others, in one process for all: to start one takes longer than what it does.
MORE: dict[str, bytes] = {
    "oura": SLEEPMODEL.encode(),
    "fitnotes": FITNOTES.encode(),
    "stronglifts": STRONGLIFTS.encode(),
    "whoop": WHOOP.encode(),
    "pmsys": PMSYS.encode(),
    "garmin": test_garmin.export(test_garmin.NIGHT),
    "garmin_tables": GARMIN_LIST.encode(),
    "withings": test_withings.WEIGHT.encode(),
    "samsung": test_samsung.SLEEP,
    "spotter": "".join(rows([test_training_log.LOG])).encode(),
    "wger": test_wger.page(test_wger.ENTRY).encode(),
    "pose_log": test_pose_log.long(3).encode(),
    "health_auto_export": test_health_auto_export.sent(
        test_health_auto_export.metric("heart_rate", "count/min", BEAT)
    ).encode(),
    "workouts": WORKOUTS.template().encode(),
    "athlete": ATHLETE.template().encode(),
}


# A process starts with the peak of the one it was forked from, which the limit of memory would
# count; the shell forks it from something small.
FORKED = ("sh", "-c", '"$@"; exit $?', "sh")
# The same nonsense in every run, so that the suite says the same of the same code; what is new is
# found by the script.
SAME = ("-seed=7", "-runs=2000")


def test_every_source_is_given_an_example_that_it_knows() -> None:
    every = EXAMPLES | MORE
    assert [one.name for one in SOURCES if not one.detect(every[one.name][:HEAD_BYTES])] == []


@pytest.mark.parametrize("source", [*EXAMPLES, "each"])
def test_nothing_but_rows_and_named_errors_comes_of_nonsense(source: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: there is none for this machine")
    examples = tmp_path / "examples"
    examples.mkdir()
    for name, example in (MORE if source == "each" else {source: EXAMPLES[source]}).items():
        (examples / name).write_bytes(example)
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
