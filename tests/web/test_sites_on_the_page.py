"""Where it is sore and where it hurts: every site of the body, as plain form fields."""

from __future__ import annotations

import re

import pytest
from httpx import Response
from starlette.testclient import TestClient

from spotter.athletes.profile import BodySite
from spotter.body.checkin import Checkin
from spotter.bootstrap import Container
from web.browser import send, set_up
from web.people import DAY

TODAY = f"/today?date={DAY.isoformat()}"


@pytest.fixture
def visitor(client: TestClient) -> TestClient:
    return set_up(client)


def say(client: TestClient, **fields: str) -> Response:
    return send(client, "/today", "/checkins", {"date": DAY.isoformat(), **fields})


def kept(box: Container) -> Checkin:
    with box.uow.reading() as uow:
        owner = uow.accounts.by_role("owner")
        assert owner is not None
        found = uow.checkins.get(owner.athlete_id, DAY)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["soreness", "pain"])
def test_every_site_of_the_body_is_asked_for(visitor: TestClient, kind: str) -> None:
    names = re.findall(rf'<input id="{kind}-\w+" name="{kind}_(\w+)"', visitor.get(TODAY).text)
    assert names == [site.value for site in BodySite]


def test_several_sore_and_painful_places_are_all_kept(visitor: TestClient, box: Container) -> None:
    say(visitor, soreness_thigh="4", soreness_calf="2", pain_knee="3", pain_neck="1", pain_hip="")
    found = kept(box)
    assert found.soreness == {BodySite.THIGH: 4, BodySite.CALF: 2}
    assert found.pain == {BodySite.KNEE: 3, BodySite.NECK: 1}


def test_what_was_said_is_shown_again(visitor: TestClient) -> None:
    say(visitor, pain_knee="3", no_soreness="yes")
    page = visitor.get(TODAY).text
    assert re.search(r'name="pain_knee"[^>]*value="3"', page)
    assert re.search(r'name="no_soreness" value="yes" checked', page)


def test_none_is_said_by_a_tick_and_an_empty_list_is_not_asked(
    visitor: TestClient, box: Container
) -> None:
    say(visitor, no_pain="yes")
    found = kept(box)
    assert found.pain == {}
    assert found.soreness is None


def test_a_place_that_was_named_outweighs_the_tick_for_none(
    visitor: TestClient, box: Container
) -> None:
    say(visitor, no_pain="yes", pain_ankle="6")
    assert kept(box).pain == {BodySite.ANKLE: 6}


@pytest.mark.parametrize("wrong", ["11", "-1", "much", "2.5"])
def test_a_number_outside_of_the_scale_names_its_place(visitor: TestClient, wrong: str) -> None:
    answer = say(visitor, pain_knee=wrong)
    assert answer.status_code == 422
    assert "pain.knee" in answer.text
