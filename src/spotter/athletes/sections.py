"""The parts of the profile file: which keys belong where, and what was meant by others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from difflib import get_close_matches

from spotter.athletes import plain
from spotter.athletes.profile import KnownLoad, Limitation, Profile
from spotter.athletes.targets import Target
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
from spotter.safety.questions import QUESTIONS

KEYS: dict[str, tuple[str, ...]] = {
    "profile": tuple(one.name for one in fields(Profile)),
    "limitation": tuple(one.name for one in fields(Limitation)),
    "known_load": tuple(one.name for one in fields(KnownLoad)),
    "target": tuple(one.name for one in fields(Target)),
    "screening": ("answered_on", *(question.id for question in QUESTIONS)),
    "today": ("date", *(one.name for one in fields(Checkin) if one.name not in ("day", "extra"))),
}
# Parts that may be there many times, and the field of the profile that they fill.
MANY = {"limitation": "limitations", "known_load": "known_loads", "target": "targets"}
HEADS = {part: f"[[{part}]]" if part in MANY else f"[{part}]" for part in KEYS}
# A list of every question would be longer than what is wrong with one.
_MOST_LISTED = 30


@contextmanager
def of(name: str, head: str = "") -> Iterator[None]:
    """Name the file, the part and the field in every `BadInput` raised inside."""
    try:
        yield
    except BadInput as problem:
        where = f"{name}, {head}" if head else name
        field = problem.field or ""
        what = problem.message
        told = what if not field or field in what else f"'{field}': {what}"
        raise BadInput(f"{where}: {told}", field=problem.field) from problem


def only(data: Mapping[str, object]) -> None:
    """Refuse parts that are not known, and keys that stand before the first part."""
    for key in data:
        if key not in HEADS:
            hint, known = _meant(key, ""), ", ".join(HEADS.values())
            raise _refused(key, "part", hint, f"known are {known}")


def table(part: str, value: object) -> dict[str, object]:
    """Return `value` as the table of `part`, keys checked; raises `BadInput` naming the key."""
    given = dict(plain.table(part, value))
    for key in given:
        if key not in KEYS[part]:
            raise _refused(key, "key", _meant(key, part), _known(part))
    return given


def _refused(key: str, kind: str, hint: str, known: str) -> BadInput:
    # A key can be as long as a file may be.
    shown = key[:80]
    said = f"'{shown}' is not a {kind} here"
    # A hint is a question, so what follows it begins anew.
    more = f"{hint} {known[0].upper()}{known[1:]}" if hint else known
    return BadInput(f"{said}; {more}.", field=shown)


def _meant(key: str, part: str) -> str:
    """Return the question that leads from `key` to where it, or something like it, belongs."""
    homes = [other for other in KEYS if key in KEYS[other] and other != part]
    if homes == ["limitation"]:
        return f"did you mean to open a {HEADS['limitation']} part?"
    if homes:
        return f"did you mean to write it under {' or '.join(HEADS[home] for home in homes)}?"
    close = get_close_matches(key, KEYS[part] if part else KEYS, n=1)
    if not close:
        return ""
    meant = repr(close[0]) if part else HEADS[close[0]]
    return f"did you mean {meant}?"


def _known(part: str) -> str:
    keys = KEYS[part]
    if len(keys) > _MOST_LISTED:
        return "spotter profile --template shows all"
    return f"known are {', '.join(keys)}"
