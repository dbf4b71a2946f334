"""Loads that can be set up: the grid that an exercise's increments make."""

from __future__ import annotations

import math

from spotter.training.exercise import Exercise

# Keeps 62.49999 from becoming 60 on a grid of 2.5.
_SLACK = 1e-6


def on_grid(load_kg: float, exercise: Exercise) -> float:
    """Return the heaviest load not above `load_kg` that can be set up, at least the lightest.

    For an exercise with an increment only.
    """
    step = exercise.increment_kg
    lowest = max(step, math.ceil(exercise.minimum_kg / step - _SLACK) * step)
    return round(max(math.floor(load_kg / step + _SLACK) * step, lowest), 3)


def next_step(load_kg: float, exercise: Exercise, most: float) -> float | None:
    """Return the next load up, or None when that step is more than the share `most` of the load."""
    up = on_grid(load_kg, exercise) + exercise.increment_kg
    return round(up, 3) if up <= load_kg * (1 + most) + _SLACK else None
