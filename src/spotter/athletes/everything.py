"""Everything of one athlete in one file, to keep or to take elsewhere (GDPR, article 20)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from spotter.form.annotation.packed import unpack
from spotter.form.annotation.sharing import arrays
from spotter.kit.room import room
from spotter.store.uow import UnitOfWork, Units

FILE_NAME: Final = "spotter-everything.zip"
# What of a choice was learned from other people: it is theirs, though it decided this one.
_OF_OTHERS: Final = frozenset({"mean", "root", "a", "b"})
_READ_ME: Final = """Everything that this Spotter keeps of you.

tables/  one JSON file for each table: a list of rows. Times are UTC, units are SI and stand in the
         names. docs/everything.md of Spotter says what each table holds and what is left out.
files/   what your devices and programs told, as Parquet, and the files and films that you asked to
         be kept. Features are computed from them and from the rows, and are not here.
"""


def write_everything(units: Units, athlete_id: str, out: Path) -> None:
    """Write all that is kept of the athlete as a zip file to `out`.

    On SQLite that is one moment of the database; on PostgreSQL each table is of its own.
    `out` is written anew and is whole when this returns; what a failure leaves of it is removed.
    Raises `NotFound` for nobody and `DiskFull`.
    """
    try:
        with units.reading() as uow, room(out.parent), zipfile.ZipFile(out, "w") as archive:
            uow.athletes.get(athlete_id)
            archive.writestr("README.txt", _READ_ME)
            for name, rows in uow.portable.tables(athlete_id):
                _table(archive, name, rows)
            for path, inside in _files(uow, athlete_id):
                _file(archive, path, inside)
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def _table(archive: zipfile.ZipFile, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    about = zipfile.ZipInfo(f"tables/{name}.json")
    about.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(about, "w", force_zip64=True) as file:
        between = b"[\n"
        for row in rows:
            told = json.dumps(_plain(name, row), default=_value, ensure_ascii=False)
            file.write(between + told.encode())
            between = b",\n"
        file.write(b"\n]\n" if between == b",\n" else b"[]\n")


def _plain(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON values: a moving figure as numbers, a choice without other people."""
    told = dict(row)
    if name == "shared_reps":
        told["motion"] = arrays(unpack(told["motion"]))
    elif name == "choices":
        told["body"] = {key: one for key, one in told["body"].items() if key not in _OF_OTHERS}
    return told


def _value(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of JSON; say how it is told")


def _files(uow: UnitOfWork, athlete_id: str) -> list[tuple[Path, str]]:
    """Return the athlete's files and what they are called in the archive."""
    own = uow.data_dir / "athletes" / athlete_id
    inside = [one for one in sorted(own.rglob("*")) if one.is_file() and _whole(one)]
    found = [(one, f"files/{one.relative_to(own).as_posix()}") for one in inside]
    for kept in uow.imports.every(athlete_id):
        upload = None if kept.upload is None else uow.data_dir / kept.upload
        if upload is not None and own not in upload.parents and upload.is_file():
            found.append((upload, f"files/uploads/{kept.id}-{Path(kept.name).name}"))
    return found


def _whole(path: Path) -> bool:
    # Drafts are renamed when they are whole.
    return not path.name.startswith(".") and path.suffix != ".partial"


def _file(archive: zipfile.ZipFile, path: Path, inside: str) -> None:
    try:
        # Parquet, films and archives are compressed already.
        archive.write(path, inside)
    except FileNotFoundError:
        return  # taken back meanwhile; the rows are of the moment before
