"""Which ranker stands: the hybrid where its network is there and wanted, else the rules."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Literal

from spotter.prescribe.rank import Ranker, RuleRanker
from spotter.prescribe.ranker.learned import HybridRanker
from spotter.prescribe.ranker.served import NoRanker, NotARanker, PlanRanker, shipped

Wanted = Literal["hybrid", "rules"]
DEFAULT: Wanted = "rules"

_log = logging.getLogger(__name__)
_wanted: list[Wanted] = [DEFAULT]


def use(wanted: Wanted) -> None:
    """Let `standing` be the ranker that is wanted, for the whole process; bootstrap calls it."""
    _wanted[:] = [wanted]


def standing() -> Ranker:
    """Return the ranker that orders sessions in this process."""
    return ranker(_wanted[0])


def network() -> PlanRanker | None:
    """Return the network of the ranker that orders sessions in this process, None for the rules."""
    found = standing()
    known = found.network if isinstance(found, HybridRanker) else None
    return known if isinstance(known, PlanRanker) else None


@lru_cache(maxsize=2)
def ranker(wanted: Wanted) -> Ranker:
    """Return the ranker that is wanted, opened once and shared between threads.

    Where the network is missing or of other features the rules decide alone, and the log says so.
    """
    if wanted == "rules":
        return RuleRanker()
    try:
        return HybridRanker(PlanRanker(shipped()))
    except (NoRanker, NotARanker) as problem:
        _log.warning("sessions are ordered by the rules alone: %s", problem)
        return RuleRanker()
