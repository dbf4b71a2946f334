"""Targets as people write them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from spotter.athletes.targets import Aim, Target
from spotter.web.view import targets
from web.browser import send, set_up


@pytest.mark.parametrize(("text", "seconds"), [("50:00", 3000), ("3:29:59", 12_599), ("0:59", 59)])
def test_a_time_is_read_as_runners_write_it(text: str, seconds: float) -> None:
    assert targets.seconds(text) == seconds
    assert targets.seconds(targets.clock(seconds)) == seconds


@pytest.mark.parametrize(
    "text", ["50", "1:2:3:4", "50:75", "-1:00", "fifty", "", "9" * 400 + ":00"]
)
def test_what_is_no_time_stays_as_typed_to_be_refused(text: str) -> None:
    told = targets.told({"what": "run_10_km", "value": text, "by": ""}, imperial=False)
    assert told == {"what": "run_10_km", "value": text.strip()}


@pytest.mark.parametrize("imperial", [True, False])
def test_what_the_form_shows_is_what_it_reads_back(imperial: bool) -> None:
    for target in (Target(Aim.MASS, 70.0), Target(Aim.RUN_10_KM, 3000.0)):
        told = targets.told(targets.row(target, imperial=imperial), imperial=imperial)
        assert told["value"] == pytest.approx(target.value, rel=1e-5)


RUN = {"target_what_0": "run_10_km", "target_value_0": "50:00", "target_by_0": "2027-10-03"}


def saved(client: TestClient, **form: str) -> str:
    answer = send(client, "/profile", "/profile", {"time_zone": "UTC", **form})
    assert answer.status_code in {200, 303}, answer.text[:2000]
    return client.get("/profile").text


def test_a_target_told_on_the_page_is_shown_there_again(client: TestClient) -> None:
    assert 'value="50:00"' in saved(set_up(client), **RUN)


def test_a_target_that_cannot_be_meant_is_refused_in_words(client: TestClient) -> None:
    odd = {**RUN, "target_value_0": "soon", "weekdays": "\u00b2"}
    answer = send(set_up(client), "/profile", "/profile", odd)
    assert answer.status_code == 422
    assert "Nothing was saved yet" in answer.text


@pytest.mark.parametrize("value", ["nan", "inf", "1e400", "-70", "\u0667\u0660\u0000"])
def test_a_mass_that_is_no_mass_is_refused_in_words(client: TestClient, value: str) -> None:
    odd = {"target_what_0": "body_mass", "target_value_0": value, "time_zone": "UTC"}
    answer = send(set_up(client), "/profile", "/profile", odd)
    assert answer.status_code == 422
    assert "Nothing was saved yet" in answer.text


def test_the_check_in_asks_for_the_cycle_only_of_who_chose_to_tell_it(client: TestClient) -> None:
    browser = set_up(client)
    assert 'name="cycle_day"' not in browser.get("/today").text
    saved(browser, tracks_cycle="yes")
    assert 'name="cycle_day"' in browser.get("/today").text
