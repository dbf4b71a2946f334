"""Records that an import refused, and files as they were handed in."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictBool

from spotter.intake.reasons import REASONS
from spotter.intake.service import RejectedPage
from spotter.web.api.schemas.base import In, Out


class RejectedRecordOut(Out):
    """One record that was refused."""

    reason: str
    text: str = Field(description="The reason in words")
    type: str = Field(description="What kind of record it says it is")
    told: dict[str, Any] = Field(description="What could be read of it")


class RejectedPageOut(Out):
    """Some of the records that an import refused."""

    total: int = Field(description="How many were refused")
    kept: int = Field(description="How many of them, the first, can be looked at")
    cut: bool = Field(description="Whether more were refused than are kept to be looked at")
    reasons: dict[str, int] = Field(description="How many were refused for each reason")
    records: list[RejectedRecordOut]

    @classmethod
    def of(cls, page: RejectedPage) -> RejectedPageOut:
        """Return the schema of a page."""
        return cls(
            total=page.total,
            kept=page.kept,
            cut=page.cut,
            reasons=dict(page.reasons),
            records=[
                RejectedRecordOut(
                    reason=one.reason,
                    text=REASONS.get(one.reason, one.reason),
                    type=one.type,
                    told=dict(one.told),
                )
                for one in page.records
            ],
        )


class FilesIn(In):
    """Whether files are kept as they were handed in."""

    keep: Annotated[StrictBool, Field(description="false also deletes those kept so far")]


class KeptFile(Out):
    """A file that is kept."""

    import_id: str
    name: str
    size_bytes: int


class FilesOut(Out):
    """Whether files are kept as they were handed in, and those that are."""

    keep: bool
    files: list[KeptFile]
