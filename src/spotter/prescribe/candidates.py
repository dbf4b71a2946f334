"""Every session that today could be: as planned, its variants, another day, something easy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spotter.athletes.profile import Equipment
from spotter.prescribe.around import worst
from spotter.prescribe.blocks import Recipe, Today
from spotter.prescribe.build import Builder
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.rank import Bounded
from spotter.prescribe.situation import Situation
from spotter.training import programmes
from spotter.training.catalogue import Catalogue
from spotter.training.exercise import Muscle, Pattern
from spotter.training.session import Focus, Part, Session, SessionLog, SetKind

# What most homes have room for.
HOME = frozenset(
    {
        Equipment.CHAIR,
        Equipment.MAT,
        Equipment.STEP,
        Equipment.BAND,
        Equipment.DUMBBELL,
        Equipment.KETTLEBELL,
        Equipment.SUSPENSION,
    }
)
NOTHING = frozenset({Equipment.CHAIR, Equipment.MAT, Equipment.OUTDOORS})
SHORT_MIN, SHORTEST_MIN, LONG_MIN = 20, 15, 30
# How many sessions there are to choose from, whoever it is.
FEWEST, MOST = 12, 30
LONGER_RESTS = 1.33
# Five minutes are enough to have moved (WHO 2020: every bit counts).
SNACK_MIN = 5
SORE_FROM = 7
# Rule S37: 48 hours between hard sessions for the same muscle.
RECOVERY_DAYS = timedelta(days=2)
_UNTIRING = frozenset({Pattern.MOBILITY, Pattern.BALANCE, Pattern.LOCOMOTION})


@dataclass(frozen=True, slots=True)
class _Variant:
    kind: Kind
    label: str
    recipe: Recipe
    demand: float
    goal_share: float = 1.0
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class _Idea:
    """A session that may be built: a day of a programme (None: rest) and how it is to differ."""

    today: Today | None
    variant: _Variant


@dataclass(frozen=True, slots=True)
class Fatigue:
    """What is tired today: muscles worked hard within two days, and sites that are sore."""

    muscles: frozenset[Muscle]
    now: Situation

    def share(self, session: Session, catalogue: Catalogue) -> float:
        """Return the part of the session's work, 0-1, that loads something tired."""
        work = [
            catalogue.get(block.exercise)
            for block in session.blocks
            if block.part not in (Part.WARM_UP, Part.COOL_DOWN)
        ]
        tired = 0
        for exercise in work:
            sore = self.now.soreness_for(exercise.stresses)
            again = exercise.pattern not in _UNTIRING and set(exercise.primary) & self.muscles
            tired += bool(again or (sore and sore[1] >= SORE_FROM))
        return tired / len(work) if work else 0.0


def tired_muscles(logs: Iterable[SessionLog], day: date, catalogue: Catalogue) -> frozenset[Muscle]:
    """Return the primary muscles of what was worked hard less than 48 hours before `day`."""
    return frozenset(
        muscle
        for log in logs
        if timedelta(0) <= day - log.day < RECOVERY_DAYS
        for one in log.sets
        if one.kind is SetKind.WORK and one.exercise in catalogue and (one.rpe or 6.0) >= 5
        if catalogue.get(one.exercise).pattern not in _UNTIRING
        for muscle in catalogue.get(one.exercise).primary
    )


def candidates(
    builder: Builder, today: Today, fatigue: Fatigue, most: int
) -> tuple[Candidate, ...]:
    """Return the complete, dosed sessions to choose from, the planned one first.

    `most` is the minutes that the athlete has. Sessions that come out equal are listed once, under
    the first of their names. There are twelve to thirty: where few variants differ, as in a light
    week with little time, further ones are added.
    """
    listed = _Listed(builder, fatigue)
    planned = listed.add(_planned(today, most))
    for idea in _others(builder, today, most, planned):
        listed.add(idea)
    if len(listed.found) < FEWEST:
        for idea in _further(today, most):
            listed.add(idea)
            if len(listed.found) >= FEWEST:
                break
    return tuple(listed.found[:MOST])


