"""A load that the athlete knows: read, refused by field, and written back as the same."""

from __future__ import annotations

from datetime import date

import pytest

from spotter.athletes import profile_toml
from spotter.athletes.profile import KnownLoad, Profile
from spotter.athletes.profile_codec import check_profile, profile_from, profile_to
from spotter.kit.errors import BadInput

TODAY = date(2026, 3, 2)
BENCH = {"exercise": "barbell_bench_press", "load_kg": 60.0, "reps": 5}


def test_a_known_load_survives_storage() -> None:
    told = Profile(known_loads=(KnownLoad("barbell_bench_press", 60.0, 5, TODAY),))
    assert profile_from(profile_to(told)) == told


def test_a_known_load_survives_the_profile_file() -> None:
    told = Profile(known_loads=(KnownLoad("barbell_bench_press", 60.0, 5, TODAY),))
    assert profile_toml.parse(profile_toml.dump(told, None)).profile == told


def _checked(known: dict[str, object]) -> None:
    check_profile(profile_from({"known_loads": [known], "mass_kg": 70.0}), TODAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"exercise": "no_such"}, "exercise"),
        ({"exercise": "push_up"}, "exercise"),
        ({"load_kg": 0.5}, "load_kg"),
        ({"load_kg": 501.0}, "load_kg"),
        ({"load_kg": 400.0}, "load_kg"),
        ({"reps": 0}, "reps"),
        ({"reps": 11}, "reps"),
        ({"on": "2026-03-03"}, "on"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as told:
        _checked(BENCH | wrong)
    assert told.value.field == f"known_loads[0].{field}"


def test_a_missing_part_is_named() -> None:
    with pytest.raises(BadInput, match="is missing"):
        profile_from({"known_loads": [{"exercise": "barbell_bench_press", "load_kg": 60.0}]})
