"""The pages as a person without JavaScript uses them: plain forms, sent and followed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.browser import (
    answer_no,
    check_in_well,
    csrf,
    finish,
    log_every_set,
    send,
    set_up,
    start,
    tell_profile,
)
from web.people import DAY, PASSWORD


@pytest.fixture
def visitor(client: TestClient) -> TestClient:
    """A browser in which the owner has just set up their account."""
    return set_up(client)


def test_the_first_page_asks_for_the_setup_token(client: TestClient) -> None:
    page = client.get("/").text
    assert "setup token" in page
    assert "no\n      default password" in page or "no default password" in page.replace("\n", " ")


def test_a_wrong_setup_token_keeps_what_was_typed(client: TestClient) -> None:
    form = {"csrf": csrf(client.get("/").text), "setup_token": "no", "name": "sam"}
    answer = client.post("/setup", data={**form, "password": PASSWORD})
    assert answer.status_code == 422
    assert 'value="sam"' in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("path", ["/today", "/profile", "/screening", "/data", "/progress"])
def test_a_page_of_ones_own_sends_a_stranger_to_sign_in(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize(
    "path", ["/profile", "/screening", "/checkins", "/sessions", "/tokens", "/logout", "/imports"]
)
def test_a_form_without_the_csrf_token_changes_nothing(visitor: TestClient, path: str) -> None:
    more: dict[str, Any] = {"data": {"goal": "strength"}}
    if path == "/imports":
        more = {"files": {"file": ("export.zip", b"x")}}
    assert visitor.post(path, **more).status_code == 403


def test_five_wrong_passwords_shut_the_door_for_a_while(visitor: TestClient) -> None:
    send(visitor, "/profile", "/logout", {})
    wrong = {"name": "sam", "password": "not the password"}
    codes = [send(visitor, "/login", "/login", wrong).status_code for _ in range(6)]
    assert codes[:5] == [401] * 5
    last = send(visitor, "/login", "/login", {"name": "sam", "password": PASSWORD})
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0


def test_the_profile_is_kept_in_si_and_shown_in_pounds(visitor: TestClient) -> None:
    form = {
        "goal": "strength", "experience": "intermediate", "days_per_week": "3",
        "minutes_per_session": "45", "mass": "82.3", "height": "178", "time_zone": "Europe/Berlin",
        "equipment": ["barbell", "rack"], "imperial": "yes", "limit_knee": "mild",
    }  # fmt: skip
    assert send(visitor, "/profile", "/profile", form).status_code == 303
    page = visitor.get("/profile").text
    assert 'name="mass" type="number" value="181.4"' in page
    assert "lb</span>" in page


def test_saving_a_profile_shown_in_pounds_does_not_drift(visitor: TestClient) -> None:
    form = {
        "goal": "strength", "experience": "intermediate", "days_per_week": "3",
        "minutes_per_session": "45", "mass": "82.3", "time_zone": "UTC", "imperial": "yes",
    }  # fmt: skip
    send(visitor, "/profile", "/profile", form)
    for _ in range(3):
        again = {**form, "mass": "181.4", "shown_imperial": "yes"}
        assert send(visitor, "/profile", "/profile", again).status_code == 303
    back = {**form, "mass": "181.4", "shown_imperial": "yes", "imperial": "no"}
    send(visitor, "/profile", "/profile", back)
    assert 'name="mass" type="number" value="82.3"' in visitor.get("/profile").text


def test_a_wrong_profile_says_which_field_and_keeps_the_rest(visitor: TestClient) -> None:
    form = {"goal": "muscle", "mass": "-4", "sport": "rowing", "time_zone": "UTC"}
    answer = send(visitor, "/profile", "/profile", form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'value="rowing"' in answer.text


def test_a_range_is_told_in_the_units_of_the_page(visitor: TestClient) -> None:
    answer = send(visitor, "/profile", "/profile", {"height": "18", "time_zone": "UTC"})
    assert "Height: Give 50 to 260 cm." in answer.text
    pounds = {"mass": "9", "time_zone": "UTC", "shown_imperial": "yes"}
    assert "Mass: Give 44 to 882 lb." in send(visitor, "/profile", "/profile", pounds).text


def test_a_profile_that_cannot_be_true_stays_on_the_page(visitor: TestClient) -> None:
    form = {"birth_date": "2100-01-01", "sport": "rowing", "time_zone": "UTC"}
    answer = send(visitor, "/profile", "/profile", form)
    assert answer.status_code == 422
    assert "Birth date: Lies in the future." in answer.text
    assert 'value="rowing"' in answer.text


def test_what_answers_mean_stands_apart_from_what_is_open(visitor: TestClient) -> None:
    tell_profile(visitor)
    answer = send(visitor, "/screening", "/screening/consequences", {"warning_signs": "chest_pain"})
    said, until = answer.text.split("What holds until then")
    assert said.count('class="voice"') == 1
    assert "chest" in said
    assert "chest" not in until
    assert "questions still open" in said
    assert "pregnant" in until


def test_health_answers_are_saved_and_their_meaning_is_shown(visitor: TestClient) -> None:
    assert answer_no(visitor).status_code == 303
    assert "Saved." in visitor.get("/screening?saved=true").text


def test_what_answers_mean_is_said_before_they_are_saved(visitor: TestClient) -> None:
    answer = send(visitor, "/screening", "/screening/consequences", {"warning_signs": "chest_pain"})
    assert "voice" in answer.text
    assert "asked" in answer.headers["hx-trigger"]


def test_a_whole_session_is_done_with_plain_forms(visitor: TestClient) -> None:
    tell_profile(visitor)
    answer_no(visitor)
    assert check_in_well(visitor).status_code == 303
    assert "Start this session" in visitor.get(f"/today?date={DAY.isoformat()}").text
    logger = start(visitor)
    assert "Every set is logged" in log_every_set(visitor, logger)
    done = finish(visitor, logger)
    assert done.status_code == 303
    assert "Finished" in visitor.get(done.headers["location"]).text


def test_a_symptom_closes_the_day_with_kind_words(visitor: TestClient) -> None:
    answer_no(visitor)
    page = visitor.get(f"/today?date={DAY.isoformat()}").text
    symptom = re.search(r'name="symptoms" value="(chest\w*)"', page)
    assert symptom is not None
    form = {"csrf": csrf(page), "date": DAY.isoformat(), "symptoms": symptom[1]}
    visitor.post("/checkins", data=form)
    page = visitor.get(f"/today?date={DAY.isoformat()}").text
    assert "Please do not train now" in page
    assert "emergency" in page
    assert "Start this session" not in page


def test_signing_out_ends_the_session(visitor: TestClient) -> None:
    send(visitor, "/profile", "/logout", {})
    assert visitor.get("/today").status_code == 303


def test_deleting_everything_needs_the_password(visitor: TestClient) -> None:
    refused = send(visitor, "/data", "/data/delete", {"password": "not the password"})
    assert refused.status_code in {401, 422}
    assert visitor.get("/profile").status_code == 200
    gone = send(visitor, "/data", "/data/delete", {"password": PASSWORD})
    assert gone.status_code == 303
    assert visitor.get("/profile").status_code == 303
