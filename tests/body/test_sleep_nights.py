"""Stretches of sleep become nights."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from body.raws import BERLIN, NEW_YORK, Row, asleep, at, days_of, value_of
from spotter.body.state import Day

SUNDAY = date(2025, 3, 2)
BED = at("2025-03-01 23:00")


def after(hours: float):  # noqa: ANN201
    return BED + timedelta(hours=hours)


def night(rows: list[Row]) -> Day:
    (found,) = days_of(rows).values()
    return found


def staged() -> list[Row]:
    return [
        asleep(BED, 2, "core"),
        asleep(after(2), 1, "deep"),
        asleep(after(3), 0.5, "awake"),
        asleep(after(3.5), 1.5, "rem"),
        asleep(after(5), 2, "core"),
    ]


def test_a_night_belongs_to_the_date_of_waking() -> None:
    assert night(staged()).day == SUNDAY


def test_stages_are_told_apart_and_waking_is_no_sleep() -> None:
    assert night(staged()).values == pytest.approx(
        {
            "sleep_s": 6.5 * 3600,
            "sleep_in_bed_s": 7 * 3600,
            "sleep_deep_s": 3600,
            "sleep_rem_s": 1.5 * 3600,
            "sleep_core_s": 4 * 3600,
            "sleep_awake_s": 1800,
            "sleep_efficiency": 6.5 / 7,
            "sleep_midpoint_h": 2.5,
        }
    )


def test_time_in_bed_is_never_added_to_time_asleep() -> None:
    rows = [*staged(), asleep(after(-0.5), 8, "in_bed", source="Phone", device="phone")]
    found = night(rows).values
    assert found["sleep_s"] == 6.5 * 3600
    assert found["sleep_in_bed_s"] == 8 * 3600
    assert found["sleep_efficiency"] == pytest.approx(6.5 / 8)


def test_an_old_pair_of_in_bed_and_asleep_is_one_night_without_efficiency() -> None:
    rows = [asleep(BED, 7, "asleep"), asleep(BED, 7, "in_bed")]
    found = night(rows).values
    assert found["sleep_s"] == 7 * 3600
    assert "sleep_efficiency" not in found
    assert "sleep_deep_s" not in found


def test_before_stages_existed_waking_is_what_lies_between_stretches_of_sleep() -> None:
    rows = [asleep(BED, 3, "asleep"), asleep(after(3.5), 4, "asleep")]
    found = night(rows).values
    assert found["sleep_s"] == 7 * 3600
    assert found["sleep_awake_s"] == 1800


def test_time_in_bed_alone_is_no_sleep() -> None:
    assert night([asleep(BED, 8, "in_bed")]).values == {"sleep_in_bed_s": 8 * 3600}


def test_one_source_speaks_for_a_night_the_one_that_knows_stages() -> None:
    band = [asleep(after(-0.5), 9, "asleep", source="Band", device="")]
    found = night(staged() + band)
    assert found.values["sleep_s"] == 6.5 * 3600
    assert found.sources["sleep_s"] == "Watch"


def test_a_watch_whose_battery_died_does_not_speak_for_the_night() -> None:
    rows = [asleep(BED, 1, "core"), asleep(BED, 7, "asleep", source="Band", device="")]
    found = night(rows)
    assert found.values["sleep_s"] == 7 * 3600
    assert found.sources["sleep_s"] == "Band"


def test_overlapping_stretches_of_one_source_count_once() -> None:
    rows = [asleep(BED, 2, "core"), asleep(after(1), 2, "core"), asleep(BED, 2, "core")]
    assert night(rows).values["sleep_s"] == 3 * 3600


def test_where_stages_overlap_the_deeper_counts() -> None:
    rows = [asleep(BED, 3, "core"), asleep(after(1), 1, "deep")]
    found = night(rows).values
    assert (found["sleep_core_s"], found["sleep_deep_s"]) == (2 * 3600, 3600)


def test_a_nap_is_no_night() -> None:
    found = night([*staged(), asleep(at("2025-03-02 14:00"), 0.75)]).values
    assert found["sleep_s"] == 6.5 * 3600
    assert found["sleep_nap_s"] == 0.75 * 3600


def test_a_day_with_a_nap_alone_has_no_night() -> None:
    assert night([asleep(at("2025-03-02 14:00"), 1)]).values == {"sleep_nap_s": 3600}


def test_a_short_sleep_at_night_is_a_bad_night() -> None:
    assert night([asleep(at("2025-03-02 03:00"), 2)]).values["sleep_s"] == 2 * 3600


def test_who_works_by_night_sleeps_by_day() -> None:
    found = night([asleep(at("2025-03-02 09:00"), 7)]).values
    assert found["sleep_s"] == 7 * 3600
    assert found["sleep_midpoint_h"] == -11.5


def test_a_gap_of_two_hours_ends_a_sleep() -> None:
    rows = [asleep(BED, 4), asleep(after(6.1), 3)]
    found = night(rows).values
    assert (found["sleep_s"], found["sleep_nap_s"]) == (4 * 3600, 3 * 3600)


def test_wall_clocks_are_those_of_home_whatever_offset_the_export_had() -> None:
    # Summer: the export of a winter day would call this midpoint 02:00.
    rows = [asleep(at("2025-07-01 23:00"), 8)]
    assert value_of(rows, "sleep_midpoint_h") == 3.0


def test_a_midpoint_in_the_night_of_a_clock_change_is_read_off_the_clock() -> None:
    # The clock goes back at 03:00: from 23:00 to 07:00 are nine hours, their middle is 02:30.
    rows = [asleep(at("2025-10-25 23:00"), 9)]
    assert value_of(rows, "sleep_midpoint_h") == 2.5


def test_a_zone_that_the_record_names_is_believed_over_home() -> None:
    rows = [asleep(at("2025-07-01 23:00", NEW_YORK), 8, zone="America/New_York")]
    (found,) = days_of(rows, BERLIN).values()
    assert (found.day, found.values["sleep_midpoint_h"]) == (date(2025, 7, 2), 3.0)


def test_a_zone_that_does_not_exist_is_home() -> None:
    rows = [asleep(BED, 8, zone="Middle/Earth")]
    assert value_of(rows, "sleep_midpoint_h") == 3.0


def test_a_sleep_mode_left_on_for_a_day_is_not_sleep() -> None:
    assert days_of([asleep(BED, 20, "asleep")]) == {}


STRETCH = st.tuples(
    st.integers(0, 30 * 60),
    st.integers(1, 300),
    st.sampled_from(["in_bed", "awake", "asleep", "core", "rem", "deep"]),
    st.sampled_from(["Watch", "Ring"]),
)


@given(st.lists(STRETCH, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_whatever_the_stretches_a_night_adds_up(
    stretches: list[tuple[int, int, str, str]], chance: object
) -> None:
    rows = [
        asleep(BED + timedelta(minutes=start), length / 60, stage, source=source)
        for start, length, stage, source in stretches
    ]
    found = days_of(rows)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert days_of(rows) == found
    for day in found.values():
        values = day.values
        asleep_s = values.get("sleep_s", 0.0)
        staged_s = sum(values.get(f"sleep_{name}_s", 0.0) for name in ("deep", "rem", "core"))
        assert staged_s <= asleep_s + 1e-6
        assert (
            asleep_s + values.get("sleep_awake_s", 0.0)
            <= values.get("sleep_in_bed_s", asleep_s) + 1e-6
        )
        assert 0 <= values.get("sleep_efficiency", 0.0) <= 1
        assert -12 <= values.get("sleep_midpoint_h", 0.0) < 12


def test_a_sleep_that_may_go_on_after_midnight_is_the_next_days() -> None:
    evening = [asleep(at("2025-03-01 22:30"), 1)]
    assert night(evening).day == SUNDAY
    assert night([asleep(at("2025-03-01 20:30"), 1)]).day == SUNDAY - timedelta(days=1)


# Short ones around midnight: some end before it, and what follows may or may not go on with them.
AROUND = st.tuples(
    st.integers(-180, 180),
    st.integers(1, 60),
    st.sampled_from(["in_bed", "awake", "asleep", "core"]),
    st.sampled_from(["Watch", "Ring"]),
)


@given(st.lists(AROUND, min_size=1, max_size=6), st.integers(0, 1))
def test_a_day_does_not_change_with_what_comes_after_its_midnight(
    stretches: list[tuple[int, int, str, str]], later: int
) -> None:
    spans = [(BED + timedelta(minutes=s), n / 60, kind, who) for s, n, kind, who in stretches]
    midnight = at("2025-03-02 00:00") + timedelta(days=later)
    known = [
        (start, min(hours, (midnight - start) / timedelta(hours=1)), kind, who)
        for start, hours, kind, who in spans
        if start < midnight
    ]

    def before(told: list[tuple[datetime, float, str, str]]) -> dict[date, Day]:
        found = days_of([asleep(start, n, kind, source=who) for start, n, kind, who in told])
        return {day: one for day, one in found.items() if day < SUNDAY + timedelta(days=later)}

    assert before(known) == before(spans)
