"""What takes a file from the command line: an import that is followed, or a look at it."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from spotter import settings
from spotter.athletes.accounts import needs_setup
from spotter.bootstrap import build, present
from spotter.cli.accounts import athlete_of
from spotter.cli.progress import reading
from spotter.intake import service as intake
from spotter.intake.preview import Preview, preview_for
from spotter.kit import logs
from spotter.kit.ids import new_id
from spotter.kit.room import room
from spotter.kit.time import utc_now

if TYPE_CHECKING:
    from spotter.bootstrap import Container
    from spotter.store.records import ImportRecord

LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Account:
    """What came of one file: the report of its import or of a look at it, or why there is none."""

    path: Path
    report: Mapping[str, Any] = field(default_factory=dict)
    looked: bool = False
    error: str = ""


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
def importing(name: str | None) -> Iterator[Takes]:
    """Yield what imports a file for the account called `name` and waits for its end.

    Raises what `database_of` raises.
    """
    with database_of(name) as (container, athlete_id):
        yield lambda path: bring(container, athlete_id, path)


def bring(container: Container, athlete_id: str, path: Path) -> Account:
    """Import the file at `path` and wait for its end."""
    done = follow(container, hand_in(container, athlete_id, path), Console(stderr=True))
    failed = (done.error or "It failed.") if done.state == "failed" else ""
    return Account(path, done.report, error=failed)


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
            report = preview.look(path, now=utc_now(), on_progress=told)
        return Account(path, report, looked=True)

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


def hand_in(container: Container, athlete_id: str, file: Path) -> ImportRecord:
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
            )
            uow.commit()
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    return found


def follow(container: Container, asked: ImportRecord, console: Console) -> ImportRecord:
    """Work on jobs until this import has ended, and show how far it is; return it as it ended.

    Another worker may take it first; then it is only watched.
    """

    stop = threading.Event()
    hands = threading.Thread(target=container.worker().run, args=(stop, LOOK_EVERY_S))
    hands.start()
    try:
        said = ""
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
                stop.wait(LOOK_EVERY_S)
    finally:
        # Interrupted here, the job goes back to the queue and the next worker takes it up.
        stop.set()
        hands.join()
