"""A rule that holds only because something was not told asks for it, and claims nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.people import CLEAR, TODAY, checkin, clear, profile, session
from spotter.athletes.profile import Screening
from spotter.safety.gate import review, voices
from spotter.safety.known import SafetyState
from spotter.safety.questions import all_clear
from spotter.safety.rule import Rule
from spotter.safety.rules import BY_ID, RULES
from spotter.safety.silence import FINE, SCREENED, presumed
from spotter.safety.state import observe
from spotter.safety.verdict import Action, Refusal, Voice

# Where there was no training nothing is missing: it is known that there was none.
_KNOWN = {"first_session_days_ago", "days_off", "sessions_done", "strength_days_of_last_6"}
TOLD = [
    one.name
    for one in fields(SafetyState)
    if one.name not in _KNOWN and getattr(CLEAR, one.name) is not None and one.name != "day"
]
NOTHING = {
    one.name: None for one in fields(SafetyState) if one.name not in _KNOWN and one.default is None
}


def questions(rule: Rule) -> set[str]:
    return {rule.say_missing, rule.ask} - {""}


def opened(*names: str) -> SafetyState:
    return clear({name: None for name in names if name in NOTHING})


def asked(screening: Screening | None, **more: Any) -> SafetyState:
    return observe(TODAY, profile(), screening, (checkin(**more),), (), None)


@pytest.mark.parametrize("name", [name for name in TOLD if name in NOTHING])
def test_what_holds_for_a_gap_alone_asks_and_is_no_emergency(name: str) -> None:
    state = opened(name)
    for rule in RULES:
        if rule.in_force(state) and not rule.in_force(CLEAR):
            voice = rule.voice(state)
            assert voice.text in questions(rule), (rule.id, voice.text)
            assert voice.action <= Action.REFER
            assert not voice.emergency


@given(st.sets(st.sampled_from(sorted(NOTHING))))
@settings(max_examples=200, deadline=None)
def test_however_many_gaps_there_are_nobody_hears_a_fact(names: set[str]) -> None:
    state = opened(*names)
    for rule in RULES:
        if rule.in_force(state) and not rule.in_force(CLEAR):
            assert rule.voice(state).text in questions(rule), rule.id


def test_every_rule_that_a_gap_can_bring_into_force_has_words_for_it() -> None:
    nothing = opened(*NOTHING)
    for rule in RULES:
        if rule.needs or (rule.in_force(nothing) and not rule.in_force(CLEAR)):
            assert rule.say_missing, rule.id


def test_the_best_case_is_one_in_which_no_gap_can_speak() -> None:
    assert not [rule.id for rule in RULES if rule.guessing(presumed(opened(*NOTHING)))]
    assert not [rule.id for rule in RULES if rule.needs and not set(rule.needs) <= set(FINE)]


@pytest.mark.parametrize("screening", [None, Screening(TODAY, {})], ids=["none", "empty"])
def test_nothing_answered_is_one_clear_question(screening: Screening | None) -> None:
    answer = review(session(), asked(screening))
    assert isinstance(answer, Refusal)
    assert [voice.code for voice in answer.voices] == ["S01", "S02"]
    assert answer.voices[0].text.startswith("Answer the health questions first")
    for voice in (*answer.voices, *voices(asked(screening))):
        assert voice.text in questions(BY_ID[voice.code])
        assert not voice.emergency


def test_somebody_who_told_nothing_whatever_hears_no_fact() -> None:
    state = observe(TODAY, replace(profile(), age_years=None, mass_kg=None), None, (), (), None)
    spoken = voices(state)
    assert {"S01", "S02", "S25", "S24", "D01"} <= {voice.code for voice in spoken}
    assert all(voice.text in questions(BY_ID[voice.code]) for voice in spoken)
    assert len(spoken) < 10


def test_a_warning_sign_told_of_without_any_screening_still_speaks_first() -> None:
    answer = review(session(), asked(None, symptoms=frozenset({"chest_pain"})))
    assert isinstance(answer, Refusal)
    assert answer.voices[0].code == "S05"
    assert answer.voices[0].emergency
    assert {"S01", "S02"} <= {voice.code for voice in answer.voices}


def test_a_reading_that_speaks_for_itself_is_heard_without_any_screening() -> None:
    answer = review(session(), asked(None, systolic_mmhg=185.0, diastolic_mmhg=80.0))
    assert BY_ID["S06"].say in {voice.text for voice in answer.voices}


def test_a_sign_of_pregnancy_is_an_emergency_whether_or_not_the_question_was_answered() -> None:
    state = clear(pregnant=None, symptoms=frozenset({"pregnancy_bleeding"}))
    (spoken,) = [voice for voice in voices(state) if voice.code == "S17"]
    assert spoken.emergency
    assert spoken.action is Action.STOP


def test_one_bad_number_is_a_fact_whatever_else_is_missing() -> None:
    high = clear(systolic_mmhg=185.0, diastolic_mmhg=None)
    assert _said("S06", high).text == BY_ID["S06"].say
    thin = clear(bmi=17.0, unintended_weight_loss=None)
    assert _said("S24", thin).text == BY_ID["S24"].say


def test_an_open_group_and_a_missing_reading_are_asked_about_differently() -> None:
    assert _said("S07", clear(hypertension=None)).text == BY_ID["S07"].ask
    assert _said("S07", clear(hypertension=True)).text == BY_ID["S07"].say_missing


@pytest.mark.parametrize("question", sorted(all_clear(TODAY).answers))
def test_one_question_left_open_refuses_without_claiming_anything(question: str) -> None:
    whole = all_clear(TODAY)
    answers = {name: value for name, value in whole.answers.items() if name != question}
    state = asked(replace(whole, answers=answers))
    answer = review(session(), state)
    assert isinstance(answer, Refusal)
    for voice in answer.voices:
        # That some question is open, or the answers old, is known and said as it is.
        assert voice.code == "S02" or voice.text in questions(BY_ID[voice.code])


def test_the_words_never_decide_what_a_rule_does() -> None:
    state = opened(*NOTHING)
    holding = {rule.id for rule in RULES if rule.in_force(state)}
    assert {"S01", "S02", "S04", "S18", "S19", "S20", "S21", "S22b", "S46", "A01"} <= holding
    assert set(SCREENED) <= set(FINE)


def _said(code: str, state: SafetyState) -> Voice:
    return next(voice for voice in voices(state) if voice.code == code)
