"""An Apple Health export that somebody unpacked: one whole again, with what lies beside it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from spotter.intake.apple_health import header
from spotter.intake.folders import files_under
from spotter.kit.room import room

# The folders of an export, called so in every language.
_READ = ("workout-routes", "electrocardiograms")
_BELONGING = (*_READ, "clinical-records")
_QUICK = 1
_ZIP64_FROM = 1 << 30


@dataclass(frozen=True, slots=True)
class Unzipped:
    """The file `export` and the files `beside` it that its reader looks for."""

    export: Path
    beside: tuple[Path, ...]


def gathered(path: Path) -> Iterator[Path | Unzipped]:
    """Yield what `files_under` does, an unpacked export of Apple Health as one.

    What belongs to an export does not come alone: its routes, electrocardiograms, clinical records,
    and the second XML that holds the same again. An export that is named brings its routes and
    electrocardiograms too; of any other file nothing but itself.
    """
    if not path.is_dir():
        yield _whole(path) if _is_export(path) else path
        return
    files = list(files_under(path))
    exports = [each for each in files if _is_export(each)]
    folders = {each.parent / name for each in exports for name in _BELONGING}
    again = {each.with_name(f"{each.stem}_cda{each.suffix}") for each in exports}
    for each in files:
        if each in exports:
            yield _whole(each)
        elif each not in again and folders.isdisjoint(each.parents):
            yield each


@contextmanager
def packed(whole: Unzipped) -> Iterator[Path]:
    """Yield an archive of `whole` as a phone would have made it, gone afterwards.

    The same files make the same archive to the byte: it is known by its hash. Raises `DiskFull`
    when there is no room for it.
    """
    with tempfile.TemporaryDirectory(prefix="spotter-") as folder:
        path = Path(folder, f"{whole.export.stem}.zip")
        with room(Path(folder)):
            _pack(whole, path)
        yield path


def _pack(whole: Unzipped, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as into:
        for each in (whole.export, *whole.beside):
            _add(into, each, each.relative_to(whole.export.parent).as_posix())


def _whole(export: Path) -> Path | Unzipped:
    beside = tuple(
        each
        for name in _READ
        if (folder := export.parent / name).is_dir()
        for each in files_under(folder)
    )
    return Unzipped(export, beside) if beside else export


def _is_export(path: Path) -> bool:
    if path.suffix.lower() != ".xml":
        return False
    try:
        with path.open("rb") as file:
            return header.detect(file.read(header.SNIFF_BYTES))
    except OSError:
        return False  # whoever reads it says why


def _add(into: zipfile.ZipFile, path: Path, name: str) -> None:
    try:
        source = path.open("rb")
    except OSError:
        return  # counted as missing by the reader, like one that was never there
    # Named alone, a member has neither date nor owner: only what is in it counts.
    large = path.stat().st_size >= _ZIP64_FROM
    with source, into.open(name, "w", force_zip64=large) as target:
        shutil.copyfileobj(source, target, 1 << 20)
