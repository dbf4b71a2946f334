"""A process that serves leaves what it began with alone, and is as before when it ends."""

from __future__ import annotations

import gc
import weakref

from spotter.kit import garbage


class _Ring:
    def __init__(self) -> None:
        self.self = self


def test_what_was_there_is_looked_through_no_more_until_the_end() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with garbage.settled():
        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_new_rings_are_still_collected() -> None:
    with garbage.settled():
        ring = weakref.ref(_Ring())
        gc.collect()
        assert ring() is None
