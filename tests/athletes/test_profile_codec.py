"""A profile from outside: every field has a range, and what is wrong is named."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.athletes.checkin_codec import checkin_from
from spotter.athletes.profile import (
    BodySite,
    Equipment,
    Experience,
    Goal,
    Limitation,
    Profile,
    Severity,
    Sex,
)
from spotter.athletes.profile_codec import check_profile, profile_from, profile_to
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
from spotter.training.catalogue import catalogue

DAY = date(2026, 3, 2)

texts = st.text(st.characters(exclude_categories=("C", "Z")), max_size=40)
profiles = st.builds(
    Profile,
    goal=st.sampled_from(Goal),
    experience=st.sampled_from(Experience),
    birth_date=st.none() | st.dates(date(1910, 1, 1), DAY),
    age_years=st.none() | st.integers(0, 120),
    sex=st.none() | st.sampled_from(Sex),
    height_m=st.none() | st.floats(0.5, 2.6),
    mass_kg=st.none() | st.floats(20, 400),
    days_per_week=st.integers(1, 7),
    weekdays=st.frozensets(st.integers(1, 7)).map(lambda days: tuple(sorted(days))),
    minutes_per_session=st.integers(10, 240),
    equipment=st.frozensets(st.sampled_from(Equipment)),
    limitations=st.lists(
        st.builds(
            Limitation,
            st.sampled_from(BodySite),
            st.sampled_from(Severity),
            st.none() | st.dates(date(1910, 1, 1), DAY),
            texts,
        ),
        max_size=3,
    ).map(tuple),
    dislikes=st.frozensets(st.sampled_from([one.id for one in catalogue()]), max_size=3),
    sport=texts,
    competes=st.booleans(),
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Chatham"]),
    imperial=st.booleans(),
)


@given(profiles)
def test_a_profile_becomes_plain_and_comes_back(profile: Profile) -> None:
    assert profile_from(profile_to(profile)) == profile
    check_profile(profile, DAY)


def test_what_is_not_given_stays_as_it_was() -> None:
    base = Profile(goal=Goal.STRENGTH, mass_kg=80.0)
    assert profile_from({"mass_kg": 79}, base) == Profile(goal=Goal.STRENGTH, mass_kg=79.0)
    assert profile_from({}) == Profile()


def test_null_takes_an_answer_back() -> None:
    assert profile_from({"mass_kg": None}, Profile(mass_kg=80.0)) == Profile()


WRONG: list[tuple[str, Any]] = [
    ("goal", "flying"),
    ("goal", 3),
    ("goal", None),
    ("experience", "expert"),
    ("birth_date", "yesterday"),
    ("birth_date", "1899-12-31"),
    ("birth_date", 1988),
    ("age_years", -1),
    ("age_years", 121),
    ("age_years", 30.5),
    ("age_years", True),
    ("age_years", "30"),
    ("sex", "x"),
    ("height_m", 0.49),
    ("height_m", 2.61),
    ("height_m", 176),
    ("height_m", "1.76"),
    ("height_m", math.nan),
    ("height_m", True),
    ("mass_kg", 19.9),
    ("mass_kg", 400.1),
    ("mass_kg", math.inf),
    ("days_per_week", 0),
    ("days_per_week", 8),
    ("weekdays", [0]),
    ("weekdays", [8]),
    ("weekdays", "monday"),
    ("minutes_per_session", 9),
    ("minutes_per_session", 241),
    ("equipment", ["spaceship"]),
    ("equipment", "band"),
    ("limitations", [{"site": "knee"}]),
    ("limitations", [{"site": "tail", "severity": "mild"}]),
    ("limitations", [{"site": "knee", "severity": "mild", "when": 1}]),
    ("limitations", ["knee"]),
    ("limitations", [{"site": "knee", "severity": "mild"}] * 31),
    ("dislikes", [3]),
    ("sport", "x" * 81),
    ("sport", "a\x00b"),
    ("sport", "\ud800"),
    ("competes", 1),
    ("competes", "yes"),
    ("time_zone", "Mars/Olympus"),
    ("time_zone", None),
    ("imperial", "no"),
    ("shoe_size", 44),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=lambda one: str(one)[:20])
def test_what_cannot_be_used_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(BadInput) as error:
        profile_from({field: value})
    assert str(error.value.field).startswith(field)
    assert error.value.message


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("height_m", 0.5),
        ("height_m", 2.6),
        ("mass_kg", 20),
        ("mass_kg", 400),
        ("age_years", 0),
        ("age_years", 120),
        ("days_per_week", 1),
        ("days_per_week", 7),
        ("minutes_per_session", 10),
        ("minutes_per_session", 240),
    ],
)
def test_the_edges_of_a_range_are_inside(field: str, value: float) -> None:
    assert getattr(profile_from({field: value}), field) == value


def test_a_wrong_item_is_named_with_its_place() -> None:
    ok = {"site": "knee", "severity": "mild"}
    with pytest.raises(BadInput) as error:
        profile_from({"limitations": [ok, {**ok, "severity": "awful"}]})
    assert error.value.field == "limitations[1].severity"


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="mass_kg"):
        profile_from({"weight": 80})


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile(birth_date=date(2026, 3, 3)), "birth_date"),
        (Profile(birth_date=date(1905, 3, 2)), "birth_date"),
        (
            Profile(limitations=(Limitation(BodySite.HIP, Severity.MILD, date(2026, 3, 3)),)),
            "limitations[0].since",
        ),
        (Profile(mass_kg=-1.0), "mass_kg"),
    ],
)
def test_a_profile_that_cannot_be_true_today_is_refused(profile: Profile, field: str) -> None:
    with pytest.raises(BadInput) as error:
        check_profile(profile, DAY)
    assert error.value.field == field


def test_every_field_of_a_profile_can_be_given() -> None:
    told = profile_to(Profile())
    assert set(told) == {one.name for one in fields(Profile)}
    assert profile_from(told) == Profile()


# check-ins


def test_a_checkin_takes_every_answer() -> None:
    given_answers = {
        "sleep_quality": 4,
        "mood": 1,
        "energy": 5,
        "stress": 2,
        "soreness": {"thigh": 3},
        "pain": {},
        "symptoms": [],
        "ill": False,
        "systolic_mmhg": 122,
        "diastolic_mmhg": 78.5,
        "glucose_mmol_l": 5.4,
        "ketones": "none",
        "heat_index_c": 21,
        "cycle_day": 12,
        "note": "slept well",
    }
    found = checkin_from(DAY, given_answers)
    assert found.soreness == {BodySite.THIGH: 3}
    assert (found.pain, found.symptoms, found.ill) == ({}, frozenset(), False)
    answered = {one.name for one in fields(Checkin)} - {"day", "extra"}
    assert set(given_answers) == answered


def test_an_absent_answer_is_not_asked() -> None:
    assert checkin_from(DAY, {}) == Checkin(DAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mood", 0),
        ("mood", 6),
        ("mood", 3.5),
        ("pain", {"tail": 3}),
        ("pain", {"knee": 11}),
        ("pain", 3),
        ("symptoms", ["hiccups"]),
        ("ill", "no"),
        ("systolic_mmhg", 400),
        ("ketones", "some"),
        ("ketones", ["none"]),
        ("note", "x" * 1001),
        ("vibes", 3),
    ],
)
def test_a_checkin_that_cannot_be_used_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(BadInput) as error:
        checkin_from(DAY, {field: value})
    assert str(error.value.field).startswith(field)
