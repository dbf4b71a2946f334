"""A long benchmark goes on where it stopped, and takes nothing over from other code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.piecewise import Piece, digest, done
from spotter.lab.benchmarks.running import run
from spotter.lab.prescribe.benchmarks.registry import SHELF

PIECES = [Piece(f"square of {number}", number) for number in range(5)]


def squared(number: int) -> dict[str, Any]:
    return {"is": number**2}


def quiet(line: str) -> None:
    """Hear nothing."""


class Breaks:
    """Answers until it has answered `often` times, then fails as a killed run would."""

    def __init__(self, often: int) -> None:
        self.often, self.asked = often, list[int]()

    def __call__(self, number: int) -> dict[str, Any]:
        if len(self.asked) == self.often:
            raise KeyboardInterrupt
        self.asked.append(number)
        return squared(number)


def test_answers_come_in_the_order_of_the_pieces_from_several_processes() -> None:
    pairs = [Piece(f"square of {one.of}", [("is", one.of**2)]) for one in PIECES]
    assert done(pairs, dict, tell=quiet, processes=2) == [squared(one.of) for one in PIECES]


def test_a_broken_run_goes_on_with_what_was_left(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        done(PIECES, Breaks(3), tell=quiet, work=tmp_path, code="a")
    rest = Breaks(9)
    assert done(PIECES, rest, tell=quiet, work=tmp_path, code="a")[4] == {"is": 16}
    assert rest.asked == [3, 4]


def test_other_code_begins_anew(tmp_path: Path) -> None:
    done(PIECES, squared, tell=quiet, work=tmp_path, code="a")
    again = Breaks(9)
    done(PIECES, again, tell=quiet, work=tmp_path, code="b")
    assert len(again.asked) == len(PIECES)


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    file = tmp_path / "room" / "one.toml"
    file.parent.mkdir()
    file.write_text("a = 1", encoding="utf-8")
    first = digest([file.parent])
    file.write_text("a = 2", encoding="utf-8")
    second = digest([file.parent])
    file.rename(file.with_name("two.toml"))
    assert len({first, second, digest([file.parent])}) == 3


def test_what_is_left_is_told_piece_by_piece(tmp_path: Path) -> None:
    lines: list[str] = []
    done(PIECES[:2], squared, tell=lines.append, work=tmp_path)
    done(PIECES, squared, tell=lines.append, work=tmp_path)
    assert "2 of 5 were done before" in lines
    assert lines[-1].startswith("5 of 5, 0 min left")


def test_an_option_that_a_benchmark_does_not_have_is_bad_input() -> None:
    asked = {"only": "busy", "work": None}
    with pytest.raises(BadInput, match="'e1rm' has no option --only"):
        run(SHELF, "e1rm", None, seeds=1, out=None, as_json=False, asked=asked)
