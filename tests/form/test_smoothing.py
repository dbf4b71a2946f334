"""The One-Euro filter: what stands passes, what trembles is calmed, what moves is hardly late."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form.bodies import motion, posed, seeds
from spotter.form.smoothing import BETA, MIN_CUTOFF_HZ, OneEuro, smoothed

_steps = st.lists(st.floats(0.005, 0.2), min_size=5, max_size=40)


@given(_steps, st.floats(-100, 100))
@settings(max_examples=30, deadline=None)
def test_a_constant_passes_at_any_frame_rate(steps: list[float], value: float) -> None:
    euro = OneEuro()
    found = [float(euro(at, np.array([value]))[0]) for at in np.cumsum(steps)]
    assert found == pytest.approx([value] * len(steps))


@given(seeds, st.floats(15, 60))
@settings(max_examples=30, deadline=None)
def test_jitter_of_a_body_at_rest_is_reduced(seed: int, fps: float) -> None:
    noise = np.random.default_rng(seed).normal(0, 0.005, 200)
    euro = OneEuro()
    found = [float(euro(n / fps, np.array([x]))[0]) for n, x in enumerate(noise)]
    assert np.std(np.diff(found)) < 0.5 * np.std(np.diff(noise))


@given(st.floats(0.05, 4), st.floats(10, 60))
@settings(max_examples=30, deadline=None)
def test_a_steady_movement_is_followed_within_the_bound(speed: float, fps: float) -> None:
    euro = OneEuro()
    times = np.arange(int(4 * fps)) / fps
    late = [speed * at - float(euro(at, np.array([speed * at]))[0]) for at in times]
    assert max(late) <= 4 / (2 * np.pi * BETA)
    assert late[-1] == pytest.approx(speed / (2 * np.pi * (MIN_CUTOFF_HZ + BETA * speed)), rel=1e-3)


def test_a_joint_out_of_sight_stays_out_and_comes_back_where_it_is() -> None:
    body = posed(1, 40)
    body[10:35, 5] = np.nan
    found = smoothed(motion(body)).xyz_m
    assert np.isnan(found[10:35, 5]).all()
    assert np.allclose(found[35, 5], motion(body).xyz_m[35, 5])


def test_the_filter_looks_only_back() -> None:
    body = motion(posed(1, 40))
    part = body.between(0, body.times_s[19])
    assert np.array_equal(smoothed(body).xyz_m[:20], smoothed(part).xyz_m)
