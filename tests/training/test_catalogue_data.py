"""What the shipped exercises promise: enough of them, well formed, and something for everybody."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from spotter.athletes.profile import BodySite, Equipment, Experience
from spotter.training.catalogue import catalogue, counts, main
from spotter.training.exercise import Exercise, Measure, Muscle, Pattern, Trait

SHIPPED = tuple(catalogue())
NOTHING: frozenset[Equipment] = frozenset()
HOME = frozenset({Equipment.CHAIR, Equipment.BAND, Equipment.DUMBBELL})
GYM = frozenset(Equipment) - {Equipment.OUTDOORS, Equipment.KETTLEBELL, Equipment.MEDICINE_BALL}
COMMON_SITES = (
    BodySite.KNEE,
    BodySite.SHOULDER,
    BodySite.LOWER_BACK,
    BodySite.WRIST,
    BodySite.HIP,
    BodySite.ANKLE,
    BodySite.NECK,
    BodySite.ELBOW,
)
# Reaching overhead is what a sore shoulder should not train: one guided movement is left of each.
SCARCE = {(Pattern.VERTICAL_PUSH, BodySite.SHOULDER), (Pattern.VERTICAL_PULL, BodySite.SHOULDER)}


def by_id(exercise: Exercise) -> str:
    return exercise.id


def test_there_are_more_than_three_hundred_movements() -> None:
    assert len(SHIPPED) >= 300


def test_names_are_unique() -> None:
    assert [name for name, n in Counter(x.name for x in SHIPPED).items() if n > 1] == []


def test_no_cue_is_used_for_two_exercises() -> None:
    uses = Counter(cue for exercise in SHIPPED for cue in exercise.cues)
    assert [cue for cue, n in uses.items() if n > 1] == []


def test_cues_are_short_whole_sentences() -> None:
    cues = [cue for exercise in SHIPPED for cue in exercise.cues]
    assert [cue for cue in cues if not re.fullmatch(r"[A-Z].{8,95}\.", cue)] == []


def test_cues_promise_no_cure() -> None:
    forbidden = re.compile(r"\b(cures?|heals?|treats?|diagnos\w+|prevents? injur\w+)\b", re.I)
    assert [c for x in SHIPPED for c in x.cues if forbidden.search(c)] == []


def test_every_muscle_is_trained_by_something() -> None:
    trained = {muscle for exercise in SHIPPED for muscle in exercise.primary}
    assert trained == set(Muscle)


def test_every_piece_of_equipment_is_used() -> None:
    assert {item for exercise in SHIPPED for item in exercise.equipment} == set(Equipment)


def test_every_trait_is_carried_by_something() -> None:
    assert {trait for exercise in SHIPPED for trait in exercise.traits} == set(Trait)


def test_barbells_start_at_an_empty_bar_and_nothing_else_does() -> None:
    for exercise in SHIPPED:
        loaded = Equipment.BARBELL in exercise.equipment and exercise.increment_kg > 0
        assert exercise.minimum_kg == (20.0 if loaded else 0.0), exercise.id


def test_first_loads_are_careful() -> None:
    for exercise in SHIPPED:
        assert exercise.start_fraction <= 0.5, exercise.id


def test_a_barbell_lift_is_never_a_beginners_movement() -> None:
    assert [
        x.id for x in SHIPPED if Equipment.BARBELL in x.equipment and x.level is Experience.BEGINNER
    ] == []


def test_whatever_is_not_a_beginners_movement_names_an_easier_one() -> None:
    hard = [x for x in SHIPPED if x.level is not Experience.BEGINNER]
    alone = [x.id for x in hard if not x.regressions and x.pattern is not Pattern.MOBILITY]
    assert alone == []


@pytest.mark.parametrize("exercise", SHIPPED, ids=by_id)
def test_regressions_lead_down_to_a_beginners_movement(exercise: Exercise) -> None:
    shelf, seen, waiting = catalogue(), set[str](), [exercise.id]
    while waiting:
        current = waiting.pop()
        seen.add(current)
        waiting += [other for other in shelf.get(current).regressions if other not in seen]
    assert any(shelf.get(one).level is Experience.BEGINNER for one in seen) or (
        exercise.pattern is Pattern.MOBILITY
    )


@pytest.mark.parametrize("pattern", Pattern)
def test_each_pattern_has_beginners_movements_without_equipment(pattern: Pattern) -> None:
    found = catalogue().find(pattern=pattern, equipment=NOTHING, level=Experience.BEGINNER)
    assert len(found) >= 2


@pytest.mark.parametrize("owned", [NOTHING, HOME, GYM], ids=["nothing", "home", "gym"])
@pytest.mark.parametrize("site", COMMON_SITES)
@pytest.mark.parametrize("pattern", Pattern)
def test_a_limit_at_any_common_site_leaves_choices_in_each_pattern(
    pattern: Pattern, site: BodySite, owned: frozenset[Equipment]
) -> None:
    found = catalogue().find(
        pattern=pattern, equipment=owned, level=Experience.BEGINNER, avoid_sites={site}
    )
    assert len(found) >= (1 if (pattern, site) in SCARCE else 2)


@pytest.mark.parametrize("site", BodySite)
def test_no_site_at_all_leaves_an_athlete_without_a_session(site: BodySite) -> None:
    for pattern in Pattern:
        assert catalogue().find(
            pattern=pattern, equipment=NOTHING, level=Experience.BEGINNER, avoid_sites={site}
        ), pattern


@pytest.mark.parametrize("trait", Trait)
@pytest.mark.parametrize("pattern", Pattern)
def test_avoiding_a_trait_leaves_choices_in_each_pattern(pattern: Pattern, trait: Trait) -> None:
    found = catalogue().find(
        pattern=pattern, equipment=NOTHING, level=Experience.BEGINNER, avoid_traits={trait}
    )
    assert len(found) >= (1 if (pattern, trait) == (Pattern.VERTICAL_PUSH, Trait.OVERHEAD) else 2)


def test_impact_is_never_for_sore_knees_ankles_feet_or_calves() -> None:
    sites = {BodySite.KNEE, BodySite.ANKLE, BodySite.FOOT, BodySite.CALF}
    for exercise in SHIPPED:
        if Trait.HIGH_IMPACT in exercise.traits:
            assert sites <= exercise.contraindicated, exercise.id


def test_loaded_squats_and_lunges_spare_sore_knees() -> None:
    for exercise in SHIPPED:
        if exercise.pattern in (Pattern.SQUAT, Pattern.LUNGE) and exercise.increment_kg > 0:
            assert BodySite.KNEE in exercise.contraindicated, exercise.id


def test_heavy_barbell_hinges_and_back_squats_spare_sore_backs() -> None:
    for exercise in SHIPPED:
        heavy = Trait.BREATH_HOLD in exercise.traits and Equipment.BARBELL in exercise.equipment
        if heavy and exercise.pattern in (Pattern.HINGE, Pattern.SQUAT):
            assert BodySite.LOWER_BACK in exercise.contraindicated, exercise.id


def test_bench_presses_with_a_bar_are_marked_as_over_the_body() -> None:
    for exercise in SHIPPED:
        if "bench_press" in exercise.id and Equipment.BARBELL in exercise.equipment:
            assert Trait.BARBELL_OVER_BODY in exercise.traits, exercise.id


def test_running_jumping_and_hard_intervals_are_vigorous() -> None:
    for exercise in SHIPPED:
        hard = Trait.HIGH_IMPACT in exercise.traits
        machine_intervals = exercise.id in {"bike_intervals", "row_intervals"}
        if hard or machine_intervals:
            assert Trait.VIGOROUS in exercise.traits, exercise.id


def test_endurance_is_measured_in_time() -> None:
    for exercise in SHIPPED:
        if exercise.pattern is Pattern.LOCOMOTION:
            assert exercise.measure is Measure.DURATION, exercise.id


def test_balance_can_be_trained_without_any_risk_of_falling() -> None:
    safe = catalogue().find(
        pattern=Pattern.BALANCE, equipment=NOTHING, avoid_traits={Trait.FALL_RISK}
    )
    assert len(safe) >= 8


def test_there_is_seated_work_for_those_who_cannot_stand_long() -> None:
    seated = [x for x in SHIPPED if "seated" in x.id and x.equipment <= {Equipment.CHAIR}]
    assert len({x.pattern for x in seated}) >= 5


def test_data_files_stay_readable() -> None:
    folder = files("spotter.training") / "data" / "exercises"
    for file in folder.iterdir():
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 500, file.name


def test_counts_add_up_to_the_whole_catalogue() -> None:
    patterns, equipment = counts(SHIPPED)
    assert sum(patterns.values()) == sum(equipment.values()) == len(SHIPPED)
    assert set(patterns) == set(Pattern)


def test_the_command_prints_every_pattern_and_the_total(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main()
    printed = capsys.readouterr().out
    assert all(f"  {pattern}\n" in printed for pattern in Pattern)
    assert printed.endswith(f"{len(SHIPPED)} exercises\n")
