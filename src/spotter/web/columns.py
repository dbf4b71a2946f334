"""A table whose columns its owner calls otherwise: what each may be, and was said to be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spotter.intake.archive import HEAD_BYTES
from spotter.intake.plain.columns import IGNORE, LAYOUTS
from spotter.intake.plain.rows import rename, suggestion
from spotter.intake.registry import source_of
from spotter.intake.strength.table import header, titles
from spotter.kit.errors import BadInput
from spotter.web.uploads import Upload

# The fields of the form: the column's place in the table, from 0.
_PLACE = "column-"


@dataclass(frozen=True, slots=True)
class Asked:
    """One column of a table: what its owner calls it, and which of ours it seems to be."""

    place: int
    called: str
    ours: str


def again(upload: Upload) -> list[Asked]:
    """Return the columns as the form said them, so that it can be sent again."""
    places = {name: ours for name, ours in upload.fields.items() if name.startswith(_PLACE)}
    with upload.path.open("rb") as file:
        called = titles(file.read(HEAD_BYTES)) if places else ()
    return [
        Asked(place, name, places.get(f"{_PLACE}{place}", IGNORE))
        for place, name in enumerate(called)
    ]


def unknown(upload: Upload) -> list[Asked]:
    """Return the columns of a table that no source knows, empty for any other file."""
    with upload.path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if source_of(head) is not None:
        return []
    found = suggestion(upload.path)
    called = titles(head) if found else ()
    return [Asked(place, name, found[name.casefold()]) for place, name in enumerate(called)]


def layout_of(asked: Sequence[Asked]) -> str:
    """Return the name of the plain table that the columns fit best."""
    ours = {one.ours for one in asked}
    best = max(LAYOUTS, key=lambda layout: len(ours & {one.name for one in layout.columns}))
    return best.file


def told(upload: Upload) -> dict[str, str]:
    """Return what the columns were said to be: the field `columns` (JSON), or one field each.

    Raises `BadInput` naming `columns`.
    """
    if text := upload.fields.get("columns"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadInput("Send the columns as a JSON object.", field="columns") from error
        if not isinstance(found, dict) or not all(isinstance(ours, str) for ours in found.values()):
            raise BadInput("Send the columns as a JSON object of names.", field="columns")
        return found
    places = {
        int(name.removeprefix(_PLACE)): ours
        for name, ours in upload.fields.items()
        if name.startswith(_PLACE) and name.removeprefix(_PLACE).isdecimal()
    }
    with upload.path.open("rb") as file:
        called = header(file.read(HEAD_BYTES)) if places else ()
    return {name: places.get(place, IGNORE) for place, name in enumerate(called)}


def named(upload: Upload) -> Upload:
    """Return the upload with its columns called what they were said to be; itself when nothing was.

    Raises `BadInput` naming `columns` and `DiskFull`; the file is gone then.
    """
    try:
        columns = told(upload)
        if not columns:
            return upload
        rename(upload.path, columns)
        with upload.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except BaseException:
        upload.discard()
        raise
    return replace(upload, sha256=digest, size_bytes=upload.path.stat().st_size)
