"""One export or message of the app as batches of raw rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from spotter.intake.archive import Opened
from spotter.intake.batch import About, Batch
from spotter.intake.drafts import Drafts
from spotter.intake.errors import Damaged
from spotter.intake.health_auto_export import metrics, pieces, workouts
from spotter.intake.health_auto_export.pieces import Metric, Pieces
from spotter.intake.readings import Readings
from spotter.intake.strength.reading import Unreadable

SOURCE = "Health Auto Export"
detect = pieces.detect


def batches(opened: Opened, *, now: datetime, about: About) -> Iterator[Batch]:
    """Yield the rows of every metric and workout.

    Raises `Damaged` where the JSON breaks off, after what came before. Memory is that of one metric
    of a million entries at most, about 200 MB.
    """
    drafts = Drafts(now=now, about=about)
    told, found = Readings(drafts, SOURCE, f"app {SOURCE}"), Pieces(opened.stream)
    damage: Damaged | None = None
    try:
        for piece in found:
            if isinstance(piece, Metric):
                for _ in metrics.tell(piece, told):
                    if drafts.full:
                        yield drafts.take(found.offset)
            elif piece.list == "workouts":
                _workout(piece, told)
            else:
                drafts.skip(piece.list)
            if drafts.full:
                yield drafts.take(found.offset)
    except Damaged as error:
        damage = error
    yield drafts.take(found.offset)
    if damage is not None:
        raise damage


def _workout(piece: pieces.Other, told: Readings) -> None:
    try:
        workouts.tell(piece.found, told)
    except Unreadable as error:
        told.drafts.refuse(error.reason, "workout")
