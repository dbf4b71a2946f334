"""Real people's exports, with everything that real exports do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from body.raws import NEW_YORK
from spotter.body.daily import aggregate
from spotter.body.raw import SCHEMA
from spotter.body.state import Day
from spotter.intake.apple_health.reader import read
from spotter.intake.apple_health.types import ACTIVITY, SLEEP_STAGE

NOW = datetime(2026, 3, 1, tzinfo=UTC)
Days = Mapping[date, Day]


@pytest.fixture(scope="module")
def garmin(apple_health: Path) -> pl.DataFrame:
    """Return the export of 2021: 83 device strings, one offset for summer and winter."""
    (folder,) = apple_health.glob("apple-export-2021-*")
    with (
        ZipFile(folder / "export.zip") as archive,
        archive.open("apple_health_export/export.xml") as stream,
    ):
        return pl.concat([batch.rows for batch in read(stream, now=NOW)])


@pytest.fixture(scope="module")
def band(apple_health: Path) -> pl.DataFrame:
    """Return the export of 2016: a phone and a band that both count steps."""
    (folder,) = apple_health.glob("apple-export-2016-*")
    with (folder / "export.xml").open("rb") as stream:
        return pl.concat([batch.rows for batch in read(stream, now=NOW)])


@pytest.fixture(scope="module")
def seven_years(apple_health: Path) -> Days:
    """Return the days of a seven-year watch record."""
    (folder,) = apple_health.glob("apple-derived-*")
    return aggregate(_record(folder).lazy(), NEW_YORK)


def _record(folder: Path) -> pl.DataFrame:
    sleep = pl.read_csv(folder / "sleep_data.csv")
    hrv = pl.read_csv(folder / "hrv_data.csv")
    rest = pl.read_csv(folder / "heart_rate_data.csv")
    done = pl.read_csv(folder / "workout_data.csv")
    stage = pl.col("value").replace_strict(SLEEP_STAGE)
    kind = pl.col("type").replace_strict(ACTIVITY, default="other")
    parts = [
        sleep.select(_instant("start"), _instant("end"), "source", text=stage, signal=_is("sleep")),
        hrv.select(_at("start"), _at("end"), "source", si="hrv_ms", signal=_is("hrv_sdnn")),
        rest.select(_at("start"), _at("end"), si="rhr", signal=_is("resting_heart_rate")),
        done.select(
            _instant("start"),
            _instant("end"),
            "source",
            text=kind,
            si=pl.col("duration") * 60,
            signal=_is("workout"),
        ),
    ]
    rows = pl.concat(parts, how="diagonal")
    device = pl.when(pl.col("source").str.contains("Watch")).then(pl.lit("watch"))
    absent = [pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in rows]
    return rows.with_columns(*absent).with_columns(device=device).cast(dict(SCHEMA))


def _is(signal: str) -> pl.Expr:
    return pl.lit(signal)


def _instant(column: str) -> pl.Expr:
    return pl.col(column).str.to_datetime("%Y-%m-%d %H:%M:%S %z", time_zone="UTC")


def _at(name: str) -> pl.Expr:
    return _instant("datetime").alias(name)


def known(days: Days, metric: str) -> list[float]:
    return [day.values[metric] for day in days.values() if metric in day.values]


def test_nights_of_a_real_year_are_whole(seven_years: Days) -> None:
    # By date of the start: 324 nights, 31 of them under three hours. By six hours' shift: 298, 8.
    nights = known(seven_years, "sleep_s")
    assert 280 <= len(nights) <= 298
    assert sum(night < 3 * 3600 for night in nights) <= 4


def test_every_offset_of_an_export_is_that_of_the_day_it_was_made(
    seven_years: Days, apple_health: Path
) -> None:
    # All of it is -0500: read as a wall clock, every summer night lies an hour early.
    (folder,) = apple_health.glob("apple-derived-*")
    as_written = aggregate(_record(folder).lazy(), ZoneInfo("Etc/GMT+5"))
    late = {
        day.month: round(day_of.values["sleep_midpoint_h"] - naive.values["sleep_midpoint_h"], 6)
        for day, day_of in seven_years.items()
        if "sleep_midpoint_h" in day_of.values
        and (naive := as_written.get(day)) is not None
        and day_of.values["sleep_s"] == naive.values.get("sleep_s")
    }
    assert {month: shift for month, shift in late.items() if month in {6, 7, 8, 12, 1}} == {
        6: 1,
        7: 1,
        8: 1,
        12: 0,
        1: 0,
    }


def test_nightly_hrv_is_known_on_most_days_that_have_any(seven_years: Days) -> None:
    hrv = known(seven_years, "hrv_sdnn_ms")
    assert len(hrv) > 450
    assert 30 < float(pl.Series(hrv).median() or 0) < 90


def test_each_day_has_one_resting_heart_rate(seven_years: Days) -> None:
    # 483 rows, up to three a day. By the date as written they fall on 274 days; in summer most of
    # them begin at 23:00 as written, which is the midnight that begins the next day.
    assert len(known(seven_years, "resting_hr_bpm")) == 266


def test_steps_of_phone_and_band_are_between_the_fuller_one_and_both(band: pl.DataFrame) -> None:
    zone = ZoneInfo("Europe/Madrid")
    local = pl.col("start").dt.convert_time_zone(zone.key).dt.date()
    each = (
        band.filter(pl.col("signal") == "steps")
        .group_by(local.alias("day"), "source")
        .agg(pl.col("si").sum())
        .group_by("day")
        .agg(pl.col("si").max().alias("fuller"), pl.col("si").sum().alias("both"), pl.len())
        .filter(pl.col("len") > 1)
    )
    days = aggregate(band.lazy(), zone)
    ours = sum(days[day].values["steps"] for day in each["day"])
    assert each.height > 20
    assert each["fuller"].sum() < ours < 0.95 * each["both"].sum()


def test_nights_of_the_band_are_of_the_morning(band: pl.DataFrame) -> None:
    days = aggregate(band.lazy(), ZoneInfo("Europe/Madrid"))
    assert len(known(days, "sleep_s")) == 27


def test_a_years_totals_at_the_end_of_the_day_are_the_days_totals(garmin: pl.DataFrame) -> None:
    days = aggregate(garmin.lazy(), ZoneInfo("Europe/Paris"))
    stamped = garmin.filter((pl.col("signal") == "basal_energy") & (pl.col("source") == "Connect"))
    assert len(known(days, "basal_energy_kj")) == stamped.height
    assert sum(known(days, "basal_energy_kj")) == pytest.approx(stamped["si"].sum())


def test_a_device_that_knows_no_stages_gives_no_stages(garmin: pl.DataFrame) -> None:
    days = aggregate(garmin.lazy(), ZoneInfo("Europe/Paris"))
    assert len(known(days, "sleep_s")) > 60
    assert known(days, "sleep_deep_s") == []
    assert max(known(days, "sleep_s")) < 14 * 3600


def test_a_workout_written_again_at_every_synchronisation_counts_once(
    garmin: pl.DataFrame,
) -> None:
    days = aggregate(garmin.lazy(), ZoneInfo("Europe/Paris"))
    assert garmin.filter(pl.col("signal") == "workout").height == 60
    assert len(known(days, "workout_s")) == 21
    assert max(known(days, "workout_s")) < 3600


def test_runs_are_weighed_by_their_heart_rate(garmin: pl.DataFrame) -> None:
    days = aggregate(garmin.lazy(), ZoneInfo("Europe/Paris"))
    trained = [day for day in days.values() if "load_au" in day.values]
    by_heart = [day for day in trained if day.sources["load_au"] == "estimated from heart rate"]
    assert len(by_heart) > 0.9 * len(trained)


def test_every_day_comes_out_the_same_when_asked_for_alone(garmin: pl.DataFrame) -> None:
    zone = ZoneInfo("Europe/Paris")
    every = aggregate(garmin.lazy(), zone)
    for day in list(every)[::25]:
        assert aggregate(garmin.lazy(), zone, {day}) == {day: every[day]}
