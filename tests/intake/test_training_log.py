"""Spotter's own training log is read exactly; what nobody wrote there is refused by name."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.intake import errors
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.registry import SOURCES
from spotter.training.log_csv import COLUMNS, LATER_COLUMNS, rows
from spotter.training.session import Focus, LoggedSet, SessionLog

AT = datetime(2026, 2, 1, 18, 30, tzinfo=UTC)
SET = LoggedSet("barbell_back_squat", AT, reps=5, load_kg=82.5, rpe=8)
LOG = SessionLog("a" * 32, AT.date(), "Legs", Focus.STRENGTH, (SET, SET), session_rpe=7.0)
REST = SessionLog("b" * 32, date(2026, 2, 2), "Rest", Focus.REST)


def read(tmp_path: Path, text: str) -> tuple[ImportOutcome, pl.DataFrame]:
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode())
    outcome = import_file(path, tmp_path / "out.parquet", now=NOW)
    return outcome, raw.scan([outcome.path]).collect()


def test_it_is_known_by_its_columns_and_by_nobody_else() -> None:
    head = "".join(rows([])).encode()
    assert [source.name for source in SOURCES if source.detect(head)] == ["spotter"]


def test_a_log_from_before_a_column_was_added_comes_in(tmp_path: Path) -> None:
    columns = [name for name in COLUMNS if name not in LATER_COLUMNS]
    out = io.StringIO()
    older = csv.DictWriter(out, columns, extrasaction="ignore")
    older.writeheader()
    older.writerows(csv.DictReader(io.StringIO("".join(rows([LOG])), newline="")))
    assert [one.name for one in SOURCES if one.detect(out.getvalue().encode())] == ["spotter"]
    _, found = read(tmp_path, out.getvalue())
    assert found.filter(signal="set").height == 2


def test_two_equal_sets_are_two_sets(tmp_path: Path) -> None:
    outcome, found = read(tmp_path, "".join(rows([LOG])))
    assert outcome.tally.repeated == 0
    assert found.filter(signal="set")["si"].to_list() == [82.5, 82.5]
    assert found.filter(signal="effort")["si"].to_list() == [7.0]


def test_a_session_that_was_only_opened_is_nothing(tmp_path: Path) -> None:
    outcome, _ = read(tmp_path, "".join(rows([LOG, REST])))
    assert outcome.tally.kinds["workout"].rows == 1


def test_a_row_that_nobody_wrote_refuses_its_session(tmp_path: Path) -> None:
    text = "".join(rows([LOG])).replace(",strength,", ",juggling,")
    other = SessionLog("c" * 32, AT.date(), "Legs", Focus.STRENGTH, (SET,))
    outcome, found = read(tmp_path, text + "".join(rows([other])).partition("\r\n")[2])
    assert outcome.rejected_by_reason == {"unreadable_row": 1}
    assert found.filter(signal="set").height == 1


def test_sessions_before_it_breaks_off_stay(tmp_path: Path) -> None:
    text = "".join(rows([LOG, SessionLog("c" * 32, AT.date(), "Push", Focus.STRENGTH, (SET,))]))
    outcome, found = read(tmp_path, text[: text.rindex("Push")])
    assert outcome.damage is not None
    assert found.filter(signal="set").height == 2


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, len(COLUMNS) - 1), cell=cells)
def test_no_cell_brings_it_down(tmp_path: Path, place: int, cell: str) -> None:
    table = list(csv.reader(io.StringIO("".join(rows([LOG])), newline="")))
    table[1][place] = cell
    out = io.StringIO()
    csv.writer(out).writerows(table)
    try:
        outcome, _ = read(tmp_path, out.getvalue())
    except errors.ImportRefused:
        return
    assert outcome.source == "spotter"
