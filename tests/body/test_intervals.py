"""Steps that a watch, a phone and an app all counted are counted once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from body.raws import BERLIN, Row, app, at, days_of, frame, phone, sample, value_of
from spotter.body.calendar import Calendar, instant
from spotter.body.daily import aggregate
from spotter.body.intervals import Spans, Union, by_day, counted

NOON = at("2025-05-10 12:00")
DAY = date(2025, 5, 10)


def watch(start: datetime, si: float, minutes: float) -> Row:
    return sample("steps", start, si, minutes=minutes)


def test_the_watch_is_believed_where_both_were_carried() -> None:
    rows = [watch(NOON, 100, 10), phone("steps", NOON, 120, 10)]
    assert value_of(rows, "steps") == 100


def test_a_phone_carried_alone_counts_too() -> None:
    rows = [watch(NOON, 100, 10), phone("steps", NOON + timedelta(hours=1), 120, 10)]
    assert value_of(rows, "steps") == 220


def test_partial_overlap_counts_pro_rata() -> None:
    rows = [watch(NOON, 100, 10), phone("steps", NOON + timedelta(minutes=4), 200, 10)]
    assert value_of(rows, "steps") == pytest.approx(100 + 200 * 4 / 10)


def test_a_record_around_a_covered_stretch_keeps_both_its_ends() -> None:
    rows = [
        watch(NOON + timedelta(minutes=2), 50, 5),
        phone("steps", NOON, 100, 10),
    ]
    assert value_of(rows, "steps") == pytest.approx(50 + 100 * 5 / 10)


def test_two_other_devices_share_what_the_watch_left() -> None:
    rows = [
        watch(NOON, 10, 4),
        phone("steps", NOON, 80, 8),
        app("steps", NOON, 100, 10),
    ]
    assert value_of(rows, "steps") == pytest.approx(10 + 40 + 20)


def test_the_bin_of_an_app_lifts_its_time_to_its_own_count_and_no_further() -> None:
    rows = [app("steps", NOON, 1000, 59)]
    rows += [phone("steps", NOON + timedelta(minutes=m), 90, 1) for m in range(0, 50, 5)]
    assert value_of(rows, "steps") == pytest.approx(1000)


def test_a_days_total_stamped_at_its_end_is_no_further_walk() -> None:
    total = app("distance", at("2025-05-10 23:59:59"), 9000)
    rows = [total, phone("distance", NOON, 3000, 10)]
    assert value_of(rows, "distance_m") == pytest.approx(9000)


def test_a_days_total_alone_is_the_days_total() -> None:
    assert (
        value_of([app("active_energy", at("2025-05-10 23:59:59"), 2500)], "active_energy_kj")
        == 2500
    )


def test_steps_over_midnight_belong_to_both_days() -> None:
    found = days_of([watch(at("2025-05-10 23:50"), 100, 20)])
    assert [one.values["steps"] for one in found.values()] == [50, 50]


def test_the_day_of_a_clock_change_is_cut_at_its_own_midnights() -> None:
    rows = [
        watch(at("2025-10-26 00:00"), 10, 5),
        watch(datetime(2025, 10, 26, 22, 50, tzinfo=UTC), 20, 5),
        watch(datetime(2025, 10, 26, 23, 0, tzinfo=UTC), 40, 5),
    ]
    found = days_of(rows)
    assert {day.day: one.values["steps"] for day, one in found.items()} == {26: 30, 27: 40}


def test_sources_that_counted_are_named_in_order_of_trust() -> None:
    rows = [phone("steps", NOON, 100, 10), watch(NOON - timedelta(hours=1), 50, 5)]
    assert days_of(rows)[DAY].sources["steps"] == "Watch + Phone"


def test_a_source_that_added_nothing_is_not_named() -> None:
    rows = [phone("steps", NOON, 100, 10), watch(NOON, 50, 10)]
    assert days_of(rows)[DAY].sources["steps"] == "Watch"


def test_a_record_written_again_counts_once() -> None:
    rows = [app("steps", NOON, 100, 10), app("steps", NOON, 130, 10), app("steps", NOON, 130, 10)]
    rows.append(app("steps", NOON + timedelta(minutes=10), 7, 10))
    assert value_of(rows, "steps") == 137


@pytest.mark.parametrize("ahead", [-10, -1, 0, 5, 11])
@pytest.mark.parametrize("hours", [23, 24 - 1 / 60, 24, 25])
def test_a_record_of_a_whole_day_keeps_its_date_in_another_zone(ahead: int, hours: float) -> None:
    midnight = at("2025-05-10 00:00") - timedelta(hours=ahead)
    found = aggregate(frame([app("steps", midnight, 9000, hours * 60)]).lazy(), BERLIN)
    assert {day: one.values["steps"] for day, one in found.items()} == {DAY: 9000}


def test_a_record_of_a_whole_day_in_another_zone_adds_nothing_to_what_was_counted_in_it() -> None:
    late = at("2025-05-10 23:30")
    rows = [app("steps", at("2025-05-09 20:00"), 9000, 24 * 60), watch(late, 400, 9)]
    assert value_of(rows, "steps") == pytest.approx(9000)


def test_a_record_that_is_shorter_than_a_day_is_shared_by_the_days_it_touches() -> None:
    rows = [app("steps", at("2025-05-10 12:00"), 2200, 22 * 60)]
    found = days_of(rows)
    assert [one.values["steps"] for one in found.values()] == pytest.approx([1200, 1000])


def test_impossible_counts_are_dropped() -> None:
    rows = [watch(NOON, 100, 10), watch(NOON + timedelta(hours=1), -5, 10)]
    rows.append(watch(NOON + timedelta(hours=2), 90_000, 10))
    assert value_of(rows, "steps") == 100


def test_a_record_made_before_it_happened_is_dropped() -> None:
    future = sample("steps", at("2030-01-01 10:00"), 500, minutes=5, created=at("2025-05-10 10:00"))
    assert list(days_of([watch(NOON, 100, 10), future])) == [DAY]


# Records of minutes, as watches and phones make them, on one afternoon.
RECORD = st.tuples(
    st.integers(0, 240), st.integers(1, 10), st.integers(0, 500), st.sampled_from([0, 1, 2])
)
RECORDS = st.lists(RECORD, min_size=1, max_size=25)
CALENDAR = Calendar.covering(
    BERLIN, instant(NOON - timedelta(days=1)), instant(NOON + timedelta(days=2))
)


def spans(records: list[tuple[int, int, int, int]]) -> Spans:
    rows = np.array(records, dtype=np.int64)
    start = instant(NOON) + rows[:, 0] * 60_000_000
    return Spans(
        start,
        start + rows[:, 1] * 60_000_000,
        rows[:, 2].astype(np.float64),
        rows[:, 3],
        rows[:, 3],
    )


def total(records: list[tuple[int, int, int, int]]) -> float:
    pieces, day = by_day(spans(records), CALENDAR)
    return float(counted(pieces, day).sum())


@given(RECORDS)
def test_the_total_lies_between_the_most_trusted_source_and_the_sum(
    records: list[tuple[int, int, int, int]],
) -> None:
    first = min(record[3] for record in records)
    trusted = sum(record[2] for record in records if record[3] == first)
    assert trusted - 1e-6 <= total(records) <= sum(record[2] for record in records) + 1e-6


@given(RECORDS)
def test_sources_that_agree_on_the_pace_give_at_least_the_fullest_of_them(
    records: list[tuple[int, int, int, int]],
) -> None:
    # One record per source and minute, all at 60 a minute: the truth is the time covered.
    minutes = {(start + n, tier) for start, length, _, tier in records for n in range(length)}
    agreed = [(minute, 1, 60, tier) for minute, tier in sorted(minutes)]
    covered = {minute for minute, _ in minutes}
    assert total(agreed) == pytest.approx(60 * len(covered))


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    records: list[tuple[int, int, int, int]], chance: object
) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total(shuffled) == pytest.approx(total(records))


@given(RECORDS, st.integers(0, 24))
def test_splitting_a_record_changes_nothing(
    records: list[tuple[int, int, int, int]], which: int
) -> None:
    start, length, amount, tier = records[which % len(records)]
    rest = [one for n, one in enumerate(records) if n != which % len(records)]
    split = [(start + n, 1, amount, tier) for n in range(length)]
    whole = [(start, length, amount * length, tier)]
    assert total(rest + split) == pytest.approx(total(rest + whole))


@given(RECORDS)
def test_the_union_is_as_long_as_the_minutes_it_covers(
    records: list[tuple[int, int, int, int]],
) -> None:
    part = spans(records)
    minutes = {start + n for start, length, _, _ in records for n in range(length)}
    assert Union.of(part.start, part.end).length() == len(minutes) * 60_000_000


def test_a_day_asked_for_alone_comes_out_as_with_all_others() -> None:
    rows = [
        watch(at(f"2025-05-{day:02d} {hour:02d}:58"), 100 * day + hour, 9)
        for day in range(1, 12)
        for hour in (0, 9, 23)
    ]
    rows += [phone("steps", at(f"2025-05-{day:02d} 09:55"), 300, 10) for day in range(1, 12)]
    every = aggregate(frame(rows).lazy(), BERLIN)
    assert days_of(rows, days={DAY}) == {DAY: every[DAY]}
