"""One finished repetition: its six scores, how far they can be believed, and its faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spotter.form.checks import lengths_m
from spotter.form.exercises import FAULTS, Exercise
from spotter.form.judged import Scorer, judge
from spotter.form.live.bands import band
from spotter.form.live.events import Fault, Rep
from spotter.form.live.measured import shown_by
from spotter.form.live.personal import Measured, Personal, measured
from spotter.form.live.trust import LEAST, judged_from, of_limit, trust
from spotter.form.motion import Motion
from spotter.form.posture import MEASURES, Posture
from spotter.form.presence import Sight
from spotter.form.rep import Rep as Found
from spotter.form.scores import DIMENSIONS
from spotter.form.view import view

# A score below this is a fault of its dimension. Working assumptions, like the scores' scales.
_FAULTY = {"depth": 70.0, "symmetry": 60.0, "tempo": 50.0, "stability": 50.0}
_NAMED = {"depth": "shallow", "symmetry": "asymmetric", "tempo": "rushed", "stability": "unsteady"}
# A fault is only told where its dimension can be believed so far.
_SURE = 0.5
# Posture is a fault when it is beyond the middle between good and bad for this share of a rep.
_BEYOND, _SHARE = 0.5, 0.15
# Who is known is held against the own range and asymmetry: this share short, so many degrees more.
_OWN_SHORT, _OWN_APART_DEG = 0.85, 10.0
# With fewer dimensions than this there is no overall score.
_FEWEST = 3

# Lifts in which the work comes before the turn.
LIFT_FIRST = frozenset(
    {"bicep_curl", "pull_up", "overhead_press", "deadlift", "sit_up", "jumping_jack"}
)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the repetitions of one exercise by rules, a network, and what is known of a person.

    Where it is not `sure` that it is this exercise, nothing has a score or a fault.
    """

    exercise: Exercise
    scorer: Scorer | None = None
    personal: Personal | None = None
    sure: bool = True

    def rep(self, number: int, found: Found, whole: Motion, sights: Sequence[Sight]) -> Rep:
        """Return the judgement of a repetition.

        `whole` is the raw motion it was found in, and more; `sights` what the counter made of it.
        """
        motion = whole.between(found.start_s, found.end_s)
        sideways = view(motion).sideways
        believed = trust(motion, self.exercise, sideways, lengths_m(whole))
        scores = self._scores(motion, believed, sideways)
        own = measured(motion, self.exercise, sides=believed["symmetry"] >= LEAST)
        given = [believed[name] for name in believed if scores[name] is not None]
        return Rep(
            number=number,
            start_s=found.start_s,
            turn_s=found.turn_s,
            end_s=found.end_s,
            scores=scores,
            trust=believed,
            confidence=float(np.mean(given)) if given else 0.0,
            faults=(
                *self._faults(found, scores, believed, own),
                *self._out_of_line(motion, sights, sideways),
            ),
            band=band(scores["overall"]),
            rom_deg=own.rom_deg,
            asymmetry_deg=own.asymmetry_deg,
            lift_s=_lift_s(found, self.exercise),
            personal=self._beside(own),
        )

    def _scores(
        self, motion: Motion, believed: dict[str, float], sideways: float
    ) -> dict[str, float | None]:
        if not self.sure:
            return dict.fromkeys(DIMENSIONS)
        six = judge(motion, judged_from(self.exercise, motion, sideways), self.scorer)
        five = {
            name: float(score) if np.isfinite(score) and believed[name] >= LEAST else None
            for name, score in zip(DIMENSIONS[:-1], six, strict=False)
        }
        known = [score for score in five.values() if score is not None]
        overall = float(np.mean(known)) if len(known) >= _FEWEST else None
        return {**five, DIMENSIONS[-1]: overall}

    def _beside(self, own: Measured) -> dict[str, float | bool | None]:
        person = self.personal
        if person is None or not person.known or person.rom_deg is None:
            return {"known": False}
        share = None if own.rom_deg is None else own.rom_deg / person.rom_deg
        more = None
        if own.asymmetry_deg is not None and person.asymmetry_deg is not None:
            more = own.asymmetry_deg - person.asymmetry_deg
        return {"known": True, "rom_share": share, "asymmetry_more_deg": more}

    def _faults(
        self,
        found: Found,
        scores: dict[str, float | None],
        believed: dict[str, float],
        own: Measured,
    ) -> list[Fault]:
        told = []
        for dimension, limit in _FAULTY.items():
            score, name = scores[dimension], _NAMED[dimension]
            if score is None or believed[dimension] < _SURE or name not in self.exercise.faults:
                continue
            if self._is_fault(dimension, score < limit, own):
                severity = float(np.clip((limit - score) / limit, 0.0, 1.0))
                told.append(_fault(name, found.turn_s, found.start_s, found.end_s, severity))
        return told

    def _is_fault(self, dimension: str, by_norm: bool, own: Measured) -> bool:
        beside = self._beside(own)
        share, more = beside.get("rom_share"), beside.get("asymmetry_more_deg")
        if dimension == "depth" and share is not None:
            return share < _OWN_SHORT
        if dimension == "symmetry" and more is not None:
            return more > _OWN_APART_DEG
        return by_norm

    def _out_of_line(self, motion: Motion, sights: Sequence[Sight], sideways: float) -> list[Fault]:
        """Return the faults of posture, each at its worst moment."""
        if len(sights) < 2 or not self.sure:
            return []
        body = Posture(
            np.stack([one.xyz_m for one in sights]), np.stack([one.angles_deg for one in sights])
        )
        moments = np.array([one.at_s for one in sights])
        worst: dict[str, Fault] = {}
        for limit in self.exercise.limits:
            name = shown_by(limit, self.exercise)
            if name is None or of_limit(limit.measure, motion, sideways) < _SURE:
                continue
            values = (MEASURES[limit.measure](body) - limit.good) / (limit.bad - limit.good)
            beyond = np.nan_to_num(values) >= _BEYOND
            if beyond.mean() < _SHARE:
                continue
            at, times = int(np.nanargmax(values)), moments[beyond]
            severity = float(np.clip(values[at], 0, 1))
            when = (float(moments[at]), float(times[0]), float(times[-1]))
            if name not in worst or worst[name].severity < severity:
                worst[name] = _fault(name, *when, severity)
        return list(worst.values())


def _fault(name: str, at_s: float, start_s: float, end_s: float, severity: float) -> Fault:
    return Fault(name, FAULTS[name].says, at_s, start_s, end_s, severity)


def _lift_s(found: Found, exercise: Exercise) -> float:
    if exercise.id in LIFT_FIRST:
        return found.turn_s - found.start_s
    return found.end_s - found.turn_s
