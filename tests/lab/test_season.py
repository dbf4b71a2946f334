"""Seasons: played like a person would, told in numbers, judged by rules of the trade."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from spotter.athletes.profile import AthleteKind, BodySite, Goal, Limitation, Severity
from spotter.kit.errors import BadInput
from spotter.lab.commands import app
from spotter.lab.season.checks import _minutes_for, checks
from spotter.lab.season.conditions import CONDITIONS
from spotter.lab.season.lifter import lifter
from spotter.lab.season.people import KINDS, Player, cast, limitation
from spotter.lab.season.play import Hurt, Played, Season, play
from spotter.lab.season.progress import fillers, moved
from spotter.lab.season.weeks import lifts, week, weeks
from spotter.training.catalogue import catalogue
from spotter.training.session import Block, Part, PlannedSet, Session, SetKind


@pytest.fixture(scope="module")
def three_weeks() -> Season:
    player = next(cast([AthleteKind.ENTHUSIAST], [Goal.STRENGTH]))
    return play(player, 3)


def failed(season: Season) -> Mapping[str, str]:
    return {one.name: one.says for one in checks(season) if not one.passed}


def changed(season: Season, change: Callable[[Session], Session]) -> Season:
    """Return the season as if the first training session had been planned otherwise."""
    days, first = list(season.days), season.training[0]
    assert first.session is not None
    days[first.number] = Changed(
        first.day, first.number, first.decision, first.checkin, first.log, change(first.session)
    )
    return replace(season, days=tuple(days))


class Changed(Played):
    """A day whose session is not what was approved: what a faulty plan would look like."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told[:5])
        object.__setattr__(self, "_other", told[5])

    @property
    def session(self) -> Session | None:
        return self._other  # type: ignore[attr-defined,no-any-return]


def with_set(session: Session, exercise: str, one: PlannedSet, times: int = 2) -> Session:
    block = Block(Part.MAIN, exercise, (one,) * times)
    return replace(session, blocks=(*session.blocks, block))


def test_the_cast_is_five_kinds_with_seven_goals_and_each_is_of_its_kind() -> None:
    players = tuple(cast(KINDS, Goal))
    assert len(players) == 35
    first = play(players[0], 1).days[0].day
    assert all(one.profile.kind_on(first) is one.kind for one in players)


def test_a_limitation_is_read_from_site_and_severity() -> None:
    assert limitation("knee") == Limitation(BodySite.KNEE, Severity.MODERATE)
    assert limitation("hip:severe").severity is Severity.SEVERE


@pytest.mark.parametrize("text", ["wing", "knee:awful", ""])
def test_a_limitation_that_does_not_exist_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="SITE:SEVERITY"):
        limitation(text)


def test_the_same_seed_plays_the_same_season_and_another_another(three_weeks: Season) -> None:
    again = play(three_weeks.player, 1)
    assert [one.log for one in again.days] == [one.log for one in three_weeks.days[:7]]
    other = play(replace(three_weeks.player, seed=8), 1)
    assert [one.log for one in other.days] != [one.log for one in again.days]


def test_every_set_of_the_diary_was_one_that_the_plan_asked_for(three_weeks: Season) -> None:
    for one in three_weeks.training:
        if one.log is None or one.session is None:
            continue
        asked = {block.exercise for block in one.session.blocks}
        assert {each.exercise for each in one.log.sets} <= asked
        assert one.log.finished


def test_a_heavier_load_feels_harder_and_a_stronger_body_finds_it_easier() -> None:
    body, squat = lifter(KINDS[AthleteKind.ENTHUSIAST], 7), catalogue().get("barbell_back_squat")

    def felt(load: float, weeks: float = 0.0) -> float:
        body.weeks = weeks
        tries = [
            body.do(squat, PlannedSet(rpe=8, rest_s=120, reps=5, load_kg=load), 0, 0.0).rpe
            for _ in range(40)
        ]
        return sum(tries) / len(tries)

    heaviest = body.maximum_kg(squat)
    assert felt(0.85 * heaviest) > felt(0.75 * heaviest) + 1
    assert felt(0.85 * heaviest, weeks=52) < felt(0.85 * heaviest)


