"""What would change readiness: computed by readiness itself, one part at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from body.test_readiness_score import HOUR, ORDINARY, TODAY, body
from spotter.body.levers import explained
from spotter.body.readiness import readiness
from spotter.body.state import BodyState


def test_a_short_night_says_what_a_full_one_would_have_made() -> None:
    short = body(sleep_s=5 * HOUR)
    (lever,) = [one for one in explained(short).levers if one.code == "sleep"]
    full = readiness(body(sleep_s=7.5 * HOUR)).score
    now = readiness(short).score
    assert lever.score == full
    assert lever.text == (f"With 7 h 30 min of sleep last night: {full:.0f} instead of {now:.0f}.")


def test_an_ordinary_day_offers_hardly_anything() -> None:
    assert max((one.gain for one in explained(body()).levers), default=0) < 5


def test_the_largest_gain_comes_first() -> None:
    levers = explained(body(sleep_s=4 * HOUR, soreness=6.0, resting_hr_bpm=62.0)).levers
    gains = [one.gain for one in levers]
    assert gains == sorted(gains, reverse=True)
    assert {"sleep", "soreness", "resting_hr"} <= {one.code for one in levers}


def test_what_is_missing_cannot_be_changed_and_nothing_known_has_no_levers() -> None:
    assert "soreness" not in {one.code for one in explained(body(soreness=None)).levers}
    assert explained(BodyState(TODAY, {})).levers == ()


def test_a_light_week_is_not_made_heavier() -> None:
    state = body()
    assert "load" not in {one.code for one in explained(state).levers}


@given(
    st.fixed_dictionaries(
        {
            name: st.none() | st.floats(max(mean - 3 * sd, 0.5), mean + 3 * sd)
            for name, (mean, sd) in ORDINARY.items()
        }
    )
)
def test_a_lever_always_raises_and_never_beyond_a_hundred(today: dict[str, float | None]) -> None:
    found = explained(body(**today))
    for lever in found.levers:
        assert found.score is not None
        assert found.score + 1 <= lever.score <= 100
