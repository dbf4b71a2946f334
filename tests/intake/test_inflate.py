"""Members of a zip come out as they went in, whoever packed them and however they are read."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.intake import inflate

SIZES = (1, 7, 4_096, 100_000, -1)


def packed(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("a/export.xml", data)
    return bytearray(file.getvalue())


def unpacked(content: bytes, size: int = 4_096) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.infolist()[0]
        with inflate.member(archive, info) as stream:
            return b"".join(iter(lambda: stream.read(size), b""))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from((b"<Record/>\n", b"\x00" * 5_000, b"\xff\x00\x10")), max_size=400),
    st.sampled_from(SIZES),
    st.sampled_from((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)),
)
def test_what_was_packed_comes_out(parts: list[bytes], size: int, method: int) -> None:
    data = b"".join(parts)
    assert unpacked(packed(data, method), size) == data


def test_no_read_gives_more_than_was_asked_for() -> None:
    content = packed(b"\x00" * 9_000_000)  # a thousand times its packed size
    archive = zipfile.ZipFile(io.BytesIO(content))
    with archive, inflate.member(archive, archive.infolist()[0]) as stream:
        sizes = [len(part) for part in iter(lambda: stream.read(1_000_000), b"")]
    assert max(sizes) <= 1_000_000
    assert sum(sizes) == 9_000_000


def test_a_wrong_byte_is_noticed_even_where_it_still_unpacks() -> None:
    data = bytes(range(256)) * 40
    content = packed(data)
    start = content.index(b"a/export.xml") + len(b"a/export.xml")
    wrong = 0
    for at in range(start, start + 60):
        spoiled = bytearray(content)
        spoiled[at] ^= 0x10
        try:
            assert unpacked(spoiled) == data
        except inflate.ERRORS:
            wrong += 1
    assert wrong == 60


def test_a_member_never_holds_more_than_its_directory_says() -> None:
    content = packed(b"0123456789" * 1_000)
    sizes = (10_000).to_bytes(4, "little")
    at = content.rindex(sizes)
    content[at : at + 4] = (5_000).to_bytes(4, "little")
    with pytest.raises(inflate.ERRORS):
        unpacked(content)
