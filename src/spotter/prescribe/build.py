"""Builds one complete session out of a programme day: exercises, doses, and the time there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spotter.prescribe.blocks import BlockMaker, Recipe, Today, span_of
from spotter.prescribe.choose import Chooser, Place, choose
from spotter.prescribe.minutes import WORK_PARTS, Item, fit
from spotter.prescribe.weekly import HARD_RPE, Room, within_week
from spotter.training.catalogue import Catalogue, rank
from spotter.training.duration import minutes
from spotter.training.exercise import Exercise
from spotter.training.programmes import Scheme, Slot
from spotter.training.reasons import because
from spotter.training.session import Part, Session


@dataclass(frozen=True, slots=True)
class Built:
    """A session with what had to be left out of it, as reasons."""

    session: Session
    omissions: tuple[str, ...]
    complete_share: float


@dataclass(frozen=True, slots=True)
class Builder:
    """Everything that building asks about."""

    chooser: Chooser
    maker: BlockMaker
    room: Room

    @property
    def catalogue(self) -> Catalogue:
        return self.chooser.catalogue

    def build(self, today: Today, recipe: Recipe) -> Built:
        """Return today's session of a programme as `recipe` wants it, within its minutes."""
        items: list[Item] = []
        omitted: list[str] = []
        wanted = [slot for slot in today.day.slots if slot.part in WORK_PARTS]
        used: set[str] = set()
        chooser = self._with_equipment(recipe)
        for slot in today.day.slots:
            taken = frozenset(used if slot.part in WORK_PARTS else _same_part(items, slot.part))
            hard = slot.part in WORK_PARTS and slot.rpe + recipe.rpe_shift >= HARD_RPE
            place = self._place(slot, taken, today, hard=hard)
            choice = choose(self._options(slot), place, chooser)
            if choice.exercise is None:
                omitted += choice.reasons if slot.part in WORK_PARTS else ()
                continue
            if slot.part in WORK_PARTS:
                used.add(choice.exercise.id)
            items.append(Item(self.maker.make(slot, choice, today, recipe), slot.priority))
        return self._fitted(items, omitted, today, recipe, len(wanted))

    def _place(self, slot: Slot, taken: frozenset[str], today: Today, *, hard: bool) -> Place:
        def span(exercise: Exercise) -> tuple[int, int] | None:
            grows = slot.scheme is not Scheme.STEADY and slot.part in WORK_PARTS
            return span_of(slot, exercise) if grows else None

        return Place(slot.part, taken, today.turn, hard, span, slot.rpe, frozenset(slot.prefer))

    def _with_equipment(self, recipe: Recipe) -> Chooser:
        if recipe.equipment is None:
            return self.chooser
        return replace(self.chooser, equipment=recipe.equipment & self.chooser.equipment)

    def _options(self, slot: Slot) -> tuple[Exercise, ...]:
        """Return what may fill a slot: the programme's wishes first, then the rest by level."""
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


def _same_part(items: Iterable[Item], part: Part) -> set[str]:
    return {item.block.exercise for item in items if item.block.part is part}