def foremost(
    builder: Builder, today: Today, fatigue: Fatigue, most: int, by: Bounded
) -> Candidate | None:
    """Return what `by` puts first of `candidates` for the athlete, None where only all can tell.

    What could not come first whatever became of it is not built. Of equal sessions the first
    counts, so what comes first must have had all before it built.
    """
    listed, passed_over = _Listed(builder, fatigue), False
    planned = listed.add(_planned(today, most))
    if not listed.found:
        return None
    best, score = listed.found[0], by.score(listed.found[0])
    for idea in _others(builder, today, most, planned):
        if not idea.variant.automatic or _at_most(idea, by) <= score:
            passed_over = True
            continue
        many = len(listed.found)
        listed.add(idea)
        for new in listed.found[many:]:
            if by.score(new) > score:
                if passed_over:
                    return None
                best, score = new, by.score(new)
    further = any(_at_most(idea, by) > score for idea in _further(today, most))
    return None if further else best


def _at_most(idea: _Idea, by: Bounded) -> float:
    return by.most(idea.variant.kind, idea.variant.demand, idea.variant.goal_share)


class _Listed:
    """Candidates as they are built; of those that come out equal only the first is found."""

    def __init__(self, builder: Builder, fatigue: Fatigue) -> None:
        self.found: list[Candidate] = []
        self._builder, self._fatigue = builder, fatigue
        # By the minutes, since few have the same: whole sessions need not be hashed.
        self._alike: dict[int, list[Session]] = {}

    def add(self, idea: _Idea) -> Candidate:
        """Build an idea and return it, found or not."""
        candidate = _built(self._builder, idea, self._fatigue)
        session = candidate.session
        others = self._alike.setdefault(session.duration_min, [])
        known = any(one.blocks == session.blocks and one.focus is session.focus for one in others)
        if not known and (session.blocks or candidate.kind is Kind.REST):
            others.append(session)
            self.found.append(candidate)
        return candidate


def _planned(today: Today, most: int) -> _Idea:
    return _Idea(today, _Variant(Kind.PLANNED, "As planned", Recipe(most), 1.0))


def _others(builder: Builder, today: Today, most: int, planned: Candidate) -> Iterator[_Idea]:
    """Yield what today could be but the planned session."""
    for variant in _variants(builder.chooser.equipment, most):
        yield _Idea(today, variant)
    following = _following(today)
    hurts = worst(builder.chooser.now.pain) is not None
    # Where the planned day cannot be what it is called, any of the others may be.
    for other in following if hurts or not planned.as_named else following[:1]:
        yield from _other_day(other, most)
    yield from _anytime(most)


def _variants(owned: frozenset[Equipment], most: int) -> Iterator[_Variant]:
    yield _Variant(Kind.EASIER, "Easier", Recipe(_share(most, 0.85), -1.0, 0.75), 0.7)
    yield _Variant(Kind.MUCH_EASIER, "Much easier", Recipe(_share(most, 0.65), -2.0, 0.5), 0.5, 0.9)
    yield _Variant(Kind.EASIER, "Same sets, less effort", Recipe(most, -1.0), 0.8)
    for minutes, kind, demand in (
        (LONG_MIN, Kind.THIRTY, 0.75),
        (SHORT_MIN, Kind.SHORTER, 0.6),
        (SHORTEST_MIN, Kind.SHORTEST, 0.45),
    ):
        if minutes < most:
            label = f"{minutes} minutes"
            yield _Variant(kind, label, Recipe(minutes), demand, 0.8)
            easier = Recipe(minutes, -1.0, 0.75)
            yield _Variant(kind, f"{label}, easier", easier, demand * 0.7, 0.7)
    if owned - HOME:
        home = Recipe(most, equipment=HOME)
        yield _Variant(Kind.OTHER_EQUIPMENT, "At home", home, 0.9, 0.9)
    if owned - NOTHING:
        bare = Recipe(most, equipment=NOTHING)
        yield _Variant(Kind.OTHER_EQUIPMENT, "Without equipment", bare, 0.85, 0.8)
        short = Recipe(min(most, SHORT_MIN), equipment=NOTHING)
        label = f"Without equipment, {short.minutes} minutes"
        yield _Variant(Kind.OTHER_EQUIPMENT, label, short, 0.55, 0.7)
    rested = Recipe(most, rest_factor=LONGER_RESTS)
    yield _Variant(Kind.LONGER_RESTS, "Longer rests", rested, 0.9)
    supple = Recipe(most, mobility=True)
    yield _Variant(Kind.MORE_MOBILITY, "With more mobility", supple, 0.85, 0.9)
    harder = Recipe(most, extra_set=True)
    yield _Variant(Kind.HARDER, "A set more", harder, 1.0, 1.0, automatic=False)


