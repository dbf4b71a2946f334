"""Reads `data/programmes/*.toml` into programmes and refuses what does not hang together.

`shared/` names doses (how much), moves (what), segments (warm-ups and cool-downs), week plans and
sources.
Every other file lists `day` tables, whose ids are unique over all files, and `programme`
tables that name days in order. A slot is written `[move, dose, priority]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spotter.athletes.profile import AthleteKind, Goal
from spotter.athletes.targets import Aim
from spotter.training.catalogue import catalogue
from spotter.training.conditions import Condition
from spotter.training.exercise import Measure, Muscle, Pattern
from spotter.training.programme_checks import check
from spotter.training.programmes import (
    Method,
    Programme,
    ProgrammeDay,
    Role,
    Scheme,
    Slot,
    Source,
    WeekPlan,
    Work,
)
from spotter.training.session import Focus, Part
from spotter.training.tables import BadData, Table, read, toml_files

SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Shared:
    """The named building blocks of the `shared` folder."""

    doses: Mapping[str, Table]
    moves: Mapping[str, Table]
    segments: Mapping[str, tuple[Slot, ...]]
    weeks: Mapping[str, tuple[WeekPlan, ...]]
    sources: Mapping[str, Source]


@cache
def shipped() -> tuple[Programme, ...]:
    """Return every programme and alternative of the package, read once."""
    folder = files("spotter.training") / "data" / "programmes"
    shared = [read(file) for file in toml_files(folder / SHARED)]
    return load(shared, [read(file) for file in toml_files(folder)])


def load(shared: Iterable[Table], tables: Iterable[Table]) -> tuple[Programme, ...]:
    """Return the programmes of some files.

    Raises `BadData` for a wrong value, an unknown name, a name used twice, or a goal and kind of
    athlete left without a programme for some number of days a week.
    """
    blocks = _shared(shared)
    days: dict[str, ProgrammeDay] = {}
    found: dict[str, Programme] = {}
    written: list[Table] = []
    for table in tables:
        for entry in _entries(table, "day"):
            day = _day(entry, blocks)
            if days.setdefault(day.id, day) is not day:
                raise entry.wrong("a day of this id exists already")
        written.extend(_entries(table, "programme"))
        table.done()
    for entry in written:
        programme = _programme(entry, blocks, days)
        if found.setdefault(programme.id, programme) is not programme:
            raise entry.wrong("a programme of this id exists already")
    _check_all_served(found.values())
    return tuple(found.values())


def _shared(tables: Iterable[Table]) -> Shared:
    kinds = ("dose", "move", "segment", "weeks", "source")
    named: dict[str, dict[str, Table]] = {kind: {} for kind in kinds}
    for table in tables:
        for kind, entries in named.items():
            for name, entry in _named(table, kind).items():
                if entries.setdefault(name, entry) is not entry:
                    raise entry.wrong(f"the name is already used in {entries[name].place}")
        table.done()
    weeks = {name: _weeks(entry) for name, entry in named["weeks"].items()}
    sources = {name: _source(entry) for name, entry in named["source"].items()}
    bare = Shared(named["dose"], named["move"], {}, weeks, sources)
    segments = {name: _slots(entry, bare) for name, entry in named["segment"].items()}
    return Shared(named["dose"], named["move"], segments, weeks, sources)


def _source(entry: Table) -> Source:
    source = Source(entry.text("text"), entry.flag("review"), entry.flag("from_memory"))
    entry.done()
    return source


def _named(table: Table, key: str) -> dict[str, Table]:
    value = table.get(key, {})
    if not isinstance(value, dict) or any(not isinstance(item, dict) for item in value.values()):
        raise table.wrong(f"'{key}' must be a table of named tables")
    return {name: Table(values, f"{table.place}: {key} {name}") for name, values in value.items()}


def _weeks(entry: Table) -> tuple[WeekPlan, ...]:
    plans = tuple(
        _week(Table(values, f"{entry.place}: week {number}"), number)
        for number, values in enumerate(entry.tables("plan"), start=1)
    )
    entry.done()
    return plans


def _entries(table: Table, key: str) -> list[Table]:
    found = table.tables(key) if table.has(key) else []
    return [
        Table(values, f"{table.place}: {key} {values.get('id', 'without id')}") for values in found
    ]


def _week(entry: Table, number: int) -> WeekPlan:
    work = None
    if entry.has("work"):
        values = entry.get("work")
        inner = Table(values if isinstance(values, dict) else {}, f"{entry.place}: work")
        work = Work(inner.whole("sets"), inner.whole("duration_s"), inner.whole("rest_s"))
        inner.done()
    plan = WeekPlan(
        number=number,
        name=entry.text("name"),
        sets_factor=entry.number("sets_factor", 1.0),
        # Written as the amount taken off, because a lighter week is the common case.
        rpe_shift=entry.number("harder", 0.0) - entry.number("easier", 0.0),
        rpe_cap=entry.number("rpe_cap", 10.0),
        duration_factor=entry.number("duration_factor", 1.0),
        deload=entry.flag("deload"),
        main_reps=entry.span("main_reps") if entry.has("main_reps") else None,
        work=work,
        taper=entry.flag("taper"),
    )
    entry.done()
    return plan


def _day(entry: Table, shared: Shared) -> ProgrammeDay:
    parts = [
        _segment(entry, "warm_up", shared),
        _slots(entry, shared),
        _segment(entry, "cool_down", shared),
    ]
    day = ProgrammeDay(
        id=entry.text("id"),
        name=entry.text("name"),
        focus=entry.one_of("focus", Focus),
        slots=tuple(slot for part in parts for slot in part),
        fill=_segment(entry, "fill", shared) if entry.has("fill") else (),
    )
    entry.done()
    return day


def _segment(entry: Table, key: str, shared: Shared) -> tuple[Slot, ...]:
    name = entry.text(key)
    if name not in shared.segments:
        raise entry.wrong(f"there is no segment '{name}'")
    return shared.segments[name]


def _slots(entry: Table, shared: Shared) -> tuple[Slot, ...]:
    written = entry.get("slots")
    if not isinstance(written, list) or not written:
        raise entry.wrong("'slots' must be a list of [move, dose, priority]")
    return tuple(_slot(entry, item, shared) for item in written)


def _slot(entry: Table, item: object, shared: Shared) -> Slot:
    match item:
        case [str(move), str(dose), int(priority)] if 1 <= priority <= 5:
            pass
        case _:
            raise entry.wrong(f"a slot is [move, dose, priority 1-5], not {item}")
    for name, known in ((move, shared.moves), (dose, shared.doses)):
        if name not in known:
            raise entry.wrong(f"nothing in '{SHARED}' is called '{name}'")
    slot = _filled(shared.moves[move], shared.doses[dose], priority)
    _check_measures(entry, slot)
    return slot


def _filled(move: Table, dose: Table, priority: int) -> Slot:
    slot = Slot(
        part=dose.one_of("part", Part),
        role=dose.one_of("role", Role),
        patterns=move.some_of("patterns", Pattern),
        prefer=move.texts("prefer", ()),
        muscles=frozenset(move.some_of("muscles", Muscle, ())),
        sets=dose.whole("sets"),
        reps=dose.span("reps") if dose.has("reps") else None,
        duration_s=dose.span("duration_s") if dose.has("duration_s") else None,
        rpe=dose.number("rpe"),
        rest_s=dose.whole("rest_s"),
        scheme=dose.one_of("scheme", Scheme),
        priority=priority,
        pace=dose.text("pace", ""),
    )
    move.done()
    dose.done()
    return slot


def _check_measures(entry: Table, slot: Slot) -> None:
    if slot.sets < 1 or not 1 <= slot.rpe <= 10:
        raise entry.wrong("a slot needs at least one set and an RPE from 1 to 10")
    if slot.reps is None and slot.duration_s is None:
        raise entry.wrong("a slot needs reps or a duration")
    shipped_exercises = catalogue()
    for exercise_id in slot.prefer:
        if exercise_id not in shipped_exercises:
            raise entry.wrong(f"there is no exercise '{exercise_id}'")
        exercise = shipped_exercises.get(exercise_id)
        if exercise.pattern not in slot.patterns:
            raise entry.wrong(f"'{exercise_id}' is not of the patterns of its slot")
        span = slot.reps if exercise.measure is Measure.REPS else slot.duration_s
        if span is None:
            raise entry.wrong(f"'{exercise_id}' is not counted in what its slot gives")


def _programme(entry: Table, shared: Shared, days: Mapping[str, ProgrammeDay]) -> Programme:
    week_name = entry.text("weeks")
    if week_name not in shared.weeks:
        raise entry.wrong(f"there are no weeks '{week_name}'")
    names = entry.texts("days")
    unknown = [name for name in names if name not in days]
    if unknown or not names:
        raise entry.wrong(f"there is no day '{unknown[0]}'" if unknown else "it has no days")
    programme = Programme(
        id=entry.text("id"),
        name=entry.text("name"),
        about=entry.text("about"),
        goals=frozenset(entry.some_of("goals", Goal)),
        kinds=frozenset(entry.some_of("kinds", AthleteKind)),
        days_per_week=entry.span("days_per_week"),
        minutes=entry.span("minutes"),
        rpe_cap=entry.number("rpe_cap"),
        weeks=shared.weeks[week_name],
        days=tuple(days[name] for name in names),
        method=entry.one_of("method", Method),
        sources=_sources(entry, shared),
        conditions=frozenset(entry.some_of("conditions", Condition, ())),
        sports=entry.texts("sports", ()),
        aims=frozenset(entry.some_of("aims", Aim, ())),
        weekly_sets=entry.span("weekly_sets") if entry.has("weekly_sets") else None,
    )
    entry.done()
    fault = check(programme)
    if fault:
        raise entry.wrong(fault)
    return programme


def _sources(entry: Table, shared: Shared) -> tuple[Source, ...]:
    names = entry.texts("sources")
    unknown = [name for name in names if name not in shared.sources]
    if unknown or not names:
        raise entry.wrong(f"there is no source '{unknown[0]}'" if unknown else "it has no source")
    return tuple(shared.sources[name] for name in names)


def _check_all_served(found: Iterable[Programme]) -> None:
    served = {
        (goal, kind, days)
        for programme in found
        if not programme.special
        for goal in programme.goals
        for kind in programme.kinds
        for days in range(programme.days_per_week[0], programme.days_per_week[1] + 1)
    }
    for goal in Goal:
        for kind in AthleteKind:
            for days in range(1, 8):
                if (goal, kind, days) not in served:
                    raise BadData(f"No programme serves {goal}, {kind}, {days} days a week.")