def test_a_set_beyond_the_body_ends_early_at_the_limit() -> None:
    body, squat = lifter(KINDS[AthleteKind.BEGINNER], 7), catalogue().get("goblet_squat")
    too_much = PlannedSet(rpe=8, rest_s=120, reps=12, load_kg=body.maximum_kg(squat) * 0.95)
    done = body.do(squat, too_much, 0, 0.0)
    assert done.reps in (1, 2, 3)
    assert done.rpe >= 8


def test_weeks_tell_minutes_sets_and_best_loads(three_weeks: Season) -> None:
    told = weeks(three_weeks)
    assert [one.number for one in told] == [1, 2, 3]
    assert all(one.available == 60 and len(one.titles) == len(one.minutes) for one in told)
    first = week(three_weeks, 1)
    sessions = [one.session for one in three_weeks.week(1) if one.trains and one.session]
    counted = sum(
        each.kind is SetKind.WORK and block.part not in (Part.WARM_UP, Part.COOL_DOWN)
        for session in sessions
        for block in session.blocks
        for each in block.sets
    )
    assert sum(first.sets.values()) == counted
    assert set(lifts(told)) <= {name for one in told for name in one.best}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("within the minutes", lambda one: replace(one, duration_min=90)),
        ("uses the minutes", lambda one: replace(one, duration_min=15)),
        ("loads on the grid", lambda one: with_set(
            one, "barbell_row", PlannedSet(rpe=7, rest_s=90, reps=8, load_kg=41.3))),
        ("sensible doses", lambda one: with_set(
            one, "push_up", PlannedSet(rpe=7, rest_s=180, reps=6))),
        ("sensible doses", lambda one: with_set(
            one, "barbell_row", PlannedSet(rpe=7, rest_s=90, reps=60, load_kg=40.0))),
        ("sensible doses", lambda one: with_set(
            one, "barbell_row", PlannedSet(rpe=7, rest_s=90, reps=8, load_kg=40.0), times=9)),
        ("whole sessions", lambda one: replace(one, blocks=one.blocks[1:-5])),
        ("balance of patterns", lambda one: with_set(
            one, "push_up", PlannedSet(rpe=7, rest_s=60, reps=12), times=300)),
    ],
)  # fmt: skip
def test_a_fault_in_a_plan_fails_its_check(
    three_weeks: Season, name: str, change: Callable[[Session], Session]
) -> None:
    assert name in failed(changed(three_weeks, change))


def test_a_jump_of_load_fails_its_check(three_weeks: Season) -> None:
    squats = [
        one
        for one in three_weeks.training
        if one.session and any(b.exercise == "barbell_back_squat" for b in one.session.blocks)
    ]
    last = squats[-1]
    assert last.session is not None
    jump = with_set(
        last.session, "barbell_back_squat", PlannedSet(rpe=7, rest_s=90, reps=5, load_kg=120.0)
    )
    days = list(three_weeks.days)
    told = (last.day, last.number, last.decision, last.checkin, last.log, jump)
    days[last.number] = Changed(*told)
    assert "steps of load" in failed(replace(three_weeks, days=tuple(days)))


def test_eight_weeks_with_dumbbells_neither_stall_nor_leap() -> None:
    season = play(next(cast([AthleteKind.BUSY], [Goal.STRENGTH])), 8)
    assert not {"progress", "steps of load", "approved as proposed"} & set(failed(season))
    squats = {one.exercise: one for one in moved(season)}["goblet_squat"]
    assert squats.last > 1.2 * squats.first


def test_training_every_day_fails_the_checks_of_rest(three_weeks: Season) -> None:
    trained = three_weeks.training[-1]
    every = [
        replace(one, log=trained.log, decision=trained.decision) for one in three_weeks.days[:7]
    ]
    crowded = replace(three_weeks, days=(*every, *three_weeks.days[7:]))
    assert {"a day of rest", "hard days apart", "sessions a week"} <= set(failed(crowded))


