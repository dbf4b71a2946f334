"""The conversation over one connection: a message in, what is to be sent back out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from spotter.form.told import brief
from spotter.kit.errors import SpotterError
from spotter.web.live.live_set import LiveSet
from spotter.web.live.protocol import Finish, Frames, Resume, Said, Start, read
from spotter.web.live.refusals import NoSet, SetUnderWay
from spotter.web.live.sets import LiveSets

# Who is refused so often in a row is no browser of ours.
MOST_REFUSALS: Final = 20

Message = Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Conversation:
    """What is said and answered on one connection of an athlete."""

    sets: LiveSets
    athlete_id: str
    live: LiveSet | None = None
    refusals: int = 0
    # Raises once who opened the connection may no longer: a token can be revoked under way.
    admit: Callable[[], object] = lambda: None
    locked_out: bool = False
    _in_a_row: int = field(default=0)

    def hear(self, text: str | None) -> list[Message]:
        """Return the answers to one message; whatever is wrong with it is an answer too."""
        try:
            said = read(text)
            if not isinstance(said, Frames):
                self._admit()
            answers = self._answers(said)
        except SpotterError as error:
            self.refusals += 1
            self._in_a_row += 1
            return [_refused(error, self.live)]
        self._in_a_row = 0
        return answers

    @property
    def abused(self) -> bool:
        """Return whether so much was refused in a row that it is better to hang up."""
        return self._in_a_row >= MOST_REFUSALS

    @property
    def taken_over(self) -> bool:
        """Return whether another connection has gone on with the set."""
        return self.live is not None and self.live.holder is not self

    def end(self) -> None:
        """Note that the connection is gone."""
        if self.live is not None:
            self.sets.let_go(self.live, self)

    def _admit(self) -> None:
        try:
            self.admit()
        except SpotterError:
            self.locked_out = True
            raise

    def _answers(self, said: Said) -> list[Message]:
        match said:
            case Start():
                self._free_for_another()
                self.live = self.sets.begin(self.athlete_id, said, self)
                return [_ready(self.live)]
            case Resume():
                self._free_for_another(said.set_id)
                self.live = self.sets.resume(self.athlete_id, said.set_id, self)
                return self._caught_up(self.live, said.after)
            case Frames():
                live = self._under_way()
                told = [_event(*one) for one in live.take(said.frames)]
                return [*told, {"type": "ack", "seq": live.last_frame}]
            case Finish():
                return [_summary(self._under_way())]

    def _caught_up(self, live: LiveSet, after: int) -> list[Message]:
        told = [_event(*one) for one in live.since(after)]
        over = [] if live.report is None else [_summary(live)]
        return [_ready(live), *told, *over]

    def _free_for_another(self, same: str = "") -> None:
        """Let go of a finished set; raises `SetUnderWay` while one goes on."""
        if self.live is None or self.live.set_id == same:
            return
        if self.live.report is None:
            raise SetUnderWay("A set is under way on this connection; finish it first.")
        self.end()
        self.live = None

    def _under_way(self) -> LiveSet:
        if self.live is None:
            raise NoSet("No set is under way; start one.")
        return self.live


def _ready(live: LiveSet) -> Message:
    return {"type": "ready", "after": live.last_frame, "t_ms": live.last_ms}


def _event(number: int, document: Message) -> Message:
    return {"type": "event", "seq": number, "event": document}


def _summary(live: LiveSet) -> Message:
    report = live.finish()
    return {"type": "summary", "report": report, "words": brief(report), "kept": live.kept}


def _refused(error: SpotterError, live: LiveSet | None) -> Message:
    answer = {"type": "refused", "code": error.code, "detail": error.message}
    if error.field is not None:
        answer["field"] = error.field
    # So that a browser that lost count knows where to go on.
    return answer if live is None else {**answer, "after": live.last_frame}
