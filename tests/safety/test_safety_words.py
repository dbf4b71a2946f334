"""What the rules, questions and red flags say: plain, in step with the docs, and no diagnosis."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safety.people import clear
from spotter.safety.gate import NOT_CHECKED, NOTHING_LEFT
from spotter.safety.questions import QUESTIONS
from spotter.safety.redflags import SYMPTOMS
from spotter.safety.rules import RULES
from spotter.safety.table import markdown

DOCS = Path(__file__).parents[2] / "docs" / "safety.md"

SPOKEN = {
    **{rule.id: rule.say for rule in RULES},
    **{f"{rule.id} missing": rule.say_missing for rule in RULES if rule.say_missing},
    **{f"{rule.id} ask": rule.ask for rule in RULES if rule.ask},
    **{f"{symptom.id} say": symptom.say for symptom in SYMPTOMS},
    **{f"{question.id} text": question.text for question in QUESTIONS},
    **{f"{question.id} consequence": question.consequence for question in QUESTIONS},
    "G01": NOTHING_LEFT.text,
    "G02": NOT_CHECKED.text,
}


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade (Kincaid 1975), syllables counted as groups of vowels."""
    words = re.findall(r"[a-z]+", text.lower())
    sentences = max(1, len(re.findall(r"[.!?:;]+", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", _spoken(word)))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _spoken(word: str) -> str:
    """Return `word` without the letters that are not heard at its end."""
    return re.sub(r"(?:[^laeiouy]es|ed|[^l]e)$", "", word) or word


@pytest.mark.parametrize("name", SPOKEN)
def test_everything_said_can_be_read_by_a_fourteen_year_old(name: str) -> None:
    # A sentence of few words is easy whatever the formula makes of one long name in it.
    assert grade(SPOKEN[name]) <= 8 or len(SPOKEN[name].split()) <= 12


def test_the_rules_as_a_whole_read_at_grade_eight_or_below() -> None:
    assert grade(" ".join(SPOKEN.values())) <= 8


@pytest.mark.parametrize("name", [name for name in SPOKEN if not name.endswith(" text")])
def test_nothing_claims_to_diagnose_or_treat(name: str) -> None:
    claim = (
        r"\b(diagnos\w+|we treat|cures?|heals? you|you have (?:a|an) \w+ (?:disease|disorder))\b"
    )
    assert not re.search(claim, SPOKEN[name], re.IGNORECASE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_names_its_source_and_admits_when_it_was_not_reviewed(rule: object) -> None:
    weak = re.search(r"\[(?:S/)?(?:2nd|M)|\[M\]|2nd", rule.source)  # type: ignore[attr-defined]
    assert not (weak and rule.reviewed)  # type: ignore[attr-defined]
    assert rule.voice(clear()).needs_review is not rule.reviewed  # type: ignore[attr-defined]


def test_the_documentation_is_in_step_with_the_table() -> None:
    assert markdown() in DOCS.read_text(encoding="utf-8")


def test_the_documentation_says_that_this_is_no_medical_device() -> None:
    assert "not a medical device" in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_no_question_echoes_the_copyrighted_form(question: object) -> None:
    text = question.text.lower()  # type: ignore[attr-defined]
    for phrase in (
        "has your doctor ever said",
        "do you feel pain in your chest",
        "lose balance because of dizziness",
        "currently taking prescribed medications",
        "soft tissue",
        "medically supervised physical activity",
        "diagnosed with another chronic",
    ):
        assert phrase not in text
