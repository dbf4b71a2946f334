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
def reading(name: str, console: Console, total_bytes: int | None = None) -> Iterator[Told]:
    """Yield what an importer calls with bytes done, bytes in all and records; shown on a terminal.

    `total_bytes` stands in while the importer does not know how much there is.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[records]:,} records"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"Reading {name}", total=total_bytes, records=0)

        def told(done_bytes: int, whole_bytes: int, records: int) -> None:
            bar.update(
                task, completed=done_bytes, total=whole_bytes or total_bytes, records=records
            )

        yield told
