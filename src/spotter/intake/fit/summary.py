"""What a FIT file says of itself as a whole: device, sessions, laps, offset of the local clock.

It may stand before or after the records it is about, so it is collected first.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from spotter.intake.errors import Damaged
from spotter.intake.fit import names
from spotter.intake.fit.teller import number
from spotter.intake.fit.wire import Decoder, Fields, Message, Segment

FILE_ID, SPORT, SESSION, LAP, WEIGHT, ACTIVITY = 0, 12, 18, 19, 30, 34
WANTED: Fields = {
    FILE_ID: frozenset({0, 1, 2, 4, 8}),
    SPORT: frozenset({0, 1}),
    SESSION: frozenset({2, 5, 6, 7, 8, 9, 11, 16, 17, 20, 21, 22, 24, 64, 110, 168, 192, 193, 196}),
    LAP: frozenset({2, 7, 8, 9, 11, 15, 16, 19, 20}),
    WEIGHT: frozenset({12}),
    ACTIVITY: frozenset({5}),
}
# More than any event has; a file with more is not worth the memory.
_MOST = 10_000


@dataclass(slots=True)
class Summary:
    """The messages of each kind, in file order."""

    found: dict[int, list[Message]] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)

    def each(self, number: int) -> list[Message]:
        """Return the messages with this global number."""
        return self.found.get(number, [])

    def value(self, message: int, key: int) -> object:
        """Return a field of the first message of a kind, None when there is none."""
        return next((each.values.get(key) for each in self.each(message)), None)

    @property
    def several_people(self) -> bool:
        """Return whether a scale weighed more than one of its users."""
        return len({each.values.get(12) for each in self.each(WEIGHT)}) > 1

    def session_at(self, at: float) -> int:
        """Return the index of the session that a moment belongs to."""
        return max(0, bisect_right(self.starts, at) - 1)

    def activity_at(self, at: float) -> str:
        """Return what was done at a moment: by its session, or else the sport that was set."""
        sessions = self.each(SESSION)
        if sessions:
            values = sessions[min(self.session_at(at), len(sessions) - 1)].values
            return names.activity(values.get(5), values.get(6))
        return names.activity(self.value(SPORT, 0), self.value(SPORT, 1))


def summarised(segment: Segment) -> Summary:
    """Return the summary of what can be read of `segment`."""
    summary = Summary()
    try:
        for message in Decoder(segment, WANTED):
            kind = summary.found.setdefault(message.number, [])
            if message.number in WANTED and len(kind) < _MOST:
                kind.append(message)
    except Damaged:
        pass  # told when the rows are read, after those before the damage
    sessions = sorted(summary.each(SESSION), key=_start)
    if sessions:
        summary.found[SESSION] = sessions
        summary.starts = [_start(each) for each in sessions]
    return summary


def _start(session: Message) -> float:
    return number(session.values.get(2)) or 0.0
