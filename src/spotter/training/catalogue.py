"""The exercise catalogue: `data/exercises/*.toml`, checked and searchable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from spotter.athletes.profile import BodySite, Equipment, Experience
from spotter.kit.errors import NotFound
from spotter.training.exercise import Exercise, Measure, Muscle, Pattern, Trait
from spotter.training.tables import BadData, Table, read, toml_files

LEVELS = tuple(Experience)
_RANKS = {level: place for place, level in enumerate(LEVELS)}


def rank(level: Experience) -> int:
    """Return 0 for beginner, 1 for intermediate, 2 for advanced."""
    return _RANKS[level]


class Catalogue:
    """All exercises in the order of the files: within a file easier movements stand first."""

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        self._by_id = {exercise.id: exercise for exercise in exercises}
        self._related: dict[str, tuple[Exercise, ...]] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self._by_id.values())

    def __contains__(self, exercise_id: object) -> bool:
        return exercise_id in self._by_id

    def get(self, exercise_id: str) -> Exercise:
        """Return the exercise called `exercise_id`; raises `NotFound` when there is none."""
        try:
            return self._by_id[exercise_id]
        except KeyError:
            raise NotFound(
                f"There is no exercise '{exercise_id}' in the catalogue; search for it by name.",
                field="exercise",
            ) from None

    def find(
        self,
        *,
        pattern: Pattern | Collection[Pattern] | None = None,
        equipment: Collection[Equipment] | None = None,
        level: Experience | None = None,
        avoid_sites: Collection[BodySite] = (),
        avoid_traits: Collection[Trait] = (),
        muscles: Collection[Muscle] = (),
        exclude: Collection[str] = (),
    ) -> tuple[Exercise, ...]:
        """Return the exercises that fit, in catalogue order.

        `equipment` is what the athlete has (None: everything), `level` the hardest allowed,
        `muscles` at least one of which must be a primary one.
        """
        wanted = (pattern,) if isinstance(pattern, Pattern) else pattern
        has = None if equipment is None else frozenset(equipment)
        sites, traits, worked = frozenset(avoid_sites), frozenset(avoid_traits), set(muscles)
        return tuple(
            exercise
            for exercise in self
            if (wanted is None or exercise.pattern in wanted)
            and (has is None or exercise.equipment <= has)
            and (level is None or rank(exercise.level) <= rank(level))
            and not exercise.contraindicated & sites
            and not exercise.traits & traits
            and (not worked or worked.intersection(exercise.primary))
            and exercise.id not in exclude
        )

    def substitutes(
        self,
        exercise_id: str,
        *,
        equipment: Collection[Equipment] | None = None,
        level: Experience | None = None,
        avoid_sites: Collection[BodySite] = (),
        avoid_traits: Collection[Trait] = (),
        exclude: Collection[str] = (),
    ) -> tuple[Exercise, ...]:
        """Return what can stand in for an exercise, the nearest first.

        Same pattern; nearest means: most primary muscles shared, then closest in level, then a
        named regression or progression, then catalogue order.
        """
        original = self.get(exercise_id)
        family = {*original.regressions, *original.progressions}
        found = self.find(
            pattern=original.pattern,
            equipment=equipment,
            level=level,
            avoid_sites=avoid_sites,
            avoid_traits=avoid_traits,
            exclude={*exclude, exercise_id},
        )
        return tuple(
            sorted(
                found,
                key=lambda other: (
                    -len(set(other.primary) & set(original.primary)),
                    abs(rank(other.level) - rank(original.level)),
                    other.id not in family,
                ),
            )
        )

    def related(self, exercise_id: str) -> tuple[Exercise, ...]:
        """Return `substitutes` of an exercise for anybody anywhere, looked up once."""
        if exercise_id not in self._related:
            self._related[exercise_id] = self.substitutes(exercise_id)
        return self._related[exercise_id]


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue, read once; raises `BadData` naming file and entry."""
    folder = files("spotter.training") / "data" / "exercises"
    return load(read(file) for file in toml_files(folder))


