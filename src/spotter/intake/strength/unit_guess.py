"""Which unit loads without a unit are in: told by the plates that make them up."""

from __future__ import annotations

from collections.abc import Iterable

# A bar of 45 lb with pairs of 45 lb plates and the 25 lb between them, as American gyms have them.
_POUNDS = frozenset({45.0, 95.0, 135.0, 185.0, 225.0, 275.0, 315.0, 365.0, 405.0, 455.0, 495.0})
# A bar of 20 kg with pairs of 10 or 20 kg plates: every multiple of 20 kg.
_KILOGRAMS_STEP = 20.0
_BARBELL = ("barbel", "squat", "deadlift", "bench press")
_OTHER = ("dumbbell", "machine", "cable", "smith")


def unit_of(loads: Iterable[tuple[str, float]]) -> str:
    """Return `lb` or `kg` for `loads`, pairs of an exercise and its load.

    Counted are barbell loads that plates of one unit make and those of the other do not: 135, 185
    and 225 are pounds, 60, 80 and 100 kilograms. The larger count wins; kilograms when equal. In
    the five real logs whose unit is known the right count is 2.5 to 13 times the other.
    """
    pounds = kilograms = 0
    for exercise, load in loads:
        plain = exercise.casefold()
        if any(part in plain for part in _OTHER) or not any(part in plain for part in _BARBELL):
            continue
        pounds += load in _POUNDS
        kilograms += load > 0 and load % _KILOGRAMS_STEP == 0
    return "lb" if pounds > kilograms else "kg"
