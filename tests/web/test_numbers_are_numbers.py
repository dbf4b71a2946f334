"""A number in JSON is a number: neither true, nor text, nor what Python alone would read as one."""

from __future__ import annotations

from typing import Any

import pytest

from web.people import DAY, Api, benign

DATE = DAY.isoformat()


@pytest.mark.parametrize("wrong", [True, False, "3", "1_0", "٣", " 3", [3], {}])
@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("PUT", "/athlete", "mass_kg"),
        ("PUT", "/athlete", "days_per_week"),
        ("POST", "/checkins", "mood"),
        ("POST", "/checkins", "systolic_mmhg"),
    ],
)
def test_what_is_no_number_is_refused_and_its_field_named(
    sam: Api, method: str, path: str, field: str, wrong: Any
) -> None:
    day = {"date": DATE} if path == "/checkins" else {"goal": "strength"}
    answer = sam(method, path, {**day, field: wrong})
    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_numbers_are_taken_whole_and_broken(sam: Api) -> None:
    sam.put("/athlete", {"goal": "strength", "mass_kg": 64.5, "days_per_week": 4})
    assert sam.get("/athlete")["profile"]["mass_kg"] == 64.5


def test_the_score_of_a_place_is_a_number_too(sam: Api) -> None:
    answer = sam("POST", "/checkins", {"date": DATE, "pain": {"knee": True}})
    assert answer.status_code == 422


@pytest.mark.parametrize("wrong", ["7", True, [7], "7h"])
def test_a_health_answer_that_is_a_number_is_a_number(sam: Api, wrong: Any) -> None:
    answer = sam("POST", "/screening", {"answers": {**benign(DAY), "edeq_global": wrong}})
    assert answer.status_code in (400, 422)
    assert answer.json()["field"].endswith("edeq_global")


@pytest.mark.parametrize("wrong", [1, 0, "true", "1", "on", ["yes"]])
def test_a_health_answer_of_yes_or_no_is_nothing_else(sam: Api, wrong: Any) -> None:
    answer = sam("POST", "/screening", {"answers": {**benign(DAY), "heart_condition": wrong}})
    assert answer.status_code in (400, 422)
    assert answer.json()["field"].endswith("heart_condition")


def test_several_are_a_list_and_a_day_is_written_one_way(sam: Api) -> None:
    for name, wrong in (
        ("medicines", "none"),
        ("medicines", [["none"]]),
        ("surgery_on", "20260504"),
    ):
        answer = sam("POST", "/screening", {"answers": {name: wrong}})
        assert answer.status_code in (400, 422)
        assert answer.json()["field"].endswith(name)
