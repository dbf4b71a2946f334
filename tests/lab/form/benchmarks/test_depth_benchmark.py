"""The quality of deep squats, for people who are left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.benchmarks.depth.regression import SETTINGS, nested, predicted
from spotter.lab.form.benchmarks.depth.views import departure, views
from spotter.lab.form.datasets.ui_prmd_depth import Squats, read_squats


@pytest.fixture(scope="module")
def squats() -> Squats:
    """Made-up people whose quality falls as they depart from the common course."""
    chance = np.random.default_rng(5)
    count, people = 60, 5
    way = np.sin(np.linspace(0, np.pi, 240))[:, None] * chance.normal(size=117) * 0.3
    off = np.where(np.arange(count) < count // 2, 0.02, 0.3) * chance.uniform(0.5, 1.5, count)
    turn = np.cos(np.linspace(0, np.pi, 240))[:, None] * chance.normal(size=117)
    course = way + off[:, None, None] * turn + chance.normal(0, 0.01, (count, 240, 117))
    return Squats(
        course.astype(np.float32),
        0.95 - off,
        np.arange(count) % people + 1,
        np.arange(count) // people,
        np.arange(count) < count // 2,
    )


def test_a_departure_from_the_right_way_is_what_the_quality_is_read_from(squats: Squats) -> None:
    asked = squats.person == 2
    guess = predicted(squats, ~asked, asked, told=False)
    usual = np.abs(np.median(squats.quality[~asked]) - squats.quality[asked]).mean()
    assert np.abs(guess - squats.quality[asked]).mean(axis=1).min() < usual / 3
    assert guess.shape == (len(SETTINGS), asked.sum())


def test_nothing_said_of_the_person_left_out_changes_the_guess(squats: Squats) -> None:
    asked = squats.person == 3
    lied = replace(
        squats,
        quality=np.where(asked, 0.5, squats.quality),
        right=np.where(asked, ~squats.right, squats.right),
    )
    settings = [nested(one, ~asked, squats.person, told=False) for one in (squats, lied)]
    assert settings[0] == settings[1]
    guesses = [predicted(one, ~asked, asked, told=False) for one in (squats, lied)]
    assert np.array_equal(*guesses)


def test_who_is_told_the_class_guesses_by_it(squats: Squats) -> None:
    asked = squats.person == 3
    lied = replace(squats, right=np.where(asked, ~squats.right, squats.right))
    guesses = [predicted(one, ~asked, asked, told=True) for one in (squats, lied)]
    assert not np.allclose(*guesses)


def test_the_right_way_itself_departs_by_nothing(squats: Squats) -> None:
    way = departure(squats.course, squats.right, scaled=False)
    mean = squats.course[squats.right].mean(axis=0, keepdims=True)
    assert np.abs(way.views(mean)["course"]).max() < 0.01


def test_the_views_of_training_do_not_know_who_is_asked(squats: Squats) -> None:
    one, _ = views(squats.course[:40], squats.right[:40], squats.course[40:41])
    two, _ = views(squats.course[:40], squats.right[:40], squats.course[50:])
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_a_folder_without_squats_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="vicon_m01"):
        read_squats(tmp_path)


def test_the_published_squats_have_the_published_floor(form_data: Path) -> None:
    squats = read_squats(form_data)
    assert squats.course.shape == (180, 240, 117)
    median = np.array([np.median(squats.quality[squats.right == kind]) for kind in (False, True)])
    error = np.abs(median[squats.right.astype(int)] - squats.quality).mean()
    assert error == pytest.approx(0.0284, abs=5e-5)
