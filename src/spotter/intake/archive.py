"""Open a zip or a plain file safely: nothing is extracted, no member name is trusted."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from spotter.intake.errors import (
    Damaged,
    EncryptedArchive,
    ImportRefused,
    NotThisFormat,
    TruncatedArchive,
    UnsupportedCompression,
    ZipBomb,
)

HEAD_BYTES = 4_096
_LOCAL_HEADER = b"PK\x03\x04"
_EMPTY_ARCHIVE = b"PK\x05\x06"
# Deflate cannot exceed 1032:1; a real export has 13:1, one month repeated 20 times 27:1.
_MOST_RATIO = 200
# Below this a ratio says nothing: a page of blanks is no bomb.
_RATIO_FROM_BYTES = 32 << 20
_MOST_BYTES = 200 << 30
_MOST_MEMBERS = 500_000

Wanted = Callable[[bytes], bool]


@dataclass(slots=True)
class Opened:
    """A stream of the data wanted, its first bytes, its size unpacked, and its archive, if any."""

    stream: BinaryIO
    head: bytes
    total_bytes: int
    archive: zipfile.ZipFile | None = None
    member: str = ""
    others: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def read_other(self, path: str, limit: int) -> bytes | None:
        """Return the member whose last name is that of `path`.

        None when there is no such member, or when it is larger than `limit` or unreadable.
        """
        info = self.others.get(_last_name(path))
        if self.archive is None or info is None or info.file_size > limit:
            return None
        try:
            with _member(self.archive, info) as stream:
                return stream.read()
        except ImportRefused:
            return None


@contextmanager
def opened(path: Path, wanted: Wanted) -> Iterator[Opened]:
    """Open `path` and, when it is a zip, the one member whose first bytes are `wanted`.

    Raises `NotThisFormat` when nothing in it is wanted, and `TruncatedArchive`,
    `EncryptedArchive`, `UnsupportedCompression` or `ZipBomb` when the zip cannot be used.
    Reading the stream raises `Damaged` where the packed data breaks off.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        if not head:
            raise NotThisFormat("The file is empty.")
        if head.startswith((_LOCAL_HEADER, _EMPTY_ARCHIVE)):
            with _archive(file) as archive, _wanted_member(archive, wanted) as found:
                yield found
        elif wanted(head):
            yield Opened(file, head, path.stat().st_size)
        else:
            raise _not_this_format()


def _not_this_format() -> NotThisFormat:
    return NotThisFormat(
        "Nothing in this file is a format that Spotter reads. Give it the file as the app or the "
        "device made it; docs/importing.md lists what is read."
    )


def _archive(file: BinaryIO) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, struct.error, OSError, NotImplementedError) as error:
        raise TruncatedArchive(
            "The zip is not complete: its directory is missing at the end. Copy or export the "
            "file again."
        ) from error
    if len(archive.infolist()) > _MOST_MEMBERS:
        archive.close()
        raise ZipBomb(f"The zip holds more than {_MOST_MEMBERS} files; no export does.")
    return archive


@contextmanager
def _wanted_member(archive: zipfile.ZipFile, wanted: Wanted) -> Iterator[Opened]:
    refusal: ImportRefused | None = None
    members = [info for info in archive.infolist() if not info.is_dir()]
    for info in sorted(members, key=_routes_last_largest_first):
        try:
            with _member(archive, info) as probe:
                head = probe.read(HEAD_BYTES)
        except ImportRefused as error:
            refusal = refusal or error
            continue
        if wanted(head):
            _refuse_bomb(info)
            others = {_last_name(one.filename): one for one in members if one is not info}
            with _member(archive, info) as stream:
                yield Opened(stream, head, info.file_size, archive, info.filename, others)
            return
    raise refusal or _not_this_format()


def _routes_last_largest_first(info: zipfile.ZipInfo) -> tuple[bool, int]:
    """Return the order to probe in: a route beside an export is read by what refers to it."""
    return info.filename.lower().endswith(".gpx"), -info.file_size


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > _MOST_BYTES or (info.file_size > _RATIO_FROM_BYTES and ratio > _MOST_RATIO):
        raise ZipBomb(
            f"The zip says it unpacks {info.compress_size:,} bytes to {info.file_size:,}; no "
            "export does that. It was not unpacked."
        )


@contextmanager
def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    if info.flag_bits & 0x1:
        raise EncryptedArchive(
            "The zip has a password. Unpack it and give Spotter the export.xml in it."
        )
    try:
        stream = archive.open(info)
    except NotImplementedError as error:
        raise UnsupportedCompression(
            f"The zip is packed by a method that cannot be read here ({error}). Unpack it and "
            "give Spotter the export.xml in it."
        ) from error
    except (zipfile.BadZipFile, struct.error, OSError, EOFError) as error:
        raise TruncatedArchive(
            "The zip is damaged: what its directory lists is not there. Copy or export it again."
        ) from error
    with stream:
        yield cast(BinaryIO, _Guarded(stream, info.file_size))


class _Guarded:
    """A member that says `Damaged`, with the byte, where its packed data is wrong or short."""

    def __init__(self, stream: object, declared: int) -> None:
        self._stream = cast(BinaryIO, stream)
        self._declared = declared
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        try:
            part = self._stream.read(size)
        except (zlib.error, zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise self._damaged(f"the packed data is wrong: {error}") from error
        self._done += len(part)
        if not part and size != 0 and self._done < self._declared:
            raise self._damaged(f"the zip promises {self._declared:,} bytes")
        return part

    def _damaged(self, why: str) -> Damaged:
        return Damaged(
            f"The file breaks off at byte {self._done} ({why}). Copy or export it again.",
            self._done,
        )


def _last_name(path: str) -> str:
    """Return the last part of a member name, comparable however the zip was written."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", name).casefold()
