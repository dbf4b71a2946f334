"""A state machine that finds repetitions in one number over time: from the start, turn, and back.

The number is high at the start and low at the turn. What is a repetition goes by this person's own
range as soon as it is known, and by a share of the exercise's until then.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from spotter.form.rep import Leg

# What has come back rests when it gains less than this share of the way in that time, and has
# turned round when it loses the other.
_RESTS = 0.05
_RESTS_S = 0.25
_TURNS_ROUND = 0.1
# A start is left when this share of the way is gone, an end reached when this share is missing.
_LEFT = 0.1
_REACHED = 0.05
# Shorter, longer and faster (mean degrees a second) than any repetition: a tic, a rest, a glitch.
_SHORTEST_S = 0.4
_LONGEST_S = 20.0
_FASTEST = 600.0
# The own range is that of the last so many repetitions.
_RECENT = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts, in shares of the way; `spotter lab form benchmark rep-count` tries others.

    `of_range`, `of_own`: the least way to the turn, of the exercise's range and of the person's
    own. `regained`: of the way there, for the repetition to be finished. `alike`: there and back
    are about as far; `alike_first`: as far as they must be where the start itself was not seen,
    since the way there may have begun before the camera did.
    """

    of_range: float = 0.4
    of_own: float = 0.5
    regained: float = 0.7
    alike: float = 0.5
    alike_first: float = 0.65


SHIPPED = Limits()


@dataclass(frozen=True, slots=True)
class Turn:
    """One repetition of the number: when it left, turned and was back, and how far it went."""

    start_s: float
    turn_s: float
    end_s: float
    range: float


@dataclass(slots=True)
class Turning:
    """Fed with a number over time, returns each repetition at its finish.

    `full` is the range of a full repetition, `shortest_s` the least time one takes. Only what may
    belong to the repetition under way is kept, at most the last `_LONGEST_S`.
    """

    full: float
    shortest_s: float = _SHORTEST_S
    limits: Limits = SHIPPED
    done: list[Turn] = field(default_factory=list)
    _seen: deque[tuple[float, float]] = field(default_factory=deque)
    _top: tuple[float, float] | None = None
    _low: tuple[float, float] | None = None
    _peak: tuple[float, float] = (0.0, 0.0)
    _gained: tuple[float, float] = (0.0, 0.0)
    _unseen: bool = True

    @property
    def turned(self) -> bool:
        """Return whether a repetition is under way."""
        return self._low is not None

    @property
    def leg(self) -> Leg:
        """Return whether it is at the start, on the way to the turn, or on the way back."""
        if self._top is None or not self._seen:
            return Leg.START
        now = self._seen[-1][1]
        if self._low is not None:
            way = self._top[1] - self._low[1]
            return Leg.BACK if now - self._low[1] > _LEFT * way else Leg.THERE
        return Leg.THERE if self._top[1] - now > _LEFT * self.full else Leg.START

    def feed(self, at_s: float, value: float) -> Turn | None:
        """Return the repetition that this value finishes, if it does."""
        now = (at_s, value)
        self._seen.append(now)
        self._forget(at_s)
        if self._top is None or (self._low is None and value >= self._top[1]):
            self._top = now
        elif self._low is None:
            if self._top[1] - value >= self._least():
                self._low = self._peak = self._gained = now
        elif value < self._low[1]:
            self._low = self._peak = self._gained = now
        else:
            if value > self._peak[1]:
                self._peak = now
            if value - self._gained[1] >= _RESTS * (self._top[1] - self._low[1]):
                self._gained = now
            if self._finished(now):
                return self._finish()
        return None

    def break_off(self) -> Turn | None:
        """Return the repetition under way if it is as good as finished, and begin anew."""
        found = None
        if self._low is not None and self._top is not None:
            back = self._peak[1] - self._low[1]
            if back >= max(self._least(), self.limits.regained * (self._top[1] - self._low[1])):
                found = self._finish()
        self._seen.clear()
        self._top = self._low = None
        self._unseen = True
        return found

    def _least(self) -> float:
        own = median(turn.range for turn in self.done[-_RECENT:]) if self.done else 0.0
        return max(self.limits.of_range * self.full, self.limits.of_own * own)

    def _finished(self, now: tuple[float, float]) -> bool:
        assert self._top is not None
        assert self._low is not None
        there, back = self._top[1] - self._low[1], self._peak[1] - self._low[1]
        fallen = self._peak[1] - now[1]
        if back >= self.limits.regained * there:
            return fallen > _TURNS_ROUND * there or now[0] - self._gained[0] > _RESTS_S
        # Who never comes back all the way has still repeated when the next one has begun.
        return back >= max(self._least(), self.limits.alike * there) and fallen >= self._least()

    def _finish(self) -> Turn | None:
        assert self._top is not None
        assert self._low is not None
        top, low, peak = self._top, self._low, self._peak
        there, back = top[1] - low[1], peak[1] - low[1]
        way = [one for one in self._seen if top[0] <= one[0] <= peak[0]]
        start = max(s for s, value in way if s <= low[0] and value >= top[1] - _LEFT * there)
        end = min(s for s, value in way if s >= low[0] and value >= peak[1] - _REACHED * back)
        turn = Turn(start, low[0], end, min(there, back))
        took = end - start
        limits = self.limits
        good = there >= (limits.alike_first if self._unseen else limits.alike) * back
        good = good and self.shortest_s <= took <= _LONGEST_S and there + back <= _FASTEST * took
        self._unseen, self._low = False, None
        self._top = max((one for one in self._seen if one[0] >= peak[0]), key=lambda one: one[1])
        self._drop_before(self._top[0])
        if good:
            self.done.append(turn)
        return turn if good else None

    def _forget(self, at_s: float) -> None:
        """Drop what is too old to belong to a repetition; a top that old is the latest since."""
        if at_s - self._seen[0][0] <= _LONGEST_S:
            return
        self._drop_before(at_s - _LONGEST_S)
        if self._top is not None and self._top[0] < self._seen[0][0]:
            self._low = None
            self._top = max(self._seen, key=lambda one: one[1])
            self._drop_before(self._top[0])

    def _drop_before(self, at_s: float) -> None:
        while self._seen and self._seen[0][0] < at_s:
            self._seen.popleft()
