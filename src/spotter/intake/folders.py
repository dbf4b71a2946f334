"""The files of a folder, as an import reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def files_under(path: Path) -> Iterator[Path]:
    """Yield `path` itself or, of a folder, every file in it and below, by name.

    Hidden files and folders (those that begin with a dot) are passed over, links to folders are
    not followed, and what is neither file nor folder is no file.
    """
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found = (Path(folder, name) for name in sorted(names) if not name.startswith("."))
        yield from (each for each in found if each.is_file())
