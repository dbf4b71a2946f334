"""What vendors call a workout means one activity of ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotter.intake.activities import activity
from spotter.intake.apple_health.types import ACTIVITY
from spotter.intake.health_connect.types import EXERCISES as OF_ANDROID
from spotter.intake.polar.sports import SPORTS as OF_POLAR
from spotter.intake.samsung.exercises import EXERCISES as OF_SAMSUNG

NEUTRAL = set(ACTIVITY.values()) | {"other", "cardio"}

MEANT = {
    "running": ("Running", "TRAIL_RUNNING", "track_running", "Treadmill run", "virtual_run", "Jog"),
    "cycling": ("Mountain biking", "indoor_cycling", "virtual_ride", "Spinning", "Outdoor Bike"),
    "walking": ("Walk", "Nordic walking", "casual_walking"),
    "hiking": ("Hiking", "mountaineering", "Rucking"),
    "swimming": ("Swim", "lap_swimming", "open_water_swimming", "SWIMMING_POOL"),
    "strength": ("Weightlifting", "strength_training", "Weights", "Powerlifting", "Bench press"),
    "hiit": ("HIIT", "Functional Fitness", "high_intensity_interval_training", "Jump Rope"),
    "team_sport": ("Ice hockey", "Water polo", "soccer", "american football", "Basketball"),
    "racket": ("Table tennis", "tennis_v2", "Pickleball", "Squash"),
    "rowing": ("Rowing machine", "indoor_rowing", "Kayaking"),
    "skiing": ("backcountry_skiing", "resort_skiing", "Cross country skiing", "Snowboarding"),
    "combat": ("Boxing", "martial arts", "Brazilian Jiu Jitsu"),
    "stairs": ("stair_climbing", "Stairmaster"),
    "climbing": ("rock_climbing", "bouldering"),
    "triathlon": ("multi_sport", "Triathlon"),
    "yoga": ("Yoga", "Hot yoga"),
    "elliptical": ("Elliptical", "cross trainer"),
    "other": ("Meditation", "Horseback riding", "Inline skating", "Spa", "", "Motorcycling"),
}


@pytest.mark.parametrize(
    ("meant", "name"), [(a, name) for a, all_ in MEANT.items() for name in all_]
)
def test_a_vendors_name_means(meant: str, name: str) -> None:
    assert activity(name) == meant


@pytest.mark.parametrize("names", [OF_ANDROID, OF_POLAR, OF_SAMSUNG])
def test_numbers_of_vendors_name_activities(names: dict[object, str]) -> None:
    told = {name: activity(name) for name in names.values()}
    assert set(told.values()) <= NEUTRAL
    assert {"running", "cycling", "strength", "swimming", "walking", "yoga"} <= set(told.values())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_name_means_something(name: str) -> None:
    assert activity(name) in NEUTRAL
