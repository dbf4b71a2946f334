"""The sets that are under way in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from spotter.web.live.live_set import LiveSet, Watches
from spotter.web.live.protocol import Start
from spotter.web.live.refusals import NoSet, SetUnderWay, TooManySets

# Who lost the connection has so long to come back; who has two phones may use them.
KEPT_S: Final = 300.0
MOST_OF_ONE: Final = 3
# A set costs some megabytes and, at 30 frames a second, some of a core.
MOST_AT_ONCE: Final = 100

Made = Callable[[str, Start], Watches]


@dataclass(slots=True)
class LiveSets:
    """Keeps sets by athlete and name, also for a while after their connection was lost.

    `make` gives what watches a set of an athlete. Sets live in memory: with several replicas a
    browser must come back to the same one.
    """

    make: Made
    clock: Callable[[], float] = time.monotonic
    _sets: dict[tuple[str, str], LiveSet] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self._sets)

    def begin(self, athlete_id: str, start: Start, holder: object) -> LiveSet:
        """Begin a set; raises `SetUnderWay` for a name in use, `TooManySets`."""
        key = (athlete_id, start.set_id)
        self._refuse_twice(key)
        # Made beside the lock: it asks the database what is known of the athlete.
        made = LiveSet(*key, self.make(athlete_id, start), self.clock(), holder)
        with self._one_at_a_time:
            self._forget_old()
            self._refuse_twice(key)
            self._make_room(athlete_id)
            self._sets[key] = made
            return made

    def resume(self, athlete_id: str, set_id: str, holder: object) -> LiveSet:
        """Return a set that goes on, now held by `holder`; raises `NoSet`."""
        with self._one_at_a_time:
            self._forget_old()
            found = self._sets.get((athlete_id, set_id))
            if found is None:
                raise NoSet("This set is not known here any more. Start a new one.")
            found.holder, found.touched_s = holder, self.clock()
            return found

    def let_go(self, live: LiveSet, holder: object) -> None:
        """Note that `holder` is gone; the set waits for a while, unless another took it over."""
        with self._one_at_a_time:
            if live.holder is holder:
                live.holder, live.touched_s = None, self.clock()

    def _refuse_twice(self, key: tuple[str, str]) -> None:
        if key in self._sets:
            raise SetUnderWay("This set has begun already; resume it, or give a new name.")

    def _forget_old(self) -> None:
        now = self.clock()
        for key, one in list(self._sets.items()):
            if one.holder is None and now - one.touched_s > KEPT_S:
                del self._sets[key]

    def _make_room(self, athlete_id: str) -> None:
        own = [key for key in self._sets if key[0] == athlete_id]
        if len(own) >= MOST_OF_ONE:
            self._drop_one(own, f"You have {MOST_OF_ONE} sets under way; finish one of them.")
        if len(self._sets) >= MOST_AT_ONCE:
            self._drop_one(list(self._sets), "This server watches as many sets as it can.")

    def _drop_one(self, keys: list[tuple[str, str]], otherwise: str) -> None:
        """Forget the set that has waited longest without a connection, finished ones first."""
        idle = [key for key in keys if self._sets[key].holder is None]
        if not idle:
            raise TooManySets(otherwise)
        del self._sets[min(idle, key=lambda key: self._rank(self._sets[key]))]

    @staticmethod
    def _rank(one: LiveSet) -> tuple[bool, float]:
        return (one.report is None, one.touched_s)
