"""Training told by other logs beside our own: the same set counts once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spotter.training.session import DoneSet, SessionLog


def besides(elsewhere: Iterable[DoneSet], own: Iterable[SessionLog]) -> Iterator[DoneSet]:
    """Yield the sets that our own logs do not tell.

    An exercise logged here and elsewhere on the same day is one and the same: ours is kept, since
    it has the pain.
    """
    here = {(log.day, one.exercise) for log in own for one in log.sets}
    return (one for one in elsewhere if (one.day, one.exercise) not in here)
