"""The parts of readiness that come from training and from the athlete's own words."""

from __future__ import annotations

import math

from spotter.body.parts import FULL, Part, coverage, grade, trust
from spotter.body.state import BodyState, Evidence, Missing

_WEEK = 7
_WEEK_KNOWN = 5
_MONTH = 28

# How far the last week lies from the usual week, in SDs of a week's mean under the own habit.
_LOAD = ((-2, 95), (0, 80), (1, 66), (2, 46), (3, 26), (4, 10))
# Foster 1998: monotony above 2 went with illness; peers warn from 1.5.
_MONOTONY = ((1.5, 0), (2.5, 15))


def load(state: BodyState) -> Part:
    """Return what the last seven days of training say against the own usual week.

    The ratio of acute to chronic load is shown once 28 days are known and has no say: it neither
    triggers nor clears anything (Impellizzeri 2020).
    """
    reading = state.readings.get("load_au")
    if (
        reading is None
        or reading.mean_7 is None
        or reading.mean_28 is None
        or reading.n_7 < _WEEK_KNOWN
        or reading.n_28 < FULL
    ):
        month, week = (0, 0) if reading is None else (reading.n_28, reading.n_7)
        known, of, needed = (month, _MONTH, FULL) if month < FULL else (week, _WEEK, _WEEK_KNOWN)
        text = (
            f"Training load: {known} of the last {of} days are known, {needed} are needed. "
            "Log sessions with their effort, check in on rest days, or wear a watch."
        )
        return Missing("load", text), 0.0
    spread = (reading.sd_28 or 0.0) / math.sqrt(_WEEK)
    deviation = (reading.mean_7 - reading.mean_28) / spread if spread else 0.0
    monotony = state.readings.get("monotony")
    same = None if monotony is None or not reading.mean_7 else monotony.value
    score = grade(deviation, _LOAD) - (0.0 if same is None else grade(same, _MONOTONY))
    text = (
        f"Your last 7 days averaged {reading.mean_7:.0f} AU a day, your last 28 "
        f"{reading.mean_28:.0f} AU."
    )
    if reading.n_28 >= _MONTH and reading.mean_28:
        text += f" Ratio {reading.mean_7 / reading.mean_28:.2f}, for information only."
    if same is not None and same > _MONOTONY[0][0]:
        text += f" Your days were much alike (monotony {same:.1f}); vary hard and easy."
    evidence = Evidence(
        "load", "Training load", text, max(0.0, score), 0.0, reading.mean_7, reading.mean_28,
        deviation, "AU", coverage(reading), "Foster 1998",
    )  # fmt: skip
    return evidence, trust(reading.n_28)


_SORENESS = ((0, 95), (3, 80), (5, 60), (7, 35), (10, 5))


def soreness(state: BodyState) -> Part:
    """Return what the highest soreness reported today says."""
    reading = state.readings.get("soreness")
    if reading is None or reading.value is None:
        return Missing("soreness", "Soreness: not asked today. Check in to add it."), 0.0
    text = f"Your sorest spot is {reading.value:.0f} of 10."
    if reading.mean_28 is not None and reading.n_28 >= _WEEK:
        text += f" Your usual is {reading.mean_28:.1f}."
    evidence = Evidence(
        "soreness", "Soreness", text, grade(reading.value, _SORENESS), 0.0, reading.value,
        reading.mean_28, reading.z, "0-10", coverage(reading), "Hooper & Mackinnon 1995",
    )  # fmt: skip
    return evidence, 1.0


# Answers as 1 (worst) to 5 (best): the middle answer is an ordinary day.
_WELLBEING = ((1, 5), (2, 35), (3, 66), (4, 85), (5, 100))
_ASKED = {"mood": "mood", "energy": "energy", "stress": "stress", "sleep_quality": "sleep quality"}


def wellbeing(state: BodyState) -> Part:
    """Return what mood, energy, stress and sleep quality say together."""
    answers = {name: state.readings.get(name) for name in _ASKED}
    today = {name: one for name, one in answers.items() if one and one.value is not None}
    if not today:
        text = "Mood, energy, stress, sleep quality: not asked today. Check in to add them."
        return Missing("wellbeing", text), 0.0
    value = _mean([_good(name, one.value) for name, one in today.items()])
    usual = [_good(n, one.mean_28) for n, one in today.items() if one.n_28 >= _WEEK]
    words = ", ".join(f"{_ASKED[name]} {one.value:.0f}" for name, one in today.items())
    text = f"You said: {words} (1 to 5)."
    baseline = _mean(usual) if usual and len(usual) == len(today) else None
    if baseline is not None:
        text += f" Together {value:.1f} of 5; your usual is {baseline:.1f}."
    evidence = Evidence(
        "wellbeing", "Wellbeing", text, grade(value, _WELLBEING), 0.0, value, baseline,
        None if baseline is None else value - baseline, "1-5",
        min(coverage(one) for one in today.values()), "Hooper & Mackinnon 1995; Saw 2016",
    )  # fmt: skip
    return evidence, len(today) / len(_ASKED)


def _good(name: str, answer: float | None) -> float:
    """Return an answer so that more is better."""
    value = answer or 0.0
    return 6 - value if name == "stress" else value


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)
