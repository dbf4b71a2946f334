"""Every record that is refused is counted, and the first of each kind can be looked at."""

from __future__ import annotations

import pickle

import pytest

from intake.exports import export_text, record
from intake.test_import_jobs import hand_in, work
from intake.test_imported_sets import strong
from spotter.intake import service
from spotter.intake.refused import MOST, MOST_EACH, Refusals, shown
from spotter.intake.service import RejectedPage
from spotter.store.uow import Units


def refused(units: Units, athlete_id: str, import_id: str, **which: object) -> RejectedPage:
    with units.reading() as uow:
        return service.rejected(uow, athlete_id, import_id, **which)  # type: ignore[arg-type]


def test_a_refused_record_is_told_with_its_reason_and_what_it_says(
    units: Units, athlete_id: str
) -> None:
    import_id = hand_in(units, athlete_id, export_text(record(), record(value="900")))
    work(units)
    page = refused(units, athlete_id, import_id)
    (one,) = page.records
    assert (page.total, page.kept, page.cut) == (1, 1, False)
    assert page.reasons == {"impossible_value": 1}
    assert (one.reason, one.type) == ("impossible_value", "HKQuantityTypeIdentifierHeartRate")
    assert (one.told["value"], one.told["unit"], one.told["source"]) == (
        900.0,
        "count/min",
        "Watch",
    )
    assert one.told["start"] == "2026-02-01T07:00:00+00:00"


def test_a_row_of_which_nothing_could_be_made_is_told_as_it_stands(
    units: Units, athlete_id: str
) -> None:
    log = strong("Squat,1,100,kg,5,", "Squat,2,heavy,kg,5,")
    import_id = hand_in(units, athlete_id, log, "log.csv")
    work(units)
    (one,) = refused(units, athlete_id, import_id).records
    assert (one.reason, one.type) == ("no_number", "Set")
    assert (one.told["weight"], one.told["exercise name"]) == ("heavy", "Squat")


def test_pages_and_reasons_divide_what_was_refused(units: Units, athlete_id: str) -> None:
    wrong = [record(value=str(900 + n)) for n in range(5)] + [record(value="x")]
    import_id = hand_in(units, athlete_id, export_text(*wrong))
    work(units)
    values = [
        one.told["value"]
        for first in (0, 2, 4)
        for one in refused(
            units, athlete_id, import_id, first=first, count=2, reason="impossible_value"
        ).records
    ]
    assert values == [900, 901, 902, 903, 904]
    assert [
        r.reason for r in refused(units, athlete_id, import_id, reason="no_number").records
    ] == ["no_number"]


def test_more_than_can_be_looked_at_is_counted_and_said(units: Units, athlete_id: str) -> None:
    many = [record(value=str(900 + n)) for n in range(MOST_EACH + 20)]
    import_id = hand_in(units, athlete_id, export_text(*many))
    work(units)
    page = refused(units, athlete_id, import_id, count=MOST)
    assert (page.total, page.kept, page.cut) == (MOST_EACH + 20, MOST_EACH, True)
    assert len(page.records) == MOST_EACH


def test_a_file_brought_twice_shows_what_its_first_import_refused(
    units: Units, athlete_id: str
) -> None:
    for _ in range(2):
        import_id = hand_in(units, athlete_id, export_text(record(), record(value="900")))
        work(units)
    assert len(refused(units, athlete_id, import_id).records) == 1


def test_no_import_keeps_more_than_the_most() -> None:
    every = Refusals()
    for kind in range(MOST // MOST_EACH + 3):
        batch = Refusals()
        for _ in range(MOST_EACH + 1):
            batch.refuse("no_type", f"kind {kind}", {"n": kind})
        every.take_in(batch)
    assert len(every.first) == MOST
    assert every.total() == (MOST // MOST_EACH + 3) * (MOST_EACH + 1)


def test_refusals_survive_the_way_between_processes() -> None:
    one = Refusals()
    one.refuse("no_type", "x", {"n": 1})
    again = pickle.loads(pickle.dumps(one))
    assert (again, again.first) == (one, one.first)


@pytest.mark.parametrize(
    ("value", "plain"),
    [("a\x00b", "ab"), ("x" * 999, "x" * 200), (float("nan"), "nan"), (1 << 70, str(1 << 70))],
)
def test_what_is_shown_is_short_and_fit_for_every_database(value: object, plain: object) -> None:
    assert shown({"v": value}) == {"v": plain}
