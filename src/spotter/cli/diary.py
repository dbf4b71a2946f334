"""The log file: check-ins and finished sessions, one JSON object a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spotter.athletes.written import fact
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
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
        tuple(one for one in facts if isinstance(one, Checkin)),
        tuple(one for one in facts if isinstance(one, SessionLog)),
    )


def _fact(path: Path, number: int, line: str) -> Checkin | SessionLog:
    try:
        return fact(line)
    except ValueError as problem:
        raise BadInput(f"{path}, line {number}: {problem}.", field="log") from problem
