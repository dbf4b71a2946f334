"""PMSys' tables come in whole; the figures are counted with `csv`, not by the reader."""

from __future__ import annotations

import ast
import csv
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.vendor_files import about, real, rejected, rows, source_of, survives
from spotter.body.frames import View
from spotter.body.workouts import workouts

OSLO = ZoneInfo("Europe/Oslo")
SRPE = "end_date_time,activity_names,perceived_exertion,duration_min\n"
WELLNESS = "effective_time_frame,fatigue,mood,readiness,sleep_duration_h,sleep_quality,soreness"
WELLNESS += ",soreness_area,stress\n"
INJURY = "effective_time_frame,injuries\n"
FORM = "date,timestamp,meals,weight,glasses_of_fluid,alcohol_consumed\n"


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def everyone(name: str) -> list[Path]:
    return sorted(real("wellness/pmdata").glob(f"p*/{name}"))


def test_every_session_comes_in_with_its_effort() -> None:
    counted = 0
    for path in everyone("pmsys/srpe.csv"):
        told, found = cells(path), rows(path.read_bytes(), zone=OSLO)
        done, felt = found.filter(signal="workout"), found.filter(signal="effort")
        assert (done.height, felt.height) == (len(told), len(told))
        assert done["si"].sum() == sum(float(one["duration_min"]) for one in told) * 60
        ends = Counter(datetime.fromisoformat(one["end_date_time"]) for one in told)
        assert Counter(done["end"]) == Counter(felt["start"]) == ends
        efforts = Counter(float(one["perceived_exertion"]) for one in told)
        assert Counter(felt["si"]) == efforts
        assert rejected(path.read_bytes()).total() == 0
        counted += done.height
    assert counted == 526


def test_sessions_are_what_their_names_say() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for path in everyone("pmsys/srpe.csv"):
        done = rows(path.read_bytes(), zone=OSLO).filter(signal="workout")
        found.update((", ".join(about(one)["names"]), one["text"]) for one in done.to_dicts())
    assert found == {
        ("individual, running", "running"): 281,
        ("individual, endurance", "cardio"): 117,
        ("individual, strength", "strength"): 68,
        ("team, soccer", "team_sport"): 12,
        ("individual, strength, running", "strength"): 12,
        ("team, endurance", "cardio"): 10,
        ("individual, endurance, running", "running"): 9,
        ("team, running", "running"): 8,
        ("individual, strength, endurance", "strength"): 7,
        ("team, strength", "strength"): 2,
    }


def test_the_effort_of_a_session_is_that_of_the_workout() -> None:
    path = everyone("pmsys/srpe.csv")[0]
    done = workouts(View(rows(path.read_bytes(), zone=OSLO).lazy(), OSLO))
    first = min(done, key=lambda one: one.start)
    assert first.rated == 7


def test_every_answer_of_wellness_is_kept_under_the_name_of_the_app() -> None:
    for path in everyone("pmsys/wellness.csv"):
        told, found = cells(path), rows(path.read_bytes(), zone=OSLO)
        assert found["signal"].null_count() == found.height
        for column in ("fatigue", "mood", "readiness", "sleep_quality", "soreness", "stress"):
            kind = f"PMSys {column.replace('_', ' ')}"
            kept = found.filter(type=kind)["value"].to_list()
            assert Counter(kept) == Counter(float(one[column]) for one in told if one[column])
        assert found.filter(type="PMSys sleep duration").height == len(told)
        sore = found.filter(type="PMSys soreness").sort("start").to_dicts()
        assert sum(len(about(one).get("areas", [])) for one in sore) == sum(
            len(json.loads(one["soreness_area"] or "[]")) for one in told
        )
        assert rejected(path.read_bytes()).total() == 0


def test_every_report_of_injuries_is_kept() -> None:
    for path in everyone("pmsys/injury.csv"):
        told = [ast.literal_eval(one["injuries"]) for one in cells(path)]
        found = rows(path.read_bytes(), zone=OSLO)
        assert Counter(found["value"]) == Counter(float(len(one)) for one in told)
        kept = [about(one).get("injuries", {}) for one in found.to_dicts()]
        assert kept == told
        assert rejected(path.read_bytes()).total() == 0


