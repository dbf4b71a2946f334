"""`spotter watch`: a folder whose files come in by themselves."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.bootstrap import Container
    from spotter.cli.handin import Account

app = typer.Typer(add_completion=False)

Stamp = tuple[int, int]


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to watch")],
    every: Annotated[float, typer.Option(help="Seconds between two looks", min=0.1)] = 5.0,
    athlete: Annotated[
        str, typer.Option(help="Account it is for, when there is more than one")
    ] = "",
) -> None:
    """Import every file that appears in a folder, until stopped."""
    from spotter.cli.handin import database_of
    from spotter.cli.worker import stop_on_signals

    if not folder.is_dir():
        raise BadInput(f"{folder} is not a folder that can be watched.", field="folder")
    stop = threading.Event()
    stop_on_signals(stop)
    with database_of(athlete or None) as (container, athlete_id):
        watched = Watched(folder)
        print(f"Watching {folder}; Ctrl-C stops.", flush=True)
        while not stop.is_set():
            for path in watched.whole():
                if said := take(container, athlete_id, path):
                    print(said, flush=True)
                if stop.is_set():
                    return
            stop.wait(every)


class Watched:
    """Files of a folder, each given out once when it has stopped growing, and when it changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, Stamp] = {}
        self._given: dict[Path, Stamp] = {}

    def whole(self) -> Iterator[Path]:
        """Yield the files that have not changed since the last look and were not given out yet."""
        from spotter.intake.folders import files_under

        now = {path: stamp for path in files_under(self._folder) if (stamp := _stamp(path))}
        before, self._before = self._before, now
        for path, stamp in now.items():
            if stamp == before.get(path) and stamp != self._given.get(path):
                self._given[path] = stamp
                yield path


def _stamp(path: Path) -> Stamp | None:
    """Return what changes when a file grows, None while it is empty or gone again."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if found.st_size else None


def take(container: Container, athlete_id: str, path: Path) -> str:
    """Import the file at `path` unless its content was handed in before; return what was done.

    Nothing is said of a file that was not understood before: it was named then.
    """
    from spotter.cli.handin import bring
    from spotter.kit.errors import SpotterError

    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        with container.uow.reading() as uow:
            handed_in = {one.sha256: one for one in uow.imports.list(athlete_id)}
        if digest not in handed_in:
            return _line(path, bring(container, container.worker(), athlete_id, path))
        again = handed_in[digest].state == "failed"
    except (OSError, SpotterError) as problem:
        return f"{path}: left alone. {' '.join(str(problem).split())}"
    return "" if again else f"{path}: known, nothing new."


def _line(path: Path, account: Account) -> str:
    if account.error:
        return f"{path}: left alone. {' '.join(account.error.split())}"
    told = account.report
    return f"{path}: {told['source']}, {told['added']:,} of {told['records']:,} records are new."