def load(tables: Iterable[Table]) -> Catalogue:
    """Return the catalogue of some files.

    Each file holds a list `exercise`. Only `regressions` are written down; progressions are the
    same relation read the other way. Raises `BadData` for a wrong value, an id used twice, an
    unknown id, an easier movement of a higher level, or a circle.
    """
    entries: dict[str, Table] = {}
    for table in tables:
        for values in table.tables("exercise"):
            entry = Table(values, f"{table.place}: {values.get('id', 'an entry without id')}")
            exercise_id = entry.text("id")
            if exercise_id in entries:
                raise entry.wrong(f"the id is already used in {entries[exercise_id].place}")
            entries[exercise_id] = entry
        table.done()
    easier = {key: entry.texts("regressions", ()) for key, entry in entries.items()}
    harder = _reversed(easier, entries)
    result = Catalogue(_exercise(entries[key], easier[key], harder[key]) for key in entries)
    _check_difficulty(result, entries)
    return result


def _reversed(
    easier: Mapping[str, tuple[str, ...]], entries: Mapping[str, Table]
) -> dict[str, tuple[str, ...]]:
    harder: dict[str, list[str]] = {key: [] for key in easier}
    for key, others in easier.items():
        for other in others:
            if other not in harder:
                raise entries[key].wrong(f"the regression '{other}' is no exercise")
            harder[other].append(key)
    return {key: tuple(others) for key, others in harder.items()}


def _exercise(entry: Table, easier: tuple[str, ...], harder: tuple[str, ...]) -> Exercise:
    exercise = Exercise(
        id=entry.text("id"),
        name=entry.text("name"),
        pattern=entry.one_of("pattern", Pattern),
        primary=entry.some_of("primary", Muscle),
        secondary=entry.some_of("secondary", Muscle, ()),
        equipment=frozenset(entry.some_of("equipment", Equipment, ())),
        level=entry.one_of("level", Experience),
        measure=entry.one_of("measure", Measure, Measure.REPS),
        stresses=frozenset(entry.some_of("stresses", BodySite, ())),
        contraindicated=frozenset(entry.some_of("contraindicated", BodySite, ())),
        traits=frozenset(entry.some_of("traits", Trait, ())),
        regressions=easier,
        progressions=harder,
        cues=entry.texts("cues"),
        increment_kg=entry.number("increment_kg", 0.0),
        start_fraction=entry.number("start_fraction", 0.0),
        minimum_kg=entry.number("minimum_kg", 0.0),
        one_sided=entry.flag("one_sided"),
    )
    entry.done()
    _check(exercise, entry)
    return exercise


def _check(exercise: Exercise, entry: Table) -> None:
    if not exercise.id.replace("_", "a").isalnum() or exercise.id != exercise.id.lower():
        raise entry.wrong("the id must be lower case words joined by underscores")
    if set(exercise.primary) & set(exercise.secondary):
        raise entry.wrong("a muscle is both primary and secondary")
    if not exercise.contraindicated <= exercise.stresses:
        raise entry.wrong("a contraindicated site must be among 'stresses'")
    if not 2 <= len(exercise.cues) <= 4:
        raise entry.wrong("'cues' must be two to four sentences")
    if (exercise.increment_kg > 0) != (exercise.start_fraction > 0):
        raise entry.wrong("'increment_kg' and 'start_fraction' belong together")


def _check_difficulty(exercises: Catalogue, entries: Mapping[str, Table]) -> None:
    for exercise in exercises:
        for other in exercise.regressions:
            if rank(exercises.get(other).level) > rank(exercise.level):
                raise entries[exercise.id].wrong(f"the regression '{other}' has a higher level")
        if exercise.id in _all_easier(exercises, exercise.id):
            raise entries[exercise.id].wrong("its regressions lead back to itself")


def _all_easier(exercises: Catalogue, exercise_id: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(exercises.get(exercise_id).regressions)
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            waiting.extend(exercises.get(other).regressions)
    return seen


def counts(exercises: Iterable[Exercise]) -> tuple[Counter[str], Counter[str]]:
    """Return how many exercises there are by pattern and by equipment ("none" for none)."""
    by_pattern: Counter[str] = Counter()
    by_equipment: Counter[str] = Counter()
    for exercise in exercises:
        by_pattern[exercise.pattern] += 1
        by_equipment["+".join(sorted(exercise.equipment)) or "none"] += 1
    return by_pattern, by_equipment


def main() -> None:
    """Print the counts, as `python -m spotter.training.catalogue` does."""
    shipped = catalogue()
    for title, counter in zip(("pattern", "equipment"), counts(shipped), strict=True):
        print(f"by {title}")
        for name, count in sorted(counter.items(), key=lambda item: (-item[1], item[0])):
            print(f"  {count:4d}  {name}")
    print(f"{len(shipped)} exercises")


__all__ = ["BadData", "Catalogue", "catalogue", "counts", "load", "rank"]

if __name__ == "__main__":
    main()
