"""What hurts is asked no more of than last time."""

from __future__ import annotations

from dataclasses import replace

from spotter.prescribe.grid import on_grid
from spotter.prescribe.progression import Case, Dose
from spotter.training.exercise import Measure

# From this pain on an exercise that loads the site stays at a moderate effort at the most.
PAIN_HOLD_FROM, PAIN_HOLD_RPE = 3, 7.0


def spared(case: Case, given: Dose) -> Dose:
    """Return `given` with neither load, repetitions nor effort above last time while it hurts."""
    hurt, last = case.hurt, case.latest
    if hurt is None or (last.load_kg <= 0 and not last.reps):
        return given
    load, reps = given.load_kg, given.reps
    if load is not None and last.load_kg > 0:
        load = min(load, on_grid(last.load_kg, case.exercise))
    if case.exercise.measure is Measure.REPS and last.reps:
        reps = min(reps, last.reps)
    caps = [] if last.rpe is None else [last.rpe]
    if hurt[1] >= PAIN_HOLD_FROM:
        caps.append(PAIN_HOLD_RPE)
    return replace(given, load_kg=load, reps=reps, rpe_most=min(caps, default=None))
