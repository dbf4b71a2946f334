"""Tables that people keep themselves come in by their columns, whatever those are called."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.exports import NOW
from spotter.body import raw
from spotter.intake import errors
from spotter.intake.pipeline import ImportOutcome, import_file
from spotter.intake.plain.columns import ATHLETE, LAYOUTS, WORKOUTS, Layout
from spotter.intake.plain.rows import rename, suggestion
from spotter.intake.registry import SOURCES, source_of
from spotter.intake.report import report
from spotter.kit.errors import BadInput
from spotter.kit.time import zone


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(tmp_path: Path, text: str) -> tuple[ImportOutcome, pl.DataFrame]:
    return bring(table(tmp_path, text))


def bring(path: Path) -> tuple[ImportOutcome, pl.DataFrame]:
    outcome = import_file(path, path.parent / "o.parquet", now=NOW, zone=zone("Europe/Berlin"))
    return outcome, raw.scan([outcome.path]).collect()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.file)
def test_a_template_is_read_as_what_it_is_and_by_nobody_else(
    tmp_path: Path, layout: Layout
) -> None:
    path = table(tmp_path, layout.template())
    head = path.read_bytes()
    assert sum(source.detect(head) for source in SOURCES) == 1
    outcome, rows = bring(path)
    assert rows.height > 0
    assert outcome.rejected == 0


def test_a_row_stands_for_as_many_sets_as_it_says(tmp_path: Path) -> None:
    _, rows = read(
        tmp_path,
        "Date,Exercise,Sets,Reps,Weight (lbs),RIR,Session RPE\n"
        "2026-01-05 18:30,Squat,3,5,225,2,8\n"
        "2026-01-05 18:30,Bench Press,1,8,,,8\n",
    )
    sets = rows.filter(signal="set")
    assert sets["text"].to_list() == ["Squat", "Squat", "Squat", "Bench Press"]
    assert sets["si"].to_list()[0] == pytest.approx(225 * 0.45359237)
    assert json.loads(sets["metadata"][0])["rpe"] == 8
    assert rows.filter(signal="workout").height == 1
    assert rows.filter(signal="effort")["si"].to_list() == [8.0], "told once, not once a row"
    assert str(sets["start"][0]) == "2026-01-05 17:30:00+00:00"


def test_a_row_without_an_exercise_is_a_workout(tmp_path: Path) -> None:
    _, rows = read(
        tmp_path,
        "start,activity,duration_min,distance_mi,calories,avg hr,session_rpe\n"
        "2026-01-05T07:00:00+01:00,Trail Run,1:05:00,6.2,700,151,6\n"
        "2026-01-06T07:00:00+01:00,cycling,45,,,,\n",
    )
    run, ride = rows.filter(signal="workout").sort("start").to_dicts()
    about = json.loads(run["metadata"])
    assert (run["text"], run["si"], ride["text"], ride["si"]) == ("running", 3900, "cycling", 2700)
    assert about["distance_m"] == pytest.approx(6.2 * 1609.344)
    assert about["active_energy_kj"] == pytest.approx(700 * 4.184)


def test_measurements_are_of_their_local_day(tmp_path: Path) -> None:
    outcome, rows = read(
        tmp_path,
        "date,weight (kg),Body Fat (%),rhr,sleep hours,steps,gender\n"
        "2026-01-05,70.5,22,55,7.5,9000,female\n",
    )
    assert {day.isoformat() for day in outcome.tally.dates} == {"2026-01-04", "2026-01-05"}
    found = {row["signal"]: row for row in rows.to_dicts()}
    assert (found["mass"]["si"], found["body_fat"]["si"]) == (70.5, 0.22)
    night = found["sleep"]
    assert (night["end"] - night["start"]).total_seconds() == 7.5 * 3600
    assert str(night["end"]) == "2026-01-05 06:00:00+00:00", "seven in Berlin"


def test_a_workout_that_says_only_when_it_ended_began_its_duration_before(tmp_path: Path) -> None:
    outcome, rows = read(
        tmp_path,
        "end,activity,duration_min,session_rpe\n"
        "2026-01-05T08:00:00+01:00,running,30,7\n"
        "2026-01-06T08:00:00+01:00,running,,7\n",
    )
    (run,) = rows.filter(signal="workout").to_dicts()
    assert str(run["start"]) == "2026-01-05 06:30:00+00:00"
    assert (run["si"], str(run["end"])) == (1800, "2026-01-05 07:00:00+00:00")
    assert outcome.rejected == 1


@pytest.mark.parametrize("minutes", ["9999999999h", "99999999", "9" * 5_000 + "h", "-5"])
@pytest.mark.parametrize("moment", ["start", "end"])
@pytest.mark.parametrize("day", ["0002-01-05", "2026-01-05", "9998-12-30"])
def test_a_duration_that_no_calendar_has_room_for_refuses_its_row(
    tmp_path: Path, day: str, moment: str, minutes: str
) -> None:
    _, rows = read(tmp_path, f"{moment},activity,duration_min\n{day} 10:00,running,{minutes}\n")
    assert rows.height == 0
    _, rows = read(
        tmp_path, f"start,exercise,duration_min,set_s\n{day} 10:00,Squat,{minutes},{minutes}\n"
    )
    assert rows.height == 0


def test_what_has_no_date_is_no_record(tmp_path: Path) -> None:
    outcome, rows = read(tmp_path, "date_of_birth,sex,mass_kg\n1990-05-17,female,68\n")
    assert rows.height == 0
    assert outcome.tally.skipped == {"row without a date": 1}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1990-05-17,female", {"birth_date": "1990-05-17", "sex": "female"}),
        ("17.5.90,w", {"sex": "female"}),
        ("2190-05-17,other", {}),
    ],
)
def test_who_somebody_is_is_told_for_the_profile(
    tmp_path: Path, cells: str, said: dict[str, str]
) -> None:
    outcome, _ = read(tmp_path, f"date,mass_kg,date_of_birth,gender\n2026-01-05,70,{cells}\n")
    measured = {"mass_kg": 70, "mass_kg_on": "2026-01-05"}
    assert report(outcome)["suggested"] == said | measured


def test_rows_of_two_athletes_are_nobodys(tmp_path: Path) -> None:
    with pytest.raises(errors.NotThisFormat, match="several athletes"):
        read(tmp_path, "athlete,date,mass_kg\n1,2026-01-05,70\n2,2026-01-05,80\n")


def test_a_unit_that_nobody_names_is_not_guessed() -> None:
    assert WORKOUTS.column("Weight") is None
    assert ATHLETE.column("weight") is None
    assert source_of(b"date,exercise,weight,reps\n") is None


def test_every_bad_cell_refuses_its_row_or_itself(tmp_path: Path) -> None:
    outcome, _ = read(
        tmp_path,
        "start,exercise,reps,load_kg\nyesterday,Squat,5,100\n2026-01-05,Squat,many,100\n"
        "2026-01-05,Squat,5,-4000\n2026-01-05,Squat,5,90000\n",
    )
    assert outcome.rejected_by_reason == {
        "unreadable_time": 1,
        "no_number": 1,
        "impossible_value": 1,
    }


OWN = 'Tag;"Übung; genau";Gewicht;Wdh;Laune\r\n2026-01-05;Kniebeuge;62,5;5;gut\r\n'
NAMES = {"Tag": "start", "Übung; genau": "exercise", "Gewicht": "load_kg", "Wdh": "reps"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_columns_come_in_under_the_names_their_owner_gives_them(
    tmp_path: Path, encoding: str
) -> None:
    path = table(tmp_path, OWN, encoding)
    assert source_of(path.read_bytes()[:4096]) is None
    rename(path, NAMES)
    outcome, rows = bring(path)
    assert outcome.source == "workouts"
    (done,) = rows.filter(signal="set").to_dicts()
    assert (done["text"], done["si"]) == ("Kniebeuge", 62.5)


def test_a_table_that_looks_like_ones_own_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(errors.NotThisFormat, match=r"datum, übung, gewicht.*--column"):
        read(tmp_path, "Datum,Übung,Gewicht\n2026-01-05,Squat,60\n")
    with pytest.raises(errors.NotThisFormat) as caught:
        read(tmp_path, "eggs,milk\n6,1\n")
    assert "--column" not in caught.value.message


def test_what_is_known_is_suggested(tmp_path: Path) -> None:
    path = table(tmp_path, "Datum,Übung,Gewicht,Reps\n")
    assert suggestion(path) == {
        "datum": "start",
        "übung": "exercise",
        "gewicht": "-",
        "reps": "reps",
    }
    assert suggestion(table(tmp_path, "no table at all\n")) == {}


@pytest.mark.parametrize(
    "columns",
    [
        {**NAMES, "Elsewhere": "rpe"},
        {**NAMES, "Laune": "mood"},
        {**NAMES, "Laune": "reps"},
        {"Tag": "start"},
        {"Tag": "date", "Gewicht": "mass_kg", "Übung; genau": "exercise"},
    ],
)
def test_names_that_make_no_sense_change_nothing(tmp_path: Path, columns: dict[str, str]) -> None:
    path = table(tmp_path, OWN)
    with pytest.raises(BadInput) as caught:
        rename(path, columns)
    assert caught.value.field == "columns"
    assert path.read_text(encoding="utf-8").startswith("Tag;")
    assert list(tmp_path.iterdir()) == [path]


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(layout=st.sampled_from(LAYOUTS), rows=st.lists(st.lists(cells, max_size=8), max_size=4))
def test_no_cell_brings_it_down(tmp_path: Path, layout: Layout, rows: list[list[str]]) -> None:
    names = [each.name for each in layout.columns if each.name != "athlete"]
    text = "\n".join([",".join(names), *(",".join(row) for row in rows)])
    try:
        outcome, _ = read(tmp_path, text)
    except errors.ImportRefused:
        return
    assert outcome.source in {"workouts", "athlete"}
