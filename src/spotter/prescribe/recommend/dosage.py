"""How much novelty an athlete's setting stands for."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

from spotter.athletes.profile import Novelty
from spotter.prescribe.bandit.thompson import Dosage

# `most` is the share of days, at most, on which something else than what is expected to be best for
# the athlete is tried; project assumptions, bounded as HeartSteps bounds its treatment
# probabilities (Liao 2020).
DOSAGES: Final = {
    Novelty.SAME: Dosage(spread=0.5, most=0.10),
    Novelty.MODERATE: Dosage(spread=1.0, most=0.25),
    Novelty.SURPRISE: Dosage(spread=1.5, most=0.50),
}
# Another number makes other draws; it belongs to what a choice can be replayed with.
_DRAWS = "choice-1"


def seed_of(athlete_id: str, day: date) -> int:
    """Return the seed of an athlete's day, 0 to 2^63: the same whenever the day is asked for."""
    text = f"{_DRAWS}:{athlete_id}:{day.isoformat()}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1
