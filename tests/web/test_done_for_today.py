"""The day after its training is done: said once, with the way to what was done."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from web import browser
from web.people import DAY

TODAY = f"/today?date={DAY.isoformat()}"


@pytest.fixture
def ready(client: TestClient) -> TestClient:
    """A browser of somebody who may train today."""
    browser.set_up(client)
    browser.tell_profile(client)
    browser.answer_no(client)
    browser.check_in_well(client)
    return client


def test_before_it_is_done_the_day_says_nothing_of_done(ready: TestClient) -> None:
    page = ready.get(TODAY).text
    assert "Done today" not in page
    assert "training is done" not in page


def test_a_day_whose_session_is_finished_says_done_and_leads_to_it(ready: TestClient) -> None:
    logger = browser.start(ready)
    browser.log_every_set(ready, logger)
    browser.finish(ready, logger)
    page = ready.get(TODAY).text
    assert "Done today: <strong>" in page
    assert f'href="{logger}/finish"' in page
    assert page.count("Done") == 1
    assert "Today’s training is done" in page
    assert "Start this session" not in page


def test_a_day_off_among_the_alternatives_has_no_minutes(ready: TestClient) -> None:
    page = ready.get(TODAY).text
    assert "Rest day" in page
    assert ">0 min" not in page


def test_after_it_other_sessions_are_offered_only_to_who_still_wants_to_move(
    ready: TestClient,
) -> None:
    logger = browser.start(ready)
    browser.log_every_set(ready, logger)
    browser.finish(ready, logger)
    page = ready.get(TODAY).text
    assert "If you still want to move" in page
    assert "Something else today" not in page


def test_a_session_closed_with_nothing_done_is_no_training(ready: TestClient) -> None:
    logger = browser.start(ready)
    assert "Close it, nothing was done" in ready.get(f"{logger}/finish").text
    ended = browser.send(ready, f"{logger}/finish", f"{logger}/finish", {"session_rpe": "0"})
    assert ended.status_code == 303
    page = ready.get(TODAY).text
    assert "training is done" not in page
    assert "Start this session" in page
    assert browser.start(ready) != logger


def test_what_was_logged_cannot_be_closed_as_nothing(ready: TestClient) -> None:
    logger = browser.start(ready)
    browser.log_every_set(ready, logger)
    assert "nothing was done" not in ready.get(f"{logger}/finish").text
    ended = browser.send(ready, f"{logger}/finish", f"{logger}/finish", {"session_rpe": "0"})
    assert ended.status_code == 422


def test_a_session_under_way_is_gone_on_with_and_not_done(ready: TestClient) -> None:
    logger = browser.start(ready)
    page = ready.get(TODAY).text
    assert "You have a session under way." in page
    assert f'href="{logger}"' in page
    assert "training is done" not in page
