"""A file that holds nothing to read is refused with what to hand in instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.exports import NOW
from spotter.intake.errors import NotThisFormat
from spotter.intake.pipeline import import_file


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("takeout.7z", b"7z\xbc\xaf\x27\x1c....", "7z archive. Unpack it"),
        ("log.pdf", b"%PDF-1.7\n", "Export the data itself"),
        ("log.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "Save its sheet as CSV"),
        (
            "export_cda.xml",
            b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="x">',
            "the larger XML",
        ),
        ("export.zip", b"<!DOCTYPE html>\n<html>", "sign-in page"),
        ("hc.json", b'[{"dataOrigin": "com.google", "bpm": 60}]', "phone's own export"),
        ("metrics-2024.csv", b"a,b\n1,2\n", "export of the app"),
        ("list.txt", b"eggs and milk\n", "Nothing in this file"),
    ],
)
def test_what_to_hand_in_instead_is_said(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / "given"
    path.write_bytes(data)
    with pytest.raises(NotThisFormat, match=words):
        import_file(path, tmp_path / "out.parquet", now=NOW, name=name)
