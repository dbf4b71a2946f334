"""wger's log comes in as its API describes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.intake import errors
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.registry import SOURCES
from spotter.training.names import meaning

ENTRY = {
    "id": 7, "date": "2026-01-05T18:30:00+01:00", "session": 3, "exercise": 73,
    "repetitions_unit": 1, "repetitions": "5.00", "weight_unit": 1, "weight": "82.50", "rir": "2.0",
}  # fmt: skip
OLD = {
    "id": 8, "reps": 8, "date": "2019-01-05", "workout": 4, "exercise_base": 73, "weight": "180.00",
    "weight_unit": 2, "repetition_unit": 1, "rir": None,
}  # fmt: skip


def page(*entries: Any) -> str:
    return json.dumps({"count": 1, "next": None, "previous": None, "results": list(entries)})


def read(tmp_path: Path, text: str) -> tuple[ImportOutcome, pl.DataFrame]:
    path = tmp_path / "log.json"
    path.write_text(text)
    outcome = import_file(path, tmp_path / "o.parquet", now=NOW)
    return outcome, raw.scan([outcome.path]).collect()


@pytest.mark.parametrize("text", [page(ENTRY), json.dumps([ENTRY]), page(OLD)])
def test_it_is_known_by_its_entries_and_by_nobody_else(text: str) -> None:
    assert [source.name for source in SOURCES if source.detect(text.encode())] == ["wger"]


def test_a_set_has_its_load_repetitions_and_effort(tmp_path: Path) -> None:
    _, rows = read(tmp_path, page(ENTRY))
    (one,) = rows.filter(signal="set").to_dicts()
    about = json.loads(one["metadata"])
    assert (one["si"], about["reps"], about["rpe"]) == (82.5, 5, 8)
    assert str(one["start"]) == "2026-01-05 17:30:00+00:00"
    assert meaning(one["text"]) is not None, "an exercise of the catalogue"


def test_an_entry_of_older_servers_is_read_too(tmp_path: Path) -> None:
    _, rows = read(tmp_path, page(OLD))
    assert rows.filter(signal="set")["si"].to_list() == [pytest.approx(180 * 0.45359237)]


def test_entries_of_one_session_are_one_workout_in_whatever_order(tmp_path: Path) -> None:
    later = {**ENTRY, "id": 9, "date": "2026-01-05T18:40:00+01:00", "exercise": 999_999}
    other = {**ENTRY, "id": 10, "session": 4, "date": "2026-01-07T18:40:00+01:00"}
    _, rows = read(tmp_path, page(other, later, ENTRY))
    assert rows.filter(signal="workout").height == 2
    sets = rows.filter(signal="set")
    assert sets["text"].to_list()[1] == "wger exercise 999999"


@pytest.mark.parametrize(
    ("change", "key", "value"),
    [
        ({"repetitions_unit": 3, "repetitions": "60"}, "duration_s", 60),
        ({"repetitions_unit": 4, "repetitions": "2"}, "duration_s", 120),
        ({"repetitions_unit": 6, "repetitions": "5"}, "distance_m", 5000),
        ({"repetitions_unit": 2, "repetitions": "9"}, "kind", "failure"),
        ({"weight_unit": 3, "weight": "1"}, "load", "bodyweight"),
        ({"weight_unit": 5, "weight": "12"}, "load", "not_entered"),
    ],
)
def test_every_unit_is_what_it_means(
    tmp_path: Path, change: dict[str, Any], key: str, value: object
) -> None:
    _, rows = read(tmp_path, page({**ENTRY, **change}))
    assert json.loads(rows.filter(signal="set")["metadata"][0])[key] == value


def test_what_cannot_be_read_is_refused_and_what_came_before_a_break_stays(tmp_path: Path) -> None:
    text = page(ENTRY, {**ENTRY, "date": "soon"}, {**ENTRY, "repetitions": "many"}, ENTRY)
    outcome, rows = read(tmp_path, text[:-30])
    assert outcome.rejected_by_reason == {"unreadable_time": 1, "no_number": 1}
    assert outcome.damage is not None
    assert rows.filter(signal="set").height == 1


VALUES = st.none() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.none())


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.dictionaries(st.sampled_from(sorted(ENTRY)), VALUES, max_size=4))
def test_no_value_brings_it_down(tmp_path: Path, changes: dict[str, Any]) -> None:
    try:
        outcome, _ = read(tmp_path, page({**ENTRY, **changes}))
    except errors.ImportRefused:
        return
    assert outcome.source == "wger"
