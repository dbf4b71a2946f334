"""Uploads: streamed, hashed, bounded; nothing half-written remains."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from starlette.requests import Request

from spotter.kit.errors import BadInput
from spotter.web.uploads import TooLarge, Upload, receive

BOUNDARY = b"----spotter"
LIMIT = 1_000_000


def body(parts: Iterable[tuple[str, str | None, bytes]]) -> bytes:
    out = b""
    for name, filename, data in parts:
        extra = f'; filename="{filename}"' if filename is not None else ""
        header = f'Content-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
        out += b"--" + BOUNDARY + b"\r\n" + header.encode() + data + b"\r\n"
    return out + b"--" + BOUNDARY + b"--\r\n"


def upload(
    data: bytes, folder: Path, *, chunk: int = 97, limit: int = LIMIT, declare: int | None = None
) -> Upload:
    pieces = [data[start : start + chunk] for start in range(0, len(data), chunk)]
    size = len(data) if declare is None else declare

    async def take() -> dict[str, object]:
        piece = pieces.pop(0) if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [
            (b"content-type", b"multipart/form-data; boundary=" + BOUNDARY),
            (b"content-length", str(size).encode()),
        ],
    }
    return asyncio.run(receive(Request(scope, take), folder, limit))


@pytest.mark.parametrize("chunk", [1, 7, 97, 100_000])
def test_a_file_arrives_whole_whatever_the_chunks(tmp_path: Path, chunk: int) -> None:
    content = bytes(range(256)) * 8
    got = upload(
        body([("csrf", None, b"x"), ("file", "export.zip", content)]), tmp_path, chunk=chunk
    )
    assert got.path.read_bytes() == content
    assert (got.name, got.size_bytes, got.fields) == ("export.zip", 2048, {"csrf": "x"})
    assert got.sha256 == hashlib.sha256(content).hexdigest()


def test_a_path_in_the_file_name_is_only_a_label(tmp_path: Path) -> None:
    got = upload(body([("file", "../../etc/passwd", b"abc")]), tmp_path)
    assert got.name == "passwd"
    assert got.path.parent == tmp_path


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (body([]), "no file"),
        (body([("other", "a.zip", b"abc")]), "wrong name"),
        (body([("file", "a.zip", b"")]), "empty"),
        (body([("file", "a.zip", b"a"), ("file", "b.zip", b"b")]), "two files"),
        (body([("file", "a.zip", b"a" * 500)])[:-200], "broken off"),
        (b"this is not multipart", "no multipart"),
    ],
)
def test_what_is_no_upload_names_the_file_field_and_leaves_nothing(
    tmp_path: Path, data: bytes, why: str
) -> None:
    with pytest.raises(BadInput) as caught:
        upload(data, tmp_path)
    assert caught.value.field == "file", why
    assert list(tmp_path.iterdir()) == []


def test_a_file_over_the_limit_is_refused_and_removed(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        upload(body([("file", "a.zip", b"a" * 2000)]), tmp_path, limit=1999)
    assert list(tmp_path.iterdir()) == []


def test_a_declared_ten_gigabytes_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        upload(body([("file", "a.zip", b"a")]), tmp_path, declare=10_000_000_000)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from spotter.intake.errors import DiskFull

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("spotter.web.uploads.os.fsync", full)
    with pytest.raises(DiskFull):
        upload(body([("file", "a.zip", b"abc")]), tmp_path)
    assert list(tmp_path.iterdir()) == []
