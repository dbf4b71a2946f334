"""Work on distinct texts gives what work on each row would."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.intake import columns
from spotter.intake.columns import mapped, numbered

_TEXTS = st.lists(st.none() | st.text(max_size=3))


@settings(deadline=None)
@given(_TEXTS)
def test_each_row_has_the_number_of_its_own_text(texts: list[str | None]) -> None:
    distinct, numbers = numbered(pl.Series(texts, dtype=pl.String))
    assert [distinct[number] for number in numbers] == texts
    assert len(distinct) == len(set(texts))


@settings(deadline=None)
@given(_TEXTS)
def test_a_change_of_distinct_texts_is_one_of_each_row(texts: list[str | None]) -> None:
    expected = [None if text is None else len(text) for text in texts]
    assert mapped(pl.Series(texts, dtype=pl.String), len, pl.Int64).to_list() == expected


def test_more_texts_than_slots_are_still_told_apart() -> None:
    texts = [str(number % 70_000) for number in range(140_000)]
    distinct, numbers = numbered(pl.Series(texts))
    assert len(texts) > 2 * columns._SLOTS
    assert [distinct[number] for number in numbers] == texts
