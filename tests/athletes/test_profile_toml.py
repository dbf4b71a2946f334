"""The profile file: complete, commented, unanswered until somebody answers."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

import pytest

from spotter.athletes.profile import (
    BodySite,
    Equipment,
    Goal,
    Limitation,
    Profile,
    Severity,
)
from spotter.athletes.profile_toml import ProfileFile, dump, parse, template
from spotter.athletes.sections import MANY
from spotter.body.checkin import Checkin
from spotter.kit.errors import BadInput
from spotter.safety.questions import QUESTIONS, all_clear

DAY = date(2026, 3, 2)


def answered(text: str) -> str:
    """Take the "#" from every line that offers a value."""
    return re.sub(r"(?m)^#(?=[a-z\[])", "", text)


def test_the_template_out_of_the_box_answers_nothing() -> None:
    assert parse(template()) == ProfileFile(Profile(), None, None)


def test_the_template_filled_with_its_own_examples_reads_cleanly() -> None:
    found = parse(answered(template()))
    assert found.profile.limitations[0].site is BodySite.KNEE
    assert found.screening is not None
    assert found.checkin is not None
    assert found.checkin.day == DAY


def test_the_template_offers_every_field_and_question_with_a_comment() -> None:
    text = template()
    offered = set(re.findall(r"(?m)^#(\w+) = ", text))
    profile = {one.name for one in fields(Profile)} - set(MANY.values())
    checkin = {one.name for one in fields(Checkin)} - {"day", "extra"}
    wanted = profile | checkin | {question.id for question in QUESTIONS}
    assert wanted <= offered
    assert max(len(line) for line in text.splitlines()) <= 140
    for member in (*Goal, *Equipment, *BodySite, *Severity):
        assert member.value in text


def test_every_example_of_the_profile_can_be_taken_alone() -> None:
    names = {one.name for one in fields(Profile)}
    lines = [line[1:] for line in template().splitlines() if line[1:].split(" ")[0] in names]
    assert len(lines) == len(names - set(MANY.values()))
    for line in lines:
        assert parse(f"[profile]\n{line}").screening is None


def test_every_example_of_the_screening_can_be_taken_alone() -> None:
    names = {question.id for question in QUESTIONS}
    text = template().split("[screening]")[1].split("#[today]")[0]
    lines = [line[1:] for line in text.splitlines() if line[1:].split(" ")[0] in names]
    assert len(lines) == len(names)
    for line in lines:
        found = parse(f"[screening]\nanswered_on = 2026-03-02\n{line}").screening
        assert found is not None
        assert len(found.answers) <= 1


def test_a_written_file_reads_back_the_same() -> None:
    profile = Profile(
        goal=Goal.SPORT,
        birth_date=date(1990, 2, 28),
        equipment=frozenset({Equipment.BAND, Equipment.MAT}),
        limitations=(
            Limitation(BodySite.KNEE, Severity.MODERATE, date(2024, 5, 6), 'a "loud" \\ knee 🦵'),
            Limitation(BodySite.HIP, Severity.MILD),
        ),
        dislikes=frozenset({"burpee"}),
        sport="skiing",
    )
    checkin = Checkin(DAY, mood=3, soreness={BodySite.CALF: 2}, symptoms=frozenset(), note="ä\n\tb")
    said = ProfileFile(profile, all_clear(DAY), checkin)
    assert parse(dump(*said)) == said


def test_a_file_about_nothing_is_an_untold_profile() -> None:
    assert parse("") == ProfileFile(Profile(), None, None)


def test_the_day_of_a_checkin_can_be_left_out() -> None:
    assert parse("[today]\nmood = 3", day=DAY).checkin == Checkin(DAY, mood=3)
    assert parse("[today]\ndate = 2026-01-01", day=DAY).checkin == Checkin(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[profile", "profile"),
        ("[profile]\nmass_kg = 8O", "profile"),
        ("[profile]\nmass_kg = 800", "mass_kg"),
        ("[profile]\nmass_kg = nan", "mass_kg"),
        ("[profile]\nweight = 80", "weight"),
        ("profile = 3", "profile"),
        ("[habits]\ncoffee = 3", "habits"),
        ('[[limitation]]\nsite = "knee"', "limitations[0].severity"),
        ("[screening]\nheart_condition = false", "answered_on"),
        ("[screening]\nanswered_on = 2099-03-02\nheart_condition = false", "answered_on"),
        ("[profile]\nbirth_date = 2099-03-02", "birth_date"),
        ('[profile]\ndislikes = ["no_such_exercise"]', "dislikes"),
        (
            '[[limitation]]\nsite = "knee"\nseverity = "mild"\nsince = 2099-03-02',
            "limitations[0].since",
        ),
        ("[screening]\nanswered_on = 2026-03-02\nheart_condition = 3", "heart_condition"),
        ("[screening]\nanswered_on = 2026-03-02\nunicorns = false", "unicorns"),
        ("[today]\nmood = 9", "mood"),
        ("[today]\ndate = 3", "date"),
        ("x" * 300_000, "profile"),
        ("a = " + "[" * 5000, "profile"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_a_file_that_cannot_be_used_is_refused_by_field(text: str, field: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(text)
    assert error.value.field == field


def test_broken_toml_is_answered_with_its_line() -> None:
    with pytest.raises(BadInput, match="line 2"):
        parse("[profile]\nmass_kg = 8O")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[profile]\nsite = "knee"',
            "me.toml, [profile]: 'site' is not a key here; "
            "did you mean to open a [[limitation]] part? Known are goal, experience,",
        ),
        (
            "[profile]\nheart_condition = false",
            "me.toml, [profile]: 'heart_condition' is not a key here; "
            "did you mean to write it under [screening]?",
        ),
        (
            "[profile]\nmood = 3",
            "me.toml, [profile]: 'mood' is not a key here; did you mean to write it under [today]?",
        ),
        (
            '[profile]\ngaol = "strength"',
            "me.toml, [profile]: 'gaol' is not a key here; did you mean 'goal'?",
        ),
        ("[profile]\nweight = 80", "me.toml, [profile]: 'weight' is not a key here; "),
        (
            "[profile]\nmass_kg = 800",
            "me.toml, [profile]: mass_kg: must be a number from 20 to 400 kilograms.",
        ),
        (
            '[[limitation]]\nsite = "knee"\nseverity = "mild"\ngoal = "strength"',
            "me.toml, [[limitation]]: 'goal' is not a key here; "
            "did you mean to write it under [profile]?",
        ),
        (
            '[[limitation]]\nsite = "elbows"\nseverity = "mild"',
            "me.toml, [[limitation]]: limitations[0].site: must be one of ",
        ),
        (
            '[limitation]\nsite = "knee"\nseverity = "mild"\nsides = 1',
            "me.toml, [[limitation]]: 'sides' is not a key here; did you mean 'site'?",
        ),
        (
            "[screening]\nanswered_on = 2026-03-02\nheart_condition = 3",
            "me.toml, [screening]: 'heart_condition': Answer yes or no",
        ),
        (
            "[screening]\nanswered_on = 2026-03-02\nunicorns = false",
            "me.toml, [screening]: 'unicorns' is not a key here; ",
        ),
        ("[today]\nmood = 9", "me.toml, [today]: mood: must be"),
        (
            'goal = "strength"',
            "me.toml: 'goal' is not a part here; did you mean to write it under [profile]? "
            "Known are [profile], [[limitation]], [[known_load]], [[target]], [screening], "
            "[today].",
        ),
        ("[profiles]", "me.toml: 'profiles' is not a part here; did you mean [profile]?"),
        ("[profile", "me.toml is not valid TOML: "),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_is_wrong_is_said_with_its_file_and_part(text: str, said: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(text, name="me.toml")
    assert error.value.message.startswith(said)
    assert "\n" not in error.value.message


def test_one_limitation_may_be_written_as_a_single_part() -> None:
    found = parse('[limitation]\nsite = "knee"\nseverity = "mild"').profile
    assert found.limitations == (Limitation(BodySite.KNEE, Severity.MILD),)


def test_a_key_of_endless_length_does_not_fill_the_screen() -> None:
    with pytest.raises(BadInput) as error:
        parse(f"[profile]\n{'x' * 5000} = 1")
    assert len(error.value.message) < 600
