"""What an import's record says of itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from spotter.intake.account import broken_off, time_left_s
from spotter.store.records import ImportRecord

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def record(**changes: object) -> ImportRecord:
    told = {"id": "i", "athlete_id": "a", "name": "export.zip", "size_bytes": 9, "created_at": AT}
    return ImportRecord(**{"state": "running", **told, **changes})  # type: ignore[arg-type]


def test_half_done_means_as_long_again() -> None:
    half = record(done_bytes=50, total_bytes=100)
    assert time_left_s(half, AT + timedelta(seconds=30)) == 30
    assert time_left_s(record(), AT + timedelta(seconds=30)) is None


def test_a_file_that_broke_off_says_where_and_what_was_kept() -> None:
    report = {"damage": {"text": "It breaks off at byte 7."}, "records": 5, "rejected": 2}
    text = broken_off(record(state="finished", report=report))
    assert text == "It breaks off at byte 7. What came before it is kept: 3 records."
    assert broken_off(record(state="finished", report={"damage": None})) is None
