"""Two scales, one body: the athlete says which of them is believed."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from intake.exports import export_text, record
from spotter.bootstrap import Container
from web.browser import send, set_up
from web.people import Api

DAY = "2026-02-01"
SCALES = export_text(
    record("BodyMass", "70", "kg", sourceName="Scale"),
    record("BodyMass", "71.5", "kg", sourceName="Gym", startDate=f"{DAY} 12:00:00 +0100",
           endDate=f"{DAY} 12:00:00 +0100"),
    record("StepCount", "10", "count", sourceName="Watch"),
)  # fmt: skip


@pytest.fixture
def two_scales(sam: Api, box: Container) -> Api:
    sam.post("/imports", files={"file": ("export.xml", SCALES.encode())})
    box.worker().run_until_idle()
    return sam


def mass(person: Api) -> float:
    found: float = person.get(f"/days/{DAY}")["metrics"]["mass_kg"]["value"]
    return found


def test_who_told_of_what_is_listed_with_its_rule(two_scales: Api) -> None:
    signals = {one["signal"]: one for one in two_scales.get("/sources/priority")["signals"]}
    assert set(signals) == {"mass", "steps"}
    assert signals["mass"]["sources"] == ["Gym", "Scale"]
    assert signals["mass"]["order"] == []
    assert signals["mass"]["rule"].startswith("the first of the day")


def test_another_order_computes_the_day_anew_and_an_empty_one_brings_it_back(
    two_scales: Api, box: Container
) -> None:
    assert mass(two_scales) == 70
    for order, expected in ((["Gym"], 71.5), ([], 70)):
        two_scales.put("/sources/priority", {"orders": {"mass": order}})
        assert box.worker().run_until_idle() == 1
        assert mass(two_scales) == expected


def test_an_order_that_is_there_already_computes_nothing(two_scales: Api, box: Container) -> None:
    two_scales.put("/sources/priority", {"orders": {"mass": []}})
    assert box.worker().run_until_idle() == 0


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        ({"mood": ["Gym"]}, "cannot be chosen for"),
        ({"mass": ["Gim"]}, "Known are Gym, Scale"),
        ({"mass": ["Gym", "Gym"]}, "once"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    two_scales: Api, orders: dict[str, list[str]], words: str
) -> None:
    answer = two_scales("PUT", "/sources/priority", {"orders": orders})
    assert answer.status_code == 422
    assert words in answer.text
    assert all(not one["order"] for one in two_scales.get("/sources/priority")["signals"])


def test_the_page_puts_a_source_first(client: TestClient, box: Container) -> None:
    browser = set_up(client)
    assert "two sources" in browser.get("/data/sources").text
    csrf_page = browser.get("/data").text
    token = csrf_page.split('name="csrf" value="')[1].split('"')[0]
    browser.post("/imports", data={"csrf": token}, files={"file": ("e.xml", SCALES.encode())})
    box.worker().run_until_idle()
    assert send(browser, "/data/sources", "/data/sources", {"first_mass": "Gym"}).status_code == 303
    page = browser.get("/data/sources?saved=true").text
    assert '<option value="Gym" selected>' in page
    assert "first_steps" not in page
    wrong = send(browser, "/data/sources", "/data/sources", {"first_mass": "Nobody"})
    assert wrong.status_code == 422
    assert "Known are Gym, Scale" in wrong.text
