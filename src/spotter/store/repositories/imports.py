"""Imports: what was brought, how far it is, and which files it left."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from spotter.kit.errors import NotFound
from spotter.kit.ids import new_id
from spotter.kit.time import utc_now
from spotter.store.records import ImportRecord, ImportState
from spotter.store.tables.intake import FILES, IMPORTS
from spotter.store.tables.jobs import JOBS


@dataclass(frozen=True, slots=True)
class Imports:
    """`data_dir`: files under it are stored relative to it, so that it can be moved or restored."""

    connection: Connection
    data_dir: Path

    def add(
        self,
        athlete_id: str,
        name: str,
        size_bytes: int,
        *,
        import_id: str | None = None,
        sha256: str | None = None,
        upload: str | None = None,
        job_id: str | None = None,
        now: datetime | None = None,
    ) -> str:
        """Add a queued import of the file called `name`; return its id."""
        row: dict[str, Any] = {
            "id": import_id or new_id(),
            "athlete_id": athlete_id,
            "job_id": job_id,
            "name": _shown(name),
            "sha256": sha256,
            "size_bytes": size_bytes,
            "upload": upload,
            "state": "queued",
            "source": "",
            "report": {},
            "duplicate": False,
            "created_at": now or utc_now(),
        }
        self.connection.execute(insert(IMPORTS).values(row))
        return str(row["id"])

    def get(self, athlete_id: str, import_id: str) -> ImportRecord:
        """Return one import; raises `NotFound`."""
        row = self.connection.execute(_query(athlete_id).where(IMPORTS.c.id == import_id)).first()
        if row is None:
            raise NotFound("There is no such import.")
        return _record(row)

    def list(self, athlete_id: str) -> builtins.list[ImportRecord]:
        """Return every import of the athlete, newest first."""
        query = _query(athlete_id).order_by(IMPORTS.c.created_at.desc(), IMPORTS.c.id.desc())
        return [_record(row) for row in self.connection.execute(query)]

    def by_hash(self, athlete_id: str, sha256: str) -> ImportRecord | None:
        """Return the athlete's first finished import of the file with this hash, or None."""
        query = _query(athlete_id).where(
            IMPORTS.c.sha256 == sha256,
            IMPORTS.c.state == "finished",
            IMPORTS.c.duplicate.is_(False),
        )
        row = self.connection.execute(query.order_by(IMPORTS.c.created_at).limit(1)).first()
        return None if row is None else _record(row)

    def update(
        self,
        athlete_id: str,
        import_id: str,
        *,
        state: ImportState | None = None,
        source: str | None = None,
        sha256: str | None = None,
        job_id: str | None = None,
        report: Mapping[str, object] | None = None,
        error: str | None = None,
        duplicate: bool | None = None,
        finished_at: datetime | None = None,
    ) -> None:
        """Change what is given, leave the rest; raises `NotFound`."""
        given: dict[str, Any] = {
            "state": state,
            "source": source,
            "sha256": sha256,
            "job_id": job_id,
            "report": None if report is None else dict(report),
            "error": error,
            "duplicate": duplicate,
            "finished_at": finished_at,
        }
        changes = {name: value for name, value in given.items() if value is not None}
        statement = update(IMPORTS).where(
            IMPORTS.c.athlete_id == athlete_id, IMPORTS.c.id == import_id
        )
        if self.connection.execute(statement.values(changes or {"id": import_id})).rowcount != 1:
            raise NotFound("There is no such import.")

    def add_file(  # noqa: PLR0917 (the contract's six facts of a file, in its order)
        self,
        import_id: str,
        athlete_id: str,
        path: Path,
        rows: int,
        first: datetime | None,
        last: datetime | None,
    ) -> None:
        """Enter a published Parquet file of `rows` records from `first` to `last`."""
        row = {
            "athlete_id": athlete_id,
            "import_id": import_id,
            "path": self._relative(path),
            "rows": rows,
            "first": first,
            "last": last,
        }
        self.connection.execute(insert(FILES).values(row))

    def files(self, athlete_id: str) -> builtins.list[Path]:
        """Return the athlete's Parquet files, in the order they were imported."""
        query = select(FILES.c.path).where(FILES.c.athlete_id == athlete_id)
        paths = self.connection.execute(query.order_by(FILES.c.import_id, FILES.c.path)).scalars()
        return [self.data_dir / path for path in paths]

    def _relative(self, path: Path) -> str:
        if path.is_relative_to(self.data_dir):
            return path.relative_to(self.data_dir).as_posix()
        return path.as_posix()


def _shown(name: str) -> str:
    """Return a file's name as it can be stored and shown: it comes from outside."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)[:255]


def _query(athlete_id: str) -> Select[Any]:
    progress = (JOBS.c.done, JOBS.c.total, JOBS.c.records, JOBS.c.note)
    outcome = (JOBS.c.state.label("job_state"), JOBS.c.error.label("job_error"))
    return (
        select(IMPORTS, *progress, *outcome)
        .join(JOBS, JOBS.c.id == IMPORTS.c.job_id, isouter=True)
        .where(IMPORTS.c.athlete_id == athlete_id)
    )


def _record(row: Row[Any]) -> ImportRecord:
    found = dict(row._mapping)
    job_state, job_error = found.pop("job_state"), found.pop("job_error")
    if found["state"] not in ("finished", "failed") and job_state is not None:
        # A job that died took its handler with it; what the queue knows is then the truth.
        found["state"], found["error"] = job_state, found["error"] or job_error
    return ImportRecord(
        done_bytes=found.pop("done") or 0,
        total_bytes=found.pop("total"),
        records=found.pop("records") or 0,
        note=found.pop("note") or "",
        **found,
    )
