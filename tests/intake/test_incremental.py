"""A record is taken once, however often and in however many exports it comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from intake.exports import NOW, export_text, record
from spotter.body import raw
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.seen import Seen

ELEMENTS = tuple(record(value=str(60 + i)) for i in range(5))


def imported(
    tmp_path: Path, name: str, *elements: str, after: tuple[Path, ...] = ()
) -> ImportOutcome:
    path = tmp_path / f"{name}.xml"
    path.write_text(export_text(*elements), encoding="utf-8")
    return import_file(path, tmp_path / f"{name}.parquet", raw.keys(after), now=NOW)


def test_the_same_file_again_brings_nothing(tmp_path: Path) -> None:
    first = imported(tmp_path, "first", *ELEMENTS)
    again = imported(tmp_path, "again", *ELEMENTS, after=(first.path,))
    assert (again.records, again.tally.added, again.tally.known) == (5, 0, 5)
    assert again.days == frozenset()
    assert again.by_kind == {"heart_rate": 5}


def test_a_newer_export_brings_only_what_is_new(tmp_path: Path) -> None:
    first = imported(tmp_path, "first", *ELEMENTS[:3])
    newer = imported(tmp_path, "newer", *ELEMENTS, after=(first.path,))
    assert (newer.tally.added, newer.tally.known) == (2, 3)
    assert raw.scan([first.path, newer.path]).collect()["key"].n_unique() == 5


def test_what_an_export_rewrites_does_not_make_a_record_new(tmp_path: Path) -> None:
    device = "&lt;&lt;HKDevice: {}&gt;, name:Apple Watch, model:Watch, hardware:Watch4,4&gt;"
    first = imported(tmp_path, "a", record(sourceName="Alex’s Watch", device=device.format("0x1")))
    again = imported(
        tmp_path,
        "b",
        record(
            sourceName="Alex’s\u00a0Watch",
            device=device.format("0x2"),
            sourceVersion="10",
            creationDate="2026-02-03 08:00:00 +0000",
            startDate="2026-02-01 02:00:00 -0500",
            endDate="2026-02-01 02:00:00 -0500",
        ),
        after=(first.path,),
    )
    assert again.tally.known == 1


def test_a_record_repeated_within_a_file_counts_once(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "first", *ELEMENTS, *ELEMENTS[:2])
    assert (outcome.records, outcome.tally.added, outcome.tally.repeated) == (7, 5, 2)


def test_readings_that_differ_anywhere_are_all_kept(tmp_path: Path) -> None:
    outcome = imported(
        tmp_path,
        "first",
        record(),
        record(value="61"),
        record(sourceName="Strap"),
        record(endDate="2026-02-01 08:00:01 +0100"),
        record("WalkingHeartRateAverage"),
    )
    assert outcome.tally.added == 5


def test_only_the_days_of_new_records_are_touched(tmp_path: Path) -> None:
    stamps = {"startDate": "2026-01-05 08:00:00 +0000", "endDate": "2026-01-05 08:00:00 +0000"}
    first = imported(tmp_path, "first", record())
    newer = imported(tmp_path, "newer", record(), record(**stamps), after=(first.path,))
    assert newer.days == {date(2026, 1, 5)}


def test_the_key_of_a_record_never_changes(tmp_path: Path) -> None:
    """Keys are stored: were this number to change, every record would come in a second time."""
    outcome = imported(tmp_path, "first", record())
    assert raw.keys([outcome.path]).tolist() == [KEY]


KEY = 3_116_396_798_503_266_106

_KEYS = st.lists(st.integers(0, 30), max_size=20)


@given(known=_KEYS, batches=st.lists(_KEYS, max_size=6))
def test_seen_admits_each_key_once(known: list[int], batches: list[list[int]]) -> None:
    seen = Seen(np.unique(np.array(known, dtype=np.uint64)))
    met = set(known)
    for batch in batches:
        new, before, repeated = seen.admit(np.array(batch, dtype=np.uint64))
        expected = [key not in met and key not in batch[:i] for i, key in enumerate(batch)]
        assert new.tolist() == expected
        assert before == sum(key in set(known) for key in batch)
        assert sum(expected) + before + repeated == len(batch)
        met |= set(batch)
