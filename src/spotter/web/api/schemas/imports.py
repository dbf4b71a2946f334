"""Imports: how far they are and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

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
    duplicate: bool = Field(description="Whether the same file had been imported before")
    error: str | None
    source: str
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, item: ImportRecord) -> ImportOut:
        """Return the schema of an import."""
        names = cls.model_fields.keys() - {"counts"}
        return cls(counts=dict(item.report), **{name: getattr(item, name) for name in names})


class ImportList(Out):
    """Imports, newest first."""

    imports: list[ImportOut]
