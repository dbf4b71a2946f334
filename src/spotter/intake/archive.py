"""Open a zip or a plain file safely: nothing is extracted, no member name is trusted."""

from __future__ import annotations

import gzip
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from spotter.intake import inflate
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
_GZIP = b"\x1f\x8b\x08"
# Deflate cannot exceed 1032:1; a real export has 13:1, one month repeated 20 times 27:1.
_MOST_RATIO = 200
# Below this a ratio says nothing: a page of blanks is no bomb.
_RATIO_FROM_BYTES = 32 << 20
_MOST_BYTES = 200 << 30
_MOST_MEMBERS = 500_000
# Of so many members, each with a long name; read into memory at once, some ten times as much there.
_LARGEST_DIRECTORY = 64 << 20
_AT_ONCE = 1 << 20


@dataclass(slots=True)
class Opened:
    """A stream of the data wanted, its first bytes, its size unpacked, and its archive, if any.

    `name` is what the file is called where it comes from: a label, and never proof of a format.
    """

    stream: BinaryIO
    head: bytes
    total_bytes: int
    archive: zipfile.ZipFile | None = None
    name: str = ""
    others: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def read_other(self, path: str, limit: int, head: int = -1) -> bytes | None:
        """Return the member whose last name is that of `path`, or `head` bytes of it.

        None when there is no such member, or when it is larger than `limit` or unreadable.
        """
        info = self.others.get(last_name(path))
        if self.archive is None or info is None or info.file_size > limit:
            return None
        try:
            with member(self.archive, info) as stream:
                return stream.read(head)
        except ImportRefused:
            return None


def not_this_format() -> NotThisFormat:
    """Return the error that says that no source knows the file."""
    return NotThisFormat(
        "Nothing in this file is a format that Spotter reads. Give it the file as the app or the "
        "device made it; docs/importing.md lists what is read."
    )


def is_zip(head: bytes) -> bool:
    """Return whether a file that begins with `head` is a zip."""
    return head.startswith((_LOCAL_HEADER, _EMPTY_ARCHIVE))


def is_gzip(head: bytes) -> bool:
    """Return whether a file that begins with `head` is packed by gzip (RFC 1952)."""
    return head.startswith(_GZIP)


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Return whether a member is a folder; `ZipInfo.is_dir` fails on one without a name."""
    return info.filename.endswith("/")


class Budget:
    """How much the file that was handed in may unpack to, over all that is packed in it.

    `packed_bytes` is the size of that file.
    """

    def __init__(self, packed_bytes: int) -> None:
        self._packed = packed_bytes
        self._bytes = min(_MOST_BYTES, max(_RATIO_FROM_BYTES, packed_bytes * _MOST_RATIO))
        self._spent = self._members = 0

    def spend(self, count: int) -> None:
        """Take note of `count` more unpacked bytes; raises `ZipBomb` when they are too many."""
        self._spent += count
        if self._spent > self._bytes:
            raise ZipBomb(
                f"The file unpacks {self._packed:,} bytes to more than {self._bytes:,}; no export "
                "does that. It was not read."
            )

    def members(self, count: int) -> None:
        """Take note of `count` more members; raises `ZipBomb` when they are too many."""
        self._members += count
        if self._members > _MOST_MEMBERS:
            raise ZipBomb(f"The zip holds more than {_MOST_MEMBERS:,} files; no export does.")


# What `zipfile` raises where a directory or a header is wrong; a name that is not the UTF-8 it says
# it is comes as a ValueError, a place beyond any file as an OverflowError.
_UNREADABLE = (zipfile.BadZipFile, struct.error, OSError, EOFError, ValueError, OverflowError)


def directory(file: BinaryIO, budget: Budget) -> zipfile.ZipFile:
    """Return the zip in `file`; raises `TruncatedArchive` and `ZipBomb`."""
    try:
        parts = _Measured(file)
        archive = zipfile.ZipFile(cast(BinaryIO, parts))
        parts.most = None
    except (*_UNREADABLE, NotImplementedError) as error:
        raise TruncatedArchive(
            "The zip is not complete: its directory is missing at the end. Copy or export the "
            "file again."
        ) from error
    try:
        budget.members(len(archive.infolist()))
    except ZipBomb:
        archive.close()
        raise
    return archive


class _Measured:
    """A file of which nobody gets more than `most` bytes at once, None when they may.

    A directory is read whole, before anybody can count what stands in it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.most: int | None = _LARGEST_DIRECTORY
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; raises `ZipBomb` when that is too much."""
        if self.most is not None and size > self.most:
            raise ZipBomb(f"The zip lists its files in {size:,} bytes; no export does.")
        return self._file.read(size)


def refuse_bomb(info: zipfile.ZipInfo) -> None:
    """Raise `ZipBomb` where one member says that it unpacks to more than any export."""
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > _MOST_BYTES or (info.file_size > _RATIO_FROM_BYTES and ratio > _MOST_RATIO):
        raise ZipBomb(
            f"The zip says it unpacks {info.compress_size:,} bytes to {info.file_size:,}; no "
            "export does that. It was not unpacked."
        )


@contextmanager
def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """Yield the stream of one member; reading it raises `Damaged` where its data breaks off.

    Raises `EncryptedArchive`, `UnsupportedCompression` or `TruncatedArchive`.
    """
    if info.flag_bits & 0x1:
        raise EncryptedArchive("The zip has a password. Unpack it and give Spotter what is in it.")
    try:
        stream = inflate.member(archive, info)
    except NotImplementedError as error:
        raise UnsupportedCompression(
            f"The zip is packed by a method that cannot be read here ({error}). Unpack it and "
            "give Spotter what is in it."
        ) from error
    except _UNREADABLE as error:
        raise TruncatedArchive(
            "The zip is damaged: what its directory lists is not there. Copy or export it again."
        ) from error
    with stream:
        yield cast(BinaryIO, _Guarded(stream, info.file_size))


def broken_off(offset: int, why: str) -> Damaged:
    """Return the error that says that packed data ends or is wrong at `offset`, unpacked."""
    return Damaged(
        f"The file breaks off at byte {offset} ({why}). Copy or export it again.", offset
    )


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
        except (*inflate.ERRORS, OSError, ValueError) as error:
            raise broken_off(self._done, f"the packed data is wrong: {error}") from error
        self._done += len(part)
        if not part and size != 0 and self._done < self._declared:
            raise broken_off(self._done, f"the zip promises {self._declared:,} bytes")
        return part


class Gunzipped:
    """What a gzip stream unpacks to, charged to `budget`; `Damaged` where it is wrong or short."""

    def __init__(self, packed: BinaryIO, budget: Budget) -> None:
        self._stream = gzip.GzipFile(fileobj=packed)
        self._budget = budget
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, all of them when it is negative."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_AT_ONCE), b""))
        try:
            part = self._stream.read(size)
        except (zlib.error, EOFError, OSError) as error:
            raise broken_off(self._done, f"the packed data is wrong: {error}") from error
        self._done += len(part)
        self._budget.spend(len(part))
        return part


def last_name(path: str) -> str:
    """Return the last part of a member name, comparable however the zip was written."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", name).casefold()
