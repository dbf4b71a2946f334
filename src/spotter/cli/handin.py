"""What takes a file from the command line: an import that is followed, or a look at it."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from spotter import settings
from spotter.athletes.accounts import needs_setup
from spotter.bootstrap import build, present
from spotter.cli.accounts import athlete_of
from spotter.cli.progress import reading
from spotter.intake import service as intake
from spotter.intake.naming import MassUnit
from spotter.intake.preview import Preview, preview_for
from spotter.intake.refused import MOST
from spotter.intake.report import report
from spotter.kit import logs
from spotter.kit.ids import new_id
from spotter.kit.room import DiskFull, room
from spotter.kit.time import utc_now
from spotter.store.full import no_room

if TYPE_CHECKING:
    from spotter.bootstrap import Container
    from spotter.store.records import ImportRecord, RejectedRecord
    from spotter.store.worker import Worker

# A season is hundreds of small files: the first looks come soon.
SOON_S, LOOK_EVERY_S = 0.02, 0.2
FULL = "There is no room left in {folder}. Nothing was kept. Make room there and try again."


@dataclass(frozen=True, slots=True)
class Account:
    """What came of one file: the report of its import or of a look at it, or why there is none.

    `rejected` are the records that were refused, as far as they are kept.
    """

    path: Path
    report: Mapping[str, Any] = field(default_factory=dict)
    looked: bool = False
    error: str = ""
    rejected: Sequence[RejectedRecord] = ()


Takes = Callable[[Path], Account]


@contextmanager
def database_of(name: str | None) -> Iterator[tuple[Container, str]]:
    """Yield the server's parts and the athlete of the account called `name`.

    Raises `BadInput` when there is no such account, or several and no name.
    """
    chosen = settings.load()
    logs.configure("error")
    container = build(chosen)
    try:
        with container.uow.reading() as uow:
            athlete_id = athlete_of(uow, name)
        yield container, athlete_id
    finally:
        container.close()


@contextmanager
def importing(name: str | None, mass_unit: MassUnit | None = None) -> Iterator[Takes]:
    """Yield what imports a file for the account called `name` and waits for its end.

    `mass_unit` is what loads are in that do not say so. Raises what `database_of` raises.
    """
    with database_of(name) as (container, athlete_id):
        worker = container.worker()
        yield lambda path: bring(container, worker, athlete_id, path, mass_unit)


def bring(
    container: Container,
    worker: Worker,
    athlete_id: str,
    path: Path,
    mass_unit: MassUnit | None = None,
) -> Account:
    """Import the file at `path` by `worker` and wait for its end."""
    asked = hand_in(container, athlete_id, path, mass_unit)
    try:
        done = follow(container, worker, asked, Console(stderr=True))
    except Exception as problem:
        # Not waited for: whoever stands at the terminal can make room.
        if not (no_room(problem) or isinstance(problem, DiskFull)):
            raise
        withdraw(container, worker.name, asked)
        raise
    failed = (done.error or "It failed.") if done.state == "failed" else ""
    with container.uow.reading() as uow:
        page = intake.rejected(uow, athlete_id, done.id, count=MOST)
    return Account(path, done.report, error=failed, rejected=page.records)


@contextmanager
def looking(name: str | None) -> Iterator[Takes]:
    """Yield what looks at a file, knowing what the account called `name` has already.

    Nothing is made, migrated or written; without an account, or a database, nothing is known.
    Raises `BadInput` when there is no such account, or several and no name.
    """
    chosen = settings.load()
    logs.configure("error")
    preview, errors = _preview(chosen, name), Console(stderr=True)

    def takes(path: Path) -> Account:
        with reading(path.name, errors, path.stat().st_size) as told:
            found = preview.outcome(path, now=utc_now(), on_progress=told)
        return Account(path, report(found), looked=True, rejected=intake.refused_in(found))

    yield takes


def _preview(chosen: settings.Settings, name: str | None) -> Preview:
    units = present(chosen)
    if units is None:
        return Preview()
    try:
        with units.reading() as uow:
            if name is None and needs_setup(uow):
                return Preview()
            return preview_for(uow, athlete_of(uow, name))
    finally:
        units.engine.dispose()


def hand_in(
    container: Container, athlete_id: str, file: Path, mass_unit: MassUnit | None = None
) -> ImportRecord:
    """Copy `file` to where uploads wait and ask for its import; the original is left alone."""
    folder = container.data_dir / "uploads"
    waiting = folder / f"{new_id()}.part"
    try:
        # The copy fails in the name of the file it reads; what is full is where it goes.
        with room(folder):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, waiting)
        with waiting.open("rb") as copy:
            digest = hashlib.file_digest(copy, "sha256").hexdigest()
        with container.uow() as uow:
            found = intake.request_import(
                uow,
                athlete_id,
                waiting,
                name=file.name,
                size_bytes=waiting.stat().st_size,
                sha256=digest,
                now=container.clock(),
                mass_unit=mass_unit,
            )
            uow.commit()
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    return found


def follow(
    container: Container, worker: Worker, asked: ImportRecord, console: Console
) -> ImportRecord:
    """Let `worker` work until this import has ended, and show how far it is; return how it ended.

    Another worker may take it first; then it is only watched. Raises `DiskFull` when the database
    cannot be written for want of room.
    """

    stop, full = threading.Event(), threading.Event()
    hands = threading.Thread(
        target=worker.run, args=(stop, LOOK_EVERY_S), kwargs={"on_full_disk": full.set}
    )
    hands.start()
    try:
        said, pause = "", SOON_S
        with reading(asked.name, console, asked.size_bytes) as told:
            while True:
                with container.uow.reading() as uow:
                    now = intake.get_import(uow, asked.athlete_id, asked.id)
                told(now.done_bytes, now.total_bytes or 0, now.records)
                if now.note not in {"", said}:
                    console.print(now.note, markup=False)
                said = now.note
                if now.state in {"finished", "failed"}:
                    return now
                if full.wait(pause):
                    raise DiskFull(FULL.format(folder=container.data_dir))
                pause = min(2 * pause, LOOK_EVERY_S)
    finally:
        # Interrupted here, the job goes back to the queue and the next worker takes it up.
        stop.set()
        hands.join()


def withdraw(container: Container, worker: str, asked: ImportRecord) -> None:
    """Take the import back: its copy of the file goes first, which makes room to say so.

    Where not even that can be written, the next worker finds the file gone and ends the import.
    """
    (container.data_dir / (asked.upload or "")).unlink(missing_ok=True)
    words = FULL.format(folder=container.data_dir)
    try:
        with container.uow() as uow:
            job = uow.jobs.withdraw(str(asked.job_id), worker, words, container.clock())
            if job is not None:
                intake.note_failure(uow, job, words, container.clock())
            uow.commit()
    except SQLAlchemyError as problem:
        if not no_room(problem):
            raise
