"""Builds one complete session out of a programme day: exercises, doses, and the time there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from spotter.prescribe.around import around, leading, leads, worst
from spotter.prescribe.blocks import BlockMaker, Recipe, Today, span_of
from spotter.prescribe.choose import Choice, Chooser, Place, choose
from spotter.prescribe.filling import filled as filled_up
from spotter.prescribe.minutes import WORK_PARTS, Item, fit
from spotter.prescribe.weekly import HARD_RPE, Room, within_week
from spotter.training.catalogue import Catalogue, rank
from spotter.training.duration import minutes
from spotter.training.exercise import Exercise
from spotter.training.programmes import Scheme, Slot
from spotter.training.reasons import because
from spotter.training.session import Block, Part, Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Built:
    """A session with what had to be left out of it, as reasons.

    `as_named` is False where pain took what the programme's day is named after.
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

    `memo` keeps choices and blocks that several recipes of one decision share.
    """

    chooser: Chooser
    maker: BlockMaker
    room: Room
    memo: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def catalogue(self) -> Catalogue:
        return self.chooser.catalogue

    def build(self, today: Today, recipe: Recipe) -> Built:
        """Return today's session of a programme as `recipe` wants it, within its minutes."""
        filled = self._once(("filled", *_chosen_by(today, recipe)), self._filled, today, recipe)
        items = self._once(("items", *_dosed_by(today, recipe)), self._items, today, recipe)
        work = [one for one in filled if one.slot.part in WORK_PARTS]
        omitted = [
            reason for one in work if one.choice.exercise is None for reason in one.choice.reasons
        ]
        built = self._fitted(items, omitted, today, recipe, len(work))
        return self._roomy(self._named(built, filled, today), today, recipe)

    def _roomy(self, built: Built, today: Today, recipe: Recipe) -> Built:
        """Return `built` with easy movement in the time left over, where it is to be full."""
        session = built.session
        if not recipe.fills or today.week.deload or not session.blocks:
            return built
        chooser = self._with_equipment(recipe)

        def make(slot: Slot, used: frozenset[str]) -> Block | None:
            place = self._place(slot, used, today, hard=False)
            choice = choose(self._options(slot), place, chooser)
            if choice.exercise is None:
                return None
            return self.maker.make(slot, slot, choice, today, recipe)

        blocks = filled_up(session.blocks, recipe.minutes, today.day.fill, make)
        full = replace(session, blocks=blocks, duration_min=minutes(blocks))
        return replace(built, session=full)

    def _named(self, built: Built, filled: list[_Filled], today: Today) -> Built:
        """Return `built` under a name that fits, where pain took what the day is named after."""
        hurt = worst(self.chooser.now.pain)
        lead = leading(today.day.slots)
        if hurt is None or lead is None:
            return built
        chosen = next((one.choice.exercise for one in filled if one.slot is lead), None)
        done = {block.exercise for block in built.session.blocks if block.part in WORK_PARTS}
        if chosen is not None and chosen.id in done and leads(lead, chosen, self.catalogue):
            return built
        name = around(hurt[0], today.day.focus, built.session.blocks, self.catalogue)
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
        weeks = today.programme.slots(today.day, today.week)
        for slot, week in zip(today.day.slots, weeks, strict=True):
            hard = slot.part in WORK_PARTS and slot.rpe + recipe.rpe_shift >= HARD_RPE
            place = self._place(slot, _taken(found, slot.part), today, hard=hard)
            found.append(_Filled(slot, week, choose(self._options(slot), place, chooser)))
        return found

    def _items(self, today: Today, recipe: Recipe) -> list[Item]:
        filled = self._once(("filled", *_chosen_by(today, recipe)), self._filled, today, recipe)
        return [
            Item(self.maker.make(one.slot, one.week, one.choice, today, recipe), one.slot.priority)
            for one in filled
            if one.choice.exercise is not None
        ]

    def _place(self, slot: Slot, taken: frozenset[str], today: Today, *, hard: bool) -> Place:
        def span(exercise: Exercise) -> tuple[int, int] | None:
            grows = slot.scheme is not Scheme.STEADY and slot.part in WORK_PARTS
            return span_of(slot, exercise) if grows else None

        others = frozenset(day.id for day in today.programme.days if day.id != today.day.id)
        wished = frozenset(slot.prefer)
        return Place(slot.part, taken, today.turn, hard, span, slot.rpe, wished, others)

    def _with_equipment(self, recipe: Recipe) -> Chooser:
        if recipe.equipment is None:
            return self.chooser
        return replace(self.chooser, equipment=recipe.equipment & self.chooser.equipment)

    def _options(self, slot: Slot) -> tuple[Exercise, ...]:
        """Return what may fill a slot: the programme's wishes first, then the rest by level."""
        key = ("options", slot.prefer, slot.patterns, slot.muscles, slot.reps, slot.duration_s)
        if key not in self.memo:
            self.memo[key] = self._found(slot)
        return cast(tuple[Exercise, ...], self.memo[key])

    def _found(self, slot: Slot) -> tuple[Exercise, ...]:
        preferred = [self.catalogue.get(name) for name in slot.prefer]
        level = rank(self.chooser.profile.experience)
        others = sorted(
            self.catalogue.find(
                pattern=slot.patterns, muscles=slot.muscles, exclude=set(slot.prefer)
            ),
            key=lambda one: abs(rank(one.level) - level),
        )
        return tuple(one for one in (*preferred, *others) if span_of(slot, one) is not None)

    def _fitted(
        self, items: list[Item], omitted: list[str], today: Today, recipe: Recipe, wanted: int
    ) -> Built:
        roomy, full = within_week(items, self.room, self.catalogue)
        fitted = fit(roomy, recipe.minutes, self.catalogue)
        out = tuple(
            because("omitted_time", minutes=recipe.minutes, was=name) for name in fitted.left_out
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


def _chosen_by(today: Today, recipe: Recipe) -> tuple[object, ...]:
    """Return what choices depend on."""
    day = (today.programme.id, today.day.id, today.week.number)
    return (*day, recipe.equipment, recipe.rpe_shift)


def _dosed_by(today: Today, recipe: Recipe) -> tuple[object, ...]:
    """Return what doses depend on."""
    return (*_chosen_by(today, recipe), recipe.sets_factor, recipe.extra_set)


def _taken(filled: Iterable[_Filled], part: Part) -> frozenset[str]:
    """Return the exercises that a slot may not repeat: all work, or its own end of the session."""
    return frozenset(
        one.choice.exercise.id
        for one in filled
        if one.choice.exercise is not None
        and (one.slot.part is part or {one.slot.part, part} <= WORK_PARTS)
    )
