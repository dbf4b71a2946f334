"""A tar archive, packed by gzip or not, as the zip that everything else here reads."""

from __future__ import annotations

import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from spotter.intake.archive import HEAD_BYTES, Budget, Gunzipped, is_gzip
from spotter.intake.errors import Damaged, TruncatedArchive, ZipBomb

# Where the header of the first member says what it is (POSIX.1-1988, ustar).
_MAGIC, _AT = b"ustar", 257
_IN_MEMORY_BYTES = 16 << 20
_COPY_BYTES = 1 << 20
# A path and what else stands beside a member take a few hundred bytes.
_LARGEST_HEADER = 1 << 20
_HEADERS = {
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
}
_BROKEN = (
    tarfile.TarError,
    struct.error,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    LookupError,
    RecursionError,  # a header of a header of a header
)


class _Member(tarfile.TarInfo):
    """A member whose extended header is small: `tarfile` reads those into memory whole."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _HEADERS and self.size > _LARGEST_HEADER:
            raise tarfile.ReadError("a header is too large")
        found: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return found


def is_tar(head: bytes) -> bool:
    """Return whether a file that begins with `head` (unpacked) is a tar archive."""
    return head[_AT : _AT + len(_MAGIC)] == _MAGIC


@contextmanager
def as_zip(file: BinaryIO, budget: Budget, scratch: str | None) -> Iterator[BinaryIO]:
    """Yield the files of the tar archive in `file` as a zip, unpacked; links and devices are none.

    It waits in memory or, when it is large, in an unnamed file under `scratch`. Names are labels
    here as in a zip: nothing is written under them. Raises `ZipBomb`, and `TruncatedArchive` where
    the archive breaks off.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES, dir=scratch) as copy:
        try:
            _copy(file, cast(BinaryIO, copy), budget)
        except ZipBomb:
            raise
        except (*_BROKEN, Damaged) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's, not the archive's
            raise TruncatedArchive(
                f"The tar archive is not complete or damaged ({error}). Copy or export it again."
            ) from error
        copy.seek(0)
        yield cast(BinaryIO, copy)


def _copy(file: BinaryIO, copy: BinaryIO, budget: Budget) -> None:
    """Write the files of the archive as members of a zip; what it takes is charged to `budget`."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    stream = cast(BinaryIO, Gunzipped(file, budget)) if is_gzip(head) else file
    with (
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member) as packed,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as out,
    ):
        for member in packed:
            # A member of no bytes costs a header, of which there could be any number.
            budget.members(1)
            file_in = packed.extractfile(member) if member.isreg() else None
            if file_in is None:
                continue
            name = member.name.encode(errors="replace").decode()
            with out.open(zipfile.ZipInfo(name or "file"), "w", force_zip64=True) as into:
                while part := file_in.read(_COPY_BYTES):
                    budget.spend(len(part))
                    into.write(part)
