from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from prescribe.people import DAY, athlete, checkin, done, inputs, log
from spotter.athletes.profile import BodySite
from spotter.prescribe.candidate import Candidate, Kind
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker import asked, known
from spotter.prescribe.ranker.dose import MUSCLES, of_log, of_session
from spotter.prescribe.ranker.features import FEATURES, rows
from spotter.prescribe.ranker.lately import lately
from spotter.prescribe.schedule import Due
from spotter.prescribe.situation import situation
from spotter.training.exercise import Muscle
from spotter.training.session import Block, Focus, Part, PlannedSet, Session

REST = Candidate(Kind.REST, "Rest", Session("Rest day", Focus.REST, (), 0), 0.0, 0.5)


def bench(sets: int = 3, rpe: float = 8.0) -> Candidate:
    block = Block(
        Part.MAIN, "barbell_bench_press", (PlannedSet(rpe, 120, reps=8, load_kg=50.0),) * sets
    )
    return Candidate(Kind.PLANNED, "Planned", Session("Push", Focus.STRENGTH, (block,), 20), 1.0)


def column(name: str, given: Inputs, *candidates: Candidate) -> list[float]:
    table = rows(given, situation(given), Due.TRAIN, candidates)
    return [float(one) for one in table[:, FEATURES.index(name)]]


def test_names_and_values_stand_in_the_same_order() -> None:
    given = inputs()
    now, past = situation(given), lately(given)
    assert tuple(known.named(given, now, Due.TRAIN, past)) == known.KNOWN
    assert tuple(asked.named([bench()], given, now, past)) == asked.ASKED


def test_every_name_is_there_once() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def test_nothing_known_still_gives_finite_numbers() -> None:
    bare = replace(inputs(checkins=()), profile=athlete(mass_kg=None, age_years=None, sex=None))
    table = rows(bare, situation(bare), Due.TRAIN, (REST, bench()))
    assert np.isfinite(table).all()


def test_a_secondary_muscle_counts_half_a_set() -> None:
    dose = of_session(bench(sets=4).session)
    chest, shoulders = (MUSCLES.index(one) for one in (Muscle.CHEST, Muscle.SHOULDERS))
    assert dose.muscles[chest] == 4
    assert dose.muscles[shoulders] == 2


def test_rest_is_no_dose() -> None:
    dose = of_session(REST.session)
    assert (dose.sets, dose.rpe, dose.load_au, dose.strength_sets) == (0, 0.0, 0.0, 0.0)


def test_a_log_of_an_exercise_since_removed_counts_nothing() -> None:
    assert of_log(log(DAY, done("no_longer_there", (8, 50.0, 8.0)))).sets == 0


def test_what_was_trained_yesterday_tires_more_than_what_was_trained_last_week() -> None:
    def tired(days_ago: int) -> float:
        past = log(DAY - timedelta(days=days_ago), done("barbell_bench_press", *[(8, 50, 8)] * 4))
        return column("tired_sets", inputs(logs=(past,)), bench())[0]

    assert tired(1) > tired(3) > tired(7) == 0


def test_a_sore_site_speaks_against_what_loads_it() -> None:
    sore = inputs(checkins=(checkin(soreness={BodySite.SHOULDER: 6}),))
    rest, push = column("sore_sets", sore, REST, bench())
    assert push > rest == 0


def test_sessions_left_half_done_lower_the_share_that_is_expected() -> None:
    def share(asked_sets: int) -> float:
        logs = [
            log(
                DAY - timedelta(days=2 * n + 2),
                done("barbell_bench_press", *[(8, 50, 8)] * 3),
                planned_sets=asked_sets,
            )
            for n in range(4)
        ]
        return column("done_share", inputs(logs=tuple(reversed(logs))), REST)[0]

    assert share(6) < share(3)


@pytest.mark.parametrize("level", [2, 8])
def test_soreness_after_a_session_is_that_of_the_next_morning(level: int) -> None:
    past = log(DAY - timedelta(days=1), done("barbell_bench_press", (8, 50, 8)))
    given = inputs(logs=(past,), checkins=(checkin(soreness={BodySite.CHEST: level}),))
    assert column("soreness_after", given, REST)[0] == pytest.approx((2 * 2.0 + level) / 3)


def test_effort_over_target_is_known_where_the_session_asked_for_one() -> None:
    def off(asked_rpe: float | None) -> float:
        past = log(DAY - timedelta(days=2), done("barbell_bench_press", (8, 50, 8)))
        return column("effort_off_last", inputs(logs=(replace(past, asked_rpe=asked_rpe),)), REST)[
            0
        ]

    assert off(7.0) == pytest.approx(1.0)
    assert off(None) == 0.0


def test_a_week_is_full_after_its_own_number_of_training_days() -> None:
    def full(days: int) -> float:
        logs = tuple(
            replace(
                log(DAY - timedelta(days=n + 1), done("barbell_bench_press", *[(8, 50, 8)] * 4)),
                duration_min=45.0,
            )
            for n in reversed(range(days))
        )
        given = replace(inputs(logs=logs), profile=athlete(days_per_week=3))
        return column("week_full", given, REST)[0]

    assert [full(days) for days in (0, 2, 3, 4)] == [0, 0, 1, 1]


def test_a_candidate_is_set_beside_the_most_that_the_day_offers() -> None:
    half, whole, rest = column("work_of_most", inputs(), bench(2), bench(6), REST)
    assert whole == 1
    assert 0 == rest < half < 1


def test_soreness_that_stays_after_a_day_off_is_expected_to_stay() -> None:
    def kept(after: int) -> float:
        said = (
            checkin(day=DAY - timedelta(days=1), soreness={BodySite.CHEST: 6}),
            checkin(soreness={BodySite.CHEST: after}),
        )
        return column("sore_kept", inputs(checkins=said), REST)[0]

    assert kept(5) > kept(1)


def test_no_candidates_have_no_rows() -> None:
    given = inputs()
    assert rows(given, situation(given), Due.TRAIN, ()).shape == (0, len(FEATURES))
