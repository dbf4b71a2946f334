"""Backing up and restoring one machine's Spotter: the SQLite database and its data folder.

The database is copied first, online and of one moment; then the files. Sample files are never
changed once written, so what the copy names is what lies there; a file that the copy names and that
went away meanwhile (somebody was deleted) makes the backup begin again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from spotter import __version__
from spotter.kit.errors import BadInput, Conflict
from spotter.kit.room import room
from spotter.store import migrate
from spotter.store.archive import Packing, Unreadable, unpack

DATABASE = "spotter.db"
# What of the data folder belongs to people; `sample` can be made again, the rest is the database.
_KEPT = ("seal.key", "athletes", "uploads")
_TRIES = 3


class Gone(Exception):
    """A file that the copied database names is not there any more."""


def backup(url: str, data_dir: Path, archive: Path) -> int:
    """Write a backup to `archive`, beside a running server; return its size in bytes.

    `archive` appears whole or not at all, readable by its owner only. Raises `BadInput` for
    PostgreSQL and where there is no database yet, `Conflict` when `archive` exists, `DiskFull`.
    """
    database = _sqlite_file(url, "back up")
    if not database.is_file():
        raise BadInput(f"There is no database at {database}; nothing to back up.", field="database")
    if archive.exists():
        raise Conflict(f"{archive} exists already; choose another name.", field="file")
    draft, copy = (archive.with_name(f".{archive.name}.{end}") for end in ("part", "db"))
    try:
        with room(archive.absolute().parent):
            for left in reversed(range(_TRIES)):
                try:
                    _pack(database, data_dir, draft, copy)
                    break
                except (Gone, FileNotFoundError) as error:
                    if not left:
                        raise Conflict("The data kept changing; try again in a minute.") from error
            os.link(draft, archive)
            _keep_folder(archive.absolute().parent)
    except FileExistsError as error:
        raise Conflict(f"{archive} exists already; choose another name.", field="file") from error
    finally:
        for each in (draft, copy, copy.with_name(f"{copy.name}-journal")):
            each.unlink(missing_ok=True)
    return archive.stat().st_size


def restore(archive: Path, url: str, data_dir: Path) -> dict[str, Any]:
    """Unpack `archive` into `data_dir`, which must be missing or empty; return what its list says.

    Everything is checked beside `data_dir` first and then moved there in one step, so that killed
    halfway nothing was restored. Raises `BadInput` (a damaged archive, a newer version's, a folder
    in use, PostgreSQL), `DiskFull`.
    """
    target = data_dir.absolute()
    if _sqlite_file(url, "restore").absolute() != target / DATABASE:
        raise BadInput(
            "A backup is restored into the data folder: unset SPOTTER_DATABASE_URL first.",
            field="SPOTTER_DATABASE_URL",
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInput(
            f"{target} is not empty. Stop Spotter and move it away, or set SPOTTER_DATA_DIR to a "
            "new folder.",
            field="SPOTTER_DATA_DIR",
        )
    draft = target.with_name(f".{target.name}.restoring")
    with room(target.parent):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        try:
            about = unpack(archive, draft)
            _check(archive, draft)
            os.rename(draft, target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _keep_folder(target.parent)
    return about


def _sqlite_file(url: str, verb: str) -> Path:
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise BadInput(
            f"Spotter cannot {verb} a PostgreSQL database: use pg_dump and pg_restore for it, and "
            "copy the data folder after the dump; docs/cli.md says how.",
            field="SPOTTER_DATABASE_URL",
        )
    return Path(address.database)


def _pack(database: Path, data_dir: Path, draft: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    draft.unlink(missing_ok=True)
    _copy(database, copy)
    needed = _named(copy)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        packing = Packing.into(stream)
        packing.add(DATABASE, copy)
        for file in _files(data_dir):
            name = file.relative_to(data_dir).as_posix()
            try:
                packing.add(name, file)
            except FileNotFoundError:
                # An upload that was imported meanwhile, or somebody who was deleted: see below.
                continue
        if not needed <= packing.sums.keys():
            raise Gone
        packing.close({"version": __version__})
        stream.flush()
        os.fsync(stream.fileno())


def _copy(database: Path, copy: Path) -> None:
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    # https://www.sqlite.org/backup.html: in one step, so that no writer makes it begin again.
    with (
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        # The copy is one file: no log beside it.
        target.execute("PRAGMA journal_mode = DELETE").close()


def _named(copy: Path) -> set[str]:
    with closing(sqlite3.connect(copy)) as connection:
        paths = {str(row[0]) for row in connection.execute("SELECT path FROM import_files")}
    return {path for path in paths if not path.startswith("/")}


def _files(data_dir: Path) -> Iterator[Path]:
    for name in _KEPT:
        top = data_dir / name
        found = top.rglob("*") if top.is_dir() else iter([top])
        yield from sorted(each for each in found if each.is_file() and not each.is_symlink())


def _check(archive: Path, folder: Path) -> None:
    database = folder / DATABASE
    if not database.is_file():
        raise Unreadable(f"{archive.name} holds no database; nothing was restored.")
    try:
        with closing(sqlite3.connect(database)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unreadable(f"{archive.name} holds a damaged database.") from error
    if not sound:
        raise Unreadable(f"{archive.name} holds a damaged database; nothing was restored.")
    if row is None or not migrate.knows(str(row[0])):
        raise Unreadable(f"{archive.name} was made by a newer Spotter; install that one first.")
    missing = [path for path in _named(database) if not (folder / path).is_file()]
    if missing:
        raise Unreadable(f"{archive.name} lacks {len(missing)} files; nothing was restored.")


def _keep_folder(folder: Path) -> None:
    """Make a new name in `folder` last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
