"""Files as they were handed in: kept once each while the athlete wants it, then gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from intake.exports import NOW, export_text
from intake.test_import_jobs import ELEMENTS, hand_in, work
from spotter.athletes import service as athletes
from spotter.intake import kept
from spotter.intake.orphans import remove_orphans
from spotter.store.uow import Units
from spotter.store.worker import Worker


def choose(units: Units, athlete_id: str, keep: bool) -> None:
    with units() as uow:
        kept.choose(uow, athlete_id, keep, NOW)
        uow.commit()


def there(units: Units) -> list[Path]:
    return sorted(path for path in units.data_dir.glob("athletes/*/files/*"))


@pytest.fixture
def keeper(units: Units, athlete_id: str) -> str:
    """Return the id of an athlete who keeps files and handed one in."""
    choose(units, athlete_id, keep=True)
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    return athlete_id


def test_a_file_handed_in_again_is_kept_once_and_named_by_both(units: Units, keeper: str) -> None:
    hand_in(units, keeper, export_text(*ELEMENTS))
    work(units)
    assert len(there(units)) == 1
    with units.reading() as uow:
        (one,) = kept.kept_files(uow, keeper)
        assert {each.upload for each in uow.imports.list(keeper)} == {one.upload}
    assert remove_orphans(units) == 0


def test_a_file_handed_in_before_the_choice_is_kept_from_then_on(
    units: Units, athlete_id: str
) -> None:
    for keep in (False, True):
        choose(units, athlete_id, keep)
        hand_in(units, athlete_id, export_text(*ELEMENTS))
        work(units)
        assert len(there(units)) == keep


def test_choosing_otherwise_deletes_what_was_kept_and_nothing_else(
    units: Units, keeper: str, other_id: str
) -> None:
    choose(units, other_id, keep=True)
    hand_in(units, other_id, export_text(*ELEMENTS[:1]))
    work(units)
    choose(units, keeper, keep=False)
    handlers = {kept.DROP_FILES: kept.drop_files_handler()}
    assert Worker(units, handlers, clock=lambda: NOW).run_until_idle() == 1
    (left,) = there(units)
    assert other_id in left.parts
    with units.reading() as uow:
        assert kept.kept_files(uow, keeper) == []
        assert len(uow.imports.files(keeper)) == 1


def test_a_file_that_is_not_understood_is_never_kept(units: Units, keeper: str) -> None:
    hand_in(units, keeper, "Date;Workout Name\n")
    work(units)
    assert len(there(units)) == 1
    assert list((units.data_dir / "uploads").iterdir()) == []


def test_a_file_that_a_kill_left_before_its_row_is_an_orphan(units: Units, keeper: str) -> None:
    stray = there(units)[0].with_name("0" * 64)
    stray.write_bytes(b"linked, then killed")
    assert remove_orphans(units) == 1
    assert stray not in there(units)


def test_kept_files_go_with_their_athlete(units: Units, keeper: str) -> None:
    with units() as uow:
        athletes.delete(uow, keeper, NOW)
        uow.commit()
    handlers = {athletes.REMOVE_FOLDER: athletes.remove_folder_handler(units.data_dir)}
    Worker(units, handlers, clock=lambda: NOW).run_until_idle()
    assert there(units) == []


def test_the_deletion_does_not_remember_what_was_kept(units: Units, keeper: str) -> None:
    (file,) = there(units)
    with units() as uow:
        athletes.delete(uow, keeper, NOW)
        uow.commit()
    with units.reading() as uow:
        jobs = uow.connection.execute(text("SELECT payload FROM jobs")).scalars().all()
    assert jobs
    assert not any(file.name in str(payload) for payload in jobs)
