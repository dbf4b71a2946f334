"""Ratings of a repetition: what they may say, how far raters agree, what they say together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from spotter.form.annotation.agreement import cohen_kappa, icc_2_1
from spotter.form.annotation.packed import pack, unpack
from spotter.form.annotation.ratings import (
    FEWEST_TOGETHER,
    Rating,
    Said,
    Verdict,
    consensus,
    pairs,
)
from spotter.form.errors import BadMotion
from spotter.form.motion import Motion
from spotter.form.scores import DIMENSIONS
from spotter.kit.errors import BadInput


def scored(score: float, *faults: str) -> Rating:
    return Rating(Verdict.SCORED, dict.fromkeys(DIMENSIONS, score), frozenset(faults))


def test_the_kappa_of_cohens_worked_example() -> None:
    """Cohen's table of 1960 as yes and no: 20, 5, 10, 15 of fifty give 0.40."""
    first = np.array([True] * 25 + [False] * 25)
    second = np.array([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)
    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_one_and_the_same_answer_throughout_has_no_kappa() -> None:
    assert math.isnan(cohen_kappa(np.ones(4, bool), np.ones(4, bool)))


def test_ratings_that_never_vary_have_no_icc() -> None:
    assert math.isnan(icc_2_1(np.full((6, 2), 70.0)))


@pytest.mark.parametrize(
    ("rating", "words"),
    [
        (Rating(Verdict.SCORED, {"depth": 50.0}), "just these scores"),
        (scored(101), "0 to 100"),
        (scored(math.nan), "0 to 100"),
        (scored(50, "hips_low"), "no fault of this exercise"),
        (Rating(Verdict.SKIPPED, {"depth": 50.0}), "no scores"),
        (Rating(Verdict.SKIPPED, note="a\x00b"), "control characters"),
    ],
)
def test_a_rating_that_does_not_fit_is_refused_by_name(rating: Rating, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        rating.checked("squat")


def test_raters_who_say_the_same_agree_wholly_and_who_differs_agrees_less() -> None:
    reps = [f"rep{n}" for n in range(8)]
    said = []
    for number, rep in enumerate(reps):
        fault = ("shallow",) if number % 2 else ()
        said.append(Said(rep, "a", scored(10.0 * number, *fault)))
        said.append(Said(rep, "b", scored(10.0 * number, *fault)))
        said.append(Said(rep, "c", scored(90 - 10.0 * number)))
    found = {one.raters: one for one in pairs(said, dict.fromkeys(reps, "squat"))}
    assert found["a", "b"].icc["depth"] == pytest.approx(1)
    assert found["a", "b"].kappa == pytest.approx(1)
    assert (found["a", "c"].icc["depth"] or 0) < 0
    assert found["a", "c"].reps == 8


def test_too_few_repetitions_in_common_give_a_count_and_no_coefficient() -> None:
    reps = [f"rep{n}" for n in range(FEWEST_TOGETHER - 1)]
    said = [Said(rep, who, scored(50 + n)) for n, rep in enumerate(reps) for who in "ab"]
    (pair,) = pairs(said, dict.fromkeys(reps, "squat"))
    assert pair.reps == FEWEST_TOGETHER - 1
    assert set(pair.icc.values()) == {None}
    assert pair.kappa is None


def test_together_raters_say_the_mean_and_the_faults_that_half_of_them_saw() -> None:
    together = consensus([scored(60, "shallow"), scored(80, "knees_in"), scored(70, "shallow")])
    assert together is not None
    assert together.raters == 3
    assert together.scores["overall"] == pytest.approx(70)
    assert together.faults == {"shallow"}


def test_what_anybody_flagged_has_no_consensus() -> None:
    assert consensus([scored(60), Rating(Verdict.FLAGGED)]) is None
    assert consensus([Rating(Verdict.SKIPPED)]) is None


def test_a_packed_motion_comes_back_to_a_tenth_of_a_millimetre() -> None:
    chance = np.random.default_rng(3)
    xyz = chance.normal(0, 0.5, (40, 19, 3)).astype(np.float32)
    xyz[3, 4] = np.nan
    motion = Motion.of(np.arange(40) / 30, xyz, chance.uniform(0, 1, (40, 19)))
    back = unpack(pack(motion))
    assert np.array_equal(np.isnan(back.xyz_m), np.isnan(motion.xyz_m))
    assert np.nanmax(np.abs(back.xyz_m - motion.xyz_m)) < 1e-4
    assert np.abs(back.visibility - motion.visibility).max() <= 0.5 / 255 + 1e-6
    assert np.array_equal(back.times_s, motion.times_s)


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"not a motion"])
def test_other_bytes_are_no_motion(broken: bytes) -> None:
    with pytest.raises(BadMotion):
        unpack(broken)
