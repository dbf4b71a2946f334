"""Training rows hold what was known at the moment asked about, and nothing later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from feast import FeatureStore, RepoConfig

from body.featurestore.nights import MONDAY, NOW, nights, slept
from spotter.athletes import service as athletes
from spotter.athletes.profile import Profile
from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore import definitions
from spotter.body.featurestore.joins import joined
from spotter.body.featurestore.materialise import Materialiser
from spotter.body.featurestore.rows import INSTANT
from spotter.body.featurestore.services import DISPLAY_ONLY, SERVICES
from spotter.body.featurestore.shelf import Shelf
from spotter.events.relay import Relay
from spotter.kit.errors import BadInput
from spotter.store.uow import Units


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a shelf with SQLite online: training reads only what is offline."""
    return Shelf(tmp_path / "features")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def asked(*moments: tuple[str, datetime]) -> pd.DataFrame:
    return pd.DataFrame(moments, columns=["athlete_id", "event_timestamp"])


def test_a_moment_sees_the_newest_day_that_was_over_by_then(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    with units() as uow:
        athletes.put_profile(uow, athlete_id, Profile(time_zone="Europe/Berlin"), NOW)
        uow.commit()
    slept(units, athlete_id, nights(MONDAY, 50, 51, 52))
    relay.drain()
    tuesday = MONDAY + timedelta(days=1)
    found = shelf.training_set(
        asked(
            (athlete_id, at(MONDAY, 22, 59)),
            (athlete_id, at(MONDAY, 23)),
            (athlete_id, at(tuesday, 22, 59)),
            (athlete_id, at(tuesday, 23)),
        ),
        "ranker",
    )
    heart = [None if pd.isna(one) else one for one in found["resting_hr_last"]]
    assert heart == [None, 50, 50, 51]


def test_what_changes_later_changes_nothing_about_what_was_known(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, *range(50, 70)))
    relay.drain()
    moments = asked((athlete_id, at(MONDAY + timedelta(days=10), 7)))
    before = shelf.training_set(moments, "ranker")
    slept(units, athlete_id, nights(MONDAY + timedelta(days=10), 99, 98, 97))
    relay.drain()
    pd.testing.assert_frame_equal(shelf.training_set(moments, "ranker"), before)


def test_a_late_sync_counts_from_its_day_on_or_from_when_it_came_in(
    units: Units, shelf: Shelf, athlete_id: str
) -> None:
    def synced(when: datetime, first: date, *resting_hr: float) -> None:
        slept(units, athlete_id, nights(first, *resting_hr))
        Materialiser(units, shelf, lambda: when).bring_up_to_date(athlete_id)

    tuesday, wednesday, thursday = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
    synced(at(tuesday, 6), MONDAY, 50)
    # The watch tells of Tuesday two days late, of Wednesday at once.
    synced(at(thursday, 6), tuesday, 51, 52)
    moments = asked(
        (athlete_id, at(tuesday, 5)),
        (athlete_id, at(tuesday, 7)),
        (athlete_id, at(wednesday, 7)),
        (athlete_id, at(thursday, 5)),
        (athlete_id, at(thursday, 7)),
    )
    happened = shelf.training_set(moments, "ranker")["resting_hr_last"]
    known = shelf.training_set(moments, "ranker", as_arrived=True)["resting_hr_last"]
    assert happened.to_list() == [50, 50, 51, 52, 52]
    assert known.fillna(0).to_list() == [0, 50, 50, 50, 52]


def test_a_day_computed_anew_is_not_newer_than_the_day_after_it(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))
    relay.drain()
    rows = shelf.offline.read(athlete_id)
    monday, tuesday = rows["day"].to_list()
    again = pl.when(pl.col("day") == monday).then(NOW + timedelta(days=9)).otherwise(NOW)
    shelf.offline.write(rows.with_columns(created=again), athlete_id, [monday, tuesday])
    moments = asked((athlete_id, NOW + timedelta(days=8)), (athlete_id, NOW + timedelta(days=10)))
    found = joined(
        pl.from_pandas(moments).with_columns(pl.col("event_timestamp").cast(INSTANT)),
        shelf.offline, ["resting_hr_last"], None, arrived=True,
    )  # fmt: skip
    assert found["resting_hr_last"].to_list() == [51, 51]


def test_a_state_older_than_a_month_tells_nothing(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50))
    relay.drain()
    over = at(MONDAY + timedelta(days=1), 0)
    late = over + definitions.TTL
    found = shelf.training_set(
        asked((athlete_id, late), (athlete_id, late + timedelta(seconds=1))), "ranker"
    )
    assert found["resting_hr_last"].isna().tolist() == [False, True]


