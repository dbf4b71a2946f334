"""What lies in a file that was handed in: the file itself or, of an archive, every member."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from spotter.intake import archive, registry, tarred
from spotter.intake.archive import HEAD_BYTES, Budget, Opened
from spotter.intake.errors import Damaged, ImportRefused, NotThisFormat, ZipBomb
from spotter.intake.instead import instead
from spotter.intake.registry import Source

# Garmin and Google put zips into a zip; nobody puts one deeper.
_DEEPEST = 3
# An archive within an archive is held in memory up to here, and beyond in an unnamed file.
_IN_MEMORY_BYTES = 16 << 20
_COPY_BYTES = 1 << 20


@dataclass(slots=True)
class Part:
    """A file that `source` reads, open until the next part is asked for.

    Of all bytes it counts for `size`, after the `begins` of the parts before it.
    """

    source: Source
    opened: Opened
    begins: int
    size: int

    def done(self, offset: int) -> int:
        """Return how many of all bytes are done when `offset` bytes of this part are."""
        share = min(1.0, offset / self.opened.total_bytes) if self.opened.total_bytes else 1.0
        return self.begins + int(self.size * share)


@dataclass(frozen=True, slots=True)
class Unread:
    """A member that is not read: `error` says why, None when no source knows it."""

    name: str
    error: ImportRefused | None = None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The `contents` one after another, `total_bytes` in all; `many` when they are an archive's."""

    contents: Iterator[Part | Unread]
    total_bytes: int
    many: bool


@contextmanager
def unpacked(path: Path, name: str = "", scratch: Path | None = None) -> Iterator[Unpacked]:
    """Open `path` and yield what lies in it; nothing is written but archives within archives.

    Those wait in an unnamed file under `scratch` (the system's temporary folder when None). Raises
    `NotThisFormat` when the file is empty, `TruncatedArchive` and `ZipBomb`; going through the
    contents raises `ZipBomb` too and, when no source knows any of them, why. Reading a part raises
    `Damaged` where its data breaks off.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        head = file.read(HEAD_BYTES)
        file.seek(0)
        if not head:
            raise NotThisFormat("The file is empty.")
        walk = _Walk(Budget(size), scratch)
        if walk.is_tar(file, head):
            with (
                tarred.as_zip(
                    file, Budget(size), None if scratch is None else str(scratch)
                ) as copy,
                archive.directory(copy, walk.budget) as zipped,
            ):
                yield walk.all_of(zipped)
            return
        if not archive.is_zip(head):
            alone = walk.alone(file, head, name or path.name, size)
            yield Unpacked(_some(alone), size, many=False)
            return
        with archive.directory(file, walk.budget) as zipped:
            yield walk.all_of(zipped)


def refuse_unknown(path: Path) -> None:
    """Raise `NotThisFormat` when the first bytes of `path` are neither an archive's nor a source's.

    What lies in an archive is not looked at.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    packed = archive.is_zip(head) or archive.is_gzip(head) or tarred.is_tar(head)
    if not packed and registry.source_of(head) is None:
        raise archive.not_this_format()


def _some(contents: Iterator[Part | Unread]) -> Iterator[Part | Unread]:
    """Yield `contents`; raises why nothing could be read when none of them could."""
    read, why = False, None
    for each in contents:
        if isinstance(each, Part):
            read = True
        else:
            why = why or each.error
        yield each
    if not read:
        raise why or archive.not_this_format()


@dataclass(frozen=True, slots=True)
class _Member:
    """A member to be opened: by `source`, or as an archive itself when that is None."""

    name: str
    info: zipfile.ZipInfo
    source: Source | None
    gzipped: bool = False


@dataclass(slots=True)
class _Plan:
    """What of an archive is to be read, and what is not."""

    members: list[_Member] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def total_bytes(self) -> int:
        return sum(each.info.file_size for each in self.members)


