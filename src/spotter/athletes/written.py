"""One line of a log file: a check-in or a session, as JSON."""

from __future__ import annotations

import json

from spotter.body.checkin import Checkin
from spotter.store.codec import decode
from spotter.training.session import SessionLog


def fact(line: str) -> Checkin | SessionLog:
    """Return what `line` tells: `kind` (checkin or session) and that fact's fields.

    Raises `ValueError` saying what cannot be used; whoever reads the file names file and line.
    """
    try:
        told = json.loads(line)
        kind = told.pop("kind")
        if kind == "checkin":
            return decode(Checkin, told)
        if kind == "session":
            return decode(SessionLog, told)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ValueError(str(problem)) from problem
    raise ValueError("kind must be checkin or session")
