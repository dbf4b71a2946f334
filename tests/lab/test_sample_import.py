"""What is simulated is what comes out at the other end of the import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import correlation

import pytest

from spotter.body import raw
from spotter.body.service import compute
from spotter.body.state import Day
from spotter.intake.pipeline import import_file
from spotter.lab.sample.body import BodyDay
from spotter.lab.sample.daytime import walks
from spotter.lab.sample.export import write_export
from spotter.lab.sample.life import HOLIDAY_DAYS
from spotter.lab.sample.write import PROFILE, Sample, simulated

NOW = datetime(2026, 12, 1, tzinfo=UTC)
FIRST = date(2026, 2, 10)
BESIDE = {"route", "activity_summary"}
"""What an import counts as well, beside records and workouts."""

TRUTHS: dict[str, Callable[[BodyDay], float]] = {
    "hrv_sdnn_ms": lambda body: body.sdnn_ms,
    "resting_hr_bpm": lambda body: body.resting_hr_bpm,
    "sleep_s": lambda body: body.night.asleep_h * 3600,
    "respiratory_rate_brpm": lambda body: body.respiratory_brpm,
    "wrist_temperature_c": lambda body: body.temperature_c,
    "mass_kg": lambda body: body.mass_kg,
    "load_au": lambda body: body.load_au,
}


@pytest.fixture(scope="module")
def lived() -> list[BodyDay]:
    """A life of two months, as it was."""
    return simulated(seed=7, since=FIRST, until=date(2026, 4, 12))


@pytest.fixture(scope="module")
def days(two_months: Sample, tmp_path_factory: pytest.TempPathFactory) -> dict[date, Day]:
    """The same two months, as the import found them."""
    samples = tmp_path_factory.mktemp("raw") / "raw.parquet"
    import_file(two_months.export, samples, now=NOW)
    return compute(PROFILE, [samples])


def test_every_record_comes_in_and_none_is_refused(two_months: Sample, tmp_path: Path) -> None:
    outcome = import_file(two_months.export, tmp_path / "raw.parquet", now=NOW)
    assert outcome.rejected == 0
    assert outcome.damage is None
    assert outcome.tally.repeated == 0
    beside = sum(count for kind, count in outcome.by_kind.items() if kind in BESIDE)
    assert outcome.records == two_months.records + beside


def test_there_is_a_day_for_every_day(two_months: Sample, days: dict[date, Day]) -> None:
    assert min(days) == two_months.first
    assert max(days) == two_months.last
    assert len(days) == (two_months.last - two_months.first).days + 1


@pytest.mark.parametrize("metric", TRUTHS)
def test_what_was_lived_is_what_is_measured(
    metric: str, lived: list[BodyDay], days: dict[date, Day]
) -> None:
    pairs = [
        (days[body.day].values[metric], TRUTHS[metric](body))
        for body in lived
        if metric in days[body.day].values
    ]
    measured, true = zip(*pairs, strict=True)
    assert len(pairs) > 20
    assert correlation(measured, true) > 0.7


def test_steps_seen_by_two_devices_are_counted_once(
    lived: list[BodyDay], days: dict[date, Day]
) -> None:
    (body,) = [one for one in lived if one.day == date(2026, 3, 4)]
    assert body.life.activity is None
    walked = sum(walk.steps for walk in walks(body, 0.0))
    assert days[body.day].values["steps"] == pytest.approx(walked, rel=0.08)


def test_a_later_export_of_the_same_life_adds_only_what_is_new(tmp_path: Path) -> None:
    """The clocks change between the two, so that every line of text is another."""
    earlier, later = tmp_path / "march.zip", tmp_path / "april.zip"
    write_export(simulated(seed=7, since=FIRST, until=date(2026, 3, 15)), earlier)
    write_export(simulated(seed=7, since=FIRST, until=date(2026, 4, 2)), later)
    first = import_file(earlier, tmp_path / "first.parquet", now=NOW)
    known = raw.keys([first.path])
    second = import_file(later, tmp_path / "second.parquet", known, now=NOW)
    assert second.tally.known == first.tally.added
    assert min(second.days) >= date(2026, 3, 14)


def test_a_holiday_without_the_watch_has_steps_and_nothing_else(tmp_path: Path) -> None:
    whole = simulated(seed=7, since=FIRST, until=date(2026, 8, 10))
    away = [body for body in whole if body.life.index in HOLIDAY_DAYS]
    write_export(away, tmp_path / "away.zip")
    outcome = import_file(tmp_path / "away.zip", tmp_path / "away.parquet", now=NOW)
    assert set(outcome.by_kind) == {"steps", "distance"}
