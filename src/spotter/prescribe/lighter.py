"""A lighter week is lighter than what was done, not than what the programme had in mind.

Where the week's room or the clock already cut ordinary sessions, a share of the programme's sets
would take nothing off, and a lighter week would stay due for ever (safety rule S41).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spotter.prescribe.minutes import Item
from spotter.prescribe.weekly import counts
from spotter.safety.known import Done
from spotter.safety.rules.amount import DELOAD_SETS, DELOAD_SHARE
from spotter.training import volume
from spotter.training.catalogue import Catalogue
from spotter.training.reasons import because
from spotter.training.session import SessionLog

# Sets go down by 30 to 50 % (Bell 2023, rule S41); towards the middle of it.
LIGHT_SHARE = 0.6
# As far back as the rule looks for the sets of an exercise.
LATELY = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class Lately:
    """What was done lately: per exercise, and the most fractional sets of a programme's day.

    `days` is by programme and day.
    """

    done: Mapping[str, Done] = field(default_factory=dict)
    days: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def most_sets(self, exercise: str) -> int:
        """Return the sets of an exercise that the rule of lighter weeks leaves."""
        before = self.done.get(exercise)
        return DELOAD_SETS if before is None else max(1, math.floor(before.sets * DELOAD_SHARE))


def lately(logs: Iterable[SessionLog], day: date, done: Mapping[str, Done]) -> Lately:
    """Return what `logs` tell of the weeks up to `day`; `done` is what the safety rules see."""
    days: dict[tuple[str, str], float] = {}
    for log in logs:
        if timedelta(0) < day - log.day <= LATELY and log.programme_day:
            key = (log.programme, log.programme_day)
            days[key] = max(days.get(key, 0.0), sum(volume.of_logs([log]).values()))
    return Lately(done, days)


def lighter(
    items: Sequence[Item], most: float | None, known: Lately, catalogue: Catalogue
) -> tuple[list[Item], tuple[str, ...]]:
    """Return the items of a session in a lighter week, and what had to go as reasons.

    `most` is the fractional sets of this day at their fullest lately, None where it was not done.
    Exercises keep at least one set as long as that is enough; then the least important go.
    """
    kept = {number: _capped(item, known, catalogue) for number, item in enumerate(items)}
    if most is None:
        return list(kept.values()), ()
    # The fractional sets, over all muscles, that one set counts for.
    weights = {
        number: sum(volume.of_sets([item.block.exercise]).values())
        for number, item in kept.items()
        if counts(item.block, catalogue.get(item.block.exercise))
    }
    while sum(weights[one] * kept[one].work for one in weights) > LIGHT_SHARE * most:
        number = max(weights, key=lambda one: (kept[one].work, kept[one].priority, one))
        if kept[number].work > 1:
            kept[number] = _fewer(kept[number], kept[number].work - 1)
        elif len(weights) > 1:
            del weights[number], kept[number]
        else:
            break
    gone = [
        catalogue.get(item.block.exercise).name
        for number, item in enumerate(items)
        if number not in kept
    ]
    return list(kept.values()), tuple(because("omitted_deload", was=one) for one in gone)


def _capped(item: Item, known: Lately, catalogue: Catalogue) -> Item:
    if not counts(item.block, catalogue.get(item.block.exercise)):
        return item
    return _fewer(item, min(item.work, known.most_sets(item.block.exercise)))


def _fewer(item: Item, sets: int) -> Item:
    surplus = item.work - sets
    if surplus <= 0:
        return item
    block = item.block
    return replace(item, block=replace(block, sets=block.sets[: len(block.sets) - surplus]))
