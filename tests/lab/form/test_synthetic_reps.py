"""Made-up repetitions move as bodies can, and their scores say what was done to them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from spotter.form.exercises import EXERCISES, FAULTS
from spotter.form.scores import DIMENSIONS
from spotter.form.skeleton import BONES, Joint
from spotter.lab.form.synthetic.people import people
from spotter.lab.form.synthetic.performance import Performance, perform
from spotter.lab.form.synthetic.quality import TIERS, drawn, of

PEOPLE = people(seed=11, block=0).of(np.arange(24))
FAULTY = [(one.id, fault) for one in EXERCISES.values() for fault in one.faults]
OVERALL = DIMENSIONS.index("overall")


@cache
def _performed(name: str, fault: str = "", magnitude: float = 0.9) -> Performance:
    """Return an excellent repetition of each of 24 people, but for one fault."""
    exercise, rng = EXERCISES[name], np.random.default_rng(4)
    sizes = {one: np.full((24, 1), magnitude * (one == fault)) for one in exercise.faults}
    quality = of(exercise, np.zeros(24, dtype=int), sizes, PEOPLE.pace, rng)
    return perform(exercise, PEOPLE, quality, rng)


@pytest.mark.parametrize("name", EXERCISES)
def test_bones_keep_their_length(name: str) -> None:
    first, last = (list(ends) for ends in zip(*BONES, strict=True))
    xyz = _performed(name).xyz
    lengths = np.linalg.norm(xyz[:, :, first] - xyz[:, :, last], axis=-1)
    assert np.ptp(lengths, axis=1).max() < 0.002


@pytest.mark.parametrize("name", EXERCISES)
def test_nobody_sinks_into_the_floor(name: str) -> None:
    for fault in ("", *EXERCISES[name].faults):
        assert _performed(name, fault).xyz[..., 1].min() > -0.05


def test_knees_that_fall_inwards_do_not_pass_through_each_other() -> None:
    xyz = _performed("squat", "knees_in", 1.0).xyz
    apart = np.linalg.norm(xyz[:, :, Joint.LEFT_KNEE] - xyz[:, :, Joint.RIGHT_KNEE], axis=-1)
    assert apart.min() > 0.03


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("squat", ("ANKLE", "TOE", "HEEL")),
        ("push_up", ("WRIST", "TOE")),
        ("plank", ("TOE",)),
        ("bicep_curl", ("ANKLE", "TOE")),
        ("pull_up", ("WRIST",)),
        ("deadlift", ("ANKLE", "TOE")),
        ("sit_up", ("ANKLE",)),
        ("bench_press", ("ANKLE",)),
        ("overhead_press", ("ANKLE",)),
        ("mountain_climber", ("WRIST",)),
    ],
)
def test_what_bears_the_body_stays_where_it_is(name: str, parts: tuple[str, ...]) -> None:
    joints = [joint for joint in Joint if joint.name.endswith(parts)]
    xyz = _performed(name).xyz[:, :, joints]
    # Tremors of the trunk may pull at a limb that is all but straight.
    assert np.ptp(xyz, axis=1).max() < 0.02


def test_a_bar_goes_straight_up_with_both_hands() -> None:
    hands = _performed("deadlift").xyz[:, :, [Joint.LEFT_WRIST, Joint.RIGHT_WRIST]]
    assert np.abs(hands[:, :, 0, 1] - hands[:, :, 1, 1]).max() < 0.08
    assert np.ptp(hands[..., 1], axis=1).mean() > 0.3


@pytest.mark.parametrize("name", EXERCISES)
def test_an_excellent_repetition_scores_high_in_everything(name: str) -> None:
    assert np.median(_performed(name).scores, axis=0).min() > 75
    assert np.median(_performed(name).scores[:, OVERALL]) > 90


@pytest.mark.parametrize(("name", "fault"), FAULTY)
def test_a_fault_lowers_its_own_dimension(name: str, fault: str) -> None:
    column = DIMENSIONS.index(FAULTS[fault].lowers)
    without = _performed(name).scores[:, column].mean()
    mild = _performed(name, fault, 0.4).scores[:, column].mean()
    severe = _performed(name, fault).scores[:, column].mean()
    assert without - severe > 15
    assert without + 1 > mild > severe


@pytest.mark.parametrize("name", EXERCISES)
def test_the_tiers_are_in_order(name: str) -> None:
    exercise, rng = EXERCISES[name], np.random.default_rng(2)
    athletes = PEOPLE.of(np.repeat(np.arange(24), 10))
    quality = drawn(exercise, athletes.pace, rng)
    overall = perform(exercise, athletes, quality, rng).scores[:, OVERALL]
    means = [overall[quality.tier == number].mean() for number in range(len(TIERS))]
    assert all(better > worse + 1 for better, worse in pairwise(means))


def test_tiers_occur_as_often_as_they_should() -> None:
    rng = np.random.default_rng(1)
    quality = drawn(EXERCISES["squat"], np.ones((20_000, 1)), rng)
    shares = np.bincount(quality.tier) / 20_000
    assert shares == pytest.approx([0.25, 0.35, 0.25, 0.15], abs=0.015)


def test_men_are_taller_than_women_and_nobody_is_a_giant() -> None:
    heights = np.concatenate([people(5, block).body.height for block in range(25)])
    assert 1.66 < heights.mean() < 1.75
    assert 1.45 < heights.min() < heights.max() < 2.0
