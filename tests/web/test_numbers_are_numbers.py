"""A number in JSON is a number: neither true, nor text, nor what Python alone would read as one."""

from __future__ import annotations

from typing import Any

import pytest

from web.people import DAY, Api

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
