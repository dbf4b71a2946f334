"""The progress of reading a file: bytes, records, time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from spotter.intake.progress import Progress as Told


@contextmanager
def reading(name: str, console: Console, size: int | None = None) -> Iterator[Told]:
    """Yield what an importer calls with bytes done, bytes in all and records; shown on a terminal.

    `size` stands in while the importer does not know how much there is.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[records]:,} records"),
        TimeRemainingColumn(),
    )
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task(f"Reading {name}", total=size, records=0)

        def told(done_bytes: int, total_bytes: int, records: int) -> None:
            bar.update(task, completed=done_bytes, total=total_bytes or size, records=records)

        yield told
