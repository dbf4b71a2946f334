"""Imports: what was brought, how far it is, and which files it left."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from spotter.kit.errors import NotFound
from spotter.kit.ids import new_id
from spotter.kit.time import utc_now
from spotter.store.records import ImportRecord, ImportState
from spotter.store.tables.intake import FILES, IMPORTS
from spotter.store.tables.jobs import JOBS

# The kind of the job that takes an import back.
REMOVE = "intake.remove"


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
        source: str = "",
        dry_run: bool = False,
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
            "source": source,
            "report": {},
            "duplicate": False,
            "dry_run": dry_run,
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
        """Return every import of the athlete, newest first; no looks."""
        return [one for one in self.every(athlete_id) if not one.dry_run]

    def every(self, athlete_id: str) -> builtins.list[ImportRecord]:
        """Return every import of the athlete and every look at a file, newest first."""
        query = _query(athlete_id).order_by(IMPORTS.c.created_at.desc(), IMPORTS.c.id.desc())
        return [_record(row) for row in self.connection.execute(query)]

    def page(self, athlete_id: str, first: int, count: int) -> builtins.list[ImportRecord]:
        """Return `count` of `every` from the `first` (0 based) on; the looks stand before all."""
        newest = (IMPORTS.c.dry_run.desc(), IMPORTS.c.created_at.desc(), IMPORTS.c.id.desc())
        query = _query(athlete_id).order_by(*newest).offset(first).limit(count)
        return [_record(row) for row in self.connection.execute(query)]

    def begin(self, athlete_id: str, look_id: str, job_id: str, now: datetime) -> None:
        """Make an import that waits for `job_id` out of a look at its file."""
        where = (IMPORTS.c.athlete_id == athlete_id, IMPORTS.c.id == look_id)
        changes = {
            "dry_run": False,
            "job_id": job_id,
            "state": "queued",
            "report": {},
            "source": "",
            "created_at": now,
            "finished_at": None,
        }
        self.connection.execute(update(IMPORTS).where(*where).values(changes))

    def forget_looks(self, athlete_id: str, before: datetime) -> int:
        """Forget looks made `before`; return how many."""
        where = (IMPORTS.c.dry_run.is_(True), IMPORTS.c.created_at < before)
        own = delete(IMPORTS).where(IMPORTS.c.athlete_id == athlete_id)
        return self.connection.execute(own.where(*where)).rowcount

    def by_hash(self, athlete_id: str, sha256: str) -> ImportRecord | None:
        """Return the athlete's first finished import of the file with this hash, or None.

        One that lost records to an import that was taken back is none: its file may come again.
        """
        query = _query(athlete_id).where(
            IMPORTS.c.sha256 == sha256,
            IMPORTS.c.state == "finished",
            IMPORTS.c.duplicate.is_(False),
            IMPORTS.c.dry_run.is_(False),
        )
        found = map(_record, self.connection.execute(query.order_by(IMPORTS.c.created_at)))
        return next((one for one in found if not one.report.get("incomplete")), None)

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

    def mass_unit(self, athlete_id: str) -> str | None:
        """Return what the athlete said last that loads without a unit are in: kg, lb or None."""
        query = select(IMPORTS.c.mass_unit).where(
            IMPORTS.c.athlete_id == athlete_id, IMPORTS.c.mass_unit.is_not(None)
        )
        found: str | None = self.connection.execute(
            query.order_by(IMPORTS.c.id.desc()).limit(1)
        ).scalar()
        return found

    def put_mass_unit(self, athlete_id: str, unit: str | None) -> bool:
        """Write what loads without a unit are in; return whether there is an import to write it on.

        It stands on the newest import, and what was said before on others is forgotten.
        """
        own = (IMPORTS.c.athlete_id == athlete_id) & IMPORTS.c.dry_run.is_(False)
        self.connection.execute(update(IMPORTS).where(own).values(mass_unit=None))
        newest = self.connection.execute(
            select(IMPORTS.c.id).where(own).order_by(IMPORTS.c.id.desc()).limit(1)
        ).scalar()
        if newest is None:
            return False
        where = (IMPORTS.c.athlete_id == athlete_id, IMPORTS.c.id == newest)
        self.connection.execute(update(IMPORTS).where(*where).values(mass_unit=unit))
        return True

    def put_upload(self, athlete_id: str, import_id: str, upload: str | None) -> None:
        """Say where the file of an import lies now, None when it is gone."""
        where = (IMPORTS.c.athlete_id == athlete_id, IMPORTS.c.id == import_id)
        self.connection.execute(update(IMPORTS).where(*where).values(upload=upload))

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
        return builtins.list(self.owners(athlete_id))

    def owners(self, athlete_id: str) -> dict[Path, str]:
        """Return the athlete's Parquet files, in the order they were imported → their import."""
        query = select(FILES.c.path, FILES.c.import_id).where(FILES.c.athlete_id == athlete_id)
        rows = self.connection.execute(query.order_by(FILES.c.import_id, FILES.c.path))
        return {self.data_dir / row.path: row.import_id for row in rows}

    def reaches(self, athlete_id: str) -> dict[Path, tuple[datetime | None, datetime | None]]:
        """Return the athlete's Parquet files → from when to when their records speak."""
        query = select(FILES.c.path, FILES.c.first, FILES.c.last)
        found = self.connection.execute(query.where(FILES.c.athlete_id == athlete_id))
        return {self.data_dir / path: (first, last) for path, first, last in found}

    def rows_of(self, athlete_id: str, sources: Sequence[str]) -> dict[Path, int]:
        """Return the athlete's files of `sources` → their rows, oldest import first.

        Rows are 0 for files that were handed in: they stay as they are.
        """
        query = (
            select(FILES.c.path, FILES.c.rows, IMPORTS.c.sha256)
            .join(IMPORTS, IMPORTS.c.id == FILES.c.import_id)
            .where(FILES.c.athlete_id == athlete_id, IMPORTS.c.source.in_(sources))
            .order_by(FILES.c.import_id, FILES.c.path)
        )
        found = self.connection.execute(query)
        return {self.data_dir / path: 0 if sha256 else rows for path, rows, sha256 in found}

    def remove_files(self, athlete_id: str, paths: Iterable[Path]) -> None:
        """Forget files whose rows are in others now; the files themselves stay for those who read.

        What is not entered is removed by `intake.orphans`.
        """
        names = [self._relative(path) for path in paths]
        self.connection.execute(
            delete(FILES).where(FILES.c.athlete_id == athlete_id, FILES.c.path.in_(names))
        )

    def remove(self, athlete_id: str, import_id: str) -> None:
        """Forget an import, and which files are its own."""
        self.connection.execute(
            delete(IMPORTS).where(IMPORTS.c.athlete_id == athlete_id, IMPORTS.c.id == import_id)
        )

    def _relative(self, path: Path) -> str:
        if path.is_relative_to(self.data_dir):
            return path.relative_to(self.data_dir).as_posix()
        return path.as_posix()


