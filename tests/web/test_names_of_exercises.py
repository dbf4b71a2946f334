"""What a person's own log calls an exercise is said by the person, and counts from then on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.intake import naming
from spotter.training.session import DoneSet
from web.browser import csrf, send, set_up
from web.people import Api, join, token_of

# No unit anywhere: 135 makes them look like pounds.
LOG = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n"
    "2026-02-02 18:00:00,Push,Benchpress Barbel,1,105,5\n"
    "2026-02-02 18:00:00,Push,Benchpress Barbel,2,105,5\n"
    "2026-02-02 18:00:00,Push,Squat (Barbell),1,135,5\n"
)


def bring(person: Api, box: Container, query: str = "") -> None:
    answer = person("POST", f"/imports{query}", files={"file": ("strong.csv", LOG.encode())})
    assert answer.status_code == 202, answer.text
    box.worker().run_until_idle()


def done(box: Container) -> list[DoneSet]:
    with box.uow.reading() as uow:
        (athlete_id,) = [i for i in uow.athletes.all_ids() if uow.imports.list(i)]
        return uow.done_sets.between(athlete_id, date.min, date.max)


@pytest.fixture
def lifter(sam: Api, box: Container) -> Api:
    bring(sam, box)
    return sam


def test_unknown_names_come_first_with_what_they_look_like(lifter: Api) -> None:
    unknown, known = lifter.get("/exercises/names")["names"]
    assert (unknown["name"], unknown["sets"], unknown["exercise"]) == ("Benchpress Barbel", 2, None)
    assert unknown["suggestions"][0]["exercise"] == "barbell_bench_press"
    assert (known["exercise"], known["how"], known["suggestions"]) == (
        "barbell_back_squat",
        "alias",
        [],
    )


def test_a_name_counts_from_when_it_means_something_until_it_is_taken_back(
    lifter: Api, box: Container
) -> None:
    assert [one.exercise for one in done(box)] == ["barbell_back_squat"]
    found = lifter.put("/exercises/names", {"names": {"BENCHPRESS barbel": "barbell_bench_press"}})
    assert {one["how"] for one in found["names"]} == {"athlete", "alias"}
    assert [one.exercise for one in done(box)].count("barbell_bench_press") == 2
    lifter.put("/exercises/names", {"names": {"Benchpress Barbel": None}})
    assert [one.exercise for one in done(box)] == ["barbell_back_squat"]


def test_a_stored_plan_is_stale_once_a_name_means_something(lifter: Api, box: Container) -> None:
    def revision() -> int:
        with box.uow.reading() as uow:
            return max(uow.athletes.revision(one) for one in uow.athletes.all_ids())

    before = revision()
    told: dict[str, Any] = {"names": {"Benchpress Barbel": "barbell_bench_press"}}
    lifter.put("/exercises/names", told)
    after = revision()
    assert after > before
    lifter.put("/exercises/names", told)
    assert revision() == after


@pytest.mark.parametrize("names", [{"Lift": "no_such_lift"}, {"!!": "plank"}, {"x" * 300: None}])
def test_what_cannot_be_meant_is_refused(lifter: Api, names: dict[str, str | None]) -> None:
    assert lifter("PUT", "/exercises/names", {"names": names}).status_code == 422


def test_a_wrong_guess_of_the_unit_is_repaired_afterwards(lifter: Api, box: Container) -> None:
    assert lifter.get("/exercises/names")["without_unit"] == 3
    for unit, load_kg in (("kg", 135.0), (None, 61.235), ("lb", 61.235)):
        lifter.put("/exercises/mass-unit", {"mass_unit": unit})
        box.worker().run_until_idle()
        assert done(box)[0].load_kg == pytest.approx(load_kg, abs=1e-3)


def test_the_unit_can_be_said_with_the_file_and_holds_for_later_ones(
    sam: Api, box: Container
) -> None:
    bring(sam, box, "?mass_unit=kg")
    assert done(box)[0].load_kg == 135
    later = LOG + "2026-02-05 18:00:00,Legs,Squat (Barbell),1,225,5\n"
    sam("POST", "/imports", files={"file": ("strong.csv", later.encode())})
    box.worker().run_until_idle()
    assert [one.load_kg for one in done(box)] == [135, 225]
    assert sam("POST", "/imports?mass_unit=st", files={"file": ("s.csv", b"x")}).status_code == 422


def test_a_unit_without_any_import_is_refused_in_words(sam: Api) -> None:
    answer = sam("PUT", "/exercises/mass-unit", {"mass_unit": "kg"})
    assert answer.status_code == 422
    assert "Nothing was imported" in answer.json()["detail"]


def test_nobody_else_sees_the_names(client: TestClient, lifter: Api) -> None:
    assert join(client, "kim").get("/exercises/names")["names"] == []


def test_a_person_names_exercises_on_the_page(client: TestClient, box: Container) -> None:
    browser = set_up(client)
    assert "No training log came in yet" in browser.get("/data/exercises").text
    token = csrf(browser.get("/data").text)
    browser.post("/imports", data={"csrf": token}, files={"file": ("s.csv", LOG.encode())})
    box.worker().run_until_idle()
    path = "/data/exercises"
    page = browser.get(path).text
    assert "Benchpress Barbel" in page
    assert 'value="barbell_bench_press Benchpress Barbel"' in page
    wrong = {"name": "Benchpress Barbel", "means": "Bench of oak"}
    assert send(browser, path, path, wrong).status_code == 422
    typed = {"name": "Benchpress Barbel", "means": "Dumbbell bench press"}
    assert send(browser, path, path, typed).status_code == 303
    assert "dumbbell_bench_press" in {one.exercise for one in done(box)}
    assert send(browser, path, path, {"forget": "Benchpress Barbel"}).status_code == 303
    picked = {"pick": "barbell_bench_press Benchpress Barbel"}
    assert send(browser, path, path, picked).status_code == 303
    assert "barbell_bench_press" in {one.exercise for one in done(box)}
    assert send(browser, path, f"{path}/unit", {"mass_unit": "kg"}).status_code == 303
    box.worker().run_until_idle()
    assert done(box)[-1].load_kg == 135


def test_a_token_for_imports_alone_says_nothing_of_units(sam: Api, client: TestClient) -> None:
    phone, files = token_of(client, "sam", ["import"]), {"file": ("strong.csv", LOG.encode())}
    assert phone("POST", "/imports?mass_unit=lb", files=files).status_code == 403
    assert sam.get("/imports") == {"imports": []}
    assert phone("POST", "/imports", files=files).status_code == 202


def test_of_names_without_end_the_most_used_are_asked_for_first(sam: Api, box: Container) -> None:
    rows = "".join(f"2026-02-02 18:00:00,A,Zzyx {n},1,50,5\n" for n in range(naming.MOST_NAMES + 5))
    log = LOG + rows + "2026-02-03 18:00:00,A,Zzyx 204,1,50,5\n"
    answer = sam("POST", "/imports", files={"file": ("strong.csv", log.encode())})
    assert answer.status_code == 202
    box.worker().run_until_idle()
    found = sam.get("/exercises/names")
    assert (found["unknown"], found["known"]) == (naming.MOST_NAMES + 6, 1)
    assert len(found["names"]) == naming.MOST_NAMES + 1
    assert {"Benchpress Barbel", "Zzyx 204"} == {one["name"] for one in found["names"][:2]}
