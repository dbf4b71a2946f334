"""Variants of strength logs, and files that are damaged."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.strength_logs import NOW, batches, rows, told
from spotter.intake import registry
from spotter.intake.archive import Opened
from spotter.intake.batch import About
from spotter.intake.errors import Damaged
from spotter.intake.strength import values
from spotter.intake.strength.unit_guess import unit_of

STRONG = (
    '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";'
    '"Weight (kg)";"Reps";"RPE";"Distance (meters)";"Seconds";"Notes";"Workout Notes"\n'
    '"1";"2024-03-28 15:24:28";"Push";"3600";"Bench Press (Barbell)";"1";"62,5";"8";"8,5";"";"";'
    '"";""\n'
)
HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_lbs,reps,distance_miles,duration_seconds,rpe\n"
    'Push,"{day}, 10:14","{day}, 11:14",,Bench Press,,"two\nlines",0,normal,100,5,,,\n'
)
FITNOTES = (
    "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n"
    "2024-03-28,Squat,Legs,100,kgs,5,,,,\n"
)


def test_a_decimal_comma_is_a_point() -> None:
    found = rows(STRONG.encode(), "set")
    assert (found["si"][0], told(found)[0]["rpe"]) == (62.5, 8.5)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_no_mark_and_no_line_end_matters(encoding: str, ends: str) -> None:
    assert rows(STRONG.replace("\n", ends).encode(encoding), "set")["si"].to_list() == [62.5]


def test_tabs_and_upper_case_columns_are_read() -> None:
    text = FITNOTES.replace(",", "\t").replace("Weight Unit", "WEIGHT UNIT")
    assert rows(text.encode(), "set")["si"].to_list() == [100]


def test_a_name_saved_by_an_old_spreadsheet_keeps_its_accents() -> None:
    text = FITNOTES.replace("Squat", "Développé couché")
    assert rows(text.encode("cp1252"), "set")["text"].to_list() == ["Développé couché"]


def test_the_unit_column_of_android_is_believed() -> None:
    text = (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;"
        "Distance Unit;Seconds;Notes;Workout Notes;Workout Duration\n"
        "2024-03-28 15:24:28;Push;Squat;1;100;lbs;5;;1;km;0;;;1h 30m\n"
    )
    found = rows(text.encode(), "set")
    assert found["si"][0] == pytest.approx(45.359237)
    assert told(found)[0]["distance_m"] == 1000
    assert "unit_guessed" not in told(found)[0]
    assert rows(text.encode(), "workout")["si"].to_list() == [5400]


def test_help_from_a_machine_is_no_load() -> None:
    found = rows(FITNOTES.replace("Squat", "Pull Up (Assisted)").encode(), "set")
    assert found["si"].to_list() == [None]
    assert told(found)[0]["assistance"] == 100


# The short names of the months as phones write them, between the words around them.
MONTHS = {
    "7 {} 2026": (
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "7. {} 2026": ("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",),
    "7 de {} de 2026": (
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    ),
    "7 {}. 2026 г.": ("янв февр мар апр мая июн июл авг сент окт нояб дек",),
    "{} 7, 2026": ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",),
}


@pytest.mark.parametrize(
    ("form", "names"), [(form, names) for form, every in MONTHS.items() for names in every]
)
def test_months_are_read_in_the_language_of_the_app(form: str, names: str) -> None:
    read = [values.local(form.format(name) + ", 10:14", UTC) for name in names.split()]
    assert read == [datetime(2026, month, 7, 10, 14, tzinfo=UTC) for month in range(1, 13)]


@pytest.mark.parametrize(
    "text", ["2026-04-07 22:14", "2026-04-07T22:14:00Z", "7 Apr 2026 10:14 PM"]
)
def test_other_forms_of_a_time_are_read(text: str) -> None:
    assert values.local(text, UTC) == datetime(2026, 4, 7, 22, 14, tzinfo=UTC)


def test_hevy_in_pounds_and_french_is_read() -> None:
    found = rows(HEVY.format(day="7 févr. 2026").encode(), "set", ZoneInfo("Europe/Paris"))
    assert found["start"][0] == datetime(2026, 2, 7, 9, 14, tzinfo=UTC)
    assert found["si"][0] == pytest.approx(45.359237)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1h 42m", 6120), ("55s", 55), ("49h 18m", 177_480), ("0:05:00", 300), ("1267", 1267)],
)
def test_durations_are_read_in_every_form(text: str, expected: float) -> None:
    assert values.seconds(text) == expected


@given(st.decimals(0, 5_000, places=2), st.sampled_from("., "))
def test_a_number_survives_every_locale(amount: object, point: str) -> None:
    written = f"{amount}".replace(".", "," if point == "," else ".")
    assert values.number(written) == float(str(amount))


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_a_local_time_names_the_same_instant(moment: datetime, zone: str) -> None:
    plain = moment.replace(microsecond=0)
    read = values.local(plain.isoformat(" "), ZoneInfo(zone))
    assert read == plain.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(st.text(max_size=40))
def test_no_text_crashes_the_readers_of_values(text: str) -> None:
    for read in (values.number, values.seconds, lambda one: values.local(one, UTC)):
        try:
            read(text)
        except ValueError:
            continue


@given(st.binary(max_size=3_000), st.sampled_from([STRONG, HEVY, FITNOTES]))
def test_garbage_after_a_good_start_never_crashes(garbage: bytes, start: str) -> None:
    with suppress(Damaged):
        read = batches(start.encode() + garbage)
        assert read[0].rows.height or read[0].rejected


@given(st.binary(max_size=300))
def test_garbage_is_nobodys(garbage: bytes) -> None:
    # A zero byte begins no text and no FIT file: without it, garbage may be a header drawn whole.
    assert registry.source_of(b"\x00\x89" + garbage) is None


def test_a_file_cut_within_a_row_keeps_the_rows_before() -> None:
    content = (FITNOTES + FITNOTES.splitlines()[1]).encode()[:-12]
    opened = Opened(io.BytesIO(content), content, len(content))
    read = registry.source_of(content).read(opened, now=NOW, about=About())
    assert next(read).rows["signal"].to_list() == ["set", "workout"]
    with pytest.raises(Damaged, match="within a row"):
        next(read)


def test_a_line_without_end_is_named_and_not_held_in_memory() -> None:
    with pytest.raises(Damaged, match="no end"):
        batches(FITNOTES.encode() + b"x" * (3 << 20))


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        ("2024-03-28", "yesterday", "unreadable_time"),
        ("2024-03-28", "2024-13-28", "unreadable_time"),
        ("Squat", "", "no_type"),
        (",100,", ",heavy,", "no_number"),
        (",100,", ",99999,", "impossible_value"),
        (",kgs,", ",pood,", "unknown_unit"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_reason(
    good: str, bad: str, reason: str
) -> None:
    read = batches(FITNOTES.replace(good, bad).encode())
    assert [why for one in read for why, _ in one.rejected] == [reason]


def test_a_set_put_in_later_is_the_only_new_one() -> None:
    more = FITNOTES + FITNOTES.splitlines()[1] + "\n"
    before = FITNOTES.splitlines()[0] + "\n2024-03-28,Press,Arms,40,kgs,5,,,,\n"
    first = set(rows(more.encode(), "set")["key"])
    second = set(rows((before + more.split("\n", 1)[1]).encode(), "set")["key"])
    assert len(first) == 2
    assert len(second - first) == 1


@pytest.mark.parametrize(
    ("loads", "unit"),
    [((135, 185, 225, 45), "lb"), ((60, 80, 100, 62.5), "kg"), ((), "kg"), ((22.68,), "kg")],
)
def test_the_plates_tell_the_unit(loads: tuple[float, ...], unit: str) -> None:
    assert unit_of(("Squat (Barbell)", load) for load in loads) == unit
