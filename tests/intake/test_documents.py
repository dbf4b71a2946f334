"""JSON is read as a stream: one object at a time, bounded, and what is none says so."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.intake import documents
from spotter.intake.documents import Documents, outline
from spotter.intake.errors import Damaged


class Slow(io.BytesIO):
    """A stream that gives few bytes at a time, as a zip may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size) if size and size > 0 else size)


def read(text: str | bytes, **how: Any) -> list[Any]:
    content = text.encode() if isinstance(text, str) else text
    return list(Documents(Slow(content), **how))


OBJECTS = st.dictionaries(
    st.text(max_size=5), st.integers() | st.text(max_size=20) | st.lists(st.booleans(), max_size=3)
)


@settings(max_examples=100, deadline=None)
@given(st.lists(OBJECTS, max_size=6), st.sampled_from([None, 2]))
def test_every_object_of_an_array_comes_back(items: list[Any], indent: int | None) -> None:
    for ascii_only in (True, False):
        text = json.dumps(items, indent=indent, ensure_ascii=ascii_only)
        assert read(text.encode("utf-8", "replace")) == json.loads(
            text.encode("utf-8", "replace").decode()
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(OBJECTS, min_size=1, max_size=5), st.data())
def test_what_came_before_a_break_comes_back(items: list[Any], data: st.DataObject) -> None:
    text = json.dumps(items)
    cut = data.draw(st.integers(1, len(text) - 1))
    came: list[Any] = []
    reading = Documents(io.BytesIO(text[:cut].encode()))
    with pytest.raises(Damaged) as broken:
        came.extend(reading)
    assert came == items[: len(came)]
    assert broken.value.offset <= cut


def test_an_array_within_may_be_begun_with() -> None:
    begin = documents.within("all", "[")
    assert read('[{"all": [{"a":1}, {"a":2}], "rest": 3}]', begin=begin) == [{"a": 1}, {"a": 2}]


def test_one_object_may_be_the_whole_file() -> None:
    assert read('\ufeff{"a": [1, 2]}', begin=None) == [{"a": [1, 2]}]


@pytest.mark.parametrize(
    "text",
    ['[{"a": NaN}]', "[" * 100_000, '[{"a": 1} {]', '[{"a":', b'[{"a": "\xff"}]', "[1, 2", "{}"],
)
def test_what_is_no_json_of_objects_is_damaged(text: str | bytes) -> None:
    with pytest.raises(Damaged):
        read(text)


def test_one_object_is_never_larger_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_LARGEST", 1_000)
    with pytest.raises(Damaged, match="too large"):
        list(Documents(Slow(b'[{"a": "' + b"x" * 400_000 + b'"}]')))


def test_memory_is_that_of_a_part_and_not_of_the_file() -> None:
    content = b"[" + b",".join(b'{"a": %d, "b": "text"}' % n for n in range(200_000)) + b"]"
    tracemalloc.start()
    count = sum(1 for _ in Documents(io.BytesIO(content)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200_000
    assert peak < len(content) / 2


@pytest.mark.parametrize(
    ("head", "root", "keys"),
    [
        (b'[{"a": {"b": 1}, "c": [', "[", {"a", "c"}),
        (b'{"a": {"b": 1}, "c": [', "{", {"a", "c"}),
        (b'[{"a": "b\\": {"}, {"d": 1}]', "[", {"a"}),
        (b"a,b,c\n", "", set()),
        (b"[1, 2, 3]", "[", set()),
    ],
)
def test_the_first_bytes_tell_the_keys_of_the_first_object(
    head: bytes, root: str, keys: set[str]
) -> None:
    found = outline(head)
    assert (found.root, found.keys) == (root, keys)
