"""Makes a session fit the time there is: what matters least goes first, and it is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spotter.training.catalogue import Catalogue
from spotter.training.duration import block_seconds, in_minutes
from spotter.training.reasons import because
from spotter.training.session import Block, Part, Session, SetKind

# Endurance work shorter than this is not worth changing shoes for; an assumption.
SHORTEST_CARDIO_S = 5 * 60
WORK_PARTS = frozenset({Part.MAIN, Part.ACCESSORY, Part.CONDITIONING})
# Priorities of what is left of a running session, whose slots are no longer known.
_BY_PART = {Part.MAIN: 1, Part.CONDITIONING: 2, Part.ACCESSORY: 4}
_LEAST = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A block with its priority: 1 stays longest, warm-up and cool-down never go entirely.

    `work` is the number of its work sets, `seconds` what it takes with its rests.
    """

    block: Block
    priority: int
    work: int = field(init=False, compare=False)
    seconds: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        work = sum(one.kind is SetKind.WORK for one in self.block.sets)
        object.__setattr__(self, "work", work)
        object.__setattr__(self, "seconds", block_seconds(self.block))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Blocks that fit and the exercises left out for it."""

    blocks: tuple[Block, ...]
    left_out: tuple[str, ...] = ()


Items = tuple[Item, ...]


def fit(items: Sequence[Item], most: int, catalogue: Catalogue) -> Fitted:
    """Return the blocks of `items` within `most` minutes, marked where sets were cut.

    One step at a time until it fits. For each priority from the lowest: steady endurance work gets
    shorter, sets go down to two, then exercises go from the last. Before priority 1 is touched,
    warm-up and cool-down come down to one exercise each. One working exercise always stays, and a
    ramp keeps its heaviest set.
    """
    kept = list(enumerate(items))
    while in_minutes(_seconds(kept)) > most:
        shorter = next(_steps(kept), None)
        if shorter is None:
            break
        kept = shorter
    kept = _refilled(kept, items, most)
    there = dict(kept)
    out = tuple(
        catalogue.get(item.block.exercise).name
        for index, item in enumerate(items)
        if index not in there and item.block.part in WORK_PARTS
    )
    return Fitted(tuple(_marked(item, items[index], most) for index, item in kept), out)


Kept = list[tuple[int, Item]]


def _seconds(kept: Kept) -> int:
    return sum([item.seconds for _, item in kept])


def _refilled(kept: Kept, items: Sequence[Item], most: int) -> Kept:
    """Use time freed by dropping a long exercise: the best left out comes back, if shorter."""
    there = dict(kept)
    if len(there) == len(items):
        return kept
    out = [index for index in range(len(items)) if index not in there]
    for index in sorted(out, key=lambda one: (items[one].priority, one)):
        if items[index].block.part not in WORK_PARTS:
            continue
        for sets in range(items[index].work, 0, -1):
            block = items[index].block
            surplus = items[index].work - sets
            fewer = replace(block, sets=block.sets[: len(block.sets) - surplus])
            back = Item(fewer, items[index].priority)
            if in_minutes(_seconds([*there.items()]) + back.seconds) <= most:
                there[index] = back
                break
    return sorted(there.items())


def _steps(kept: Kept) -> Iterator[Kept]:
    """Yield what could be done next, the least loss first."""
    places: dict[int, list[int]] = {}
    for place, (_, item) in enumerate(kept):
        if item.block.part in WORK_PARTS:
            places.setdefault(item.priority, []).append(place)
    for priority in range(_LEAST, 1, -1):
        if priority in places:
            yield from _shorter_cardio(kept, places[priority])
            yield from _fewer_sets(kept, places[priority], 2)
            yield from _without_last(kept, places[priority])
    first = places.get(1, [])
    yield from _fewer_ends(kept)
    yield from _shorter_ramp(kept)
    yield from _shorter_cardio(kept, first)
    yield from _fewer_sets(kept, first, 2)
    yield from _without_last(kept, first)
    yield from _fewer_sets(kept, first, 1)
    yield from _shorter_ends(kept)


def _swap(kept: Kept, place: int, block: Block) -> Kept:
    index, item = kept[place]
    return [*kept[:place], (index, Item(block, item.priority)), *kept[place + 1 :]]


def _fewer_sets(kept: Kept, places: Sequence[int], least: int) -> Iterator[Kept]:
    """Take the last set of the exercise with the most, the later of equals."""
    place = max(places, key=lambda one: (kept[one][1].work, one), default=None)
    if place is not None and kept[place][1].work > least:
        block = kept[place][1].block
        yield _swap(kept, place, replace(block, sets=block.sets[:-1]))


def _without_last(kept: Kept, places: Sequence[int]) -> Iterator[Kept]:
    work = sum(item.block.part in WORK_PARTS for _, item in kept)
    if places and work > 1:
        yield [*kept[: places[-1]], *kept[places[-1] + 1 :]]


def _shorter_cardio(kept: Kept, places: Sequence[int]) -> Iterator[Kept]:
    """Shorten the longest steady work by a minute, down to five minutes."""
    steady = [place for place in places if len(kept[place][1].block.sets) == 1]
    place = max(steady, key=lambda one: kept[one][1].seconds, default=None)
    if place is None:
        return
    block = kept[place][1].block
    duration = (block.sets[0].duration_s or 0) - 60
    if duration >= SHORTEST_CARDIO_S:
        yield _swap(
            kept, place, replace(block, sets=(replace(block.sets[0], duration_s=duration),))
        )


def _fewer_ends(kept: Kept) -> Iterator[Kept]:
    for part in (Part.WARM_UP, Part.COOL_DOWN):
        places = [place for place, (_, item) in enumerate(kept) if item.block.part is part]
        if len(places) > 1:
            yield [*kept[: places[-1]], *kept[places[-1] + 1 :]]


def _shorter_ramp(kept: Kept) -> Iterator[Kept]:
    """Take the lightest ramp set; the last one stays, so that no load comes out of nowhere."""
    for place, (_, item) in enumerate(kept):
        sets = item.block.sets
        ramp = sum(one.kind is SetKind.WARM_UP for one in sets)
        if item.block.part in WORK_PARTS and ramp > 1:
            yield _swap(kept, place, replace(item.block, sets=sets[1:]))


def _shorter_ends(kept: Kept) -> Iterator[Kept]:
    """Halve what is left of warm-up and cool-down, down to a minute."""
    for place, (_, item) in enumerate(kept):
        first = item.block.sets[0]
        if item.block.part not in WORK_PARTS and (first.duration_s or 0) >= 120:
            half = replace(first, duration_s=max(60, (first.duration_s or 0) // 2))
            yield _swap(kept, place, replace(item.block, sets=(half,)))


def _marked(item: Item, before: Item, most: int) -> Block:
    if item.block.part not in WORK_PARTS or item.work >= before.work:
        return item.block
    reason = because("fewer_sets_time", minutes=most)
    return replace(item.block, reasons=(*item.block.reasons, reason))


def drop_to_fit(
    left: Session, minutes_left: float, catalogue: Catalogue
) -> tuple[Session, tuple[str, ...]]:
    """Return what is left of a running session within the time left, and what was left out."""
    items = [Item(block, _BY_PART.get(block.part, 1)) for block in left.blocks]
    fitted = fit(items, max(1, int(minutes_left)), catalogue)
    return replace(left, blocks=fitted.blocks), fitted.left_out
