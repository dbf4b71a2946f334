"""A record of many years is worked through in parts, and the parts add up."""

from __future__ import annotations

from datetime import date

import pytest

from body.raws import BERLIN, Row, at, days_of, frame, phone, sample
from spotter.body import frames


def years() -> list[Row]:
    rows: list[Row] = []
    for year in range(2019, 2025):
        for day, clock in (("01-01", "00:00"), ("06-15", "12:00"), ("12-31", "23:55")):
            rows.append(sample("steps", at(f"{year}-{day} {clock}"), 100, minutes=10))
            rows.append(phone("steps", at(f"{year}-{day} {clock}"), 70, 10))
            rows.append(sample("heart_rate", at(f"{year}-{day} {clock}"), 60))
    return rows


def test_reading_in_parts_gives_what_reading_at_once_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = days_of(years())
    monkeypatch.setattr(frames, "_ROWS", 4)
    assert days_of(years()) == whole
    assert whole[date(2021, 1, 1)].values["steps"] == pytest.approx(100 + 50)


def test_a_part_holds_a_month_or_no_more_rows_than_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frames, "_ROWS", 4)
    view = frames.View.of(frame(years()).lazy(), BERLIN, None)
    held = [part.samples("steps").height for part in view.stretches("steps")]
    assert len(held) > 6
    assert max(held) <= 4
