"""Reading TOML: every complaint says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from spotter.training.tables import BadData, Table, read, toml_files


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("id = [", encoding="utf-8")
    with pytest.raises(BadData, match=r"^broken\.toml: not readable as TOML"):
        read(tmp_path / "broken.toml")


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('name = "Kniebeuge für"'.encode("latin-1"))
    with pytest.raises(BadData, match=r"^latin\.toml: not readable as TOML"):
        read(tmp_path / "latin.toml")


def test_files_come_in_the_order_of_their_names_and_others_are_left(tmp_path: Path) -> None:
    for name in ("squat.toml", "hinge.toml", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [file.name for file in toml_files(tmp_path)] == ["hinge.toml", "squat.toml"]


@pytest.mark.parametrize("value", [True, "3", -1, None, [3]])
def test_only_numbers_of_at_least_zero_are_numbers(value: object) -> None:
    with pytest.raises(BadData, match=r"^here: 'n' "):
        Table({"n": value}, "here").number("n")


@pytest.mark.parametrize("value", [[3], [0, 3], [3, 2], [1.5, 2], ["1", "2"], "12", [True, 2]])
def test_only_two_rising_whole_numbers_are_a_span(value: object) -> None:
    with pytest.raises(BadData, match=r"must be \[low, high\]"):
        Table({"reps": value}, "here").span("reps")


def test_a_span_may_be_a_single_value() -> None:
    assert Table({"reps": [5, 5]}, "here").span("reps") == (5, 5)


def test_a_default_stands_in_for_an_absent_key_only() -> None:
    table = Table({"given": 2}, "here")
    assert table.number("given", 7) == 2
    assert table.number("absent", 7) == 7


def test_nothing_is_said_about_keys_that_were_read() -> None:
    table = Table({"a": 1, "b": 2}, "here")
    table.number("a")
    with pytest.raises(BadData, match="here: unknown key 'b'"):
        table.done()
    table.number("b")
    table.done()
