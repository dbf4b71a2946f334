"""One set under way: what came up so far, and what went down."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from spotter.form.live.events import Event
from spotter.form.live.frame import Frame
from spotter.form.live.report import SetReport
from spotter.web.live.protocol import Numbered
from spotter.web.live.refusals import (
    MissingFrame,
    RepeatedFrame,
    SetOver,
    SetTooLong,
    TimeGoesBack,
)

LONGEST_S: Final = 30 * 60.0
# As much as is ever wanted again after a lost connection: some minutes' worth.
_KEPT_EVENTS: Final = 2000

Document = Mapping[str, Any]


class Watches(Protocol):
    """What watches a set, frame by frame."""

    def frame(self, frame: Frame) -> Sequence[Event]:
        """Take in one frame; return what it showed."""
        ...

    def finish(self) -> SetReport:
        """Return what is to be said of the whole set."""
        ...

    def keep(self, report: SetReport) -> bool:
        """Keep what was said; False where that failed and may be tried again."""
        ...


@dataclass(slots=True, eq=False)
class LiveSet:
    """A set of one athlete; safe to be used by two connections, one of which is about to go.

    `holder` is the connection that it belongs to, None while there is none; `touched_s` when it was
    last used, on the clock of `LiveSets`.
    """

    athlete_id: str
    set_id: str
    watcher: Watches
    touched_s: float
    holder: object | None = None
    report: Document | None = None
    kept: bool = False
    frames: int = 0
    _said: SetReport | None = None
    _last_s: float = -1.0
    _told: int = 0
    _events: list[tuple[int, Document]] = field(default_factory=list)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    @property
    def last_frame(self) -> int:
        """Return the number of the last frame taken, -1 before the first."""
        return self.frames - 1

    @property
    def last_ms(self) -> float:
        """Return the time of the last frame taken, from the start of the set; 0 before the first.

        A page that was loaded anew goes on from there, whatever its clock says.
        """
        return 1000 * max(0.0, self._last_s)

    def take(self, given: Sequence[Numbered]) -> list[tuple[int, Document]]:
        """Take in frames; return the numbered events they showed. Raises a refusal, taking none."""
        with self._one_at_a_time:
            if self.report is not None:
                raise SetOver("This set is finished. Start a new one.")
            self._check(given)
            shown = [event for one in given for event in self.watcher.frame(one.frame)]
            self.frames = given[-1].seq + 1
            self._last_s = given[-1].frame.t_s
            return self._numbered(shown)

    def since(self, after: int) -> list[tuple[int, Document]]:
        """Return the events that came later than number `after`."""
        with self._one_at_a_time:
            return [one for one in self._events if one[0] > after]

    def finish(self) -> Document:
        """Return the report; asked again, the same, and `kept` is tried again until it is so."""
        with self._one_at_a_time:
            if self._said is None or self.report is None:
                self._said = self.watcher.finish()
                self.report = self._said.document()
            if not self.kept:
                self.kept = self.watcher.keep(self._said)
            return self.report

    def _check(self, given: Sequence[Numbered]) -> None:
        due, last_s = self.frames, self._last_s
        for one in given:
            if one.seq < due:
                raise RepeatedFrame(f"Frame {one.seq} has been taken; the next is {due}.")
            if one.seq > due:
                raise MissingFrame(f"Frame {due} is next, not {one.seq}. Send it first.")
            if one.frame.t_s <= last_s:
                raise TimeGoesBack(f"Frame {one.seq} is not later than the one before it.")
            if one.frame.t_s > LONGEST_S:
                raise SetTooLong(f"A set ends after {LONGEST_S / 60:.0f} minutes. Finish it.")
            due, last_s = one.seq + 1, one.frame.t_s

    def _numbered(self, shown: Sequence[Event]) -> list[tuple[int, Document]]:
        found: list[tuple[int, Document]] = [
            (number, event.document()) for number, event in enumerate(shown, start=self._told)
        ]
        self._told += len(found)
        self._events = [*self._events, *found][-_KEPT_EVENTS:]
        return found
