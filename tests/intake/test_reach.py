"""An import reads the earlier files that its days rest on, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from intake.exports import export_text, record
from intake.test_import_jobs import files, hand_in, on_disk, work
from spotter.body import service as body
from spotter.intake import orphans
from spotter.intake.reach import Reach, reaching
from spotter.store.uow import Units

DAY = date(2026, 2, 10)
PATH = Path("a.parquet")


def moment(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reach", "read"),
    [
        ((moment(2, 10), moment(2, 10)), True),
        ((moment(2, 8), moment(2, 9)), True),
        ((moment(1, 1), moment(3, 1)), True),
        ((moment(1, 1), moment(2, 1)), False),
        ((moment(2, 20), moment(3, 1)), False),
        ((None, None), True),
        ((moment(3, 1), None), True),
    ],
)
def test_a_file_is_read_unless_it_speaks_of_another_time(reach: Reach, read: bool) -> None:
    assert reaching([PATH], {PATH: reach}, {DAY}) == ([PATH] if read else [])


def test_a_file_of_which_nothing_is_known_is_read() -> None:
    assert reaching([PATH], {}, {DAY}) == [PATH]


def test_without_days_no_file_is_read() -> None:
    assert reaching([PATH], {PATH: (moment(2, 10), moment(2, 10))}, set()) == []


def of(day: date, beats: int) -> str:
    at = f"{day} 07:00:00 +0100"
    return record("RestingHeartRate", str(beats), startDate=at, endDate=at, creationDate=at)


# Neighbours, and months apart, in no order.
DAYS = tuple(date(2026, *one) for one in ((1, 30), (1, 3), (1, 31), (1, 1), (1, 4), (1, 28)))


def test_days_of_imports_one_by_one_are_those_of_all_files_at_once(
    units: Units, athlete_id: str
) -> None:
    for number, day in enumerate(DAYS):
        hand_in(units, athlete_id, export_text(of(day, 50 + number)))
        work(units)
    with units.reading() as uow:
        profile, there = uow.athletes.get(athlete_id).profile, uow.imports.files(athlete_id)
        stored = uow.days.between(athlete_id, min(DAYS), max(DAYS))
    whole = body.compute(profile, there)
    assert {day: one.values for day, one in stored.items()} == {
        day: one.values for day, one in whole.items()
    }
    assert set(stored) == set(DAYS)


def test_days_of_an_import_do_not_read_files_of_another_time(
    units: Units, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    compute: Callable[..., object] = body.compute

    def counted(profile: object, paths: list[Path], *more: object) -> object:
        given.append(len(paths))
        return compute(profile, paths, *more)

    monkeypatch.setattr(body, "compute", counted)
    for day in (date(2026, 1, 3), date(2026, 1, 30), date(2026, 1, 31)):
        hand_in(units, athlete_id, export_text(of(day, 50)))
        work(units)
    assert given == [1, 1, 2]


@contextmanager
def asked(units: Units) -> Iterator[list[str]]:
    """Yield a list that fills with the statements the database is asked."""
    told: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(units.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(units.engine, "before_cursor_execute", note)


def test_looking_for_orphans_asks_no_more_of_many_files_than_of_one(
    units: Units, athlete_id: str
) -> None:
    counts = []
    for day in (1, 2, 3, 4):
        hand_in(units, athlete_id, export_text(of(date(2026, 1, day), 50)))
        work(units)
        with asked(units) as told:
            assert orphans.remove_orphans(units) == 0
        counts.append(len(told))
    assert len(set(counts)) == 1
    assert len(on_disk(units)) == len(files(units, athlete_id)) == 4
