"""An import as a job: all of it or nothing, once, whatever happens in between."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import polars as pl
import pytest

from intake.exports import NOW, export_text, record
from spotter.body import raw
from spotter.intake import service
from spotter.intake.orphans import remove_orphans
from spotter.kit.errors import NotFound
from spotter.store.records import ImportRecord
from spotter.store.uow import Units
from spotter.store.worker import Worker

ELEMENTS = tuple(record("RestingHeartRate", str(50 + i)) for i in range(4))


def hand_in(units: Units, athlete_id: str, text: str, name: str = "export.xml") -> str:
    """Hand in an export; return the id of the import."""
    uploads = units.data_dir / "uploads"
    uploads.mkdir(exist_ok=True)
    path = uploads / f"{len(list(uploads.iterdir()))}-{hash(text)}.part"
    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    with units() as uow:
        found = service.request_import(
            uow, athlete_id, path, name=name, size_bytes=len(text), sha256=digest, now=NOW
        )
        uow.commit()
    return found.id


def work(units: Units) -> int:
    handlers = {service.IMPORT: service.import_handler(lambda: NOW)}
    return Worker(units, handlers, clock=lambda: NOW).run_until_idle()


def look(units: Units, athlete_id: str, import_id: str) -> ImportRecord:
    with units.reading() as uow:
        return service.get_import(uow, athlete_id, import_id)


def files(units: Units, athlete_id: str) -> list[Path]:
    with units.reading() as uow:
        return uow.imports.files(athlete_id)


def on_disk(units: Units) -> list[Path]:
    return sorted(path for path in units.data_dir.glob("athletes/*/raw/*"))


def events(units: Units, athlete_id: str) -> list[str]:
    with units.reading() as uow:
        return [event.name for event in uow.outbox.of_athlete(athlete_id)]


def test_an_import_waits_in_the_queue(units: Units, athlete_id: str) -> None:
    import_id = hand_in(units, athlete_id, export_text(*ELEMENTS))
    found = look(units, athlete_id, import_id)
    assert (found.state, found.name) == ("queued", "export.xml")
    assert files(units, athlete_id) == []


def test_a_finished_import_has_its_file_days_account_and_events(
    units: Units, athlete_id: str
) -> None:
    import_id = hand_in(units, athlete_id, export_text(*ELEMENTS))
    assert work(units) == 1
    found = look(units, athlete_id, import_id)
    assert (found.state, found.source, found.error) == ("finished", "apple_health", None)
    assert found.report["added"] == 4
    assert found.report["by_kind"] == {"resting_heart_rate": 4}
    (path,) = files(units, athlete_id)
    assert raw.scan([path]).collect().height == 4
    with units.reading() as uow:
        span = uow.days.span(athlete_id)
    assert span is not None
    assert span[0].isoformat() == "2026-02-01"
    assert {"import.requested", "day.updated", "import.finished"} <= set(events(units, athlete_id))


def test_the_upload_goes_unless_the_athlete_keeps_it(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    assert list((units.data_dir / "uploads").iterdir()) == []
    with units() as uow:
        uow.athletes.keep_raw_file(athlete_id, True)
        uow.commit()
    hand_in(units, athlete_id, export_text(*ELEMENTS[:2]))
    work(units)
    assert list((units.data_dir / "uploads").iterdir()) == []
    (kept,) = units.data_dir.glob(f"athletes/{athlete_id}/files/*")
    assert kept.read_text(encoding="utf-8") == export_text(*ELEMENTS[:2])
    assert kept.name == hashlib.sha256(kept.read_bytes()).hexdigest()


def test_the_same_file_twice_changes_nothing(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    before = [path.read_bytes() for path in on_disk(units)]
    with units.reading() as uow:
        revision = uow.athletes.get(athlete_id).revision
    again = hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    found = look(units, athlete_id, again)
    assert (found.state, found.duplicate) == ("finished", True)
    assert (found.report["added"], found.report["known"]) == (0, 4)
    assert [path.read_bytes() for path in on_disk(units)] == before
    with units.reading() as uow:
        assert uow.athletes.get(athlete_id).revision == revision


def test_a_newer_export_adds_only_what_is_new(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS[:2]))
    work(units)
    newer = hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    assert look(units, athlete_id, newer).report["added"] == 2
    assert raw.scan(files(units, athlete_id)).collect().height == 4


def test_another_export_of_what_is_known_leaves_no_file(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    subset = hand_in(units, athlete_id, export_text(*ELEMENTS[:2]))
    work(units)
    assert look(units, athlete_id, subset).report["added"] == 0
    assert len(on_disk(units)) == len(files(units, athlete_id)) == 1


def test_what_another_athlete_has_is_not_known_here(
    units: Units, athlete_id: str, other_id: str
) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    mine = hand_in(units, other_id, export_text(*ELEMENTS))
    work(units)
    assert look(units, other_id, mine).report["added"] == 4
    with units.reading() as uow, pytest.raises(NotFound):
        service.get_import(uow, athlete_id, mine)


def test_a_file_that_cannot_be_read_fails_in_words(units: Units, athlete_id: str) -> None:
    import_id = hand_in(units, athlete_id, "Date;Workout Name\n")
    work(units)
    found = look(units, athlete_id, import_id)
    assert found.state == "failed"
    assert "format that Spotter reads" in (found.error or "")
    assert on_disk(units) == []
    assert list((units.data_dir / "uploads").iterdir()) == []
    assert "import.failed" in events(units, athlete_id)


def test_a_file_that_breaks_off_is_kept_up_to_there(units: Units, athlete_id: str) -> None:
    text = export_text(*ELEMENTS)
    import_id = hand_in(units, athlete_id, text[: text.rindex("<Record") + 5])
    work(units)
    found = look(units, athlete_id, import_id)
    assert (found.state, found.report["added"]) == ("finished", 3)
    damage = found.report["damage"]
    assert isinstance(damage, dict)
    assert f"byte {damage['offset']}" in damage["text"]


class FullDisk(raw.RawWriter):
    """A writer on a disk that has no room left."""

    def write(self, frame: pl.DataFrame) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_fails_in_words_and_leaves_nothing(
    units: Units, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "RawWriter", FullDisk)
    import_id = hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    found = look(units, athlete_id, import_id)
    assert found.state == "failed"
    assert "room" in (found.error or "")
    assert on_disk(units) == []


def test_progress_is_on_the_job_in_bytes_and_records(
    units: Units, athlete_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spotter.store.work.PROGRESS_EVERY_S", 0.0)
    import_id = hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    found = look(units, athlete_id, import_id)
    assert found.done_bytes == found.total_bytes == found.size_bytes
    assert found.records == 4


def test_an_import_of_a_deleted_athlete_ends_quietly(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    with units() as uow:
        uow.athletes.delete(athlete_id)
        uow.commit()
    work(units)
    assert on_disk(units) == []


def test_files_without_a_manifest_row_are_removed(units: Units, athlete_id: str) -> None:
    finished = hand_in(units, athlete_id, export_text(*ELEMENTS))
    work(units)
    (kept,) = on_disk(units)
    (kept.parent / f"{finished}-9.parquet").write_bytes(b"left by a killed attempt")
    (kept.parent / f"{'0' * 32}-1.parquet.partial").write_bytes(b"half")
    assert remove_orphans(units) == 2
    assert on_disk(units) == [kept]


def test_files_of_an_import_that_still_runs_are_left_alone(units: Units, athlete_id: str) -> None:
    waiting = hand_in(units, athlete_id, export_text(*ELEMENTS))
    folder = units.data_dir / "athletes" / athlete_id / "raw"
    folder.mkdir(parents=True)
    (folder / f"{waiting}-1.parquet").write_bytes(b"published, not yet entered")
    assert remove_orphans(units) == 0


def test_an_upload_that_nobody_waits_for_goes_after_a_day(units: Units, athlete_id: str) -> None:
    hand_in(units, athlete_id, export_text(*ELEMENTS))
    uploads = units.data_dir / "uploads"
    for path in (uploads / "stray.part", *uploads.iterdir()):
        path.touch()
        os.utime(path, (1_000_000, 1_000_000))
    (uploads / "fresh.part").touch()
    assert remove_orphans(units) == 1
    assert not (uploads / "stray.part").exists()
