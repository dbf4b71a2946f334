"""Electrocardiograms beside an export are kept as the watch worded them, and never read."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.exports import NOW, export_text, record
from spotter.body import raw
from spotter.intake.apple_health.ecg import ecg_row, head_of
from spotter.intake.pipeline import import_file
from spotter.intake.report import report

ENGLISH = (
    'Name,Pat Example\nDate of Birth,"Feb 5, 1952"\nRecorded Date,2026-02-05 09:14:40 -0400\n'
    "Classification,Sinus Rhythm\nSymptoms,{symptoms}\nSoftware Version,1.51\n"
    'Device,"Watch5,4"\nSample Rate,512.844 hertz\n\n\nLead,Lead I\nUnit,µV\n\n'
)
GERMAN = (
    'Name,Pat Beispiel\nGeburtstag,"05.02.1952"\nAufzeichnungsdatum,2026-02-06 09:14:40 +0100\n'
    "Klassifizierung,Sinusrhythmus\nSymptome,Ohne\nSoftwareversion,2.0\n"
    'Gerät,"Watch6,7"\nMessrate,512 Hertz\nHerzfrequenz,64 Schläge/min\n\n'
    "Ableitung,Ableitung I\nEinheit,\u03bcV\n\n"
)


def trace(seconds: int, mark: str) -> str:
    return "".join(
        f"{sign}{at}{mark}{at % 1000:03}\n" for at in range(256 * seconds) for sign in "- "
    )


def english(symptoms: str = "") -> str:
    return ENGLISH.format(symptoms=symptoms) + trace(30, ".")


def german() -> str:
    return GERMAN + trace(30, ",")


def brought(tmp_path: Path, files: dict[str, str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows kept as `ecg`, and the account, of an export with these files beside it."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("apple_health_export/export.xml", export_text(record()))
        for name, text in files.items():
            zipped.writestr(f"apple_health_export/electrocardiograms/{name}", text)
    outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    rows = raw.scan([outcome.path]).collect().filter(signal="ecg").sort("start").to_dicts()
    return rows, report(outcome)


def test_a_recording_is_kept_with_what_its_head_says(tmp_path: Path) -> None:
    (row,), _ = brought(tmp_path, {"ecg_2026-02-05.csv": english()})
    assert str(row["start"]) == "2026-02-05 13:14:40+00:00"
    assert (row["end"] - row["start"]).total_seconds() == 29
    assert (row["text"], row["si"], row["unit"]) == ("Sinus Rhythm", 15_360, "count")
    assert "Watch5,4" in row["device"]
    assert json.loads(row["metadata"]) == {"sampling_rate_hz": 512.844, "software": "1.51"}


@pytest.mark.parametrize("quote", ["", '"'])
def test_several_symptoms_are_kept_as_worded(tmp_path: Path, quote: str) -> None:
    words = "Chest tightness, Fatigue"
    (row,), _ = brought(tmp_path, {"ecg.csv": english(f"{quote}{words}{quote}")})
    assert json.loads(row["metadata"])["symptoms"] == words


def test_a_phone_of_another_language_gives_the_same(tmp_path: Path) -> None:
    (row,), _ = brought(tmp_path, {"ecg_2026-02-06.csv": german()})
    assert (row["text"], row["si"]) == ("Sinusrhythmus", 15_360)
    assert (row["end"] - row["start"]).total_seconds() == 30
    assert json.loads(row["metadata"]) == {
        "sampling_rate_hz": 512.0,
        "average_heart_rate_bpm": 64.0,
        "symptoms": "Ohne",
        "software": "2.0",
    }


def test_neither_name_nor_birth_nor_voltages_are_kept(tmp_path: Path) -> None:
    (row,), told = brought(tmp_path, {"ecg.csv": english()})
    everything = f"{row} {told}"
    assert [word for word in ("Pat", "Feb 5", "1952", "12.012") if word in everything] == []


def test_recordings_are_counted_and_known_the_next_time_in_any_language(tmp_path: Path) -> None:
    files = {"ecg_1.csv": english(), "ecg_2.csv": german()}
    rows, told = brought(tmp_path, files)
    assert told["by_kind"] == {"ecg": 2, "heart_rate": 1}
    renamed = german().replace("Sinusrhythmus", "Sinus Rhythm").replace("Messrate", "Sample Rate")
    again, _ = brought(tmp_path, {"ecg_9.csv": renamed})
    assert again[0]["key"] == rows[1]["key"]


@pytest.mark.parametrize(
    "text",
    [
        english().replace("2026-02-05 09:14:40 -0400", "yesterday"),
        ENGLISH.format(symptoms=""),
    ],
    ids=["without a time", "without samples"],
)
def test_a_recording_that_cannot_be_placed_is_counted_as_left_out(
    tmp_path: Path, text: str
) -> None:
    rows, told = brought(tmp_path, {"ecg.csv": text})
    assert rows == []
    assert told["skipped"] == {"electrocardiogram without time or samples": 1}


def test_a_recording_of_the_future_is_refused(tmp_path: Path) -> None:
    rows, told = brought(tmp_path, {"ecg.csv": english().replace("2026-02-05", "2036-02-05")})
    assert rows == []
    assert told["rejected_by_reason"] == {"in_the_future": 1}


def test_a_table_of_another_kind_is_no_recording(tmp_path: Path) -> None:
    rows, told = brought(tmp_path, {"notes.csv": "Date,Weight\n2026-01-01,70\n"})
    assert (rows, told["skipped"]) == ([], {})


def test_a_file_without_the_line_of_symptoms_gives_none_rather_than_another(tmp_path: Path) -> None:
    (row,), _ = brought(tmp_path, {"ecg.csv": english().replace("Symptoms,\n", "")})
    assert json.loads(row["metadata"]) == {"sampling_rate_hz": 512.844}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*english()[:400].splitlines(), *german()[:400].splitlines(),
                                 '"', "9" * 400 + " hertz", "-1.5", "\x00,\x00"])))  # fmt: skip
def test_no_order_of_lines_breaks_the_reader(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    row = ecg_row(data, 0)
    assert row is None or head_of(data)
    assert row is None or "Infinity" not in str(row["metadata"])
