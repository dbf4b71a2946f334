"""An import that is taken back leaves nothing behind, and nothing of others is lost for good."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from intake.exports import NOW, export_text, record
from intake.test_import_jobs import events, files, hand_in, look, on_disk
from spotter.intake import kept, removal, service
from spotter.intake.orphans import remove_orphans
from spotter.kit.errors import Conflict, NotFound
from spotter.store.repositories.imports import REMOVE
from spotter.store.uow import Units
from spotter.store.worker import Worker

ONE = tuple(record("RestingHeartRate", str(50 + i)) for i in range(3))
TWO = record("RestingHeartRate", "60").replace("2026-02-0", "2026-01-0")
LOG = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n2026-02-02 18:00:00,A,Squat,1,100,5\n"


def work(units: Units) -> int:
    handlers = {
        service.IMPORT: service.import_handler(lambda: NOW),
        REMOVE: removal.removal_handler(lambda: NOW),
    }
    return Worker(units, handlers, clock=lambda: NOW).run_until_idle()


def brought(units: Units, athlete_id: str, text: str, name: str = "export.xml") -> str:
    import_id = hand_in(units, athlete_id, text, name)
    work(units)
    return import_id


def take_back(units: Units, athlete_id: str, import_id: str) -> None:
    with units() as uow:
        assert removal.request_removal(uow, athlete_id, import_id, NOW).leaving
        uow.commit()
    assert work(units) == 1


def days(units: Units, athlete_id: str) -> list[date]:
    with units.reading() as uow:
        return sorted(uow.days.between(athlete_id, date(2000, 1, 1), date(2030, 1, 1)))


def test_nothing_is_left_of_an_import_that_is_taken_back(units: Units, athlete_id: str) -> None:
    import_id = brought(units, athlete_id, export_text(*ONE))
    assert days(units, athlete_id)
    take_back(units, athlete_id, import_id)
    with pytest.raises(NotFound):
        look(units, athlete_id, import_id)
    assert (files(units, athlete_id), on_disk(units), days(units, athlete_id)) == ([], [], [])
    assert events(units, athlete_id)[-1] in {"import.removed", "features.changed"}
    assert "import.removed" in events(units, athlete_id)


def test_its_days_are_made_anew_from_what_others_brought(units: Units, athlete_id: str) -> None:
    stays = brought(units, athlete_id, export_text(ONE[0]))
    before = days(units, athlete_id)
    take_back(units, athlete_id, brought(units, athlete_id, export_text(TWO, *ONE)))
    assert days(units, athlete_id) == before
    assert [path.name[:32] for path in files(units, athlete_id)] == [stays]


def test_the_sets_of_a_log_go_with_it(units: Units, athlete_id: str) -> None:
    import_id = brought(units, athlete_id, LOG, "strong.csv")
    with units.reading() as uow:
        assert uow.done_sets.told(athlete_id)
    take_back(units, athlete_id, import_id)
    with units.reading() as uow:
        assert uow.done_sets.told(athlete_id) == []


def test_the_same_file_comes_in_again_afterwards(units: Units, athlete_id: str) -> None:
    take_back(units, athlete_id, brought(units, athlete_id, export_text(*ONE)))
    again = look(units, athlete_id, brought(units, athlete_id, export_text(*ONE)))
    assert (again.duplicate, again.report["added"]) == (False, 3)


def test_the_same_file_handed_in_twice_goes_as_one(units: Units, athlete_id: str) -> None:
    first = brought(units, athlete_id, export_text(*ONE))
    brought(units, athlete_id, export_text(*ONE))
    take_back(units, athlete_id, first)
    with units.reading() as uow:
        assert uow.imports.every(athlete_id) == []


def test_a_later_file_that_shared_records_says_so_and_can_come_again(
    units: Units, athlete_id: str
) -> None:
    first = brought(units, athlete_id, export_text(*ONE[:2]))
    later = brought(units, athlete_id, export_text(*ONE))
    take_back(units, athlete_id, first)
    assert look(units, athlete_id, later).report["incomplete"] is True
    again = look(units, athlete_id, brought(units, athlete_id, export_text(*ONE)))
    assert (again.duplicate, again.report["added"]) == (False, 2)


def test_what_is_still_being_read_cannot_be_taken_back(units: Units, athlete_id: str) -> None:
    import_id = hand_in(units, athlete_id, export_text(*ONE))
    with units() as uow, pytest.raises(Conflict):
        removal.request_removal(uow, athlete_id, import_id, NOW)


def test_nobody_takes_back_what_is_another_athletes(
    units: Units, athlete_id: str, other_id: str
) -> None:
    import_id = brought(units, athlete_id, export_text(*ONE))
    with units() as uow, pytest.raises(NotFound):
        removal.request_removal(uow, other_id, import_id, NOW)


def test_asking_twice_is_asking_once(units: Units, athlete_id: str) -> None:
    import_id = brought(units, athlete_id, export_text(*ONE))
    for _ in range(2):
        with units() as uow:
            removal.request_removal(uow, athlete_id, import_id, NOW)
            uow.commit()
    assert work(units) == 1


def test_what_was_said_of_the_unit_of_loads_outlives_the_import(
    units: Units, athlete_id: str
) -> None:
    brought(units, athlete_id, export_text(*ONE))
    import_id = brought(units, athlete_id, LOG, "strong.csv")
    with units() as uow:
        uow.imports.put_mass_unit(athlete_id, "lb")
        uow.commit()
    take_back(units, athlete_id, import_id)
    with units.reading() as uow:
        assert uow.imports.mass_unit(athlete_id) == "lb"


def test_a_kept_file_goes_too(units: Units, athlete_id: str) -> None:
    with units() as uow:
        kept.choose(uow, athlete_id, True, NOW)
        uow.commit()
    take_back(units, athlete_id, brought(units, athlete_id, export_text(*ONE)))
    assert not list(units.data_dir.glob("athletes/*/files/*"))


def test_killed_before_its_files_went_the_next_start_removes_them(
    units: Units, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = brought(units, athlete_id, export_text(*ONE))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
        take_back(units, athlete_id, import_id)
    assert on_disk(units)
    remove_orphans(units)
    assert on_disk(units) == []


def test_a_removal_that_fails_for_good_leaves_the_import_as_it_was(
    units: Units, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = brought(units, athlete_id, export_text(*ONE))

    def fails(*_: object, **__: object) -> None:
        raise Conflict("not today")

    with monkeypatch.context() as patch:
        patch.setattr(removal.body, "compute", fails)
        take_back(units, athlete_id, import_id)
    assert look(units, athlete_id, import_id).state == "finished"
    take_back(units, athlete_id, import_id)
    assert on_disk(units) == []
