"""Somebody new is led from one step to the next, and told what their data lacks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from spotter.body.state import Day
from spotter.bootstrap import Container
from spotter.kit.time import utc_now
from spotter.web.pages.finish import minutes_since
from spotter.web.view.readiness import sentence
from web import browser
from web.people import DAY

UNKNOWN = {"score": None, "confidence": 0.0, "evidence": []}


@pytest.fixture
def newcomer(client: TestClient) -> TestClient:
    return browser.set_up(client)


def test_before_the_health_questions_today_leads_to_them_and_to_nothing_else(
    newcomer: TestClient,
) -> None:
    page = newcomer.get("/today").text
    assert "First, the health questions" in page
    assert "Training is not the right thing" not in page
    assert 'href="/screening">Answer the health questions' in page


def test_a_refusal_for_another_reason_is_no_step_on_the_way(newcomer: TestClient) -> None:
    browser.answer_no(newcomer)
    say = {"sleep_quality": "4", "symptoms": "chest_pain", "no_pain": "yes"}
    today = utc_now().date().isoformat()
    browser.send(newcomer, "/today", "/checkins", {"date": today, **say})
    page = newcomer.get("/today").text
    assert "Please do not train now" in page
    assert "First, the health questions" not in page


def test_after_the_profile_come_the_questions_after_them_the_plan(newcomer: TestClient) -> None:
    assert 'Next: the <a href="/screening">' in newcomer.get("/profile?saved=true").text
    browser.answer_no(newcomer)
    assert 'Next: the <a href="/screening">' not in newcomer.get("/profile?saved=true").text
    assert '<a href="/today">Today' in newcomer.get("/screening?saved=true").text


def test_only_a_newcomer_is_proposed_the_time_zone_of_the_browser(newcomer: TestClient) -> None:
    assert "data-own-zone" in newcomer.get("/profile?welcome=1").text
    assert "data-own-zone" not in newcomer.get("/profile").text


def test_what_an_answer_means_says_to_which_answer_it_belongs(newcomer: TestClient) -> None:
    page = newcomer.get("/screening").text
    assert "If yes: We need a clinician&#39;s word before you train" in page
    assert "If no: Have it looked after first" in page
    assert "If no: If not" not in page


def test_data_that_ends_long_ago_is_said_to() -> None:
    assert "bring your data" in sentence(UNKNOWN)
    assert "your data ends on" in sentence(UNKNOWN, DAY - timedelta(days=900))
    known = {"score": 60.0, "confidence": 0.5, "evidence": [{}]}
    assert "ends on" not in sentence(known, DAY)


def test_the_page_of_today_knows_where_the_data_ends(newcomer: TestClient, box: Container) -> None:
    browser.answer_no(newcomer)
    then = utc_now().date() - timedelta(days=900)
    with box.uow() as uow:
        (athlete_id,) = uow.athletes.all_ids()
        uow.days.put(athlete_id, [Day(then, {"steps": 9000.0}, {})])
        uow.commit()
    assert "your data ends on" in newcomer.get("/today").text


def test_progress_of_old_data_leads_to_the_days_it_has(
    newcomer: TestClient, box: Container
) -> None:
    assert "Nothing to draw yet" in newcomer.get("/progress").text
    ended = utc_now().date() - timedelta(days=900)
    with box.uow() as uow:
        (athlete_id,) = uow.athletes.all_ids()
        days = [Day(ended - timedelta(days=n), {"steps": 9000.0 + n}, {}) for n in range(10)]
        uow.days.put(athlete_id, days)
        uow.commit()
    page = newcomer.get("/progress").text
    assert "Nothing to draw yet" not in page
    there = re.search(r'href="(/progress\?days=84&amp;until=[\d-]+)"', page)
    assert there is not None
    assert "Steps" in newcomer.get(there[1].replace("&amp;", "&")).text


def test_the_minutes_of_a_session_are_proposed_where_its_sets_were_logged_as_done() -> None:
    now = utc_now()
    assert minutes_since([], now) == ""
    for minutes, shown in ((0, ""), (4, ""), (42, "42"), (600, "")):
        logged = [{"at": (now - timedelta(minutes=minutes)).isoformat()}]
        assert minutes_since(logged, now) == shown
