"""What cannot be imported is refused by name, in words, and leaves nothing behind."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from pathlib import Path

import polars as pl
import pytest

from intake.exports import EXPORTED, HEAD, NOW, export_text, record, zipped
from spotter.body import raw
from spotter.intake import errors
from spotter.intake.pipeline import ImportOutcome, import_file

MEMBER = "apple_health_export/export.xml"


def imported(path: Path) -> ImportOutcome:
    return import_file(path, path.parent / "out.parquet", now=NOW)


def refused(path: Path, error: type[errors.ImportRefused]) -> str:
    """Check that `path` is refused with `error` and nothing is left; return the message."""
    with pytest.raises(error) as caught:
        imported(path)
    assert caught.value.field == "file"
    left = {one.name for one in path.parent.iterdir()} - {path.name}
    assert left == set()
    return caught.value.message


def file(tmp_path: Path, data: bytes | str) -> Path:
    path = tmp_path / "given"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def good(count: int = 3) -> str:
    return export_text(*(record(value=str(60 + i)) for i in range(count)))


def a_zip(tmp_path: Path, count: int = 2_000) -> bytes:
    return zipped(tmp_path / "z", {MEMBER: good(count).encode()}).read_bytes()


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", b"Date;Workout Name\n2024;x\n", b"<kml/>", b"<ClinicalDocument/>"],
)
def test_a_wrong_file_is_named(tmp_path: Path, data: bytes) -> None:
    refused(file(tmp_path, data), errors.NotThisFormat)


def test_a_zip_without_an_export_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "given", {"a.txt": b"hello", "export.xml": b"<ClinicalDocument/>"})
    assert "docs/importing.md" in refused(path, errors.NotThisFormat)


def test_a_truncated_zip_is_named(tmp_path: Path) -> None:
    data = a_zip(tmp_path)
    (tmp_path / "z").unlink()
    message = refused(file(tmp_path, data[: len(data) // 2]), errors.TruncatedArchive)
    assert "Copy or export" in message


def test_a_zip_whose_directory_points_nowhere_is_named(tmp_path: Path) -> None:
    data = a_zip(tmp_path)
    (tmp_path / "z").unlink()
    directory = data.index(b"PK\x01\x02")
    refused(file(tmp_path, b"PK\x03\x04" + data[directory:]), errors.TruncatedArchive)


def test_a_zip_with_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(a_zip(tmp_path))
    (tmp_path / "z").unlink()
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refused(file(tmp_path, bytes(data)), errors.EncryptedArchive)


def test_a_zip_packed_by_an_unknown_method_is_named(tmp_path: Path) -> None:
    data = bytearray(a_zip(tmp_path))
    (tmp_path / "z").unlink()
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 9)
    struct.pack_into("<H", data, 8, 9)
    assert "Unpack it" in refused(file(tmp_path, bytes(data)), errors.UnsupportedCompression)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = good().encode() + b" " * (64 << 20)
    refused(zipped(tmp_path / "given", {MEMBER: bomb}), errors.ZipBomb)


def test_a_declared_size_of_ten_gigabytes_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(a_zip(tmp_path))
    (tmp_path / "z").unlink()
    size = 0xFFFF_FFF0 - 1  # as large as the field allows without zip64
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, size)
    refused(file(tmp_path, bytes(data)), errors.ZipBomb)


def test_a_declared_size_that_the_data_does_not_reach_is_damage(tmp_path: Path) -> None:
    data = bytearray(a_zip(tmp_path))
    (tmp_path / "z").unlink()
    (actual,) = struct.unpack_from("<I", data, data.index(b"PK\x01\x02") + 24)
    # The root is not closed: the reader has to ask for the bytes that were promised.
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, actual + 10_000)
    outcome = imported(file(tmp_path, bytes(data)))
    assert outcome.records == 2_000


def test_packed_data_that_turns_wrong_keeps_what_came_before(tmp_path: Path) -> None:
    body = "".join(
        record(value=str(40 + i % 100), sourceName=str(zlib.crc32(str(i).encode())))
        for i in range(60_000)
    )
    whole = zipped(tmp_path / "z", {MEMBER: export_text(body).encode()}).read_bytes()
    (tmp_path / "z").unlink()
    data = bytearray(whole)
    middle = len(data) * 3 // 4
    data[middle : middle + 2_000] = b"\xff" * 2_000
    outcome = imported(file(tmp_path, bytes(data)))
    assert outcome.damage is not None
    assert "byte" in outcome.damage.message
    assert 10_000 < outcome.records < 60_000
    assert raw.scan([outcome.path]).collect().height == outcome.tally.added


def test_a_file_in_another_encoding_is_told_so_not_in_the_words_of_a_parser(tmp_path: Path) -> None:
    text = export_text(record(value="60").replace('sourceName="', 'sourceName="Wäge'))
    told = refused(file(tmp_path, text.encode("latin-1")), errors.Damaged)
    assert "not UTF-8" in told
    assert "token" not in told


def test_xml_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    text = good(3)
    cut = text.index("62") + 1
    outcome = imported(file(tmp_path, text[:cut]))
    assert outcome.records == 2
    assert outcome.damage is not None
    assert outcome.damage.offset == text.index("<Record", text.index('"61"')) - 1
    assert f"byte {outcome.damage.offset}" in outcome.damage.message


def test_xml_that_breaks_off_before_the_first_record_is_refused(tmp_path: Path) -> None:
    refused(file(tmp_path, HEAD + EXPORTED + " <Record type="), errors.Damaged)


def test_nonsense_in_the_middle_keeps_what_came_before(tmp_path: Path) -> None:
    text = export_text(record(value="60"), " <Record <<< &&&\n", record(value="61"))
    outcome = imported(file(tmp_path, text))
    assert outcome.records == 1
    assert outcome.damage is not None
    assert outcome.damage.offset >= text.index("<<<") - 20


def test_utf_16_is_named(tmp_path: Path) -> None:
    assert "UTF-16" in refused(file(tmp_path, good().encode("utf-16")), errors.WrongEncoding)


def test_another_declared_encoding_is_named(tmp_path: Path) -> None:
    text = good().replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    assert "ISO-8859-1" in refused(file(tmp_path, text), errors.WrongEncoding)


def test_bytes_that_are_not_utf_8_keep_what_came_before(tmp_path: Path) -> None:
    odd = record(value="61", sourceName="Zo\u00eb").encode("latin-1")
    outcome = imported(file(tmp_path, export_text(record(), "@").encode().replace(b"@", odd)))
    assert outcome.records == 1
    assert outcome.damage is not None


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE HealthData [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<HealthData locale="en_US">
"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE HealthData [ <!ENTITY x SYSTEM "file:///etc/hostname"> ]>
<HealthData locale="en_US">
"""


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_entity_definitions_are_refused_unread(tmp_path: Path, head: str) -> None:
    text = export_text(record(sourceName="&b;"), head=head)
    refused(file(tmp_path, text), errors.EntitiesRefused)


