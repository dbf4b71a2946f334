"""How much sleep a person needs, as far as their own nights tell."""

from __future__ import annotations

# Before enough nights are known: 7 h 30, the baseline need of adults under 65.
DEFAULT_S = 7.5 * 3600.0
# Seven to nine hours are recommended for adults (AASM 2015, NSF 2015). Own habit moves the need
# within them and no further: who sleeps five hours every night does not need five.
LEAST_S = 7 * 3600.0
MOST_S = 9 * 3600.0
NIGHTS = 14


def sleep_need_s(mean_28_s: float | None, nights: int) -> float:
    """Return the nightly need in seconds: the 28-night mean within 7-9 h, 7.5 h under 14 nights."""
    if mean_28_s is None or nights < NIGHTS:
        return DEFAULT_S
    return min(max(mean_28_s, LEAST_S), MOST_S)
