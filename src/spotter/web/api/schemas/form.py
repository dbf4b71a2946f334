"""Sets whose form was judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from spotter.form.live.bands import band
from spotter.store.records import FormSet
from spotter.web.api.schemas.base import Out


class FormSetOut(Out):
    """One set, without its report."""

    id: str
    source: str = Field(description="film, landmarks or live")
    name: str
    state: str = Field(description="queued, running, finished or failed")
    asked: str = Field(description="The exercise as asked for, auto to find out")
    exercise: str | None = Field(description="What it was; null while nobody knows")
    reps: int
    hold_s: float | None = Field(description="How long was held, of an exercise that is held")
    score: float | None = Field(description="0 to 100; null where it could not be judged")
    band: str | None = Field(description="excellent, good, acceptable or poor")
    done_s: int = Field(description="How many seconds of the film have been watched")
    total_s: int | None = Field(description="How long the film is")
    kept: bool = Field(description="Whether the recording is kept after it was judged")
    error: str | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, item: FormSet) -> FormSetOut:
        """Return the schema of a set."""
        return cls(**_values(item, cls.model_fields.keys()))


class FormReportOut(FormSetOut):
    """One set with its report, as `spotter form score --json` prints it."""

    report: dict[str, Any] = Field(
        description="exercise, confidence, set, reps or holds, trend, warnings; empty until "
        "it is finished"
    )

    @classmethod
    def of(cls, item: FormSet) -> FormReportOut:
        """Return the schema of a set and its report."""
        names = cls.model_fields.keys() - {"report"}
        return cls(report=dict(item.report), **_values(item, names))


class FormSetList(Out):
    """Sets, newest first."""

    sets: list[FormSetOut]


def _values(item: FormSet, names: Any) -> dict[str, Any]:
    told = {name: getattr(item, name) for name in names if name not in {"band", "kept"}}
    return {**told, "band": band(item.score), "kept": item.keep}
