"""What a sync has fetched so far, on the disk page by page: a killed sync goes on where it was."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from spotter.intake.oura import pages
from spotter.kit.room import room


@dataclass(slots=True)
class Spool:
    """A saved sync (`pages`) that grows.

    `fetched` is when it was begun. `next_tokens` are, by the part of the sync (a kind and from
    when), what to ask for next, None when that part is whole; `documents` counts what is in the
    file, `first_day` is the earliest date a document names.
    """

    path: Path
    fetched: datetime
    documents: int = 0
    first_day: str | None = None
    next_tokens: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path, now: datetime, since: datetime) -> Spool:
        """Return the spool at `path`: gone on with when it was begun `since` then, else begun now.

        Half a page that a crash left is cut off. Raises `DiskFull`.
        """
        begun = _begun(path)
        if begun is None or begun < since:
            with room(path.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(pages.first_line(now))
            return cls(path, now)
        spool, whole = cls(path, begun), 0
        for line in _whole_lines(path):
            whole += len(line)
            if not pages.detect(line):
                spool._note(json.loads(line))
        os.truncate(path, whole)
        return spool

    def add(
        self, kind: str, part: str, documents: Sequence[Mapping[str, Any]], next_token: str | None
    ) -> None:
        """Write one page; it is there whole or, after a crash, not at all. Raises `DiskFull`."""
        page = {"kind": kind, "part": part, "next_token": next_token, "data": list(documents)}
        line = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
        with room(self.path.parent), self.path.open("ab") as file:
            file.write(line.encode(errors="replace") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._note(page)

    def _note(self, page: Mapping[str, Any]) -> None:
        self.documents += len(page["data"])
        self.next_tokens[page["part"]] = page["next_token"]
        days = [day for one in page["data"] if isinstance(day := one.get("day"), str) and day]
        self.first_day = min([*days, *([self.first_day] if self.first_day else [])], default=None)


def _begun(path: Path) -> datetime | None:
    """Return when the spool at `path` was begun, None when there is none."""
    if not path.is_file():
        return None
    first = next(_whole_lines(path), b"")
    return datetime.fromisoformat(json.loads(first)["fetched"]) if pages.detect(first) else None


def _whole_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield line