def test_a_moderate_limit_is_respected_by_the_plan_and_seen_by_the_check() -> None:
    player = next(cast([AthleteKind.ENTHUSIAST], [Goal.STRENGTH], [limitation("knee")]))
    season = play(player, 1)
    assert "limits respected" not in failed(season)
    jump = PlannedSet(rpe=5, rest_s=60, reps=5)
    assert "knee" in catalogue().get("squat_jump").contraindicated
    assert "limits respected" in failed(
        changed(season, lambda one: with_set(one, "squat_jump", jump))
    )


def test_a_pain_in_the_season_is_told_and_what_loads_the_site_stays_out() -> None:
    player = next(cast([AthleteKind.ENTHUSIAST], [Goal.STRENGTH]))
    season = play(player, 1, hurt=Hurt(BodySite.KNEE, 7, after_days=0, days=7))
    assert all((one.checkin.pain or {})[BodySite.KNEE] == 7 for one in season.days)
    assert "painful days" not in failed(season)
    squat = PlannedSet(rpe=5, rest_s=60, reps=5, load_kg=20.0)
    assert "painful days" in failed(
        changed(season, lambda one: with_set(one, "barbell_back_squat", squat))
    )


def test_the_command_prints_weeks_and_checks_as_json() -> None:
    ran = CliRunner().invoke(
        app, ["season", "--weeks", "1", "--kind", "busy", "--goal", "strength", "--json"]
    )
    (one,) = json.loads(ran.stdout)
    assert (one["kind"], one["goal"], len(one["weeks"])) == ("busy", "strength", 1)
    passed = all(check["passed"] for check in one["checks"])
    assert ran.exit_code == (0 if passed else 1)


def test_the_command_prints_a_table_that_names_minutes_and_checks() -> None:
    ran = CliRunner().invoke(
        app, ["season", "--weeks", "1", "--kind", "busy", "--goal", "strength"]
    )
    assert "25 minutes a session" in ran.stdout
    assert "pass  within the minutes" in ran.stdout


@pytest.mark.parametrize("asked", [["--weeks", "0"], ["--hurt", "knee"], ["--limitation", "x:y"]])
def test_a_wrong_option_is_bad_input(asked: list[str]) -> None:
    ran = CliRunner().invoke(app, ["season", *asked])
    assert isinstance(ran.exception, BadInput)


def test_a_player_is_named_by_kind_goal_and_limit() -> None:
    player = Player(AthleteKind.BUSY, KINDS[AthleteKind.BUSY], 7, limitation("knee:severe"))
    assert player.name == "busy, general health, severe knee limit"


def test_seven_days_with_far_more_sets_than_the_weeks_before_fail_whatever_their_weekday(
    three_weeks: Season,
) -> None:
    assert "weekly increase" not in failed(three_weeks)
    for last in [one for one in three_weeks.days if one.log is not None and one.number >= 14]:
        assert last.log is not None
        days = list(three_weeks.days)
        days[last.number] = replace(last, log=replace(last.log, sets=last.log.sets * 3))
        assert (
            f"day {last.number + 1}"
            in failed(replace(three_weeks, days=tuple(days)))["weekly increase"]
        )


def test_what_only_fills_the_time_need_not_grow(three_weeks: Season) -> None:
    filled = [one for one in three_weeks.training if fillers(one)]
    assert filled
    for one in filled:
        assert one.session is not None
        told = {block.exercise: block.reasons for block in one.session.blocks}
        assert all(told[name] == ("fill_minutes",) for name in fillers(one))


def test_a_limited_week_that_is_used_up_leaves_less_for_its_last_session(
    three_weeks: Season,
) -> None:
    given = three_weeks.player.profile.minutes_per_session
    week = replace(CONDITIONS["pregnancy, cleared"], week_min=100.0)
    limited = replace(three_weeks, player=replace(three_weeks.player, condition=week))
    shares = [_minutes_for(limited, one) for one in limited.training]
    assert shares[0] == 100.0 / limited.player.profile.days_per_week
    assert min(shares) < shares[0] < given == _minutes_for(three_weeks, limited.training[0])
