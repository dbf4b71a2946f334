"""What files would bring, counted without keeping anything of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from spotter.body import raw
from spotter.intake.pipeline import Outcome, look_at
from spotter.intake.progress import Progress, ignore
from spotter.intake.report import report
from spotter.intake.seen import Seen
from spotter.kit.time import zone
from spotter.store.uow import UnitOfWork


class Preview:
    """Looks at files one after another; what an earlier one holds is a duplicate in a later one.

    `files` are the raw files the athlete has already: what stands in them is a duplicate too.
    Local times are read in `where`.
    """

    def __init__(self, files: Sequence[Path] = (), where: tzinfo = UTC) -> None:
        self._seen = Seen(raw.keys(files))
        self._where = where

    def look(
        self, path: Path, *, now: datetime, name: str = "", on_progress: Progress = ignore
    ) -> dict[str, Any]:
        """Return the account (see `intake.report`) that an import of `path` would give.

        `name` is what the file was called when it was handed in. Raises `ImportRefused` when it is
        not understood.
        """
        return report(self.outcome(path, now=now, name=name, on_progress=on_progress))

    def outcome(
        self, path: Path, *, now: datetime, name: str = "", on_progress: Progress = ignore
    ) -> Outcome:
        """Return what an import of `path` would bring; raises as `look` does."""
        return look_at(
            path, self._seen, now=now, zone=self._where, name=name, on_progress=on_progress
        )


def preview_for(uow: UnitOfWork, athlete_id: str) -> Preview:
    """Return a preview that knows what the athlete has; raises `NotFound` for nobody."""
    athlete = uow.athletes.get(athlete_id)
    return Preview(uow.imports.files(athlete_id), zone(athlete.profile.time_zone))
