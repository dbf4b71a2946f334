"""A real training log, handed in: what is prescribed follows it."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from prescribe.people import athlete
from spotter.intake import service as intake
from spotter.intake.strength.values import local
from spotter.prescribe.decide import decide
from spotter.prescribe.gather import gather
from spotter.prescribe.progress import progress
from spotter.safety.approved import ApprovedSession
from spotter.safety.screening import all_clear
from spotter.store.uow import Units
from spotter.store.worker import Worker
from spotter.training.names import meaning
from spotter.training.session import Session, SetKind

BENCH = "barbell_bench_press"
# The last bench press of the log was on 3 and 7 April 2026: 85 kg for 8, then 80 kg for 10.
LOG = "hevy/ajccosta_2024-2026.csv"
DAY = date(2026, 4, 13)
NOW = datetime(2026, 4, 13, 8, tzinfo=UTC)
_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def log() -> Path:
    """Return a real log of Hevy; skips where there is none."""
    path = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE)) / "strength_logs" / LOG
    if not path.is_file():
        pytest.skip("no strength logs at SPOTTER_TEST_DATA or ../shared/data")
    return path


def _hand_in(units: Units, athlete_id: str, log: Path) -> None:
    waiting = units.data_dir / "uploads" / "log.part"
    waiting.parent.mkdir(exist_ok=True)
    shutil.copyfile(log, waiting)
    digest = hashlib.sha256(waiting.read_bytes()).hexdigest()
    size = waiting.stat().st_size
    with units() as uow:
        intake.request_import(
            uow, athlete_id, waiting, name=log.name, size_bytes=size, sha256=digest, now=NOW
        )
        uow.commit()
    handlers = {intake.IMPORT: intake.import_handler(lambda: NOW)}
    assert Worker(units, handlers, clock=lambda: NOW).run_until_idle() == 1


def _session(units: Units, athlete_id: str) -> Session:
    with units.reading() as uow:
        gathered = gather(uow, athlete_id, DAY)
    outcome = decide(gathered.inputs, gathered.state).outcome
    assert isinstance(outcome, ApprovedSession)
    return outcome.session


def _bench_kg(session: Session) -> float:
    return max(
        one.load_kg or 0.0
        for block in session.blocks
        if block.exercise == BENCH
        for one in block.sets
        if one.kind is SetKind.WORK
    )


def _lighter(log: Path, into: Path) -> Path:
    """Return a copy of `log` in which every load is seven tenths of what it was."""
    with log.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with into.open("w", encoding="utf-8", newline="") as lines:
        copy = csv.DictWriter(lines, rows[0])
        copy.writeheader()
        for row in rows:
            kg = row["weight_kg"]
            copy.writerow(row | {"weight_kg": f"{float(kg) * 0.7:.3f}" if kg else ""})
    return into


def test_the_bench_press_of_a_real_log_sets_the_next_load(
    units: Units, enrol: Callable[..., str], log: Path, tmp_path: Path
) -> None:
    profile = athlete(mass_kg=80.0, days_per_week=2)
    stranger, strong, weaker = (enrol(profile) for _ in range(3))
    with units() as uow:
        for each in (stranger, strong, weaker):
            uow.athletes.put_screening(each, all_clear(DAY))
        uow.commit()
    _hand_in(units, strong, log)
    _hand_in(units, weaker, _lighter(log, tmp_path / "lighter.csv"))
    with units.reading() as uow:
        known = gather(uow, strong, DAY).inputs.elsewhere
    assert [one.load_kg for one in known if one.exercise == BENCH][-2:] == [85.0, 80.0]
    loads = [_bench_kg(_session(units, each)) for each in (stranger, weaker, strong)]
    assert loads[0] < 45 < loads[1] <= 0.7 * 87.5 < 80 <= loads[2] <= 87.5


def test_progress_shows_the_lifts_and_weeks_of_an_imported_log(
    units: Units, enrol: Callable[..., str], log: Path
) -> None:
    lifter = enrol(athlete(mass_kg=80.0))
    _hand_in(units, lifter, log)
    with units.reading() as uow:
        found: Any = progress(uow, lifter, DAY, weeks=4)
    (bench,) = [one for one in found["lifts"] if one["exercise"] == BENCH]
    # 85 kg for 8 on 3 April by Epley, the rating of effort not being in the log.
    assert {"date": "2026-04-03", "value": 107.67} in bench["e1rm_kg"]
    with log.open(encoding="utf-8-sig", newline="") as lines:
        days = {
            local(row["start_time"], UTC).date()
            for row in csv.DictReader(lines)
            if meaning(row["exercise_title"]) and row["set_type"] != "warmup"
        }
    within = sum(DAY - timedelta(days=21) <= day <= DAY for day in days)
    assert sum(week["sessions"] for week in found["weeks"]) == within > 5
    assert sum(week["muscle_sets"].get("chest", 0) for week in found["weeks"]) > 0
    assert found["sessions"] == []
