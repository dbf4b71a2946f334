"""The API takes exactly the profiles that can be stored: its bounds are the codec's own."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from spotter.athletes import profile_codec as codec
from spotter.athletes.profile_codec import profile_from
from spotter.kit.errors import BadInput
from spotter.web.api.schemas.athlete import ProfileIn

NUMBERS = {
    "age_years": (codec.AGE_YEARS, 1),
    "height_m": (codec.HEIGHT_M, 0.01),
    "mass_kg": (codec.MASS_KG, 0.1),
    "days_per_week": (codec.DAYS_PER_WEEK, 1),
    "minutes_per_session": (codec.MINUTES, 1),
}
LIMIT = {"site": "knee", "severity": "mild"}
KNOWN = {"exercise": "barbell_bench_press", "load_kg": 60.0, "reps": 5}
# The longest that fits, and one more.
LONGEST: dict[str, tuple[object, object]] = {
    "sport": ("x" * codec.LONGEST_SPORT, "x" * (codec.LONGEST_SPORT + 1)),
    "equipment": (["band"] * codec.MOST_EQUIPMENT, ["band"] * (codec.MOST_EQUIPMENT + 1)),
    "dislikes": (["plank"] * codec.MOST_DISLIKES, ["plank"] * (codec.MOST_DISLIKES + 1)),
    "limitations": ([LIMIT] * codec.MOST_LIMITATIONS, [LIMIT] * (codec.MOST_LIMITATIONS + 1)),
    "known_loads": ([KNOWN] * codec.MOST_KNOWN_LOADS, [KNOWN] * (codec.MOST_KNOWN_LOADS + 1)),
    "weekdays": ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7, 1]),
}


def api_takes(field: str, value: object) -> bool:
    try:
        ProfileIn.model_validate({field: value}).to_profile()
    except (ValidationError, BadInput):
        return False
    return True


def store_takes(field: str, value: object) -> bool:
    try:
        profile_from({field: value})
    except BadInput:
        return False
    return True


@pytest.mark.parametrize("field", NUMBERS)
def test_a_number_ends_where_the_codec_ends_it(field: str) -> None:
    (low, high), step = NUMBERS[field]
    for value, fits in ((low, True), (high, True), (low - step, False), (high + step, False)):
        assert (api_takes(field, value), store_takes(field, value)) == (fits, fits), value


@pytest.mark.parametrize("field", LONGEST)
def test_a_text_or_list_ends_where_the_codec_ends_it(field: str) -> None:
    for value, fits in zip(LONGEST[field], (True, False), strict=True):
        assert (api_takes(field, value), store_takes(field, value)) == (fits, fits)


def test_a_note_of_a_limit_ends_where_the_codec_ends_it() -> None:
    for length, fits in ((codec.LONGEST_NOTE, True), (codec.LONGEST_NOTE + 1, False)):
        value = [{**LIMIT, "note": "x" * length}]
        assert (api_takes("limitations", value), store_takes("limitations", value)) == (fits, fits)


@pytest.mark.parametrize("day", [0, 8])
def test_a_week_has_the_same_days_everywhere(day: int) -> None:
    assert not api_takes("weekdays", [day])
    assert not store_takes("weekdays", [day])