def _further(today: Today, most: int) -> Iterator[_Idea]:
    """Yield what differs less from the others, or is further from the plan."""
    for shift, sets in ((-0.5, 1.0), (0.0, 0.75), (-1.5, 0.6), (-2.0, 0.34)):
        recipe = Recipe(most, shift, sets)
        demand = max(0.3, (1.0 + shift / 5) * (0.5 + sets / 2))
        label = f"{_effort_words(shift)}, {_sets_words(sets)}"
        yield _Idea(today, _Variant(Kind.EASIER, label, recipe, demand, 0.9))
    for share in (0.8, 0.65, 0.5, 0.35):
        minutes = max(SNACK_MIN, round(most * share))
        recipe, label = Recipe(minutes, mobility=True), f"{minutes} minutes with mobility"
        yield _Idea(today, _Variant(Kind.MORE_MOBILITY, label, recipe, 0.7 * share, 0.7))
        recipe = Recipe(minutes, -1.0, 0.6)
        label = f"{minutes} easy minutes"
        yield _Idea(today, _Variant(Kind.EASIER, label, recipe, 0.5 * share, 0.6))
    for other in _following(today):
        yield from _other_day(other, most)
    for minutes in (SNACK_MIN, SHORTEST_MIN):
        for programme in programmes.alternatives():
            alone = Today(programme, programme.days[0], programme.weeks[0])
            yield from _from_alternative(alone, min(most, minutes))


def _effort_words(shift: float) -> str:
    return "Same effort" if shift == 0 else f"Effort {-shift:g} lower"


def _sets_words(factor: float) -> str:
    return "all sets" if factor == 1 else "a few sets less" if factor > 0.6 else "half the sets"


def _share(minutes: int, share: float) -> int:
    """Return part of the minutes: fewer sets must not make room for more exercises."""
    return max(min(minutes, SHORTEST_MIN), round(minutes * share))


def _built(builder: Builder, idea: _Idea, fatigue: Fatigue) -> Candidate:
    variant = idea.variant
    if idea.today is None:
        rest = Session("Rest day", Focus.REST, (), 0, reasons=("chosen_rest",))
        return Candidate(variant.kind, variant.label, rest, variant.demand, variant.goal_share)
    built = builder.build(idea.today, variant.recipe)
    return Candidate(
        kind=variant.kind,
        label=variant.label,
        session=built.session,
        demand=variant.demand,
        goal_share=variant.goal_share,
        tired_share=fatigue.share(built.session, builder.catalogue),
        complete_share=built.complete_share,
        reasons=built.omissions,
        automatic=variant.automatic,
        as_named=built.as_named,
    )


def _following(today: Today) -> tuple[Today, ...]:
    """Return the other days of the programme in the order in which they come."""
    days, place = today.programme.days, today.programme.days.index(today.day)
    return tuple(replace(today, day=one) for one in (*days[place + 1 :], *days[:place]))


def _other_day(following: Today, most: int) -> Iterator[_Idea]:
    """Yield a later session, for a day when what it works is fresher or does not hurt."""
    name = following.day.name
    for label, recipe, demand in (
        (f"Next session first: {name}", Recipe(most), 1.0),
        (f"Next session first, easier: {name}", Recipe(_share(most, 0.85), -1.0, 0.75), 0.7),
    ):
        yield _Idea(following, _Variant(Kind.SWAPPED, label, recipe, demand))


def _anytime(most: int) -> Iterator[_Idea]:
    """Yield what serves anyone on any day: short bodyweight work, recovery, mobility, rest."""
    for programme in programmes.alternatives():
        for day in programme.days:
            yield from _from_alternative(Today(programme, day, programme.weeks[0]), most)
    yield _Idea(None, _Variant(Kind.REST, "Rest", Recipe(0), 0.0, 0.5))


_KIND_BY_FOCUS = {
    Focus.RECOVERY: (Kind.RECOVERY, 0.2),
    Focus.MOBILITY: (Kind.MOBILITY, 0.2),
    Focus.BALANCE: (Kind.MOBILITY, 0.25),
    Focus.ENDURANCE: (Kind.CARDIO, 0.3),
}


def _from_alternative(today: Today, most: int) -> Iterator[_Idea]:
    if today.day.focus is Focus.REST:
        return
    kind, demand = _KIND_BY_FOCUS.get(today.day.focus, (Kind.OTHER_EQUIPMENT, 0.5))
    for minutes in sorted({most, min(most, SHORT_MIN)}, reverse=True):
        recipe = Recipe(minutes)
        label = today.day.name if minutes == most else f"{today.day.name}, {minutes} minutes"
        yield _Idea(today, _Variant(kind, label, recipe, demand, 0.5))
