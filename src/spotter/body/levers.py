"""What would change readiness: each part brought to where it usually is or should be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from spotter.body.need import sleep_need_s
from spotter.body.parts import hours
from spotter.body.readiness import readiness
from spotter.body.state import BodyState, Lever, Readiness, Reading

# A change of less than this is nothing anybody would act on or learn from.
_LEAST_POINTS = 1.0
# Hardly sore: where the line of the soreness part begins to fall.
_HARDLY = 1.0
# Answers of a good day, 1-5, in the direction of each question.
_GOOD: Mapping[str, float] = {"mood": 4, "energy": 4, "stress": 2, "sleep_quality": 4}

Changed = tuple[dict[str, Reading], str]
"""Readings that would be otherwise, and the words for it."""


def explained(state: BodyState) -> Readiness:
    """Return readiness with what would change it."""
    ready = readiness(state)
    return replace(ready, levers=levers(state, ready))


def levers(state: BodyState, ready: Readiness) -> tuple[Lever, ...]:
    """Return what would raise `ready`, the largest gain first.

    Each is readiness computed anew with the readings of one part at their usual or needed value
    and everything else as it is; gains do not add up. Nothing is promised by it: a reading is a
    sign, and only sleep and load are in one's own hands.
    """
    if ready.score is None:
        return ()
    seen = {one.code for one in ready.evidence}
    found = []
    for code, change in _CHANGES.items():
        changed = change(state) if code in seen else None
        if changed is None:
            continue
        readings, words = changed
        score = readiness(BodyState(state.day, {**state.readings, **readings})).score
        if score is not None and score >= ready.score + _LEAST_POINTS:
            text = f"{words}: {score:.0f} instead of {ready.score:.0f}."
            found.append(Lever(code, text, score, round(score - ready.score, 1)))
    return tuple(sorted(found, key=lambda one: -one.gain))


def otherwise(state: BodyState, code: str) -> tuple[BodyState, str] | None:
    """Return `state` with the part `code` of readiness as usual or as needed, and the words for it.

    None where the part is not known, or already is as it should be.
    """
    change = _CHANGES.get(code)
    changed = None if change is None else change(state)
    if changed is None:
        return None
    readings, words = changed
    return BodyState(state.day, {**state.readings, **readings}), words


def _known(state: BodyState, metric: str) -> Iterator[Reading]:
    one = state.readings.get(metric)
    if one is not None and one.value is not None:
        yield one


def _sleep(state: BodyState) -> Changed | None:
    for one in _known(state, "sleep_s"):
        need = sleep_need_s(one.mean_28, one.n_28)
        return {one.metric: replace(one, value=need)}, f"With {hours(need)} of sleep last night"
    return None


def _debt(state: BodyState) -> Changed | None:
    for one in _known(state, "sleep_debt_s"):
        return {one.metric: replace(one, value=0.0)}, "Without the sleep owed from two weeks"
    return None


def _hrv(state: BodyState) -> Changed | None:
    usual = {}
    for metric in ("hrv_rmssd_ms", "hrv_sdnn_ms"):
        for one in _known(state, metric):
            if one.ln_mean_28 is not None:
                week = None if one.ln_mean_7 is None else max(one.ln_mean_7, one.ln_mean_28)
                value = math.exp(one.ln_mean_28)
                usual[metric] = replace(one, value=value, ln_mean_7=week)
    return (usual, "With your usual heart-rate variability") if usual else None


def _usual(metric: str, words: str) -> Callable[[BodyState], Changed | None]:
    def change(state: BodyState) -> Changed | None:
        for one in _known(state, metric):
            if one.mean_28 is not None:
                return {metric: replace(one, value=one.mean_28)}, words.format(one.mean_28)
        return None

    return change


def _load(state: BodyState) -> Changed | None:
    one = state.readings.get("load_au")
    if one is None or one.mean_7 is None or one.mean_28 is None or one.mean_7 <= one.mean_28:
        return None
    return {one.metric: replace(one, mean_7=one.mean_28)}, "After a week of your usual training"


def _soreness(state: BodyState) -> Changed | None:
    for one in _known(state, "soreness"):
        if one.value is not None and one.value > _HARDLY:
            return {one.metric: replace(one, value=_HARDLY)}, "Hardly sore"
    return None


def _wellbeing(state: BodyState) -> Changed | None:
    better = {}
    for metric, good in _GOOD.items():
        for one in _known(state, metric):
            value = one.value or 0.0
            better[metric] = replace(
                one, value=min(value, good) if metric == "stress" else max(value, good)
            )
    return (better, "Feeling well rested, calm and in good spirits") if better else None


_CHANGES: Mapping[str, Callable[[BodyState], Changed | None]] = {
    "hrv": _hrv,
    "resting_hr": _usual("resting_hr_bpm", "With your usual resting heart rate of {:.0f} bpm"),
    "sleep": _sleep,
    "sleep_debt": _debt,
    "load": _load,
    "soreness": _soreness,
    "wellbeing": _wellbeing,
    "temperature": _usual("wrist_temperature_c", "With your usual temperature at night"),
    "respiratory": _usual("respiratory_rate_brpm", "With your usual breathing at night"),
}
