"""Statistics hold only who agreed, hide each of them, and never cost more than was allowed."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean

import polars as pl
import pytest
from typer.testing import CliRunner

from body.featurestore.nights import NOW
from spotter import settings
from spotter.athletes import service as athletes
from spotter.athletes.profile import Profile
from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore import statistics
from spotter.body.featurestore.rows import SCHEMA
from spotter.body.featurestore.shelf import Shelf
from spotter.body.featurestore.statistics import (
    BOUNDS,
    EPSILON,
    LEAST,
    BudgetSpent,
    cost,
    noisy_mean,
    people,
    release,
)
from spotter.bootstrap import build
from spotter.cli.features import app
from spotter.store.uow import Units

pytest.importorskip("opendp", reason="OpenDP is not installed")
SPAN = (NOW.date() - timedelta(days=27), NOW.date())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "features")


def joined(units: Units, shelf: Shelf, resting_hr: list[float], *, agreed: bool = True) -> str:
    """Add somebody with a row for each resting heart rate, the newest today; return their id."""
    with units() as uow:
        athlete_id = uow.athletes.add(Profile(in_statistics=agreed), NOW)
        uow.commit()
    days: list[date] = [NOW.date() - timedelta(days=n) for n in range(len(resting_hr))]
    blank = dict.fromkeys(SCHEMA, None)
    rows: list[dict[str, object]] = [
        {**blank, "athlete_id": athlete_id, "day": day, "known_from": NOW, "created": NOW,
         "resting_hr_last": value}
        for day, value in zip(days, resting_hr, strict=True)
    ]  # fmt: skip
    shelf.offline.write(pl.DataFrame(rows, schema=SCHEMA).sort("day"), athlete_id, days)
    return athlete_id


def test_what_is_bounded_is_in_the_catalogue() -> None:
    assert set(FEATURES) >= set(BOUNDS)
    assert all(low < high for low, high in BOUNDS.values())


def test_only_who_agreed_counts_and_each_once(units: Units, shelf: Shelf) -> None:
    mine = joined(units, shelf, [50, 60])
    joined(units, shelf, [90], agreed=False)
    with units.reading() as uow:
        agreed = [
            one for one in uow.athletes.all_ids() if uow.athletes.get(one).profile.in_statistics
        ]
    assert agreed == [mine]
    found = people(shelf, agreed, SPAN)
    assert found["resting_hr_last"] == [55]
    assert found["sleep_time_last"] == []
    assert people(shelf, [], SPAN)["resting_hr_last"] == []


def test_who_withdraws_counts_in_nothing_made_from_then_on(
    units: Units, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def nobody(_: Shelf, agreed: list[str], __: object) -> dict[str, list[float]]:
        asked.append(agreed)
        return {name: [] for name in BOUNDS}

    monkeypatch.setattr(statistics, "people", nobody)
    mine = joined(units, shelf, [50])
    release(units, shelf, lambda: NOW, budget=3)
    with units() as uow:
        athletes.put_profile(uow, mine, Profile(in_statistics=False), NOW)
        uow.commit()
    release(units, shelf, lambda: NOW, budget=3)
    assert asked == [[mine], []]


def test_days_before_the_window_do_not_count(units: Units, shelf: Shelf) -> None:
    mine = joined(units, shelf, [50] * 28 + [90] * 5)
    assert people(shelf, [mine], SPAN)["resting_hr_last"] == [50]


def test_of_many_people_the_mean_comes_out_nearly_right_and_differs_each_time() -> None:
    values = [50.0 + n % 20 for n in range(3000)]
    found = [noisy_mean(values, (35, 95), 0.5) for _ in range(5)]
    means = [one.mean for one in found if one is not None]
    assert len(set(means)) == 5
    assert fmean(means) == pytest.approx(fmean(values), abs=0.5)


def test_one_person_however_far_out_moves_the_mean_no_further_than_a_bound() -> None:
    crowd = [60.0] * 3000
    far = noisy_mean([*crowd, 1e9], (35, 95), 5.0)
    near = noisy_mean([*crowd, 95.0], (35, 95), 5.0)
    assert far is not None
    assert near is not None
    assert far.mean == pytest.approx(near.mean, abs=0.1)


@pytest.mark.parametrize("crowd", [0, 1, LEAST - 1])
def test_of_fewer_people_than_said_no_mean_is_told(crowd: int) -> None:
    assert [noisy_mean([60.0] * crowd, (35, 95), 0.5) for _ in range(20)] == [None] * 20


def test_the_noise_is_what_the_budget_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    scales: list[float] = []
    scale = statistics._scale

    def noting(measuring: object, epsilon: float) -> float:
        scales.append(scale(measuring, epsilon))  # type: ignore[arg-type]
        return scales[-1]

    monkeypatch.setattr(statistics, "_scale", noting)
    noisy_mean([60.0] * 300, (35, 95), 0.5)
    # One person moves a count by 1 and the sum by the width of the bounds, each at ε = 0.25.
    assert scales == pytest.approx([4, 240], rel=1e-3)
    noisy_mean([60.0] * 3, (35, 95), 0.5)
    # Of too few no sum is drawn, so that it costs nothing.
    assert scales[2:] == pytest.approx([4], rel=1e-3)


def test_each_release_is_paid_for_before_anybody_is_looked_at(
    units: Units, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(statistics, "people", cut_off)
    with pytest.raises(KeyboardInterrupt):
        release(units, shelf, lambda: NOW, budget=3)
    with units.reading() as uow:
        assert uow.releases.spent() == EPSILON
        assert uow.releases.newest() is None


def test_what_is_spent_is_spent(
    units: Units, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = {name: [sum(bounds) / 2] * 900 for name, bounds in BOUNDS.items()}
    monkeypatch.setattr(statistics, "people", lambda *_: everybody)
    for number in range(2):
        release(units, shelf, lambda n=number: NOW + timedelta(days=n), budget=2)  # type: ignore[misc]
    with pytest.raises(BudgetSpent):
        release(units, shelf, lambda: NOW, budget=2)
    with units.reading() as uow:
        assert uow.releases.spent() == pytest.approx(2)
        found = uow.releases.newest()
    assert found is not None
    assert found[0] == NOW + timedelta(days=1)
    assert set(found[1]["means"]) == set(BOUNDS)


def test_a_refusal_costs_what_asking_for_the_noisy_count_costs(units: Units, shelf: Shelf) -> None:
    joined(units, shelf, [50])
    for _ in range(3):
        assert release(units, shelf, lambda: NOW, budget=2) == {}
    with units.reading() as uow:
        assert uow.releases.spent() == 3 * cost(told=0) == 3 * EPSILON / 2
    # What is left would not pay for means, should there be enough people after all.
    with pytest.raises(BudgetSpent, match="may cost"):
        release(units, shelf, lambda: NOW, budget=2)


def test_of_what_is_told_the_sums_are_paid_for_too(
    units: Units, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = {name: [60.0] * 900 if name == "resting_hr_last" else [] for name in BOUNDS}
    monkeypatch.setattr(statistics, "people", lambda *_: crowd)
    assert set(release(units, shelf, lambda: NOW, budget=1)) == {"resting_hr_last"}
    with units.reading() as uow:
        assert uow.releases.spent() == pytest.approx(EPSILON / 2 + EPSILON / 2 / len(BOUNDS))
    assert cost(told=len(BOUNDS)) == EPSILON


def test_a_release_is_kept_and_shown_again_at_no_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTTER_DATA_DIR", str(tmp_path))
    container = build(settings.load())
    now: datetime = container.clock()
    crowd = {name: [60.0] * 900 if name == "resting_hr_last" else [] for name in BOUNDS}
    monkeypatch.setattr(statistics, "people", lambda *_: crowd)
    container.close()
    first = CliRunner().invoke(app, ["statistics"], catch_exceptions=False)
    assert first.stdout == (
        "No statistics were made yet; --release makes them.\n"
        "0.00 of 3.00 spent, and never given back.\n"
    )
    made = CliRunner().invoke(app, ["statistics", "--release"], catch_exceptions=False)
    assert made.stdout.startswith("resting_hr_last: ")
    left_out = ", ".join(sorted(BOUNDS.keys() - {"resting_hr_last"}))
    assert f"\nNot told, since too few people may have counted in: {left_out}\n" in made.stdout
    assert "0.50 for asking how many people count in, whatever comes of it, 0.08 for" in made.stdout
    assert made.stdout.endswith("\n0.58 of 3.00 spent, and never given back.\n")
    again = CliRunner().invoke(app, ["statistics"], catch_exceptions=False)
    assert again.stdout == made.stdout
    told = json.loads(CliRunner().invoke(app, ["statistics", "--json"]).stdout)
    assert told["spent"] == told["cost"] == pytest.approx(7 / 12 * EPSILON)
    assert told["means"]["resting_hr_last"]["mean"] == pytest.approx(60, abs=15)
    assert told["made_at"] >= now.isoformat()[:10]
