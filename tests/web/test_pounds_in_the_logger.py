"""The load of the logger's field: what a bar can carry, and kept as it was sent."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from spotter.bootstrap import Container
from spotter.kit.units import LOADABLE_LB, kg_from_lb, lb_from_kg, loadable_lb
from web import browser


@given(st.floats(LOADABLE_LB * 0.46, 500))
def test_pounds_to_load_are_whole_steps_and_never_more_than_asked(kilograms: float) -> None:
    pounds = loadable_lb(kilograms)
    assert pounds % LOADABLE_LB == 0 or pounds < LOADABLE_LB
    assert pounds <= lb_from_kg(kilograms) + 0.05
    assert pounds > lb_from_kg(kilograms) - LOADABLE_LB


@given(st.integers(1, 200))
def test_pounds_that_were_logged_are_shown_again_as_they_were(steps: int) -> None:
    assert loadable_lb(kg_from_lb(steps * LOADABLE_LB)) == steps * LOADABLE_LB


@pytest.fixture
def imperial(client: TestClient) -> TestClient:
    browser.set_up(client)
    browser.tell_profile(client, mass="143", height="67", shown_imperial="yes", imperial="yes")
    browser.answer_no(client)
    browser.check_in_well(client)
    return client


def test_the_logger_proposes_pounds_and_keeps_exactly_what_was_sent(
    imperial: TestClient, box: Container
) -> None:
    logger = browser.start(imperial)
    page = imperial.get(logger).text
    proposed = [float(each) for each in re.findall(r'data-load="([\d.]+)"', page)]
    assert proposed
    assert [each for each in proposed if each % LOADABLE_LB and each > LOADABLE_LB] == []
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    imperial.post(f"{logger}/sets", data={**fields, "load": "45", "rpe": "6"})
    with box.uow.reading() as uow:
        owner = uow.accounts.by_role("owner")
        assert owner is not None
        log = uow.sessions.get(owner.athlete_id, logger.rsplit("/", 1)[1])
    assert log.log.sets[0].load_kg == kg_from_lb(45)
