"""The page of sources is written from the table of sources and from the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

from intake.exports import NOW, export_text, record, zipped
from spotter.intake.registry import SOURCES
from spotter.intake.sources import page, read, readings


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
    told = page([read(path, "some/deep/folder/notes.txt", NOW)])
    assert "| some/deep | 1 | .txt |" in told
    assert "notes.txt" not in told


def test_an_archive_is_one_row(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"x/export.xml": export_text(record()).encode()})
    assert read(path, "a.zip", NOW).records == 1


def test_every_source_stands_on_the_page() -> None:
    told = page([])
    assert {source.name for source in SOURCES if f"| `{source.name}` |" not in told} == set()


# What of the data beside the project is meant for intake.
FOLDERS = ("apple_health", "fit", "oura", "strength_logs", "tcx_gpx", "wellness", "whoop")
PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


def without_seconds(text: str) -> list[str]:
    return re.sub(r"\| \d+\.\d\d \|$", "|", text, flags=re.MULTILINE).splitlines()


def test_the_documented_sources_are_those_there_are() -> None:
    table = page([]).split("## Files read")[0]
    assert PAGE.read_text(encoding="utf-8").startswith(table), HOW


def test_the_documented_figures_are_what_the_files_give(apple_health: Path) -> None:
    folders = [apple_health.parent / name for name in FOLDERS]
    now = page(readings(folders))
    assert without_seconds(PAGE.read_text(encoding="utf-8")) == without_seconds(now), HOW


HOW = (
    "run: python -m spotter.intake.sources "
    + " ".join(f"../shared/data/{name}" for name in FOLDERS)
    + " > docs/sources.md"
)
