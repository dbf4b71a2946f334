"""A backup is whole or not there; a restore is checked whole before anything is in place."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from spotter.athletes.profile import Profile
from spotter.kit.errors import BadInput, Conflict
from spotter.store.archive import LIST
from spotter.store.backup import DATABASE, backup, restore
from spotter.store.engine import open_engine
from spotter.store.uow import Units

Spoil = Callable[[bytes], bytes]


@pytest.fixture
def home(tmp_path: Path, sqlite_template: bytes) -> Path:
    """A data folder with one athlete, a sample file and the seal key."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / DATABASE).write_bytes(sqlite_template)
    engine = open_engine(url(folder))
    units = Units(engine, folder)
    with units() as uow:
        athlete_id = uow.athletes.add(Profile(sport="rowing"))
        uow.commit()
    raw = folder / "athletes" / athlete_id / "raw"
    raw.mkdir(parents=True)
    (raw / "one.parquet").write_bytes(os.urandom(200_000))
    (folder / "seal.key").write_bytes(b"k" * 32)
    # Not folded into the file: what is in the log must be in the backup all the same.
    engine.dispose()
    return folder


def url(folder: Path) -> str:
    return f"sqlite:///{folder / DATABASE}"


def sports(folder: Path) -> list[str]:
    engine = open_engine(url(folder))
    units = Units(engine, folder)
    with units.reading() as uow:
        found = [uow.athletes.get(each).profile.sport or "" for each in uow.athletes.all_ids()]
    engine.dispose()
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and not each.name.startswith(DATABASE)
    }


def beside(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_what_was_backed_up_comes_back(home: Path, tmp_path: Path) -> None:
    backup(url(home), home, tmp_path / "a.tar")
    other = tmp_path / "other"
    restore(tmp_path / "a.tar", url(other), other)
    assert sports(other) == ["rowing"]
    assert files(other) == files(home)
    assert beside(tmp_path) == ["a.tar", "other", "var"]


def test_only_its_owner_reads_it(home: Path, tmp_path: Path) -> None:
    backup(url(home), home, tmp_path / "a.tar")
    assert (tmp_path / "a.tar").stat().st_mode & 0o077 == 0


def test_it_holds_what_was_committed_and_not_what_a_writer_has_in_hand(
    home: Path, tmp_path: Path
) -> None:
    engine = open_engine(url(home))
    units = Units(engine, home)
    with units() as uow:
        uow.athletes.add(Profile(sport="judo"))
        uow.commit()
    with units() as uow:
        uow.athletes.add(Profile(sport="never"))
        backup(url(home), home, tmp_path / "a.tar")
    engine.dispose()
    other = tmp_path / "other"
    restore(tmp_path / "a.tar", url(other), other)
    assert sorted(sports(other)) == ["judo", "rowing"]


def test_it_never_replaces_a_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"something of mine")
    with pytest.raises(Conflict):
        backup(url(home), home, tmp_path / "a.tar")
    assert (tmp_path / "a.tar").read_bytes() == b"something of mine"


@pytest.mark.parametrize(
    "act",
    [
        backup,
        lambda address, home, archive: restore(archive, address, home.with_name("other")),
    ],
)
def test_postgresql_is_told_what_to_use(
    home: Path, tmp_path: Path, act: Callable[[str, Path, Path], object]
) -> None:
    with pytest.raises(BadInput, match="pg_dump"):
        act("postgresql+psycopg://me@host/name", home, tmp_path / "a.tar")


def test_a_folder_in_use_is_left_alone(home: Path, tmp_path: Path) -> None:
    backup(url(home), home, tmp_path / "a.tar")
    before = files(home)
    with pytest.raises(BadInput, match="not empty"):
        restore(tmp_path / "a.tar", url(home), home)
    assert files(home) == before


def _flip(archive: bytes) -> bytes:
    middle = len(archive) // 2
    return archive[:middle] + bytes([archive[middle] ^ 1]) + archive[middle + 1 :]


def _and(name: str, kind: bytes = tarfile.REGTYPE) -> Spoil:
    def spoil(archive: bytes) -> bytes:
        out = io.BytesIO()
        with (
            tarfile.open(fileobj=io.BytesIO(archive)) as old,
            tarfile.open(fileobj=out, mode="w") as new,
        ):
            extra = tarfile.TarInfo(name)
            extra.type, extra.linkname = kind, "/etc/passwd"
            new.addfile(extra)
            for member in old:
                new.addfile(member, old.extractfile(member))
        return out.getvalue()

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-20_480],
        lambda whole: b"",
        lambda whole: b"not a tar at all" * 100,
        _flip,
        _and("more"),
        _and("../outside"),
        _and("/tmp/outside-of-everything"),
        _and("link", tarfile.SYMTYPE),
    ],
)
def test_a_damaged_archive_restores_nothing(home: Path, tmp_path: Path, spoil: Spoil) -> None:
    archive = tmp_path / "a.tar"
    backup(url(home), home, archive)
    archive.write_bytes(spoil(archive.read_bytes()))
    other = tmp_path / "other"
    with pytest.raises(BadInput):
        restore(archive, url(other), other)
    assert beside(tmp_path) == ["a.tar", "var"]


def test_a_backup_of_a_newer_version_is_not_restored(home: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(home / DATABASE)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    backup(url(home), home, tmp_path / "a.tar")
    with pytest.raises(BadInput, match="newer"):
        restore(tmp_path / "a.tar", url(tmp_path / "other"), tmp_path / "other")


_KILLED = """
import os, signal, sys
from pathlib import Path
from spotter.store import archive, backup
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
after = 0
def third(self, size=-1, read=archive._Summed.read):
    global after
    after += 1
    if after == 3: die()
    return read(self, size)
archive._Summed.read = third
home, file = Path(sys.argv[2]), Path(sys.argv[3])
address = f"sqlite:///{home / backup.DATABASE}"
if sys.argv[1] == "backup":
    backup.backup(address, home, file)
else:
    backup.restore(file, address, home)
"""


def _killed(verb: str, folder: Path, archive: Path) -> None:
    command = [sys.executable, "-c", _KILLED, verb, str(folder), str(archive)]
    assert subprocess.run(command, timeout=60, check=False).returncode == -signal.SIGKILL


def test_a_backup_killed_halfway_is_not_there_and_the_next_one_is_whole(
    home: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "a.tar"
    _killed("backup", home, archive)
    assert not archive.exists()
    backup(url(home), home, archive)
    assert beside(tmp_path) == ["a.tar", "var"]
    with tarfile.open(archive) as tar:
        assert tar.getnames()[-1] == LIST


def test_a_restore_killed_halfway_put_nothing_in_place_and_the_next_one_does(
    home: Path, tmp_path: Path
) -> None:
    archive, other = tmp_path / "a.tar", tmp_path / "other"
    backup(url(home), home, archive)
    _killed("restore", other, archive)
    assert not other.exists()
    restore(archive, url(other), other)
    assert sports(other) == ["rowing"]
    assert beside(tmp_path) == ["a.tar", "other", "var"]
