"""What files say of the athlete enters the profile when the athlete takes it over, only then."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from intake.exports import export_text, record
from spotter.bootstrap import Container
from web.browser import csrf, send, set_up
from web.people import Api, join

_ME = "HKCharacteristicTypeIdentifier"
SAID = f' <Me {_ME}DateOfBirth="1988-05-05" {_ME}BiologicalSex="HKBiologicalSexFemale"/>\n'


def export(kilograms: str, day: str, me: str = SAID) -> bytes:
    at = f"{day} 08:00:00 +0100"
    mass = record("BodyMass", kilograms, "kg", startDate=at, endDate=at, creationDate=at)
    return export_text(me, mass, record("Height", "178", "cm")).encode()


def bring(person: Api, box: Container, data: bytes) -> None:
    person.post("/imports", files={"file": ("export.xml", data)})
    box.worker().run_until_idle()


@pytest.fixture
def kim(client: TestClient, box: Container) -> Api:
    """Kim, who told nothing and brought an export."""
    person = join(client, "kim")
    bring(person, box, export("72.4", "2026-02-03"))
    return person


def offered(person: Api) -> dict[str, Any]:
    return {one["field"]: one["value"] for one in person.get("/athlete/suggested")["suggested"]}


def profile(person: Api) -> Any:
    return person.get("/athlete")["profile"]


def test_an_import_enters_nothing_and_offers_what_the_profile_lacks(kim: Api) -> None:
    lacking = {"birth_date": "1988-05-05", "sex": "female", "height_m": 1.78, "mass_kg": 72.4}
    assert offered(kim) == lacking
    assert {profile(kim)[field] for field in lacking} == {None}


def test_only_what_was_taken_is_entered_and_offered_no_more(kim: Api) -> None:
    kim.post("/athlete/suggested", {"mass_kg": 72.4, "sex": "female"})
    told = profile(kim)
    assert (told["mass_kg"], told["sex"], told["height_m"]) == (72.4, "female", None)
    assert set(offered(kim)) == {"birth_date", "height_m"}


def test_the_latest_measurement_is_offered_whichever_file_came_last(
    kim: Api, box: Container
) -> None:
    bring(kim, box, export("90", "2026-01-01", me=""))
    assert offered(kim)["mass_kg"] == 72.4
    bring(kim, box, export("71", "2026-02-20", me=""))
    assert offered(kim)["mass_kg"] == 71
    found = kim.get("/athlete/suggested")["suggested"]
    assert {one["field"]: one["on"] for one in found}["mass_kg"] == "2026-02-20"


def test_a_value_that_is_not_offered_changes_nothing(kim: Api) -> None:
    before = profile(kim)
    answer = kim("POST", "/athlete/suggested", {"mass_kg": 60, "sex": "female"})
    assert (answer.status_code, profile(kim)) == (409, before)
    assert kim("POST", "/athlete/suggested", {"goal": "strength"}).status_code == 422


def test_nothing_of_somebody_else_is_offered(kim: Api, client: TestClient) -> None:
    assert offered(join(client, "robin")) == {}


@pytest.mark.parametrize("page", ["/data", "/profile"])
def test_one_tap_on_the_page_takes_one_thing_over(
    client: TestClient, box: Container, page: str
) -> None:
    browser = set_up(client)
    form = {"csrf": csrf(browser.get("/data").text)}
    file = ("export.xml", export("72.4", "2026-02-03"))
    assert browser.post("/imports", data=form, files={"file": file}).status_code == 303
    box.worker().run_until_idle()
    assert "72.4 kg" in browser.get(page).text
    taken = send(browser, page, "/profile/suggested", {"field": "mass_kg", "value": "72.4"})
    assert taken.headers["location"] == "/profile?saved=true"
    shown = browser.get("/profile").text
    assert "Mass: " not in shown
    assert 'value="72.4"' in shown
    assert "Height: " in shown


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("mass_kg", "60", 409), ("mass_kg", "much", 422), ("goal", "strength", 409), ("", "", 409)],
)
def test_a_form_that_takes_what_was_not_offered_is_refused(
    client: TestClient, field: str, value: str, status: int
) -> None:
    browser = set_up(client)
    refused = send(browser, "/profile", "/profile/suggested", {"field": field, "value": value})
    assert refused.status_code == status


def test_without_the_token_of_the_page_nothing_is_taken(client: TestClient) -> None:
    browser = set_up(client)
    sent = browser.post("/profile/suggested", data={"field": "mass_kg", "value": "72.4"})
    assert sent.status_code == 403
