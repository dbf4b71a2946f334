"""The words of every cue, from the files beside this one; what is wrong is said by name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from spotter.form.exercises import EXERCISES, FAULTS
from spotter.kit.errors import SpotterError

_PARTS = ("beginner", "advanced", "next", "source")
# What is spoken between two repetitions must be short; what to try next may be read.
_LONGEST_SPOKEN = 60
# Often said and not borne out: knees may pass the toes, backs are no rulers, lungs need no timing.
_FOLKLORE = ("past your toes", "over your toes", "lock your knees", "never round")


class BadCues(SpotterError):
    """A file of cues cannot be used; it says which, and what is wrong with it."""

    code = "bad_cues"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one fault in one exercise; `source` in full."""

    beginner: str
    advanced: str
    next: str
    source: str


Book = dict[str, dict[str, Entry]]


@cache
def book() -> Book:
    """Return exercise → fault → words, of the files that come with the package."""
    return read(resources.files("spotter.form.cues"))


@cache
def better() -> dict[str, str]:
    """Return fault → what is said when it is gone."""
    told = _parsed(resources.files("spotter.form.cues") / "better.toml")
    if missing := sorted(set(FAULTS) - set(told)):
        raise BadCues(f"better.toml says nothing of {', '.join(missing)}.")
    return {name: str(words) for name, words in told.items()}


def read(folder: Traversable) -> Book:
    """Return the book of a folder that holds `sources.toml` and `words/`; raises `BadCues`."""
    sources = {name: str(text) for name, text in _parsed(folder / "sources.toml").items()}
    return {
        name: _exercise(folder / "words" / f"{name}.toml", one.faults, sources)
        for name, one in EXERCISES.items()
    }


def _exercise(
    file: Traversable, faults: tuple[str, ...], sources: dict[str, str]
) -> dict[str, Entry]:
    told = _parsed(file)
    if missing := sorted(set(faults) - set(told)):
        raise BadCues(f"{file.name} has no cue for {', '.join(missing)}.")
    if strange := sorted(set(told) - set(faults)):
        raise BadCues(f"{file.name} has a cue for {', '.join(strange)}, no fault of it.")
    return {fault: _entry(f"{file.name}, [{fault}]", told[fault], sources) for fault in faults}


def _entry(where: str, told: Any, sources: dict[str, str]) -> Entry:
    if not isinstance(told, dict) or set(told) != set(_PARTS):
        raise BadCues(f"{where} must have {', '.join(_PARTS)} and nothing else.")
    words = {part: str(told[part]).strip() for part in _PARTS}
    if empty := [part for part in _PARTS if not words[part]]:
        raise BadCues(f"{where} leaves {', '.join(empty)} empty.")
    for part in ("beginner", "advanced"):
        if len(words[part]) > _LONGEST_SPOKEN:
            raise BadCues(f"{where}: {part} is longer than {_LONGEST_SPOKEN} letters to be spoken.")
    said = " ".join(words.values()).casefold()
    if folklore := [one for one in _FOLKLORE if one in said]:
        raise BadCues(f"{where} says '{folklore[0]}', which is folklore.")
    if words["source"] not in sources:
        raise BadCues(f"{where} names the source '{words['source']}', which sources.toml has not.")
    return Entry(words["beginner"], words["advanced"], words["next"], sources[words["source"]])


def _parsed(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise BadCues(f"There are no cues in {file.name}; write the file.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise BadCues(f"{file.name} is no TOML: {problem}.") from problem
