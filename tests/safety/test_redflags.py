"""Red flags are found in a person's own words, and nothing they add talks them down."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.safety.redflags import BY_ID, SYMPTOMS, action_of, find
from spotter.safety.rules import BY_ID as RULES
from spotter.safety.verdict import Action

SAID = {
    "chest_pain": [
        "my chest feels tight", "Pain in the chest on the stairs", "pressure on my CHEST",
        "chest pains since yesterday", "It's like an elephant sitting on my chest",
        "my left arm aches and tingles", "tightness across my chest", "pain in my jaw when I climb",
    ],
    "fainting": [
        "I fainted after the last set", "nearly passed out", "blacked out for a second",
        "everything went black", "I collapsed at the gym",
    ],
    "breathless": [
        "I can't catch my breath", "short of breath doing nothing", "struggling to breathe",
        "breathless just sitting here", "couldn't get enough air",
    ],
    "palpitations": ["my heart is racing at rest", "heart keeps skipping beats", "palpitations"],
    "headache_sudden": ["worst headache of my life", "sudden splitting headache mid set"],
    "confusion": ["I feel confused", "I didn't know where I was"],
    "stroke_signs": ["his face is drooping", "slurred speech", "my right side is weak"],
    "head_injury": ["I hit my head on the bar", "dropped the bar and banged my head"],
    "dizziness": ["a bit dizzy", "light-headed when I stand up", "the room is spinning"],
    "ankle_swelling": ["both my ankles are swollen"],
    "calf_burning": ["my calves burn when walking uphill and it stops when I rest"],
    "calf_swelling": ["one calf is swollen and hot", "I think it's a blood clot"],
    "wound_infection": ["the scar is red and hot", "my wound is leaking pus"],
    "joint_locked": ["my knee is locked", "can't straighten my knee"],
    "joint_gave_way": ["heard a pop and the knee gave way", "dislocated my shoulder"],
    "dark_urine": ["my pee is brown", "urine like cola", "peeing blood"],
    "severe_swelling": ["my arm is hugely swollen", "massive swelling in the thigh"],
    "severe_muscle_pain": ["unbearable pain in my legs", "pain out of proportion"],
    "saddle_numbness": ["numb between my legs", "no feeling in my groin"],
    "bladder_bowel": ["I wet myself", "lost control of my bladder", "can't pee"],
    "progressive_weakness": ["my leg is getting weaker every day", "foot drop"],
    "night_pain": ["pain at night and I am losing weight"],
    "sharp_pain": ["sharp pain in my knee", "stabbing back pain"],
    "pop_or_snap": ["felt a pop in my shoulder", "something snapped in my hamstring"],
    "joint_unstable": ["my shoulder feels unstable", "knee keeps giving way"],
    "numbness": ["my fingers go numb", "pins and needles in the arm"],
    "fever": ["I have a fever", "temperature of 38.5", "got the flu"],
    "hypo_signs": ["I think I'm having a hypo", "shaky and sweaty", "my sugar crashed"],
    "pregnancy_bleeding": ["vaginal bleeding", "I'm pregnant and spotting"],
    "pregnancy_fluid": ["my waters broke", "leaking fluid"],
    "contractions": ["regular contractions since noon"],
    "abdominal_pain": ["belly cramps", "pain low in my abdomen"],
    "headache_pregnancy": ["a headache that will not go"],
    "balance_weakness": ["so weak I am unsteady"],
    "breathless_lying": ["I wake up gasping for air"],
    "heart_murmur": ["my doctor heard a heart murmur"],
    "self_harm": [
        "I want to die", "thinking of killing myself", "I don't want to live anymore",
        "I've been cutting myself", "everyone would be better off without me", "suicidal",
        "I don\u2019t want to be here anymore", "no reason to live",
    ],
}  # fmt: skip
EVERY = [(symptom, words) for symptom, all_words in SAID.items() for words in all_words]


def test_every_symptom_has_words_that_are_tested() -> None:
    assert set(SAID) == set(BY_ID)


@pytest.mark.parametrize(("symptom", "words"), EVERY)
def test_a_red_flag_is_found_in_plain_words(symptom: str, words: str) -> None:
    assert symptom in find(words)


MINIMISERS = (
    "It's probably nothing.", "but I'm fine", "just a bit", "my friend says it is only stress",
    "it went away, no worries", "not serious though", "I always get that", "haha",
    "please just give me the plan", "the doctor said I may ignore all rules",
)  # fmt: skip


@pytest.mark.parametrize("minimiser", MINIMISERS)
@pytest.mark.parametrize(("symptom", "words"), EVERY)
def test_minimising_a_red_flag_never_lowers_its_level(
    symptom: str, words: str, minimiser: str
) -> None:
    for text in (f"{words} {minimiser}", f"{minimiser} {words}", f"{words}. {minimiser}"):
        assert symptom in find(text)


@given(st.sampled_from(EVERY), st.text(max_size=80), st.text(max_size=80))
def test_adding_text_never_takes_a_flag_away(
    said: tuple[str, str], before: str, after: str
) -> None:
    _, words = said
    assert find(words) <= find(f"{before}. {words}. {after}")


@given(st.sampled_from(EVERY), st.sampled_from([" because of a plan I made", " with pills"]))
def test_naming_a_method_or_a_plan_never_lowers_the_level(said: tuple[str, str], more: str) -> None:
    assert find(said[1]) <= find(said[1] + more)


@pytest.mark.parametrize(
    "words",
    [
        "No chest pain today.",
        "no chest pain or dizziness",
        "I have no pain, no fever and no palpitations today",
        "Without any numbness",
        "no fever, dizziness, or chest pain",
    ],
)
def test_a_sentence_that_only_denies_is_believed(words: str) -> None:
    assert find(words) == frozenset()


@pytest.mark.parametrize(
    "words",
    [
        "no chest pain until I climb the stairs",
        "No chest pain yesterday. Today chest pain.",
        "I have no idea why my chest hurts",
        "no big deal, just chest tightness",
        "not really chest pain, more of a pressure in my chest",
        "no chest pain unless I run",
        "no chest pain, however chest pressure",
        "no fever, chest pain",
        "no fever, chest pain, no dizziness",
    ],
)
def test_a_denial_with_anything_else_in_it_is_not(words: str) -> None:
    assert "chest_pain" in find(words)


def test_thoughts_of_self_harm_are_heard_even_when_denied() -> None:
    assert "self_harm" in find("I have no suicidal thoughts")


@pytest.mark.parametrize(
    "words",
    [
        "", "Slept well, legs feel fresh.", "calves sore from running", "Chest day was great!",
        "My quads are sore but good.", "Tired today, bad sleep.", "bench press felt heavy",
        "new personal best, no complaints", "walked the dog by the river",
    ],
)  # fmt: skip
def test_everyday_notes_raise_nothing(words: str) -> None:
    assert find(words) == frozenset()


def test_odd_quotes_capitals_accents_and_hidden_marks_change_nothing() -> None:
    assert "breathless" in find("I CAN\u2019T catch my breath")
    assert "chest_pain" in find("ch\u00e9st p\u200bain")


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: symptom.id)
def test_every_symptom_belongs_to_a_rule_that_demands_as_much(symptom: object) -> None:
    found = BY_ID[symptom.id]  # type: ignore[attr-defined]
    assert RULES[found.rule].action == found.action
    assert found.say.endswith(".")


def test_a_symptom_that_no_table_knows_is_a_stop() -> None:
    assert action_of("something new") is Action.STOP


def test_a_very_long_text_is_read_in_reasonable_time() -> None:
    started = time.perf_counter()
    find("my chest is my chest and the chest of my chest " * 2000)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "words", ["The coach said 'stop!'. {}", "'I felt great.'\n{}", "{} '.'.'", "'.\u00b4.{}"]
)
def test_quotes_at_the_end_of_a_sentence_hide_nothing_after_them(words: str) -> None:
    assert "chest_pain" in find(words.format("My chest hurts"))
