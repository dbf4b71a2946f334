"""The screening: what is asked, what is accepted, and what the answers mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from safety.people import TODAY, profile
from spotter.athletes.profile import Clearance, Screening
from spotter.kit.errors import BadInput
from spotter.safety.facts import facts, needs_clearance, valid_clearance
from spotter.safety.redflags import BY_ID as SYMPTOMS
from spotter.safety.screening import QUESTIONS, all_clear, consequences, parse, unanswered


def answered(**changes: Any) -> Screening:
    base = all_clear(TODAY)
    return replace(base, answers={**base.answers, **changes})


def codes(screening: Screening, **about: Any) -> list[str]:
    return [voice.code for voice in consequences(screening, profile(**about), TODAY)]


def test_an_all_clear_screening_is_complete_and_means_nothing() -> None:
    assert unanswered(all_clear(TODAY).answers) == ()
    assert codes(all_clear(TODAY)) == []


def test_all_clear_survives_being_parsed() -> None:
    assert parse(dict(all_clear(TODAY).answers), TODAY) == all_clear(TODAY)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_question_is_whole(question: Any) -> None:
    assert question.text.endswith(("?", "."))
    assert question.consequence.endswith(".")
    assert question.kind in ("yes_no", "number", "choice", "multi", "date")
    assert bool(question.options) == (question.kind in ("choice", "multi"))
    if question.only_if is not None:
        earlier = [one.id for one in QUESTIONS[: QUESTIONS.index(question)]]
        assert question.only_if[0] in earlier


def test_every_warning_sign_that_is_asked_is_a_red_flag() -> None:
    asked = next(one for one in QUESTIONS if one.id == "warning_signs").options
    assert set(asked) - {"none"} <= SYMPTOMS.keys()


CONCERNS: list[tuple[dict[str, Any], str]] = [
    ({"heart_condition": True}, "S01"),
    ({"warning_signs": ("chest_pain",)}, "S05"),
    ({"warning_signs": ("ankle_swelling",)}, "S04"),
    ({"high_blood_pressure": True, "blood_pressure_controlled": True}, "S07"),
    ({"high_blood_pressure": True, "blood_pressure_controlled": False}, "S01"),
    ({"chronic_conditions": ("diabetes",), "diabetes_type": "type_2"}, "S01"),
    ({"chronic_conditions": ("diabetes",), "diabetes_type": "type_1"}, "S16"),
    ({"chronic_conditions": ("kidney",)}, "S01"),
    ({"chronic_conditions": ("lung",), "chronic_stable": False}, "S01"),
    ({"medicines": ("beta_blocker",), "medicines_fine": True}, "S10"),
    ({"medicines": ("insulin",), "medicines_fine": True}, "S16"),
    ({"medicines": ("sulfonylurea",), "medicines_fine": True}, "S16"),
    ({"medicines": ("blood_thinner",), "medicines_fine": True}, "S45"),
    ({"medicines": ("fluoroquinolone",), "medicines_fine": True}, "S45b"),
    ({"medicines": ("steroid_injection",), "medicines_fine": True}, "S45b"),
    ({"medicines": ("other_regular",), "medicines_fine": False}, "S01"),
    ({"bone_joint": True, "bone_joint_settled": False}, "S01"),
    ({"supervised_only": True}, "S01"),
    ({"stress_fracture": True, "stress_fractures_high": 1.0, "stress_fractures_low": 0.0}, "S23"),
    ({"stress_fracture": True, "stress_fractures_high": 0.0, "stress_fractures_low": 1.0}, "S23b"),
    ({"recent_surgery": True, "surgery_on": "2026-03-01"}, "S46"),
    ({"acl_rehab": True}, "A01"),
    ({"hernia": True}, "S46"),
    ({"retinal_disease": True}, "S46"),
    ({"pregnancy": "pregnant", "pregnancy_weeks": 10.0, "pregnancy_provider_ok": False,
      "pregnancy_problems": ("none",)}, "S19"),
    ({"pregnancy": "pregnant", "pregnancy_weeks": 10.0, "pregnancy_provider_ok": True,
      "pregnancy_problems": ("vasa_previa",)}, "S18"),
    ({"pregnancy": "gave_birth", "birth_on": "2026-03-01", "cesarean": False,
      "postpartum_cleared": True}, "S20"),
    ({"pregnancy": "gave_birth", "birth_on": "2025-10-01", "cesarean": True,
      "postpartum_cleared": False}, "S20"),
    ({"eating_disorder": True}, "S21"),
    ({"edeq_global": 2.4}, "S21"),
    ({"missed_cycles": 3.0}, "S22"),
    ({"missed_cycles": 12.0}, "S22b"),
    ({"unintended_weight_loss": True}, "S24"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), CONCERNS, ids=str)
def test_a_worrying_answer_has_its_consequence_at_once(changes: dict[str, Any], code: str) -> None:
    assert code in codes(answered(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"chronic_conditions": ("lung",), "chronic_stable": True},
        {"medicines": ("other_regular",), "medicines_fine": True},
        {"bone_joint": True, "bone_joint_settled": True},
    ],
    ids=str,
)
def test_a_good_follow_up_settles_a_general_item(changes: dict[str, Any]) -> None:
    assert codes(answered(**changes)) == []


@pytest.mark.parametrize(
    "question", [one.id for one in QUESTIONS if one.id in all_clear(TODAY).answers]
)
def test_leaving_out_any_question_that_applies_refuses(question: str) -> None:
    answers = dict(all_clear(TODAY).answers)
    del answers[question]
    assert question in unanswered(answers)
    assert "S02" in codes(Screening(TODAY, answers))


def test_no_answers_at_all_is_refused_in_one_clear_voice() -> None:
    assert codes(Screening(TODAY, {})) == ["S01", "S02"]


def test_being_45_and_new_to_hard_work_keeps_effort_moderate() -> None:
    assert codes(answered(used_to_vigorous=False), age_years=45) == ["S03"]
    assert codes(answered(used_to_vigorous=False), age_years=44) == []


def test_the_week_of_a_pregnancy_goes_on_counting() -> None:
    expecting = {
        "pregnancy": "pregnant",
        "pregnancy_weeks": 41.0,
        "pregnancy_provider_ok": True,
        "pregnancy_problems": ("none",),
    }
    later = consequences(answered(**expecting), profile(), TODAY + timedelta(weeks=2))
    assert "S19" not in codes(answered(**expecting))
    assert "S19" in [voice.code for voice in later]


# Clearance


def cleared(scope: str, given: date, *, on: date = TODAY, **changes: Any) -> Screening:
    return replace(answered(**changes), answered_on=on, clearance=Clearance(given, scope))


def scope(screening: Screening, day: date = TODAY) -> str:
    return valid_clearance(facts(screening, day), screening.answered_on)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("S01", {"heart_condition": True}),
        ("S21", {"eating_disorder": True}),
        ("S22", {"missed_cycles": 4.0}),
        ("S23", {"stress_fracture": True, "stress_fractures_high": 1.0,
                 "stress_fractures_low": 0.0}),
        ("S24", {"unintended_weight_loss": True}),
        ("S46", {"hernia": True}),
    ],
)  # fmt: skip
def test_a_clearance_lifts_what_refers_to_its_scope(code: str, changes: dict[str, Any]) -> None:
    assert code in codes(answered(**changes))
    given = codes(cleared("moderate", TODAY, **changes))
    assert code not in given
    assert "C01" in given


def test_a_clearance_never_lifts_a_warning_sign() -> None:
    assert "S05" in codes(cleared("any", TODAY, warning_signs=("chest_pain",)))


def test_a_clearance_counts_for_a_year() -> None:
    old = TODAY - timedelta(days=365)
    assert scope(cleared("any", old, on=old)) == "any"
    assert scope(cleared("any", old - timedelta(days=1), on=old)) == ""


def test_a_clearance_older_than_the_answers_counts_only_when_they_were_known() -> None:
    before = TODAY - timedelta(days=30)
    assert scope(cleared("any", before)) == ""
    assert scope(cleared("any", before, clearance_informed=True)) == "any"
    assert scope(cleared("any", before, clearance_informed=False)) == ""


def test_a_clearance_of_a_day_to_come_does_not_count() -> None:
    assert scope(cleared("any", TODAY + timedelta(days=1))) == ""


def test_a_scope_that_nobody_knows_does_not_count() -> None:
    assert scope(cleared("everything", TODAY)) == ""


def test_answers_of_a_later_day_count_as_given_that_day() -> None:
    later = cleared("any", TODAY + timedelta(days=40), on=TODAY + timedelta(days=40))
    assert facts(later, TODAY).age_days == 0
    assert scope(later) == "any"


def test_nothing_known_is_not_the_same_as_no_clearance_needed() -> None:
    assert needs_clearance(facts(Screening(TODAY, {}), TODAY)) is None


# Parsing


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"heart_condition": "maybe"}, "heart_condition"),
        ({"heart_condition": 1}, "heart_condition"),
        ({"missed_cycles": -1}, "missed_cycles"),
        ({"missed_cycles": "many"}, "missed_cycles"),
        ({"missed_cycles": True}, "missed_cycles"),
        ({"missed_cycles": float("nan")}, "missed_cycles"),
        ({"pregnancy": "perhaps"}, "pregnancy"),
        ({"warning_signs": []}, "warning_signs"),
        ({"warning_signs": ["none", "chest_pain"]}, "warning_signs"),
        ({"warning_signs": ["toothache"]}, "warning_signs"),
        ({"warning_signs": 3}, "warning_signs"),
        ({"recent_surgery": True, "surgery_on": "last week"}, "surgery_on"),
        ({"favourite_colour": "blue"}, "favourite_colour"),
        ({"clearance_scope": "any"}, "clearance_given_on"),
        ({"clearance_scope": "any", "clearance_given_on": "2027-01-01"}, "clearance_given_on"),
    ],
    ids=str,
)
def test_a_bad_answer_names_its_question(answers: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(answers, TODAY)
    assert caught.value.field == field


def test_a_form_writes_its_answers_as_words() -> None:
    screening = parse(
        {
            "heart_condition": "no",
            "missed_cycles": "2",
            "warning_signs": ["dizziness", "dizziness"],
            "clearance_scope": "moderate",
            "clearance_given_on": "2026-03-10",
        },
        TODAY,
        written=True,
    )
    assert screening.answers["heart_condition"] is False
    assert screening.answers["missed_cycles"] == 2.0
    assert screening.answers["warning_signs"] == ("dizziness",)
    assert screening.clearance == Clearance(date(2026, 3, 10), "moderate")


def test_an_answer_to_a_question_that_does_not_apply_is_left_out() -> None:
    screening = parse({"pregnancy": "no", "pregnancy_weeks": 20}, TODAY)
    assert "pregnancy_weeks" not in screening.answers


def test_null_is_the_same_as_not_answered() -> None:
    assert parse({"heart_condition": None}, TODAY).answers == {}
