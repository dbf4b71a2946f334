"""What suits today alike: among these, and no others, an athlete's own history may choose.

The rule and the body decide what today is. A candidate is as suitable as the rule's first when its
score is close, it asks no more, and it loads nothing more that is tired; so whatever was learned
can never make a day harder than the rule would, nor answer pain or low readiness in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spotter.prescribe.candidate import Candidate
from spotter.prescribe.rank import Scored, View
from spotter.prescribe.situation import Level

# Points of score (of 24) that a candidate may lie behind the first; less than a change of demand
# by a quarter costs. Project assumption.
TOLERANCE = 2.5
# So many arms at most: with a floor of 2 % each, even the least novelty can keep all of them.
MOST_ARMS = 6
# From this much pain (0-10) only the rule chooses; mild pain up to 2 is trained around (Silbernagel
# 2007 calls 0-2 safe).
PAIN_FROM = 3


def suitable(
    ranked: Sequence[Scored], view: View, allowed: Callable[[Candidate], bool]
) -> tuple[Scored, ...]:
    """Return what suits today as well as the first of `ranked`, the first among it, best first.

    `allowed` says what the safety gate lets through. Only the first, where there is pain, readiness
    is very low or the athlete is new; nothing, where the gate does not let the first through.
    """
    first = ranked[0]
    if not allowed(first.candidate):
        return ()
    if view.pain >= PAIN_FROM or view.level is Level.VERY_LOW or view.first_weeks:
        return (first,)
    alike = [first, *(one for one in ranked[1:] if _alike(one, first, view))]
    found = [first]
    for one in alike[1:]:
        if len(found) < MOST_ARMS and allowed(one.candidate):
            found.append(one)
    return tuple(found)


def _alike(one: Scored, first: Scored, view: View) -> bool:
    return first.score - one.score <= TOLERANCE and asks_no_more(
        one.candidate, first.candidate, view
    )


def asks_no_more(mine: Candidate, best: Candidate, view: View) -> bool:
    """Return whether `mine` asks no more than `best`: of work, of what is tired, of the minutes."""
    return (
        mine.demand <= best.demand
        and mine.tired_share <= best.tired_share
        and mine.as_named >= best.as_named
        and mine.session.duration_min <= max(view.minutes, best.session.duration_min)
    )
