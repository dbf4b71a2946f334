"""Resampling is by time: exact for straight movement, honest about gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form.bodies import motion, posed, seeds
from spotter.form.errors import BadMotion
from spotter.form.motion import Motion
from spotter.form.resample import at, resampled
from spotter.form.skeleton import Joint


@given(seeds, st.lists(st.floats(0.01, 0.2), min_size=3, max_size=20), st.floats(5, 60))
@settings(deadline=None)
def test_a_linear_motion_is_reproduced_exactly(seed: int, steps: list[float], hz: float) -> None:
    start, end = posed(seed, 2)
    times = np.cumsum(steps)
    share = ((times - times[0]) / (times[-1] - times[0]))[:, None, None]
    there = Motion.of(times, start * (1 - share) + end * share)
    found = resampled(there, hz)
    share = ((found.times_s - times[0]) / (times[-1] - times[0]))[:, None, None]
    assert np.allclose(found.xyz_m, start * (1 - share) + end * share, atol=1e-5)
    assert np.allclose(np.diff(found.times_s)[:-1], 1 / hz)


def test_at_its_own_moments_a_motion_is_itself() -> None:
    body = motion(posed(2, 30))
    assert np.allclose(at(body, body.times_s).xyz_m, body.xyz_m, atol=1e-6)
    assert len(resampled(body, 30)) == 30


def test_a_short_gap_is_bridged_and_a_long_one_is_not() -> None:
    body = posed(2, 60)
    body[10:14, Joint.LEFT_KNEE] = np.nan
    body[30:45, Joint.LEFT_KNEE] = np.nan
    found = resampled(motion(body), 30)
    unseen = np.isnan(found.xyz_m[:, Joint.LEFT_KNEE, 0])
    assert np.flatnonzero(unseen).tolist() == list(range(30, 45))
    assert (found.visibility[unseen, Joint.LEFT_KNEE] == 0).all()


def test_beyond_its_ends_nothing_is_known() -> None:
    found = at(motion(posed(2, 30)), np.array([-0.5, 0.5, 5.0]))
    assert np.isnan(found.xyz_m[[0, 2]]).all()
    assert not np.isnan(found.xyz_m[1]).any()


@pytest.mark.parametrize("hz", [0, -1, np.nan, np.inf])
def test_an_impossible_frame_rate_is_refused(hz: float) -> None:
    with pytest.raises(BadMotion):
        resampled(motion(posed(2, 3)), hz)


def test_a_motion_without_frames_stays_one() -> None:
    assert len(resampled(Motion.of([], np.zeros((0, 19, 3))), 30)) == 0
