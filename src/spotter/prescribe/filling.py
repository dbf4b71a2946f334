"""Uses time that the work of a day leaves over: easy movement, then range of motion.

Hard sets are limited by the week, not by the clock. Whoever has an hour and is done after half of
it gets what adds to health without adding to what must be recovered from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from spotter.training.duration import block_seconds
from spotter.training.programmes import Slot
from spotter.training.reasons import because
from spotter.training.session import Block, Part

# Below the first share of its minutes a session is filled, up to the second; assumptions.
FILL_BELOW, FILL_TO = 0.85, 0.9
STEP_S = 60


def filled(
    blocks: Sequence[Block],
    most: int,
    slots: Sequence[Slot],
    make: Callable[[Slot, frozenset[str]], Block | None],
) -> tuple[Block, ...]:
    """Return `blocks` with easy ones before the cool-down, within `most` minutes.

    `make` gives the block of a slot that uses none of the exercises named, None where nothing fits.
    """
    spent = sum(block_seconds(block) for block in blocks)
    if spent >= FILL_BELOW * most * 60:
        return tuple(blocks)
    room, added = FILL_TO * most * 60 - spent, list[Block]()
    for slot in slots:
        used = frozenset(one.exercise for one in (*blocks, *added))
        block = make(slot, used)
        fitting = None if block is None else _within(block, slot, room)
        if fitting is not None:
            added.append(fitting)
            room -= block_seconds(fitting)
    if not added:
        return tuple(blocks)
    ends = [n for n, block in enumerate(blocks) if block.part is Part.COOL_DOWN]
    place = ends[0] if ends else len(blocks)
    return (*blocks[:place], *added, *blocks[place:])


def _within(block: Block, slot: Slot, room_s: float) -> Block | None:
    """Return the block as long as there is room for it, None when that is too short."""
    told = replace(block, reasons=(because("fill_minutes"),))
    one = block.sets[0]
    if slot.part is not Part.CONDITIONING or one.duration_s is None or slot.duration_s is None:
        return told if block_seconds(block) <= room_s else None
    ends = block_seconds(block) - one.duration_s
    longest = int((room_s - ends) // STEP_S) * STEP_S
    seconds = min(longest, slot.duration_s[1])
    if seconds < slot.duration_s[0]:
        return None
    return replace(told, sets=(replace(one, duration_s=seconds),))
