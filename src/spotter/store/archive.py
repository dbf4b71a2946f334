"""A tar whose last member lists the others: whole when that list is there and every sum agrees."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from spotter.kit.errors import BadInput

LIST = "contents.json"
FORMAT = 1
# A list names each file in some 150 bytes; this is a hundred thousand files.
_MOST_LIST_BYTES = 16_000_000
_CHUNK = 1 << 20


class Unreadable(BadInput):
    """The archive is not one of ours, broke off, or was changed."""

    code = "archive"


@dataclass(slots=True)
class Packing:
    """An archive being written: files go in one by one, `close` adds their list."""

    tar: tarfile.TarFile
    sums: dict[str, str]

    @classmethod
    def into(cls, stream: IO[bytes]) -> Packing:
        return cls(tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT), {})

    def add(self, name: str, file: Path) -> None:
        """Add `file` under `name`; raises FileNotFoundError when it went away."""
        with file.open("rb") as stream:
            member = tarfile.TarInfo(name)
            member.size, member.mode = os.fstat(stream.fileno()).st_size, 0o600
            reading = _Summed(stream)
            self.tar.addfile(member, reading)
        self.sums[name] = reading.sum.hexdigest()

    def close(self, about: Mapping[str, object]) -> None:
        """Add the list of what went in, with `about`, and end the archive."""
        text = json.dumps({**about, "format": FORMAT, "sha256": self.sums}).encode()
        member = tarfile.TarInfo(LIST)
        member.size, member.mode = len(text), 0o600
        self.tar.addfile(member, io.BytesIO(text))
        self.tar.close()


def unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Write every file of `archive` below `folder`, check the sums, return what its list says.

    Raises `Unreadable` for anything that `Packing` does not write: links, other places, a sum that
    does not agree, a missing list. The caller throws `folder` away then.
    """
    sums: dict[str, str] = {}
    listed: dict[str, Any] | None = None
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                if listed is not None or not member.isreg() or member.issparse():
                    raise _unlike(archive)
                stream = tar.extractfile(member)
                assert stream is not None
                if member.name == LIST:
                    listed = _list(archive, member, stream)
                else:
                    sums[member.name] = _write(stream, _place(archive, folder, member.name))
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _unlike(archive) from error
    if listed is None or listed.get("sha256") != sums:
        raise Unreadable(f"{archive.name} broke off or was changed; nothing was restored.")
    return listed


def _list(archive: Path, member: tarfile.TarInfo, stream: IO[bytes]) -> dict[str, Any]:
    if member.size > _MOST_LIST_BYTES:
        raise _unlike(archive)
    try:
        found = json.loads(stream.read())
    except ValueError as error:
        raise _unlike(archive) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Unreadable(
            f"{archive.name} is not a backup this version can read; use the version it was made by."
        )
    return found


def _place(archive: Path, folder: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name:
        raise _unlike(archive)
    place = folder.joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _write(stream: IO[bytes], place: Path) -> str:
    summed = _Summed(stream)
    with open(place, "xb", opener=_private) as file:
        while chunk := summed.read(_CHUNK):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return summed.sum.hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _unlike(archive: Path) -> Unreadable:
    return Unreadable(
        f"{archive.name} is not a whole backup made by `spotter backup`; nothing was restored."
    )


class _Summed:
    """Reads a stream and sums what went through."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.sum.update(chunk)
        return chunk
