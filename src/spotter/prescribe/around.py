"""What is left of a day: does it still deserve the day's name, and what else would.

A day whose leading exercise had to give way to a pain, or with most of the day to a full week,
keeps neither title nor focus: nobody is told to lift heavy what the session leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spotter.athletes.profile import BodySite
from spotter.prescribe.minutes import WORK_PARTS
from spotter.prescribe.progression import PAIN_REGRESS_ABOVE
from spotter.prescribe.words import site_words
from spotter.training.catalogue import Catalogue
from spotter.training.exercise import Exercise, Pattern
from spotter.training.programmes import Slot
from spotter.training.session import Block, Focus

_FOCUS_BY_PATTERN = {
    Pattern.LOCOMOTION: Focus.ENDURANCE,
    Pattern.MOBILITY: Focus.MOBILITY,
    Pattern.BALANCE: Focus.BALANCE,
}
_GENTLE = frozenset({Focus.MOBILITY, Focus.BALANCE, Focus.RECOVERY})


@dataclass(frozen=True, slots=True)
class Named:
    """What a session is called and for; `kept` is False where the day's own name no longer fits."""

    title: str
    focus: Focus
    kept: bool = True


def worst(pain: Mapping[BodySite, int]) -> tuple[BodySite, int] | None:
    """Return the site whose pain (0-10) keeps work away from it, None when none does."""
    there = [one for one in pain.items() if one[1] > PAIN_REGRESS_ABOVE]
    return max(there, key=lambda one: (one[1], one[0]), default=None)


def leading(slots: Sequence[Slot]) -> Slot | None:
    """Return the slot that gives a day its name: the first of the most important work."""
    work = [one for one in slots if one.part in WORK_PARTS]
    return min(work, key=lambda one: one.priority, default=None)


def leads(slot: Slot, exercise: Exercise | None, catalogue: Catalogue) -> bool:
    """Return whether `exercise` does what `slot` was wanted for: the same kind of movement.

    Endurance is named by how one moves, so only what the programme wishes will do.
    """
    if exercise is None:
        return False
    if exercise.id in slot.prefer or not slot.prefer:
        return True
    wished = catalogue.get(slot.prefer[0]).pattern
    return exercise.pattern is wished and wished is not Pattern.LOCOMOTION


def around(site: BodySite) -> str:
    """Return the title of what a pain at `site` leaves of a day."""
    return f"Training around your {site_words(site)}"


def part_of(day: str) -> str:
    """Return the title of the smaller part of a day, where most of it is left out."""
    return f"Part of {day}"


def renamed(title: str, focus: Focus, blocks: Sequence[Block], catalogue: Catalogue) -> Named:
    """Return what the work that is left of a day of `focus` is for, under its new title."""
    patterns = {catalogue.get(one.exercise).pattern for one in blocks if one.part in WORK_PARTS}
    kinds = {_FOCUS_BY_PATTERN.get(one) for one in patterns}
    only = next(iter(kinds)) if len(kinds) == 1 else None
    fits = focus in _GENTLE if not patterns else _suits(focus, kinds)
    return Named(title, only or (focus if fits else Focus.MIXED), False)


def _suits(focus: Focus, kinds: set[Focus | None]) -> bool:
    """Return whether work of these kinds (None: strength) is still what `focus` says."""
    if focus in (Focus.STRENGTH, Focus.HYPERTROPHY):
        return None in kinds
    if focus in (Focus.ENDURANCE, Focus.INTERVALS):
        return Focus.ENDURANCE in kinds
    return focus is Focus.MIXED or focus in kinds
