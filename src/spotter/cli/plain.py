"""Plain tables from the command line: one to fill in, and columns that people call otherwise."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from spotter.intake.plain.columns import LAYOUTS
from spotter.intake.plain.rows import rename
from spotter.kit.errors import BadInput
from spotter.kit.room import room

if TYPE_CHECKING:
    from spotter.cli.handin import Account, Takes


def template(name: str) -> str:
    """Return the plain table called `name` to fill in; raises `BadInput`."""
    for layout in LAYOUTS:
        if layout.file == name:
            return layout.template().replace("\r\n", "\n")
    known = " and ".join(layout.file for layout in LAYOUTS)
    raise BadInput(f"There are templates of {known}.", field="template")


def named(takes: Takes, columns: Sequence[str]) -> Takes:
    """Return what takes a file as `takes` does, its columns called as in `columns`.

    Each is `what it is called=our name`. The file is left alone: a copy is taken. Raises
    `BadInput`.
    """
    names = dict(_pair(text) for text in columns)

    def copied(path: Path) -> Account:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            with room(Path(folder)):
                shutil.copyfile(path, copy)
            rename(copy, names)
            return replace(takes(copy), path=path)

    return copied


def _pair(text: str) -> tuple[str, str]:
    called, sign, ours = text.rpartition("=")
    if not sign:
        raise BadInput(f"Write {text!r} as what you call it=our name.", field="column")
    return called, ours