class _Walk:
    """Goes through a file and the archives in it, all on one budget."""

    def __init__(self, budget: Budget, scratch: Path | None) -> None:
        self.budget = budget
        self._scratch = None if scratch is None else str(scratch)

    def is_tar(self, file: BinaryIO, head: bytes) -> bool:
        """Return whether the file that begins with `head` is a tar archive, packed or not."""
        if archive.is_gzip(head):
            try:
                head = archive.Gunzipped(file, self.budget).read(HEAD_BYTES)
            except Damaged:
                return False  # whoever reads it says so, and where
            finally:
                file.seek(0)
        return tarred.is_tar(head)

    def all_of(self, zipped: zipfile.ZipFile) -> Unpacked:
        """Return what lies in the archive that was handed in."""
        plan = self.plan(zipped, "")
        contents = self.members(zipped, plan, 1, 0, plan.total_bytes)
        return Unpacked(_some(contents), plan.total_bytes, many=True)

    def alone(self, file: BinaryIO, head: bytes, name: str, size: int) -> Iterator[Part | Unread]:
        """Yield the one part of a file that is no archive of several."""
        gzipped = archive.is_gzip(head)
        if gzipped:
            head = archive.Gunzipped(file, self.budget).read(HEAD_BYTES)
            file.seek(0)
        source = registry.source_of(head)
        if source is None:
            # Loads the columns of tables, which nobody waits for who brings something else.
            from spotter.intake.plain.rows import unknown_table

            yield Unread(name, instead(head, name) or unknown_table(head))
            return
        yield Part(source, Opened(self._stream(file, gzipped), head, size, name=name), 0, size)

    def _stream(self, stream: BinaryIO, gzipped: bool) -> BinaryIO:
        return cast(BinaryIO, archive.Gunzipped(stream, self.budget)) if gzipped else stream

    def plan(self, zipped: zipfile.ZipFile, prefix: str) -> _Plan:
        """Look at the first bytes of every member; raises `ZipBomb`.

        What lies in the folder of a source that reads a whole archive belongs to that source.
        """
        plan = _Plan()
        for info in zipped.infolist():
            if archive.is_folder(info) or _hidden(info.filename):
                continue
            try:
                found = self._known(zipped, info, prefix)
            except ZipBomb:
                raise
            except ImportRefused as error:
                plan.unread.append(Unread(prefix + info.filename, error))
                continue
            if isinstance(found, Unread):
                plan.unread.append(found)
            else:
                plan.members.append(found)
        return _with_wholes(plan, prefix)

    def _known(
        self, zipped: zipfile.ZipFile, info: zipfile.ZipInfo, prefix: str
    ) -> _Member | Unread:
        name = prefix + info.filename
        with archive.member(zipped, info) as probe:
            head = probe.read(HEAD_BYTES)
        if archive.is_zip(head):
            return _Member(name, info, None)
        gzipped = archive.is_gzip(head)
        if gzipped:
            with archive.member(zipped, info) as probe:
                head = archive.Gunzipped(probe, self.budget).read(HEAD_BYTES)
        source = registry.source_of(head)
        return Unread(name) if source is None else _Member(name, info, source, gzipped)

    def members(
        self, zipped: zipfile.ZipFile, plan: _Plan, depth: int, begins: int, size: int
    ) -> Iterator[Part | Unread]:
        """Yield what `plan` says of an archive that counts for `size` bytes after `begins`."""
        for each in plan.members:
            archive.refuse_bomb(each.info)
            self.budget.spend(each.info.file_size)
        share = size / plan.total_bytes if plan.total_bytes else 0.0
        for each in plan.members:
            counts = int(each.info.file_size * share)
            if each.source is None:
                yield from self._nested(zipped, each, depth + 1, begins, counts)
            else:
                with archive.member(zipped, each.info) as stream:
                    opened = self._opened(zipped, each, each.source, stream)
                    yield Part(each.source, opened, begins, counts)
            begins += counts
        yield from plan.unread

    def _opened(
        self, zipped: zipfile.ZipFile, each: _Member, source: Source, packed: BinaryIO
    ) -> Opened:
        stream = self._stream(packed, each.gzipped)
        head = self._head(zipped, each)
        opened = Opened(stream, head, each.info.file_size, name=each.name)
        if source.whole:
            opened.archive = zipped
            opened.others = {
                archive.last_name(one.filename): one
                for one in zipped.infolist()
                if not archive.is_folder(one) and one is not each.info
            }
        return opened

    def _head(self, zipped: zipfile.ZipFile, each: _Member) -> bytes:
        with archive.member(zipped, each.info) as probe:
            return self._stream(probe, each.gzipped).read(HEAD_BYTES)

    def _nested(
        self, zipped: zipfile.ZipFile, each: _Member, depth: int, begins: int, size: int
    ) -> Iterator[Part | Unread]:
        """Yield what lies in an archive that is a member itself."""
        if depth > _DEEPEST:
            yield Unread(each.name, NotThisFormat("It lies in too many archives; unpack it."))
            return
        with tempfile.SpooledTemporaryFile(
            _IN_MEMORY_BYTES, dir=self._scratch and str(self._scratch)
        ) as copy:
            try:
                with archive.member(zipped, each.info) as stream:
                    shutil.copyfileobj(stream, copy, _COPY_BYTES)
                inner = archive.directory(cast(BinaryIO, copy), self.budget)
            except ZipBomb:
                raise
            except ImportRefused as error:
                yield Unread(each.name, error)
                return
            with inner:
                plan = self.plan(inner, f"{each.name}/")
                yield from self.members(inner, plan, depth, begins, size)


def _with_wholes(plan: _Plan, prefix: str) -> _Plan:
    """Return `plan` without what lies beside, or below, a member whose source reads it all."""
    wholes = [each for each in plan.members if each.source is not None and each.source.whole]
    if not wholes:
        return plan
    folders = tuple({each.name[: each.name.rfind("/") + 1] or prefix for each in wholes})
    rest = [each for each in plan.members if not each.name.startswith(folders)]
    unread = [each for each in plan.unread if not each.name.startswith(folders)]
    return _Plan([*wholes, *rest], unread)


def _hidden(name: str) -> bool:
    """Return whether a member is the computer's own, like `.DS_Store`: nobody misses it."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(
        part.startswith(".") for part in parts if part not in {".", ".."}
    )
