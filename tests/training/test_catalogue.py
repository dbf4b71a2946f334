"""The loader of the exercise catalogue and its searches, on small catalogues of our own."""

from __future__ import annotations

import pytest

from spotter.athletes.profile import BodySite, Equipment, Experience
from spotter.kit.errors import NotFound
from spotter.training.catalogue import Catalogue, load
from spotter.training.exercise import Measure, Muscle, Pattern, Trait
from spotter.training.tables import BadData, Table


def entry(_id: str, **changes: object) -> dict[str, object]:
    return {
        "id": _id,
        "name": _id.title(),
        "pattern": "squat",
        "primary": ["quadriceps"],
        "level": "beginner",
        "cues": [f"{_id} one.", f"{_id} two."],
        **changes,
    }


def catalogue_of(*entries: dict[str, object]) -> Catalogue:
    return load([Table({"exercise": list(entries)}, "squat.toml")])


def ids(found: tuple[object, ...]) -> list[str]:
    return [exercise.id for exercise in found]  # type: ignore[attr-defined]


def test_an_entry_with_only_the_required_fields_gets_the_plain_defaults() -> None:
    exercise = catalogue_of(entry("sit")).get("sit")
    assert exercise.equipment == frozenset()
    assert exercise.measure is Measure.REPS
    assert exercise.increment_kg == 0.0
    assert exercise.one_sided is False


def test_every_field_is_read() -> None:
    full = entry(
        "press",
        secondary=["glutes"],
        equipment=["barbell", "rack"],
        measure="duration",
        stresses=["knee", "hip"],
        contraindicated=["knee"],
        traits=["supine"],
        increment_kg=2.5,
        start_fraction=0.4,
        minimum_kg=20,
        one_sided=True,
    )
    exercise = catalogue_of(full).get("press")
    assert exercise.secondary == (Muscle.GLUTES,)
    assert exercise.equipment == {Equipment.BARBELL, Equipment.RACK}
    assert exercise.measure is Measure.DURATION
    assert exercise.stresses == {BodySite.KNEE, BodySite.HIP}
    assert exercise.contraindicated == {BodySite.KNEE}
    assert exercise.traits == {Trait.SUPINE}
    assert (exercise.increment_kg, exercise.start_fraction) == (2.5, 0.4)
    assert exercise.minimum_kg == 20.0
    assert exercise.one_sided is True


def test_progressions_are_the_regressions_read_the_other_way() -> None:
    shelf = catalogue_of(entry("sit"), entry("squat", regressions=["sit"]))
    assert shelf.get("sit").progressions == ("squat",)
    assert shelf.get("squat").progressions == ()


def test_an_unknown_id_is_not_found_by_name() -> None:
    with pytest.raises(NotFound, match="no exercise 'fly'"):
        catalogue_of(entry("sit")).get("fly")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"pattern": "squating"}, "'pattern' has 'squating'"),
        ({"primary": ["thighs"]}, "'primary' has 'thighs'"),
        ({"primary": ["quadriceps", "quadriceps"]}, "names something twice"),
        ({"secondary": ["quadriceps"]}, "both primary and secondary"),
        ({"level": "expert"}, "'level' has 'expert'"),
        ({"name": " "}, "'name' must be a non-empty text"),
        ({"cues": ["Only one."]}, "two to four sentences"),
        ({"cues": "One. Two."}, "'cues' must be a list"),
        ({"contraindicated": ["knee"]}, "must be among 'stresses'"),
        ({"regressions": ["nowhere"]}, "'nowhere' is no exercise"),
        ({"increment_kg": 2.5}, "belong together"),
        ({"increment_kg": -1}, "'increment_kg' must be a number"),
        ({"one_sided": "yes"}, "'one_sided' must be true or false"),
        ({"id": "Big Squat"}, "the id must be lower case"),
        ({"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_a_wrong_value_is_refused_with_file_entry_and_key(
    changes: dict[str, object], complaint: str
) -> None:
    with pytest.raises(BadData, match=complaint) as refused:
        catalogue_of(entry("sit", **changes))
    assert refused.value.message.startswith("squat.toml: ")


def test_a_missing_field_is_refused_by_name() -> None:
    without = {key: value for key, value in entry("sit").items() if key != "cues"}
    with pytest.raises(BadData, match=r"squat.toml: sit: 'cues' is missing"):
        catalogue_of(without)


def test_an_id_used_twice_is_refused_with_both_places() -> None:
    first = Table({"exercise": [entry("sit")]}, "squat.toml")
    second = Table({"exercise": [entry("sit")]}, "lunge.toml")
    with pytest.raises(BadData, match=r"lunge.toml: sit: .*already used in squat.toml"):
        load([first, second])


def test_a_circle_of_regressions_is_refused() -> None:
    with pytest.raises(BadData, match="lead back to itself"):
        catalogue_of(entry("one", regressions=["two"]), entry("two", regressions=["one"]))


def test_a_regression_of_a_higher_level_is_refused() -> None:
    with pytest.raises(BadData, match="higher level"):
        catalogue_of(entry("hard", level="advanced"), entry("easy", regressions=["hard"]))


SHELF = catalogue_of(
    entry("sit"),
    entry("goblet", equipment=["dumbbell"], stresses=["knee"], contraindicated=["knee"]),
    entry("bar", equipment=["barbell", "rack"], level="intermediate", traits=["breath_hold"]),
    entry("bridge", pattern="hinge", primary=["glutes"], traits=["supine"]),
)


def test_find_without_conditions_returns_everything_in_file_order() -> None:
    assert ids(SHELF.find()) == ["sit", "goblet", "bar", "bridge"]


def test_find_needs_all_of_an_exercises_equipment() -> None:
    assert ids(SHELF.find(equipment={Equipment.BARBELL})) == ["sit", "bridge"]
    both = {Equipment.BARBELL, Equipment.RACK}
    assert ids(SHELF.find(equipment=both)) == ["sit", "bar", "bridge"]


def test_find_treats_the_level_as_the_hardest_allowed() -> None:
    assert "bar" not in ids(SHELF.find(level=Experience.BEGINNER))
    assert "sit" in ids(SHELF.find(level=Experience.ADVANCED))


def test_find_takes_one_pattern_or_several() -> None:
    assert ids(SHELF.find(pattern=Pattern.HINGE)) == ["bridge"]
    assert len(SHELF.find(pattern=(Pattern.HINGE, Pattern.SQUAT))) == 4


def test_find_leaves_out_sites_traits_muscles_and_ids() -> None:
    assert "goblet" not in ids(SHELF.find(avoid_sites={BodySite.KNEE}))
    assert "bridge" not in ids(SHELF.find(avoid_traits={Trait.SUPINE}))
    assert ids(SHELF.find(muscles={Muscle.GLUTES})) == ["bridge"]
    assert "sit" not in ids(SHELF.find(exclude={"sit"}))


def test_substitutes_share_the_pattern_and_never_contain_the_original() -> None:
    assert ids(SHELF.substitutes("goblet")) == ["sit", "bar"]


def test_substitutes_come_nearest_first() -> None:
    shelf = catalogue_of(
        entry("other_muscle", primary=["adductors"]),
        entry("far_level", level="advanced"),
        entry("same_level", level="intermediate"),
        entry("named", level="intermediate", regressions=["other_muscle"]),
        entry("asked", level="intermediate"),
        entry("harder", level="intermediate", regressions=["asked"]),
    )
    assert ids(shelf.substitutes("asked")) == [
        "harder",
        "same_level",
        "named",
        "far_level",
        "other_muscle",
    ]
