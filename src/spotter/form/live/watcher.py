"""The engine of a set: frame after frame in, events out. A film and a live camera run through it.

Nothing here knows of pictures, sockets or files; the same frames give the same events, whoever
sends them and however fast.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import numpy as np

from spotter.form.cues import Cues, Level
from spotter.form.exercises import Exercise, Style, exercise
from spotter.form.judged import Scorer
from spotter.form.leaps import leaps
from spotter.form.live.assess import Judge
from spotter.form.live.cautions import DOUBTS, TEXTS, Cautions
from spotter.form.live.cueing import Cueing
from spotter.form.live.errors import OutOfOrder
from spotter.form.live.events import Cue, Event, Hold, Recognised, Rep, Warned
from spotter.form.live.frame import Frame
from spotter.form.live.personal import Personal
from spotter.form.live.phases import Phases
from spotter.form.live.recognising import UNSURE, Recognising
from spotter.form.live.report import Held, SetReport
from spotter.form.live.tape import Shot, Tape
from spotter.form.presence import Sight
from spotter.form.recognition.recogniser import OTHER
from spotter.form.recognition.recogniser import Recognised as Known
from spotter.form.rep import Leg
from spotter.form.rep import Rep as Found
from spotter.form.reps import Counter
from spotter.form.view import view

# A repetition is judged by what was seen of the person in the last seconds (limbs' lengths).
_BEFORE_S = 20.0
# How long has been held is told so often, the camera's side looked at so often.
_HOLD_EVERY_S, _VIEW_EVERY_S, _VIEW_S = 1.0, 1.0, 3.0
# A repetition's fault is worth saying aloud from this confidence on.
_SURE = 0.6
# As many sights as the tape has frames, at 30 a second.
_SIGHTS = 18_000
AUTO = "auto"
Knows = Callable[[str], Personal | None]


def nothing(exercise: str) -> Personal | None:
    """Return that nothing is known of a person."""
    return None


class Watcher:
    """Watches one set of one person.

    `name`: the id of an exercise, or None (or "auto") to find out. `aspect`: width over height of
    the pictures. `knows`: what is known of the person in an exercise. `scorer`: the network;
    without it rules alone judge. `found`: what a look at the whole film has said the exercise is.
    Where nobody named the exercise and it is not sure, or none that is known, repetitions are
    counted but have no scores.
    Raises `exercises.Unknown`.
    """

    def __init__(
        self,
        name: str | None,
        *,
        aspect: float,
        level: Level = Level.BEGINNER,
        personal: Personal | None = None,
        knows: Knows = nothing,
        scorer: Scorer | None = None,
        found: Known | None = None,
    ) -> None:
        self.tape = Tape()
        self._aspect, self._level = aspect, level
        self._knows = knows if personal is None else lambda _: personal
        self._scorer = scorer
        self._named = name not in {None, AUTO} and found is None
        self._recognising = None if self._named or found else Recognising(aspect)
        self._confidence = 1.0 if self._named else found.confidence if found else 0.0
        self._cautions = Cautions()
        self._warnings: list[Warned] = []
        self._reps: list[Rep] = []
        self._holds: list[Held] = []
        self._sights: deque[Sight] = deque(maxlen=_SIGHTS)
        self._last: Frame | None = None
        self._exercise: Exercise | None = None
        if found is not None:
            self._begin(exercise(found.exercise))
            self._warnings += self._doubts(0.0)
        elif self._named and name is not None:
            self._begin(exercise(name))

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Return the repetitions finished so far."""
        return tuple(self._reps)

    @property
    def exercise(self) -> str | None:
        """Return the id of the exercise, None while it is not known."""
        return None if self._exercise is None else self._exercise.id

    def frame(self, frame: Frame) -> list[Event]:
        """Take in a frame and return what it gave rise to.

        Raises `BadFrame` or `OutOfOrder`; then nothing has changed.
        """
        frame.check()
        if self.tape.shots and frame.t_s <= self.tape.now_s:
            raise OutOfOrder("Frames must be sent in the order of their times.", field="t_ms")
        cut = self._leapt(frame)
        xyz, visibility = frame.joints()
        events: list[Event] = [*self._cautions.frame(frame, self._exercise)]
        if cut:
            events.append(Warned(frame.t_s, "jumped", TEXTS["jumped"]))
        events += self.shot(Shot(frame.t_s, xyz, visibility, frame.image, cut))
        self._warnings += [one for one in events if isinstance(one, Warned) and not one.over]
        return events

    def shot(self, shot: Shot) -> list[Event]:
        """Take in joints that are known already; as `frame`, but for what the picture tells."""
        self.tape.add(shot)
        events: list[Event] = []
        if self._recognising is not None:
            found = self._recognising.look(self.tape)
            if found is not None:
                return self._switch(found.exercise, found.confidence)
        if self._exercise is not None:
            events += self._take(shot)
            events += self._cautions.angle(self.tape, self._exercise)
        return events

    def finish(self) -> SetReport:
        """Return the report of the set, after which no more frames may come."""
        self._settle()
        if self._exercise is not None:
            for found in self._counter.close():
                self._finished(found)
            self._revised()
        return SetReport(
            exercise=self.exercise,
            confidence=self._confidence,
            named=self._named,
            reps=tuple(self._reps),
            holds=tuple(self._holds),
            warnings=tuple(self._warnings),
            duration_s=self.tape.lasted_s,
        )

    def _begin(self, what: Exercise) -> None:
        self._exercise = what
        self._counter = Counter(what)
        self._judge = Judge(what, self._scorer, self._knows(what.id), sure=self._sure)
        self._cues = Cues(what.id, self._level)
        self._cueing, self._phases = Cueing(what), Phases(what)
        self._reps, self._holds, self._sights = [], [], deque(maxlen=_SIGHTS)
        self._held_told_s, self._viewed_s = -np.inf, -np.inf

    def _switch(self, name: str, confidence: float) -> list[Event]:
        """Begin anew with another exercise, with every frame that was kept."""
        self._confidence = confidence
        self._begin(exercise(name))
        events: list[Event] = [Recognised(self.tape.now_s, name, confidence)]
        for shot in self.tape.shots:
            events += [one for one in self._count(shot) if isinstance(one, (Rep, Hold))]
        return [*events, *self._doubts(self.tape.now_s)]

    @property
    def _sure(self) -> bool:
        return self._named or (self._confidence >= UNSURE and self.exercise != OTHER)

    @property
    def _doubted(self) -> str | None:
        """Return what is in the way of believing which exercise it is."""
        if self._sure:
            return None
        return "unsure_exercise" if self._confidence < UNSURE else "unknown_exercise"

    def _doubts(self, at_s: float) -> list[Warned]:
        code = self._doubted
        return [] if code is None else [Warned(at_s, code, TEXTS[code])]

    def _settle(self) -> None:
        """Let the whole set say which exercise it was: what a film of it would say."""
        if self._recognising is None:
            return
        if self.tape.forgot and self._exercise is not None:
            # Counted anew from what is left, the first repetitions would be lost.
            return
        found = self._recognising.whole(self.tape)
        if found is None:
            return
        was, self._confidence = self._doubted, found.confidence
        if found.exercise == self.exercise and was == self._doubted:
            return
        told = self._switch(found.exercise, found.confidence)
        self._warnings = [one for one in self._warnings if one.code not in DOUBTS]
        self._warnings += [one for one in told if isinstance(one, Warned)]

    def _leapt(self, frame: Frame) -> bool:
        before = self._last
        if frame.seen:
            self._last = frame
        if before is None or not frame.seen:
            return False
        times = np.array([before.t_s, frame.t_s])
        return bool(leaps(times, np.stack([before.image, frame.image]), self._aspect)[0])

    def _take(self, shot: Shot) -> list[Event]:
        """Count, judge and cue by one frame of the exercise that is known."""
        events = self._count(shot)
        sight, leg = self._counter.sight, self._counter.leg
        events += self._phases.see(shot.at_s, sight is not None, leg)
        if leg is Leg.HELD:
            events += self._holding(shot.at_s)
        if sight is not None and (leg is not Leg.START or self._counter.under_way):
            events += self._cued(sight)
        return events

    def _count(self, shot: Shot) -> list[Event]:
        if shot.cut:
            self._counter.cut()
        events: list[Event] = []
        finished = self._counter.see(shot.at_s, shot.xyz_m, shot.visibility)
        if self._counter.sight is not None:
            self._sights.append(self._counter.sight)
        for found in finished:
            events += self._finished(found)
        return events

    def _cued(self, sight: Sight) -> list[Event]:
        if sight.at_s - self._viewed_s >= _VIEW_EVERY_S:
            self._viewed_s = sight.at_s
            seen = self.tape.motion(sight.at_s - _VIEW_S, sight.at_s)
            self._cueing.sideways = view(seen).sideways
        return [self._said(sight.at_s, *one) for one in self._cueing.see(sight)]

    def _finished(self, found: Found) -> list[Event]:
        """Judge what the counter found: a repetition, or a stretch of holding."""
        assert self._exercise is not None
        if self._exercise.style is Style.HOLD:
            judged = self._judged(len(self._holds) + 1, found)
            self._holds.append(Held(found.start_s, found.end_s, judged))
            held = sum(one.held_s for one in self._holds)
            return [Hold(found.end_s, held, ended=True)]
        before = self._reps[-1] if self._reps else None
        rep = self._judged(len(self._reps) + 1, found)
        self._reps.append(rep)
        return [rep, *self._said_of(rep, before)]

    def _said_of(self, rep: Rep, before: Rep | None) -> list[Cue]:
        """Return what is said of a repetition: praise for what got better, then its worst fault."""
        gone = (
            {one.id for one in before.faults} - {one.id for one in rep.faults} if before else set()
        )
        praise = [
            Cue(rep.end_s, one, self._cues.of(one).better, "", certain=True, positive=True)
            for one in sorted(gone)[:1]
        ]
        worst = max(rep.faults, key=lambda one: one.severity, default=None)
        if worst is None or not self._cueing.may_tell(worst.id, rep.end_s):
            return praise
        return [*praise, self._said(rep.end_s, worst.id, rep.confidence >= _SURE)]

    def _said(self, at_s: float, fault: str, certain: bool) -> Cue:
        words = self._cues.of(fault)
        return Cue(at_s, fault, words.text, words.advice, certain)

    def _judged(self, number: int, found: Found) -> Rep:
        whole = self.tape.motion(found.start_s - _BEFORE_S, found.end_s)
        first = bisect_left(self._sights, found.start_s, key=_moment)
        last = bisect_right(self._sights, found.end_s, key=_moment)
        return self._judge.rep(number, found, whole, list(islice(self._sights, first, last)))

    def _holding(self, at_s: float) -> list[Event]:
        if at_s - self._held_told_s < _HOLD_EVERY_S:
            return []
        self._held_told_s = at_s
        held = sum(one.held_s for one in self._holds)
        return [Hold(at_s, held + self._counter.held_s)]

    def _revised(self) -> None:
        """Judge anew where the counter, of an exercise nobody named, has changed its mind."""
        if self._exercise is None or self._exercise.style is Style.HOLD or self.tape.forgot:
            return
        told = {(rep.start_s, rep.end_s): rep for rep in self._reps}
        self._reps = [
            replace(told[key], number=number)
            if (key := (found.start_s, found.end_s)) in told
            else self._judged(number, found)
            for number, found in enumerate(self._counter.reps, start=1)
        ]


def _moment(sight: Sight) -> float:
    return sight.at_s
