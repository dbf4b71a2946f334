"""What form knows of the fourteen kinds of exercise: driving angles, ideal range, faults."""

from spotter.form.exercises.exercise import Exercise, Limit, Sides, Style, Unknown
from spotter.form.exercises.faults import FAULTS, Dimension, Fault
from spotter.form.exercises.table import EXERCISES, exercise

__all__ = [
    "EXERCISES",
    "FAULTS",
    "Dimension",
    "Exercise",
    "Fault",
    "Limit",
    "Sides",
    "Style",
    "Unknown",
    "exercise",
]
