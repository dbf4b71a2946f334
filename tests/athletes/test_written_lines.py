"""One reader for the lines of a log file, whoever keeps the file."""

from __future__ import annotations

import pytest

from spotter.athletes.written import fact
from spotter.body.checkin import Checkin
from spotter.training.session import SessionLog


def test_a_line_tells_a_checkin() -> None:
    assert isinstance(fact('{"kind": "checkin", "day": "2026-03-02", "mood": 4}'), Checkin)


def test_a_line_tells_a_session() -> None:
    line = '{"kind": "session", "id": "a", "day": "2026-03-02", "title": "A", "focus": "strength"}'
    assert isinstance(fact(line), SessionLog)


@pytest.mark.parametrize(
    "line", ["", "[]", "3", "null", "{", '{"day": "2026-03-02"}', '{"kind": "song"}',
             '{"kind": "checkin"}', '{"kind": "session", "day": 3}']
)  # fmt: skip
def test_anything_else_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        fact(line)
