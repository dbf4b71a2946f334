"""What several commands are told in the same words, and how it is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from spotter.kit.errors import BadInput

ProfileFile = Annotated[
    Path | None, typer.Option("--profile", help="Profile file; see: spotter profile --template")
]
LogFile = Annotated[
    Path | None, typer.Option("--log", help="Check-ins and sessions, one JSON object a line")
]


def parse_day(text: str) -> date | None:
    """Return the day written as YYYY-MM-DD, None for nothing; raises `BadInput`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise BadInput(f"'{text}' is not a date; write YYYY-MM-DD.", field="date") from problem


def existing(path: Path, field: str) -> None:
    """Raise `BadInput` unless there is a file that can be read at `path`."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder; give the file in it.", field=field)
    try:
        path.open("rb").close()
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {problem.strerror}.", field=field) from problem