def _shown(name: str) -> str:
    """Return a file's name as it can be stored and shown: it comes from outside."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)[:255]


def _query(athlete_id: str) -> Select[Any]:
    progress = (JOBS.c.done, JOBS.c.total, JOBS.c.records, JOBS.c.note)
    outcome = (JOBS.c.state.label("job_state"), JOBS.c.error.label("job_error"), JOBS.c.kind)
    return (
        select(IMPORTS, *progress, *outcome)
        .join(JOBS, JOBS.c.id == IMPORTS.c.job_id, isouter=True)
        .where(IMPORTS.c.athlete_id == athlete_id)
    )


def _record(row: Row[Any]) -> ImportRecord:
    found = dict(row._mapping)
    job_state, job_error = found.pop("job_state"), found.pop("job_error")
    kind = found.pop("kind")
    if found["state"] not in ("finished", "failed") and job_state is not None:
        # A job that died took its handler with it; what the queue knows is then the truth.
        found["state"], found["error"] = job_state, found["error"] or job_error
    return ImportRecord(
        done_bytes=found.pop("done") or 0,
        total_bytes=found.pop("total"),
        records=found.pop("records") or 0,
        note=found.pop("note") or "",
        leaving=kind == REMOVE and found["state"] in ("queued", "running"),
        **found,
    )
