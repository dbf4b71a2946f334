"""Builds one complete session out of a programme day: exercises, doses, and the time there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar, cast

from spotter.athletes.profile import Experience
from spotter.prescribe.around import around, leading, leads, part_of, renamed, worst
from spotter.prescribe.blocks import BlockMaker, Recipe, Today, span_of
from spotter.prescribe.choose import Choice, Chooser, Place, choose
from spotter.prescribe.filling import filled as filled_up
from spotter.prescribe.lighter import Lately, lighter
from spotter.prescribe.minutes import WORK_PARTS, Item, fit
from spotter.prescribe.weekly import HARD_RPE, Room, within_week
from spotter.training.catalogue import Catalogue, rank
from spotter.training.duration import minutes
from spotter.training.exercise import Exercise, Pattern
from spotter.training.programmes import Scheme, Slot, programme
from spotter.training.reasons import because
from spotter.training.session import Block, Part, Session

T = TypeVar("T")
# Items that the week has room for, and the reasons for what it has none for.
Roomy = tuple[list[Item], tuple[str, ...]]
# Stands for every recipe where a choice does not rest on it.
_ANY = Recipe(0)
# The programme whose range-of-motion work fills a session that leaves time to it.
MOBILITY_FROM = "recovery"
# With this share of its work a day is still the day it is named as; assumption.
MOST_OF_A_DAY = 0.5


@dataclass(frozen=True, slots=True)
class Built:
    """A session with what had to be left out of it, as reasons.

    `as_named` is False where pain, or a full week, took what the programme's day is named
    after.
    """

    session: Session
    omissions: tuple[str, ...]
    complete_share: float
    as_named: bool = True


@dataclass(frozen=True, slots=True)
class _Filled:
    """A slot as the programme has it and as this week wants it, with the exercise chosen."""

    slot: Slot
    week: Slot
    choice: Choice


@dataclass(frozen=True, slots=True)
class Builder:
    """Everything that building asks about.

    `lately` is what a lighter week is measured by; `memo` keeps choices and blocks that several
    recipes of one decision share.
    """

    chooser: Chooser
    maker: BlockMaker
    room: Room
    lately: Lately = field(default_factory=Lately)
    memo: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def catalogue(self) -> Catalogue:
        return self.chooser.catalogue

    def build(self, today: Today, recipe: Recipe) -> Built:
        """Return today's session of a programme as `recipe` wants it, within its minutes."""
        filled = self._once(("filled", *_chosen_by(today, recipe)), self._filled, today, recipe)
        roomy = self._once(("roomy", *_dosed_by(today, recipe)), self._within_week, today, recipe)
        work = [one for one in filled if one.slot.part in WORK_PARTS]
        omitted = [
            reason for one in work if one.choice.exercise is None for reason in one.choice.reasons
        ]
        built = self._fitted(roomy, omitted, today, recipe, len(work))
        return self._roomy(self._named(built, filled, today), today, recipe)

    def _roomy(self, built: Built, today: Today, recipe: Recipe) -> Built:
        """Return `built` with easy movement in the time left over, where it is to be full."""
        session = built.session
        if not (recipe.fills or recipe.mobility) or not session.blocks:
            return built
        if today.week.deload and not recipe.mobility:
            return built
        chooser = self._with_equipment(recipe)

        def make(slot: Slot, used: frozenset[str]) -> Block | None:
            choice = self._choice(slot, used, today, chooser, hard=False)
            if choice.exercise is None:
                return None
            return self.maker.make(slot, slot, choice, today, recipe)

        blocks = filled_up(session.blocks, recipe.minutes, _fill(today, recipe), make)
        if blocks is session.blocks:
            return built
        full = replace(session, blocks=blocks, duration_min=minutes(blocks))
        return replace(built, session=full)

    def _named(self, built: Built, filled: list[_Filled], today: Today) -> Built:
        """Return `built` under a name that fits, where what the day is named after is gone.

        A pain takes it by itself; without one, most of the day has to be gone with it.
        """
        hurt = worst(self.chooser.now.pain)
        lead = leading(today.day.slots)
        if lead is None or (hurt is None and built.complete_share >= MOST_OF_A_DAY):
            return built
        chosen = next((one.choice.exercise for one in filled if one.slot is lead), None)
        done = {block.exercise for block in built.session.blocks if block.part in WORK_PARTS}
        if chosen is not None and chosen.id in done and leads(lead, chosen, self.catalogue):
            return built
        title = part_of(today.day.name) if hurt is None else around(hurt[0])
        name = renamed(title, today.day.focus, built.session.blocks, self.catalogue)
        session = replace(built.session, title=name.title, focus=name.focus)
        return replace(built, session=session, as_named=name.kept)

    def _once(
        self,
        key: tuple[object, ...],
        make: Callable[[Today, Recipe], T],
        today: Today,
        recipe: Recipe,
    ) -> T:
        if key not in self.memo:
            self.memo[key] = make(today, recipe)
        return cast(T, self.memo[key])

    def _filled(self, today: Today, recipe: Recipe) -> list[_Filled]:
        found: list[_Filled] = []
        chooser = self._with_equipment(recipe)
        key = ("week", today.programme.id, today.day.id, today.week.number)
        weeks = self._once(key, _weeks, today, _ANY)
        for slot, week in zip(today.day.slots, weeks, strict=True):
            taken, hard = _taken(found, slot.part), _is_hard(slot, recipe)
            choice = self._choice(slot, taken, today, chooser, hard=hard)
            found.append(_Filled(slot, week, choice))
        return found

    def _within_week(self, today: Today, recipe: Recipe) -> Roomy:
        """Return the blocks of a day that the week has room for, and what it has none for."""
        filled = self._once(("filled", *_chosen_by(today, recipe)), self._filled, today, recipe)
        items = [
            self._item(one, today, recipe) for one in filled if one.choice.exercise is not None
        ]
        roomy, full = within_week(items, self.room, self.catalogue)
        if today.week.deload:
            most = self.lately.days.get((today.programme.id, today.day.id))
            roomy, gone = lighter(roomy, most, self.lately, self.catalogue)
            full = (*full, *gone)
        return roomy, full

    def _item(self, one: _Filled, today: Today, recipe: Recipe) -> Item:
        block = self.maker.make(one.slot, one.week, one.choice, today, recipe)
        if one.slot.part in WORK_PARTS:
            return Item(block, one.slot.priority)
        # Warm-up and cool-down are the same block in every recipe, which the maker keeps.
        key = ("end", id(block), one.slot.priority)
        if key not in self.memo:
            self.memo[key] = Item(block, one.slot.priority)
        return cast(Item, self.memo[key])

    def _choice(
        self, slot: Slot, taken: frozenset[str], today: Today, chooser: Chooser, *, hard: bool
    ) -> Choice:
        """Return the exercise for a slot, chosen once for all recipes that leave it the same."""
        options = self._options(slot)
        key = ("choice", id(slot), today.turn, taken, chooser.equipment, hard)
        found = cast(Choice | None, self.memo.get(key))
        if found is None:
            place = self._place(slot, taken, today, hard=hard)
            found = self.memo[key] = choose(options, place, chooser)
        return found

    def _place(self, slot: Slot, taken: frozenset[str], today: Today, *, hard: bool) -> Place:
        def span(exercise: Exercise) -> tuple[int, int] | None:
            grows = slot.scheme is not Scheme.STEADY and slot.part in WORK_PARTS
            return span_of(slot, exercise) if grows else None

        key = ("others", today.programme.id, today.day.id)
        others = self._once(key, _others, today, _ANY)
        wished = frozenset(slot.prefer)
        return Place(slot.part, taken, today.turn, hard, span, slot.rpe, wished, others)

    def _with_equipment(self, recipe: Recipe) -> Chooser:
        if recipe.equipment is None:
            return self.chooser
        return replace(self.chooser, equipment=recipe.equipment & self.chooser.equipment)

    def _options(self, slot: Slot) -> tuple[Exercise, ...]:
        """Return what may fill a slot: the programme's wishes first, then the rest by level."""
        key = ("options", id(slot))
        found = cast(tuple[Slot, tuple[Exercise, ...]] | None, self.memo.get(key))
        if found is None:
            options = _options(slot, self.catalogue, self.chooser.profile.experience)
            # The slot is kept, so that no other can come to be taken for it.
            found = self.memo[key] = slot, options
        return found[1]

    def _fitted(
        self, found: Roomy, omitted: list[str], today: Today, recipe: Recipe, wanted: int
    ) -> Built:
        roomy, full = found
        fitted = fit(roomy, recipe.work_minutes, self.catalogue)
        out = tuple(
            because("omitted_time", minutes=recipe.work_minutes, was=name)
            for name in fitted.left_out
        )
        work = sum(block.part in WORK_PARTS for block in fitted.blocks)
        session = Session(
            title=today.day.name,
            focus=today.day.focus,
            blocks=fitted.blocks,
            duration_min=minutes(fitted.blocks),
            programme=today.programme.id,
            programme_day=today.day.id,
            week=today.week.number,
        )
        return Built(session, (*omitted, *full, *out), work / max(wanted, 1))