def test_rows_come_back_in_their_order_with_what_they_brought(
    units: Units, shelf: Shelf, relay: Relay, athlete_id: str, other_id: str
) -> None:
    slept(units, athlete_id, nights(MONDAY, 50, 51))
    slept(units, other_id, nights(MONDAY, 70, 71))
    relay.drain()
    wednesday, tuesday = (at(MONDAY + timedelta(days=n), 7) for n in (2, 1))
    moments = asked(
        (other_id, wednesday), (athlete_id, tuesday), ("nobody", tuesday), (other_id, tuesday)
    )
    moments["completed"] = [1, 0, 1, 0]
    found = shelf.training_set(moments, "ranker")
    assert found["athlete_id"].tolist() == moments["athlete_id"].tolist()
    assert found["completed"].tolist() == [1, 0, 1, 0]
    assert found["resting_hr_last"].fillna(-1).tolist() == [71, 50, -1, 70]


@pytest.mark.parametrize(("as_arrived", "known"), [(False, 10), (True, 8)])
def test_feasts_own_join_gives_the_same(  # noqa: PLR0917 - fixtures
    as_arrived: bool,
    known: int,
    units: Units,
    shelf: Shelf,
    athlete_id: str,
    other_id: str,
    tmp_path: Path,
) -> None:
    slept(units, athlete_id, nights(MONDAY, *range(50, 62)))
    slept(units, other_id, nights(MONDAY + timedelta(days=3), *range(70, 75)))
    for one, days in ((athlete_id, 5), (other_id, 1)):
        Materialiser(units, shelf, lambda: at(MONDAY, 0)).bring_up_to_date(one)
        # All that follows was computed again, or for the first time, a week later.
        slept(units, one, nights(MONDAY + timedelta(days=days), 80))
        later = at(MONDAY + timedelta(days=days + 7), 0)
        Materialiser(units, shelf, lambda now=later: now).bring_up_to_date(one)  # type: ignore[misc]
    moments = asked(
        *(
            (one, at(MONDAY + timedelta(days=day), hour))
            for one in (athlete_id, other_id)
            for day, hour in ((0, 3), (4, 0), (6, 9), (12, 0), (33, 23), (36, 0), (50, 1))
        )
    )
    whole = tmp_path / "whole.parquet"
    pd.concat([shelf.offline.read(one).to_pandas() for one in (athlete_id, other_id)]).to_parquet(
        whole
    )
    theirs = FeatureStore(
        config=RepoConfig(
            project="theirs",
            provider="local",
            registry={"registry_type": "file", "path": str(tmp_path / "registry.db")},
            online_store={"type": "sqlite", "path": str(tmp_path / "online.db")},
            offline_store={"type": "dask"},
            entity_key_serialization_version=3,
        )
    )
    view = definitions.view(whole)
    theirs.apply([definitions.ATHLETE, view, *definitions.services(view)])
    expected = theirs.get_historical_features(
        moments,
        theirs.get_feature_service("endurance"),
        filter_by_created_timestamp=as_arrived,
    ).to_df()
    found = shelf.training_set(moments, "endurance", as_arrived=as_arrived)
    order = ["athlete_id", "event_timestamp"]
    # Feast's own drops a moment whose newest row is too old; ours keeps it, with nothing known.
    expected = expected[expected["resting_hr_last"].notna()]
    answered = found[found["resting_hr_last"].notna()]
    assert len(answered) == known
    pd.testing.assert_frame_equal(
        answered.sort_values(order, ignore_index=True),
        expected.sort_values(order, ignore_index=True)[found.columns],
        check_dtype=False,
    )


def test_each_service_holds_whole_families_and_nothing_for_display_only() -> None:
    for one in SERVICES.values():
        families = {FEATURES[name].family for name in one.features}
        assert families == one.families, one.name
        assert not DISPLAY_ONLY & set(one.features), one.name
    assert set(FEATURES) >= DISPLAY_ONLY


def test_feast_knows_one_wide_view_and_every_service(shelf: Shelf) -> None:
    (view,) = shelf.feast.list_feature_views()
    assert [one.name for one in view.features] == list(FEATURES)
    known = {one.name: one for one in shelf.feast.list_feature_services()}
    assert set(known) == set(SERVICES)
    for name, one in SERVICES.items():
        (projected,) = known[name].feature_view_projections
        assert tuple(each.name for each in projected.features) == one.features


@pytest.mark.parametrize(
    ("moments", "name", "field"),
    [
        (asked(("a", NOW)), "unheard_of", "service"),
        (pd.DataFrame({"athlete_id": ["a"]}), "ranker", "entity_df"),
        (
            pd.DataFrame({"athlete_id": ["a"], "event_timestamp": ["x"]}),
            "ranker",
            "event_timestamp",
        ),
        (asked(("../else", NOW)), "ranker", "athlete_id"),
    ],
)
def test_what_cannot_be_asked_is_said(
    shelf: Shelf, moments: pd.DataFrame, name: str, field: str
) -> None:
    with pytest.raises(BadInput) as problem:
        shelf.training_set(moments, name)
    assert problem.value.field == field


def test_nobody_on_the_shelf_gives_rows_of_nothing(shelf: Shelf) -> None:
    found = shelf.training_set(asked(("somebody", NOW)), "bandit")
    assert found.shape == (1, 2 + len(SERVICES["bandit"].features))
    assert found["resting_hr_last"].isna().all()
