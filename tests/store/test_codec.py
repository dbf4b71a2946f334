"""What is stored comes back exactly, whatever it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.athletes.profile import (
    AthleteKind,
    BodySite,
    Clearance,
    Equipment,
    Experience,
    Goal,
    Limitation,
    Profile,
    Screening,
    Severity,
    Sex,
)
from spotter.body.checkin import Checkin
from spotter.store.codec import decode, encode
from spotter.training.session import Block, Focus, LoggedSet, Part, PlannedSet, Session, SessionLog

numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates()
instants = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))


profiles = st.builds(
    Profile,
    goal=st.sampled_from(Goal),
    experience=st.sampled_from(Experience),
    birth_date=st.none() | days,
    age_years=st.none() | st.integers(0, 120),
    sex=st.none() | st.sampled_from(Sex),
    height_m=st.none() | numbers,
    mass_kg=st.none() | numbers,
    weekdays=st.lists(st.integers(1, 7)).map(tuple),
    equipment=st.frozensets(st.sampled_from(Equipment)),
    limitations=st.lists(
        st.builds(
            Limitation,
            st.sampled_from(BodySite),
            st.sampled_from(Severity),
            since=st.none() | days,
            note=st.text(),
        )
    ).map(tuple),
    dislikes=st.frozensets(st.text()),
    sport=st.text(),
    competes=st.booleans(),
)
answers = st.dictionaries(
    st.text(), st.booleans() | numbers | st.text() | st.lists(st.text()).map(tuple)
)
screenings = st.builds(Screening, days, answers, st.none() | st.builds(Clearance, days, st.text()))
site_scores = st.dictionaries(st.sampled_from(BodySite), st.integers(0, 10))
checkins = st.builds(
    Checkin,
    day=days,
    mood=st.none() | st.integers(1, 5),
    soreness=st.none() | site_scores,
    pain=st.none() | site_scores,
    symptoms=st.none() | st.frozensets(st.text()),
    ill=st.none() | st.booleans(),
    systolic_mmhg=st.none() | numbers,
    ketones=st.none() | st.text(),
    note=st.text(),
    extra=st.dictionaries(st.text(), numbers | st.booleans() | st.text()),
)
sets = st.builds(
    LoggedSet,
    exercise=st.text(),
    at=instants,
    reps=st.none() | st.integers(0, 100),
    load_kg=st.none() | numbers,
    pain=st.none() | st.integers(0, 10),
    pain_site=st.none() | st.sampled_from(BodySite),
)
logs = st.builds(
    SessionLog,
    id=st.text(),
    day=days,
    title=st.text(),
    focus=st.sampled_from(Focus),
    sets=st.lists(sets, max_size=3).map(tuple),
    session_rpe=st.none() | numbers,
    pain=site_scores,
    symptoms=st.frozensets(st.text()),
)
planned = st.builds(
    PlannedSet,
    rpe=numbers,
    rest_s=st.integers(),
    hr_bpm=st.none() | st.tuples(st.integers(), st.integers()),
)
sessions = st.builds(
    Session,
    title=st.text(),
    focus=st.sampled_from(Focus),
    blocks=st.lists(
        st.builds(
            Block,
            st.sampled_from(Part),
            st.text(),
            st.lists(planned, max_size=2).map(tuple),
            st.lists(st.text()).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    duration_min=st.integers(),
)


def through_json(value: object) -> object:
    return json.loads(json.dumps(encode(value), allow_nan=False))


@given(profiles)
def test_a_profile_comes_back_as_it_was(profile: Profile) -> None:
    assert decode(Profile, through_json(profile)) == profile


@given(screenings)
def test_a_screening_comes_back_as_it_was(screening: Screening) -> None:
    assert decode(Screening, through_json(screening)) == screening


@given(checkins)
def test_a_checkin_comes_back_as_it_was(checkin: Checkin) -> None:
    assert decode(Checkin, through_json(checkin)) == checkin


@given(logs)
def test_a_session_log_comes_back_as_it_was(log: SessionLog) -> None:
    assert decode(SessionLog, through_json(log)) == log


@given(sessions)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    assert decode(Session, through_json(session)) == session


@given(answers)
def test_an_answer_keeps_its_kind(given_answers: dict[str, Any]) -> None:
    back = decode(Screening, through_json(Screening(date(2026, 1, 1), given_answers))).answers
    assert {name: type(value) for name, value in back.items()} == {
        name: type(value) for name, value in given_answers.items()
    }


def test_sets_are_written_in_order_so_that_equal_values_have_equal_text() -> None:
    one = encode(Profile(equipment=frozenset([Equipment.MAT, Equipment.BAND])))
    two = encode(Profile(equipment=frozenset([Equipment.BAND, Equipment.MAT])))
    assert json.dumps(one) == json.dumps(two)


def test_a_row_written_before_a_field_existed_takes_the_default() -> None:
    assert decode(Profile, {"goal": "strength"}) == Profile(goal=Goal.STRENGTH)


def test_a_row_written_by_a_newer_spotter_still_reads() -> None:
    assert decode(Profile, {"goal": "strength", "moon_phase": 3}) == Profile(goal=Goal.STRENGTH)


def test_a_value_that_no_enum_has_is_refused() -> None:
    with pytest.raises(ValueError, match="juggling"):
        decode(Profile, {"goal": "juggling"})


def test_a_thing_without_a_json_form_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        thing: object

    with pytest.raises(TypeError, match="complex has no JSON form"):
        encode(Odd(1j))
    assert encode(AthleteKind.BUSY) == "busy"


def test_instants_keep_their_offset() -> None:
    at = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=-3)))
    back = decode(LoggedSet, through_json(LoggedSet("squat", at))).at
    assert (back, back.utcoffset()) == (at, timedelta(hours=-3))