def test_an_entity_that_nobody_defined_is_damage_and_never_resolved(tmp_path: Path) -> None:
    outcome = imported(file(tmp_path, export_text(record(), record(sourceName="&x;"), record())))
    assert outcome.records == 1
    assert outcome.damage is not None
    assert "entity" in outcome.damage.message


def test_an_element_without_end_is_damage_not_memory(tmp_path: Path) -> None:
    text = export_text(record()).replace("</HealthData>", ' <Record type="') + "x" * (42 << 20)
    outcome = imported(file(tmp_path, text))
    assert outcome.records == 1
    assert outcome.damage is not None
    assert "longer than" in outcome.damage.message


class FullDisk(raw.RawWriter):
    """A writer on a disk that has no room left."""

    def write(self, frame: pl.DataFrame) -> None:
        super().write(frame)
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "RawWriter", FullDisk)
    path = file(tmp_path, good())
    with pytest.raises(errors.DiskFull, match=str(tmp_path)):
        imported(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_member_that_cannot_be_unpacked_does_not_hide_the_export(tmp_path: Path) -> None:
    path = tmp_path / "given"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/broken.bin", b"x" * 5_000_000)
        archive.writestr("b/导出.xml", good())
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the first, larger member says it has a password
    path.write_bytes(data)
    assert imported(path).records == 3
