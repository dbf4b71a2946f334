"""The one number: how rules and network share in it, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from form.bodies import bent
from spotter.form.exercises import EXERCISES, Exercise
from spotter.form.judged import RULES_SHARE, blended, judge
from spotter.form.motion import Motion
from spotter.form.scores import DIMENSIONS, scores
from spotter.form.served import RepScorer, shipped
from spotter.form.skeleton import Joint

SQUAT = EXERCISES["squat"]
KNEES = 170 - 95 * (1 - np.cos(2 * np.pi * np.linspace(0, 1, 90))) / 2
SQUATTED = bent(KNEES)


class Always:
    """A network that says the same of every repetition, and remembers what it was asked."""

    def __init__(self, points: float) -> None:
        self.points = points
        self.asked: list[tuple[tuple[int, ...], str]] = []

    def score(self, rep: NDArray[np.float32], exercise: Exercise) -> NDArray[np.float32]:
        self.asked.append((rep.shape, exercise.id))
        return np.full(len(DIMENSIONS), self.points, dtype=np.float32)


def test_every_dimension_has_a_share_between_all_and_nothing() -> None:
    assert list(RULES_SHARE) == list(DIMENSIONS[:-1])
    assert all(0 <= share <= 1 for share in RULES_SHARE.values())


def test_without_a_network_the_rules_alone_judge() -> None:
    assert np.array_equal(judge(SQUATTED, SQUAT), scores(SQUATTED, SQUAT), equal_nan=True)


def test_each_dimension_is_blended_by_its_share() -> None:
    rules = scores(SQUATTED, SQUAT)
    found = judge(SQUATTED, SQUAT, Always(20.0))
    for at, (name, share) in enumerate(RULES_SHARE.items()):
        assert found[at] == pytest.approx(share * rules[at] + (1 - share) * 20, abs=0.01), name


def test_the_overall_score_is_the_mean_of_the_blended_five() -> None:
    found = judge(SQUATTED, SQUAT, Always(20.0))
    assert found[-1] == pytest.approx(found[:-1].mean(), abs=0.01)


def test_the_network_reads_what_it_was_trained_on() -> None:
    network = Always(20.0)
    judge(SQUATTED, SQUAT, network)
    assert network.asked == [((90, 18), "squat")]


def test_what_was_not_seen_has_no_score_whatever_the_network_guesses() -> None:
    rules = np.array([80, np.nan, 60, 40, 100, 70], dtype=np.float32)
    found = blended(rules, np.full(6, 50, dtype=np.float32))
    assert np.isnan(found[1])
    assert found[-1] == pytest.approx(np.nanmean(found[:-1]), abs=0.01)


def test_a_body_of_which_no_leg_was_seen_has_no_depth() -> None:
    xyz = SQUATTED.xyz_m.copy()
    xyz[:, [Joint.LEFT_KNEE, Joint.RIGHT_KNEE, Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]] = np.nan
    found = judge(Motion.of(SQUATTED.times_s, xyz), SQUAT, Always(90.0))
    assert np.isnan(found[DIMENSIONS.index("depth")])


def test_a_single_frame_has_no_scores() -> None:
    one = Motion(SQUATTED.times_s[:1], SQUATTED.xyz_m[:1], SQUATTED.visibility[:1])
    assert np.isnan(judge(one, SQUAT, Always(90.0))).all()


def test_the_shipped_network_takes_part() -> None:
    alone, both = judge(SQUATTED, SQUAT), judge(SQUATTED, SQUAT, RepScorer(shipped()))
    assert np.isfinite(both).all()
    assert not np.array_equal(alone, both)
