"""How a set went on: do range, speed and score fall from repetition to repetition?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from spotter.form.live.events import Rep

# Fewer repetitions have no trend worth the name.
FEWEST = 5


def trend(reps: Sequence[Rep]) -> dict[str, float | int | None] | None:
    """Return the slopes over a set by Theil and Sen (Sen 1968), None for fewer than `FEWEST` reps.

    `score_per_rep`: points. `rom_percent_per_rep` and `speed_percent_per_rep`: of the set's median;
    speed is range over the time of the working half. None where too little was measured.
    """
    if len(reps) < FEWEST:
        return None
    return {
        "reps": len(reps),
        "score_per_rep": _slope(reps, lambda rep: rep.scores["overall"]),
        "rom_percent_per_rep": _percent(reps, lambda rep: rep.rom_deg),
        "speed_percent_per_rep": _percent(reps, _speed),
    }


def _speed(rep: Rep) -> float | None:
    return None if rep.rom_deg is None or rep.lift_s <= 0 else rep.rom_deg / rep.lift_s


def _known(reps: Sequence[Rep], value: Callable[[Rep], float | None]) -> list[tuple[int, float]]:
    told = [(rep.number, value(rep)) for rep in reps]
    return [(number, one) for number, one in told if one is not None]


def _slope(reps: Sequence[Rep], value: Callable[[Rep], float | None]) -> float | None:
    """Return the median of the slopes of all pairs: one odd repetition does not move it."""
    known = _known(reps, value)
    if len(known) < FEWEST:
        return None
    slopes = [(b - a) / (m - n) for at, (n, a) in enumerate(known) for m, b in known[at + 1 :]]
    return float(np.median(slopes))


def _percent(reps: Sequence[Rep], value: Callable[[Rep], float | None]) -> float | None:
    slope = _slope(reps, value)
    if slope is None:
        return None
    middle = float(np.median([one for _, one in _known(reps, value)]))
    return 100 * slope / middle if middle else None
