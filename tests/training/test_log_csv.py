"""The training log goes out as CSV and comes back exactly as it was."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.athletes.profile import BodySite
from spotter.training.log_csv import COLUMNS, rows, sessions
from spotter.training.session import Focus, LoggedSet, SessionLog, SetKind

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
tokens = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
numbers = st.floats(0, 1e6, allow_nan=False)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


sets = st.builds(
    LoggedSet,
    exercise=tokens,
    at=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=offsets),
    reps=maybe(st.integers(0, 500)),
    duration_s=maybe(st.integers(0, 90_000)),
    load_kg=maybe(numbers),
    rpe=maybe(st.floats(0, 10)),
    kind=st.sampled_from(SetKind),
    pain=maybe(st.integers(0, 10)),
    pain_site=maybe(st.sampled_from(BodySite)),
    block=maybe(st.integers(0, 30)),
)
logs = st.builds(
    SessionLog,
    id=st.uuids().map(lambda one: one.hex),
    day=st.dates(),
    title=words,
    focus=st.sampled_from(Focus),
    sets=st.lists(sets, max_size=4).map(tuple),
    programme=words,
    programme_day=words,
    week=st.integers(1, 500),
    planned_sets=st.integers(0, 60),
    session_rpe=maybe(st.floats(0, 10)),
    duration_min=maybe(numbers),
    mood=maybe(st.integers(1, 5)),
    pain=st.dictionaries(st.sampled_from(BodySite), st.integers(0, 10), max_size=3),
    symptoms=st.frozensets(tokens, max_size=3),
)


def parsed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@settings(max_examples=200, deadline=None)
@given(st.lists(logs, max_size=4, unique_by=lambda log: log.id))
def test_what_went_out_comes_back_exactly(done: list[SessionLog]) -> None:
    text = "".join(rows(done))
    again = list(sessions(parsed(text)))
    assert again == done
    assert "".join(rows(again)) == text


def test_a_session_is_a_row_for_each_of_its_sets() -> None:
    at = datetime(2026, 2, 1, 18, 30, tzinfo=UTC)
    one = LoggedSet("bench_press", at, reps=5, load_kg=82.5, rpe=8)
    log = SessionLog("a" * 32, at.date(), "Push, heavy", Focus.STRENGTH, sets=(one, one))
    lines = "".join(rows([log])).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 3
    assert '"Push, heavy",strength' in lines[1]
    assert ",1,bench_press,2026-02-01T18:30:00+00:00,5,,82.5,8," in lines[1]


@pytest.mark.parametrize("change", [{"at": "2026-02-01T18:30:00"}, {"kind": "odd"}, {"reps": "a"}])
def test_what_such_a_file_never_has_is_named(change: dict[str, str]) -> None:
    at = datetime(2026, 2, 1, 18, 30, tzinfo=UTC)
    one = LoggedSet("bench_press", at, reps=5)
    log = SessionLog("a" * 32, at.date(), "Push", Focus.STRENGTH, sets=(one,))
    (row,) = parsed("".join(rows([log])))
    with pytest.raises(ValueError, match=r".+"):
        list(sessions([{**row, **change}]))
