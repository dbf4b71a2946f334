"""Elements of a long file: gathered at once where there are many, whatever stands in them."""

from __future__ import annotations

import io

import pytest

from spotter.intake.alike import Alike, Texts
from spotter.intake.elements import Elements, Path, Want
from spotter.intake.errors import Damaged


def gathered(text: str, *, alike: bool = True) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def gather(count: int, said: Texts) -> None:
        found.extend({name: each[n] for name, each in said.items()} for n in range(count))

    def wanted(path: Path) -> Want:
        return Want(gathered=gather) if path[-1] == "p" else Want()

    for _ in Elements(wanted, Alike("p") if alike else None).read(io.BytesIO(text.encode())):
        pass
    return found


def test_what_stands_in_an_element_is_told_at_its_end_and_not_of_the_next() -> None:
    assert gathered('<t xmlns:x="u"><p><a>1</a><x:b>2</x:b></p><p><a>3</a></p></t>') == [
        {"a": "1", "b": "2"},
        {"a": "3"},
    ]


def test_an_element_within_its_own_kind_is_no_track() -> None:
    with pytest.raises(Damaged, match="within another of its kind"):
        gathered("<t><p><a>1</a><p><a>2</a></p></p></t>")


@pytest.mark.parametrize("within", ["<d>", "<d></d>", "9" * 100])
def test_an_element_that_never_ends_is_given_up(within: str) -> None:
    with pytest.raises(Damaged, match="too long"):
        gathered("<t><p>" + within * (5 * 1024 * 1024 // len(within)))


def test_a_text_spread_over_parts_of_the_file_is_whole() -> None:
    filler = "<!--" + "x" * (1 << 18) + "-->"
    assert gathered(f"<t><p><a>12{filler}34</a></p></t>") == [{"a": "1234"}]
