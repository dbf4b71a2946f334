"""The log file: check-ins and finished sessions, one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
from spotter.store.codec import decode
from spotter.training.session import SessionLog


@dataclass(frozen=True, slots=True)
class Diary:
    """What an athlete wrote down, in the order of the file."""

    checkins: tuple[Checkin, ...] = ()
    sessions: tuple[SessionLog, ...] = ()


NOTHING_WRITTEN = Diary()


def read(path: Path) -> Diary:
    """Return the log at `path`; each line has `kind` (checkin or session) and that fact's fields.

    Raises `BadInput` naming the line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{path} cannot be read: {problem}.", field="log") from problem
    facts = [_fact(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return Diary(
        tuple(fact for fact in facts if isinstance(fact, Checkin)),
        tuple(fact for fact in facts if isinstance(fact, SessionLog)),
    )


def _fact(path: Path, number: int, line: str) -> Checkin | SessionLog:
    try:
        told = json.loads(line)
        kind = told.pop("kind")
        if kind == "checkin":
            return decode(Checkin, told)
        if kind == "session":
            return decode(SessionLog, told)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadInput(f"{path}, line {number}: {problem}.", field="log") from problem
    raise BadInput(f"{path}, line {number}: kind must be checkin or session.", field="log")
