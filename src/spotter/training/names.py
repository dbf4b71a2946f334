"""What training logs call an exercise → the exercise of the catalogue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from spotter.training.catalogue import Catalogue, catalogue
from spotter.training.tables import BadData, Table, read

_SUGGESTED = 3
# Below this the nearest name is another movement; judged by eye on the names of real logs.
_LEAST_SCORE = 70.0


class How(StrEnum):
    """How an exercise was found."""

    EXACT = "exact"
    ALIAS = "alias"
    ATHLETE = "athlete"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The exercise that a name means, None when nobody has said so.

    `suggestions` are (exercise, score 0-100) for a name without an exercise, the nearest first.
    A suggestion is for a person to decide on and never used as it is.
    """

    exercise: str | None
    how: How
    suggestions: tuple[tuple[str, int], ...] = ()


def resolve(name: str, own: Mapping[str, str] | None = None) -> Match:
    """Return what `name` means; `own` is what the athlete decided, `plain` name → exercise."""
    key = plain(name)
    if own and key in own:
        return Match(own[key], How.ATHLETE)
    return _resolved(key)


def meaning(name: str, own: Mapping[str, str] | None = None) -> str | None:
    """Return the exercise that `name` means, as `resolve` does, without looking for suggestions."""
    key = plain(name)
    return (own or {}).get(key) or _own_names().get(key) or _aliases().get(key)


def plain(name: str) -> str:
    """Return `name` in lower case without accents, brackets and punctuation, words in order."""
    marked = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in marked if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", bare.replace("_", " ")))


def unmapped(names: Iterable[str], own: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return those of `names` that mean no exercise of the catalogue, each once, in order."""
    return tuple(name for name in dict.fromkeys(names) if meaning(name, own) is None)


@lru_cache(maxsize=4_096)
def _resolved(key: str) -> Match:
    if exercise := _own_names().get(key):
        return Match(exercise, How.EXACT)
    if exercise := _aliases().get(key):
        return Match(exercise, How.ALIAS)
    return Match(None, How.NONE, _suggestions(key))


def _suggestions(key: str) -> tuple[tuple[str, int], ...]:
    from rapidfuzz import fuzz, process  # only names that nobody mapped need it

    if not key:
        return ()
    best: dict[str, int] = {}
    known = {**_aliases(), **_own_names()}
    near = process.extract(
        key, known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_LEAST_SCORE, limit=20
    )
    for name, score, _ in near:
        best.setdefault(known[name], round(score))
    return tuple(best.items())[:_SUGGESTED]


@cache
def _own_names() -> Mapping[str, str]:
    by_name = {plain(one.name): one.id for one in catalogue()}
    return by_name | {plain(one.id): one.id for one in catalogue()}


@cache
def _aliases() -> Mapping[str, str]:
    return load(read(files("spotter.training") / "data" / "exercise_names.toml"), catalogue())


def load(table: Table, exercises: Catalogue) -> dict[str, str]:
    """Return plain alias → exercise.

    Raises `BadData` for an exercise that does not exist and for a name that stands for two.
    """
    every = table.get("aliases")
    if not isinstance(every, dict):
        raise table.wrong("'aliases' must be a table")
    table.done()
    entries, found = Table(every, table.place), dict[str, str]()
    for exercise in every:
        if exercise not in exercises:
            raise entries.wrong(f"'{exercise}' is no exercise")
        for alias in entries.texts(exercise):
            if found.setdefault(plain(alias), exercise) != exercise:
                raise entries.wrong(f"'{alias}' stands for two exercises")
    return found


__all__ = ["BadData", "How", "Match", "load", "meaning", "plain", "resolve", "unmapped"]
