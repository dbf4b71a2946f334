"""What the candidates of a day ask: by themselves, beside what is carried and usual, and beside
each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker.dose import (
    LOWER_MASK,
    SITES,
    Dose,
    Vector,
    of_session,
    soreness_asked,
)
from spotter.prescribe.ranker.lately import SORE_OF_HARD, Lately
from spotter.prescribe.situation import Situation
from spotter.training.session import Focus

_FOCI = tuple(Focus)
_KINDS = (Kind.SWAPPED, Kind.OTHER_EQUIPMENT, Kind.CARDIO, Kind.REST)
# A muscle takes up less of its work by the e-fold for so many sets that it carries; an assumption.
FRESH_SETS = 3.0
# The logarithm of a muscle's sets turns here (Pelland 2024: each further set gives less).
HALF_SETS = 2.0
# The part of the lesser soreness that the greater gets worse by.
LOADED_AGAIN = 0.3
# What a candidate asks is set against the most that any of the day asks.
_COMPARED = ("work", "endurance_work", "gentle_work", "asked_load_au", "asked_minutes")

Column = NDArray[np.float64]
Columns = Iterator[tuple[str, Column]]


class _Doses:
    """The doses of n candidates, one row each: what several columns are made of."""

    def __init__(self, doses: Sequence[Dose]) -> None:
        self.doses = doses
        self.muscles = np.array([one.muscles for one in doses])
        self.sites = np.array([one.sites for one in doses])
        self.strength = self.muscles.sum(axis=1)
        self.minutes = self.of("minutes")
        self.rpe = self.of("rpe")
        self.load_au = self.rpe * self.minutes
        self.sets = self.of("sets")

    def of(self, name: str) -> Column:
        """Return one number of each dose, (n,)."""
        return np.array([getattr(one, name) for one in self.doses], dtype=np.float64)


def _offer(found: Sequence[Candidate]) -> Columns:
    for name in ("demand", "goal_share", "tired_share", "complete_share", "as_named"):
        yield name, np.array([getattr(one, name) for one in found], dtype=np.float64)
    for kind in _KINDS:
        yield f"kind_{kind.value}", np.array([float(one.kind is kind) for one in found])
    for focus in _FOCI:
        yield f"focus_{focus.value}", np.array([float(one.session.focus is focus) for one in found])


def _work(given: _Doses, past: Lately) -> Columns:
    effort = given.rpe / 10
    endurance, gentle = given.of("endurance_min"), given.of("gentle_min")
    grown = np.log1p(given.muscles / HALF_SETS)
    yield "asked_minutes", given.minutes / 60
    yield "asked_sets", given.sets / 10
    yield "asked_hard_sets", given.of("hard_sets") / 10
    yield "asked_rpe", given.rpe
    yield "asked_peak_rpe", given.of("peak_rpe")
    yield "asked_load_au", given.load_au / 300
    yield "asked_endurance", endurance / 30
    yield "asked_gentle", gentle / 30
    yield "asked_impact", given.of("impact_sets") / 10
    yield "asked_exercises", given.of("exercises") / 5
    yield "asked_muscle_sets", given.strength / 20
    yield "asked_muscles", (given.muscles > 0).sum(axis=1) / 10
    yield "asked_most_sets", given.muscles.max(axis=1) / 5
    yield "asked_lower", given.muscles @ LOWER_MASK / np.maximum(given.strength, 1.0)
    yield "asked_log_sets", grown.sum(axis=1) / 10
    yield "work", grown.sum(axis=1) / 5 * effort
    yield "fresh_work", grown @ np.exp(-past.muscles / FRESH_SETS) / 5 * effort
    yield "endurance_work", np.sqrt(endurance / 30) * effort
    yield "gentle_work", np.sqrt(gentle / 30)


def _beside(given: _Doses, inputs: Inputs, now: Situation, past: Lately) -> Columns:
    sore = np.array([now.soreness.get(site, 0) for site in SITES], dtype=np.float64)
    hurt = np.array([now.pain.get(site, 0) for site in SITES], dtype=np.float64)
    strength = np.maximum(given.strength, 1.0)
    carried = given.muscles @ np.minimum(past.muscles, 10.0)
    expected = np.array([soreness_asked(one) for one in given.doses])
    yield "tired_sets", carried / 10 / strength
    yield "carried_product", carried / 100
    yield "sore_sets", given.sites @ sore / 100
    yield "sore_loaded", (sore * (given.sites > 0)).max(axis=1)
    yield "painful_sets", given.sites @ hurt / 100
    yield "sore_asked", expected
    yield "sore_expected", expected * past.sore_factor
    yield "sore_foreseen", _sore_tomorrow(given, sore, past) / 3
    yield "of_minutes", given.minutes / max(1, inputs.profile.minutes_per_session)
    yield "of_usual_sets", given.sets / max(1.0, past.sets_usual)
    yield "of_usual_load", given.load_au / max(30.0, past.load_usual)
    yield "over_usual_rpe", np.where(given.sets > 0, given.rpe - past.set_rpe, 0.0)


def _sore_tomorrow(given: _Doses, sore: Vector, past: Lately) -> Column:
    """Return the worst soreness of a site tomorrow, 0-10, by what the athlete's own has been.

    What is still sore and is loaded again is sorer than either; by how much is an assumption.
    """
    hard = np.maximum(0.0, given.of("peak_rpe") - 4) / 4
    fresh = SORE_OF_HARD * past.sore_factor * hard[:, None] * np.log1p(given.sites / 4)
    fading = past.sore_kept * sore
    both = np.maximum(fresh, fading) + LOADED_AGAIN * np.minimum(fresh, fading)
    return np.asarray(both.max(axis=1))


def _all(
    found: Sequence[Candidate], inputs: Inputs, now: Situation, past: Lately
) -> dict[str, Column]:
    given = _Doses([of_session(one.session) for one in found])
    columns = dict(_offer(found))
    columns.update(_work(given, past))
    columns.update(_beside(given, inputs, now, past))
    for name in _COMPARED:
        most = max(float(columns[name].max()), 1e-6)
        columns[f"{name}_of_most"] = columns[name] / most
    return columns


def asked(
    found: Sequence[Candidate], inputs: Inputs, now: Situation, past: Lately
) -> NDArray[np.float64]:
    """Return the values of `ASKED` in their order for each candidate of a day, (n, len(ASKED))."""
    if not found:
        return np.empty((0, len(ASKED)))
    return np.stack(list(_all(found, inputs, now, past).values()), axis=1)


def named(
    found: Sequence[Candidate], inputs: Inputs, now: Situation, past: Lately
) -> dict[str, Vector]:
    """Return the same by name, one column each."""
    return _all(found, inputs, now, past)


ASKED: tuple[str, ...] = (
    "demand",
    "goal_share",
    "tired_share",
    "complete_share",
    "as_named",
    *(f"kind_{kind.value}" for kind in _KINDS),
    *(f"focus_{focus.value}" for focus in _FOCI),
    "asked_minutes",
    "asked_sets",
    "asked_hard_sets",
    "asked_rpe",
    "asked_peak_rpe",
    "asked_load_au",
    "asked_endurance",
    "asked_gentle",
    "asked_impact",
    "asked_exercises",
    "asked_muscle_sets",
    "asked_muscles",
    "asked_most_sets",
    "asked_lower",
    "asked_log_sets",
    "work",
    "fresh_work",
    "endurance_work",
    "gentle_work",
    "tired_sets",
    "carried_product",
    "sore_sets",
    "sore_loaded",
    "painful_sets",
    "sore_asked",
    "sore_expected",
    "sore_foreseen",
    "of_minutes",
    "of_usual_sets",
    "of_usual_load",
    "over_usual_rpe",
    *(f"{name}_of_most" for name in _COMPARED),
)
