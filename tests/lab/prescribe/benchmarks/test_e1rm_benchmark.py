"""The benchmark on training logs: what it reads, whom it learns from, and that it adds up."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.result import Result, Row, result
from spotter.lab.prescribe.benchmarks import e1rm
from spotter.lab.prescribe.lifts.logs import NoLogs, lifters
from spotter.lab.prescribe.lifts.walk import LEAST_DAYS

KEPT = Path(__file__).parents[4] / "docs" / "prescribe-benchmarks"
_BESIDE = Path(__file__).parents[5] / "shared" / "data"


def write(folder: Path, name: str, seed: int, first: float, days: int = 16) -> None:
    """Write the reduced log of a lifter with one lift."""
    chance = np.random.default_rng(seed)
    lines = ["date,exercise,set_order,weight,reps,rpe,unit"]
    for n in range(days):
        day = date(2026, 1, 1) + timedelta(3 * n + seed)
        load = first + 2.5 * (n // 4)
        lines += [f"{day},Press,{k},{load * part},{int(chance.integers(4, 9))},,kg"
                  for k, part in enumerate((0.6, 1.0))]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, seed, first in (("lifter_x", 1, 60.0), ("lifter_y", 2, 90.0)):
        write(tmp_path / "strength_logs" / "sets", name, seed, first)
    return tmp_path


def told(data: Path) -> tuple[Result, list[str]]:
    heard: list[str] = []
    return e1rm.run(data, seeds=1, tell=heard.append, steps=3), heard


def test_each_lifter_has_a_row_and_every_day_but_the_first_counts(data: Path) -> None:
    report, _ = told(data)
    assert [(row.name, row.count) for row in report.rows] == [("lifter_x", 15), ("lifter_y", 15)]


def test_the_last_value_is_what_epley_says_of_the_day_before(tmp_path: Path, data: Path) -> None:
    days = next(one for one in lifters(data) if one.name == "lifter_x").lifts["Press"]
    errors = [
        abs(np.exp(was.maxima.max() - np.log1p(now.reps[now.best] / 30) - now.loads[now.best]) - 1)
        for was, now in pairwise(days)
    ]
    report, _ = told(data)
    assert report.rows[0].values["last value"] == pytest.approx(100 * np.mean(errors))


def test_two_logs_of_one_person_never_teach_each_other(data: Path) -> None:
    folder = data / "strength_logs" / "sets"
    (folder / "lifter_z.csv").write_bytes((folder / "lifter_x.csv").read_bytes())
    report, heard = told(data)
    assert all("learning from 1 others" in line for line in heard)
    assert [row.name for row in report.rows] == ["lifter_x", "lifter_y"]
    assert "the same person: lifter_z" in [row.name for row in report.beside]


def test_it_says_for_whom_the_plain_way_that_knows_as_much_is_better() -> None:
    rows = [Row("x", 1, {e1rm.OURS: 10.0, e1rm.FLOORED: 9.0}),
            Row("y", 1, {e1rm.OURS: 10.0, e1rm.FLOORED: 15.0})]  # fmt: skip
    said = e1rm.fair(rows, {e1rm.OURS: 10.0, e1rm.FLOORED: 12.5})
    assert "ours is 20.0 % below it" in said
    assert said.endswith("better than ours for x (9.00 % against our 10.00 %).")


def test_the_report_kept_says_what_the_benchmark_makes_of_its_figures() -> None:
    kept = result(json.loads((KEPT / "e1rm.json").read_text(encoding="utf-8")))
    assert kept.notes[-1] == e1rm.fair(kept.rows, kept.mean)


def test_no_set_of_a_person_is_kept_with_the_report(data: Path) -> None:
    report, _ = told(data)
    assert {"load", "date", "exercise"} & set(report.predictions[0]) == set()


def test_without_a_folder_it_says_what_is_missing() -> None:
    with pytest.raises(BadInput, match="--data"):
        e1rm.run(None, seeds=1, tell=print)


def test_a_folder_without_logs_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoLogs, match="strength_logs"):
        e1rm.run(tmp_path, seeds=1, tell=print)


def test_one_person_alone_is_too_few(tmp_path: Path) -> None:
    write(tmp_path / "strength_logs" / "sets", "lifter_x", 1, 60.0)
    with pytest.raises(BadInput, match="two persons"):
        e1rm.run(tmp_path, seeds=1, tell=print)


def test_the_real_logs_are_those_of_four_persons_with_long_lifts() -> None:
    data = Path(os.environ.get("SPOTTER_TEST_DATA", _BESIDE))
    if not (data / "strength_logs").exists():
        pytest.skip("real training logs are not here")
    every = lifters(data)
    long = [one for one in every if any(len(days) >= LEAST_DAYS for days in one.lifts.values())]
    assert len({one.person for one in long}) == 4
    assert len({one.person for one in every}) < len(every)