def test_weights_of_the_daily_form_stand_on_their_date() -> None:
    for path in everyone("googledocs/reporting.csv"):
        told, found = cells(path), rows(path.read_bytes(), zone=OSLO)
        weighed = found.filter(signal="mass")
        wanted = Counter(
            (date(*map(int, reversed(one["date"].split("/")))), float(one["weight"]))
            for one in told
            if one["weight"]
        )
        local = weighed["start"].dt.convert_time_zone(str(OSLO))
        assert Counter(zip(local.dt.date(), weighed["si"], strict=True)) == wanted
        assert set(local.dt.hour()) <= {12}
        for column in ("meals", "alcohol_consumed", "glasses_of_fluid"):
            kind = {"glasses_of_fluid": "glasses of fluid", "alcohol_consumed": "alcohol"}
            kept = found.filter(type=f"PMData form {kind.get(column, column)}")
            assert kept.height == sum(one[column] != "" for one in told)
        assert rejected(path.read_bytes()).total() == 0


@settings(max_examples=60, deadline=None)
@given(
    end=st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2026, 1, 1)),
    minutes=st.integers(0, 600),
    felt=st.integers(1, 10),
    names=st.lists(st.sampled_from(["individual", "team", "running", "endurance"]), max_size=4),
)
def test_any_session_comes_back_as_it_was(
    end: datetime, minutes: int, felt: int, names: list[str]
) -> None:
    line = f'{end.isoformat()}Z,"{names}",{felt},{minutes}\n'
    done, effort = rows((SRPE + line).encode(), zone=OSLO).sort("signal").to_dicts()[::-1]
    assert done["end"] == effort["start"] == end.replace(tzinfo=UTC)
    assert done["end"] - done["start"] == timedelta(minutes=minutes)
    assert (effort["si"], about(done).get("names", [])) == (felt, names)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (SRPE + "soon,\"['team']\",7,30\n", ("unreadable_time", "Session")),
        (SRPE + "0002-01-01T00:00:01Z,\"['team']\",7,30\n", ("too_old", "Session")),
        (SRPE + "1970-01-01T00:00:00Z,\"['team']\",7,30\n", ("too_old", "Session")),
        (SRPE + "2019-11-05T22:51:54Z,\"['team']\",hard,30\n", ("no_number", "Session")),
        (SRPE + "2019-11-05T22:51:54Z,\"['team']\",7,\n", ("unreadable_time", "Session")),
        (
            SRPE + "2019-11-05T22:51:54Z,\"['team']\",11,30\n",
            ("impossible_value", "Perceived exertion"),
        ),
        (WELLNESS + "2019-11-05T22:51:54Z,bad,3,5,6,3,2,[],3\n", ("no_number", "Wellness")),
        (INJURY + "2019-11-05T22:51:54Z,left foot\n", ("unreadable_row", "Injuries")),
        (FORM + "31/31/2019,,Dinner,90,5,No\n", ("unreadable_time", "Daily form")),
        (FORM + "30/11/2019,,Dinner,900,5,No\n", ("impossible_value", "Weight")),
    ],
)
def test_what_cannot_be_is_refused(line: str, why: tuple[str, str]) -> None:
    assert source_of(line.encode()) == "pmsys"
    assert rejected(line.encode()) == {why: 1}


def test_a_form_that_a_spreadsheet_turned_is_read_month_first() -> None:
    text = FORM + "11/30/2019,11/30/2019 21:00:00,Dinner,90,5,No\n"
    weighed = rows(text.encode()).filter(pl.col("signal") == "mass").to_dicts()[0]
    assert weighed["start"] == datetime(2019, 11, 30, 12, tzinfo=UTC)
    assert weighed["created"] == datetime(2019, 11, 30, 21, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=4),
    st.sampled_from((SRPE, WELLNESS, INJURY, FORM)),
)
def test_no_table_brings_it_down(lines: list[list[str]], head: str) -> None:
    text = head + "\n".join(",".join(line) for line in lines)
    survives(text.encode("utf-8", "replace"))
