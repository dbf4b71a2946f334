"""`spotter import`: a file into the server's database, followed to its end."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.bootstrap import Container
    from spotter.store.records import ImportRecord

app = typer.Typer(add_completion=False)

LOOK_EVERY_S = 0.2


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Apple Health export.zip or export.xml")],
    athlete: Annotated[
        str, typer.Option(help="Account it is for, when there is more than one")
    ] = "",
) -> None:
    """Bring a file into the database, with progress; a server may go on serving meanwhile."""
    from spotter import settings
    from spotter.bootstrap import build
    from spotter.cli.accounts import athlete_of
    from spotter.cli.report import show_report
    from spotter.cli.today import existing
    from spotter.kit import logs

    existing(file, "file")
    chosen = settings.load()
    logs.configure("error")
    container = build(chosen)
    try:
        with container.uow.reading() as uow:
            athlete_id = athlete_of(uow, athlete or None)
        done = follow(container, hand_in(container, athlete_id, file), Console(stderr=True))
    finally:
        container.close()
    if done.state == "failed":
        raise BadInput(f"{file.name} was not imported. {done.error}", field="file")
    show_report(done, Console())


def hand_in(container: Container, athlete_id: str, file: Path) -> ImportRecord:
    """Copy `file` to where uploads wait and ask for its import; the original is left alone."""
    from spotter.intake import service as intake
    from spotter.kit.ids import new_id
    from spotter.kit.room import room

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
    from spotter.cli.progress import reading
    from spotter.intake import service as intake

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