def _weeks(today: Today, _: Recipe) -> tuple[Slot, ...]:
    """Return the slots of the day as its week wants them."""
    return today.programme.slots(today.day, today.week)


def _others(today: Today, _: Recipe) -> frozenset[str]:
    """Return the other days of the programme."""
    return frozenset(day.id for day in today.programme.days if day.id != today.day.id)


@lru_cache(maxsize=4096)
def _options(slot: Slot, known: Catalogue, experience: Experience) -> tuple[Exercise, ...]:
    """Return what the catalogue has for a slot; the same for everybody of this experience."""
    preferred = [known.get(name) for name in slot.prefer]
    level = rank(experience)
    others = sorted(
        known.find(pattern=slot.patterns, muscles=slot.muscles, exclude=set(slot.prefer)),
        key=lambda one: abs(rank(one.level) - level),
    )
    return tuple(one for one in (*preferred, *others) if span_of(slot, one) is not None)


def _fill(today: Today, recipe: Recipe) -> tuple[Slot, ...]:
    """Return what fills the time left over: the day's own wishes, or range of motion first."""
    if not recipe.mobility:
        return today.day.fill
    day = programme(MOBILITY_FROM).days[0]
    return tuple(slot for slot in day.slots if set(slot.patterns) == {Pattern.MOBILITY})


def _chosen_by(today: Today, recipe: Recipe) -> tuple[object, ...]:
    """Return what choices depend on: the day, what is there, and which of its work is hard."""
    hard = tuple(_is_hard(slot, recipe) for slot in today.day.slots)
    return (today.programme.id, today.day.id, today.week.number, recipe.equipment, hard)


def _dosed_by(today: Today, recipe: Recipe) -> tuple[object, ...]:
    """Return what doses depend on."""
    amount = (recipe.rpe_shift, recipe.sets_factor, recipe.extra_set, recipe.rest_factor)
    return (*_chosen_by(today, recipe), *amount)


def _is_hard(slot: Slot, recipe: Recipe) -> bool:
    return slot.part in WORK_PARTS and slot.rpe + recipe.rpe_shift >= HARD_RPE


def _taken(filled: Iterable[_Filled], part: Part) -> frozenset[str]:
    """Return the exercises that a slot may not repeat: all work, or its own end of the session."""
    return frozenset(
        one.choice.exercise.id
        for one in filled
        if one.choice.exercise is not None
        and (one.slot.part is part or {one.slot.part, part} <= WORK_PARTS)
    )
