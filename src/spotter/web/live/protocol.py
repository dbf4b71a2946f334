"""What a browser may say in a live set, checked to the last number before anything is done.

The messages are described in docs/camera.md. Everything that is wrong with one is told by a name of
`refusals`; a message is taken whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeGuard

import numpy as np

from spotter.form.cues import Level
from spotter.form.exercises import exercise as exercise_called
from spotter.form.live.frame import IMAGE, WORLD_M, Frame
from spotter.form.motion import Floats
from spotter.form.skeleton import LANDMARKS
from spotter.web.live.refusals import BadFrame, MessageTooLong, NotAMessage, NotANumber

# A frame has some 1500 characters; a second of them, sent again after a lost connection, fits.
MOST_CHARACTERS: Final = 128_000
MOST_FRAMES: Final = 60
AUTO: Final = "auto"
_POINTS: Final = len(LANDMARKS)
_SET = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOST_PEOPLE = 100
_ASPECT = (0.1, 10.0)
_WHOLE = 2**53


@dataclass(frozen=True, slots=True)
class Start:
    """A set begins: `exercise` None is to be recognised; `aspect` is width over height."""

    set_id: str
    exercise: str | None
    aspect: float
    level: Level


@dataclass(frozen=True, slots=True)
class Resume:
    """A set goes on after a lost connection; `after` is the last event the browser has."""

    set_id: str
    after: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """A frame and its number in the set, from 0."""

    seq: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Frames:
    """Some frames, in the order of their numbers."""

    frames: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Finish:
    """The set is over."""


Said = Start | Resume | Frames | Finish


def read(text: str | None) -> Said:
    """Return what a message says; raises a refusal or, for no such exercise, `Unknown`."""
    if text is None:
        raise NotAMessage("Send JSON as text, not as bytes.")
    if len(text) > MOST_CHARACTERS:
        raise MessageTooLong(
            f"A message may have {MOST_CHARACTERS // 1000}k characters; send fewer frames at once."
        )
    found = _parsed(text)
    match found.get("type"):
        case "start":
            return _start(found)
        case "resume":
            return Resume(_set_id(found), _whole(found, "after", least=-1))
        case "frames":
            return _frames(found)
        case "finish":
            return Finish()
    raise NotAMessage("The type is start, frames, finish or resume.", field="type")


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotAMessage("This is no JSON.") from error
    if not isinstance(found, dict):
        raise NotAMessage("A message is a JSON object.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotANumber(f"{name} is no number that a place can have.")


def _start(found: Mapping[str, Any]) -> Start:
    name = found.get("exercise", AUTO)
    if not isinstance(name, str):
        raise NotAMessage("The exercise is a name, or 'auto'.", field="exercise")
    aspect = found.get("aspect")
    if not _is_number(aspect) or not _ASPECT[0] <= aspect <= _ASPECT[1]:
        raise NotANumber("The aspect is the picture's width over its height.", field="aspect")
    level = found.get("level", Level.BEGINNER.value)
    if not isinstance(level, str) or level not in {one.value for one in Level}:
        raise NotAMessage("The level is beginner or advanced.", field="level")
    exercise = None if name == AUTO else exercise_called(name).id
    return Start(_set_id(found), exercise, float(aspect), Level(level))


def _set_id(found: Mapping[str, Any]) -> str:
    name = found.get("set")
    if not isinstance(name, str) or not _SET.fullmatch(name):
        raise NotAMessage("The set is a UUID of the browser's making.", field="set")
    return name.lower()


def _frames(found: Mapping[str, Any]) -> Frames:
    given = found.get("frames")
    if not isinstance(given, list) or not given:
        raise BadFrame("A message of frames has a list of them.", field="frames")
    if len(given) > MOST_FRAMES:
        raise MessageTooLong(f"Send at most {MOST_FRAMES} frames at once.", field="frames")
    return Frames(tuple(_frame(one) for one in given))


def _frame(one: Any) -> Numbered:
    if not isinstance(one, dict):
        raise BadFrame("A frame is an object.", field="frames")
    at_ms = one.get("t_ms")
    if not _is_number(at_ms) or not 0 <= at_ms < _WHOLE:
        raise NotANumber("t_ms are milliseconds from the start of the set.", field="t_ms")
    people = _whole(one, "people", least=-1)
    if people > _MOST_PEOPLE:
        raise NotANumber("That is a crowd; count again.", field="people")
    nobody = all(one.get(name) is None for name in ("world", "image", "visibility"))
    world = _points(one, "world", 3, (-WORLD_M, WORLD_M), nobody=nobody)
    image = _points(one, "image", 3, (-IMAGE, IMAGE), nobody=nobody)
    seen = _points(one, "visibility", 1, (0.0, 1.0), nobody=nobody)[:, 0]
    frame = Frame(at_ms / 1000, world, image, np.nan_to_num(seen), people)
    return Numbered(_whole(one, "seq", least=0), frame)


def _points(
    one: Mapping[str, Any], name: str, wide: int, limits: tuple[float, float], *, nobody: bool
) -> Floats:
    """Return (33, wide) numbers within `limits`; NaN in a frame with nobody in it."""
    if nobody:
        return np.full((_POINTS, wide), np.nan, np.float32)
    given = one.get(name)
    if not isinstance(given, list) or len(given) != _POINTS * wide:
        raise BadFrame(
            f"{name} has {_POINTS * wide} numbers, or is null without a person.", field=name
        )
    if not all(map(_is_number, given)):
        raise NotANumber(f"{name} has something in it that is no number.", field=name)
    return _within(given, wide, limits, name)


def _within(given: Sequence[float], wide: int, limits: tuple[float, float], name: str) -> Floats:
    low, high = limits
    # Compared as they came: in single precision a huge number would become infinite, and warn.
    if min(given) < low or max(given) > high:
        raise NotANumber(
            f"{name} has something in it that is not between {low:g} and {high:g}.", field=name
        )
    return np.array(given, np.float32).reshape(_POINTS, wide)


def _whole(found: Mapping[str, Any], name: str, *, least: int) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < _WHOLE:
        raise NotANumber(f"{name} is a whole number from {least} on.", field=name)
    return value


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
