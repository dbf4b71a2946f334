"""Imports: how far they are and what came of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from spotter.intake import brief
from spotter.intake.account import broken_off, time_left_s
from spotter.store.records import ImportRecord
from spotter.web.api.schemas.base import Out


class ImportOut(Out):
    """One import. `counts` says what came in by kind and what was skipped, once it is finished."""

    id: str
    name: str
    state: str = Field(description="queued, running, finished or failed")
    done_bytes: int
    total_bytes: int | None
    size_bytes: int = Field(description="Size of the file as handed in")
    records: int
    counts: dict[str, Any]
    dry_run: bool = Field(description="Whether the file was only looked at")
    preview: PreviewOut | None = Field(
        description="Of a look that is finished: what the file would bring"
    )
    leaving: bool = Field(description="Whether it is being taken back")
    duplicate: bool = Field(description="Whether the same file had been imported before")
    note: str = Field(description="What happened on the way, such as a worker that stopped")
    error: str | None
    warning: str | None = Field(
        description="Where the file broke off and what was kept, when it did; null otherwise"
    )
    time_left_s: int | None = Field(description="About how long it will still take, while it runs")
    source: str
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, item: ImportRecord, now: datetime) -> ImportOut:
        """Return the schema of an import as it stands at `now`."""
        names = cls.model_fields.keys() - {"counts", "warning", "time_left_s", "preview"}
        over = item.dry_run and item.state == "finished"
        left = time_left_s(item, now)
        return cls(
            counts=dict(item.report),
            preview=PreviewOut(**brief.understood(item.name, item.report)) if over else None,
            warning=broken_off(item),
            time_left_s=None if left is None else round(left),
            **{name: getattr(item, name) for name in names},
        )


class ImportList(Out):
    """Imports, newest first."""

    imports: list[ImportOut]


class RejectedOut(Out):
    """Records that cannot be right: how many, and how many for each reason."""

    total: int
    reasons: dict[str, int]


class PreviewOut(Out):
    """What a file would bring; nothing of it was stored."""

    file: str
    source: str
    records: dict[str, int] = Field(description="What can be believed, by kind")
    days: int = Field(description="The athlete's dates with a record")
    first: date | None
    last: date | None
    added: int = Field(description="Records that would be new")
    duplicates: int = Field(description="Records that are there already, or in the file twice")
    rejected: RejectedOut
    unmapped: list[str] = Field(description="Exercises that the catalogue does not know")
    members: dict[str, Any] | None = Field(
        description="Of an archive: files by source, and by name those that were not understood, "
        "that break off and that hold what cannot be right; null for another file"
    )
    warning: str | None = Field(description="Where the file breaks off, when it does")
