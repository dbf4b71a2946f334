"""What an import's record says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from spotter.intake.account import broken_off, time_left_s
from spotter.store.records import ImportRecord

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


RUNNING = ImportRecord("i", "a", "export.zip", size_bytes=9, state="running", created_at=AT)


def test_half_done_means_as_long_again() -> None:
    half = replace(RUNNING, done_bytes=50, total_bytes=100)
    assert time_left_s(half, AT + timedelta(seconds=30)) == 30
    assert time_left_s(RUNNING, AT + timedelta(seconds=30)) is None


def test_a_file_that_broke_off_says_where_and_what_was_kept() -> None:
    report = {"damage": {"text": "It breaks off at byte 7."}, "records": 5, "rejected": 2}
    text = broken_off(replace(RUNNING, state="finished", report=report))
    assert text == "It breaks off at byte 7. What came before it is kept: 3 records."
    assert broken_off(replace(RUNNING, state="finished", report={"damage": None})) is None
