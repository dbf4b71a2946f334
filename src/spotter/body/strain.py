"""The load of a workout in arbitrary units: session RPE × minutes, rated or estimated.

Foster's session RPE (CR10 × minutes) is the one unit for everything. Where the athlete rated the
effort, that is the RPE. Otherwise it is estimated and said to be so: from the heart rate, or from
what such a workout usually feels like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotter.athletes.profile import Sex
from spotter.body.heart import Stream, held
from spotter.body.workouts import Workout

RATED = "rated"
DEVICE = "estimated by the device"
HEART = "estimated from heart rate"
DURATION = "estimated from duration"

# Share of heart-rate reserve → CR10: the intensity classes of ACSM's guidelines (light from 30 %,
# moderate from 40 %, vigorous from 60 %, near-maximal from 90 %) against the words of the scale.
_RESERVE = (0.0, 0.2, 0.3, 0.4, 0.6, 0.9, 1.0)
_CR10 = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 10.0)

# What an unrated workout of a kind is taken for; our own choice, moderate on purpose.
USUAL_CR10: dict[str, float] = {
    "walking": 2,
    "hiking": 4,
    "running": 6,
    "cycling": 5,
    "swimming": 5,
    "rowing": 6,
    "elliptical": 5,
    "stairs": 6,
    "strength": 5,
    "core": 4,
    "hiit": 8,
    "cardio": 5,
    "yoga": 2,
    "pilates": 3,
    "mobility": 1,
    "dance": 4,
    "combat": 7,
    "skiing": 5,
    "climbing": 6,
    "golf": 2,
    "racket": 6,
    "team_sport": 7,
    "triathlon": 7,
    "wheelchair": 4,
}
_USUAL = 4.0


@dataclass(frozen=True, slots=True)
class Heart:
    """Heart rate at rest and at most, bpm; the reserve between them scales intensity.

    `told` is whether the maximum rests on an age that the athlete told; `female` is None where
    the sex was not told.
    """

    max_bpm: float = 180.0
    rest_bpm: float = 60.0
    told: bool = False
    female: bool | None = None

    @classmethod
    def of(cls, age_years: int | None, sex: Sex | None = None) -> Heart:
        """Return the heart of a person of that age (40 if unknown): 208 - 0.7 × age (Tanaka)."""
        return cls(
            max_bpm=208 - 0.7 * (40 if age_years is None else age_years),
            told=age_years is not None,
            female=None if sex is None else sex is Sex.FEMALE,
        )


def load(workout: Workout, stream: Stream, heart: Heart) -> tuple[float, str]:
    """Return the load of `workout` in AU and how it was found."""
    minutes = workout.duration_s / 60
    if workout.rated is not None:
        return workout.rated * minutes, RATED
    if workout.guessed is not None:
        return workout.guessed * minutes, DEVICE
    felt = None if workout.strength else _felt(workout, stream, heart)
    if felt is not None:
        return felt * minutes, HEART
    return USUAL_CR10.get(workout.activity, _USUAL) * minutes, DURATION


def cr10(bpm: float | NDArray[np.float64], heart: Heart) -> NDArray[np.float64]:
    """Return the CR10 that goes with a heart rate, 0-10."""
    span = max(heart.max_bpm - heart.rest_bpm, 1.0)
    return np.interp((np.asarray(bpm) - heart.rest_bpm) / span, _RESERVE, _CR10)


def _felt(workout: Workout, stream: Stream, heart: Heart) -> float | None:
    """Return the time-weighted CR10 of a workout, None where its heart rate is not known."""
    part = stream.between(workout.start, workout.end)
    seconds = held(part.at, workout.start, workout.end)
    if seconds is not None:
        return float(np.average(cr10(part.bpm.astype(np.float64), heart), weights=seconds))
    if workout.hr_mean_bpm is not None:
        return float(cr10(workout.hr_mean_bpm, heart))
    return None
