"""The page of sources is written from the table of sources and from the files themselves."""

from __future__ import annotations

from pathlib import Path

from intake.exports import NOW, export_text, record
from spotter.intake.registry import SOURCES
from spotter.intake.sources import page, read


def test_a_file_is_told_by_records_days_rejected_and_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(export_text(record(), record(), record(value="9000")))
    one = read(path, "some/a.xml", NOW)
    assert (one.source, one.records, one.days) == ("apple_health", 3, 1)
    assert (one.rejected, one.duplicates) == (1, 1)
    assert "| some/a.xml | `apple_health` | 3 | 1 | 1 | 1 |" in page([one])


def test_a_file_of_no_source_is_counted_and_has_no_row(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("eggs, milk\n")
    told = page([read(path, "notes.txt", NOW)])
    assert "Not understood: 1 of 1 files." in told
    assert "| notes.txt" not in told


def test_every_source_stands_on_the_page() -> None:
    told = page([])
    assert {source.name for source in SOURCES if f"| `{source.name}` |" not in told} == set()
