"""Everybody is in the cast, and what a professional would object to is found and told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from spotter.athletes.profile import AthleteKind, BodySite, Goal
from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.page import lines
from spotter.lab.benchmarks.result import Result
from spotter.lab.prescribe.benchmarks.personas import Judged, judged, people, report, run
from spotter.lab.season import amounts
from spotter.lab.season.checks import checks
from spotter.lab.season.conditions import CONDITIONS
from spotter.lab.season.people import KINDS, Player
from spotter.lab.season.play import FIRST, Season


@pytest.fixture(scope="module")
def found() -> tuple[Judged, ...]:
    busy = [one for one in people([7]) if one.kind is AthleteKind.BUSY]
    well = next(one for one in busy if one.profile.goal is Goal.STRENGTH)
    ill = next(one for one in busy if one.condition is CONDITIONS["hypertension"])
    return judged(well, 3), judged(ill, 3)


@pytest.fixture(scope="module")
def told(found: tuple[Judged, ...]) -> Result:
    return report([json.loads(json.dumps(one.record())) for one in found], 3, 1)


def test_every_kind_meets_every_goal_every_site_and_every_condition() -> None:
    cast = tuple(people([7]))
    for kind in AthleteKind:
        mine = [one for one in cast if one.kind is kind]
        assert {one.profile.goal for one in mine if not one.profile.limitations} == set(Goal)
        assert {one.limitation.site for one in mine if one.limitation} == set(BodySite)
        possible = {one.name for one in CONDITIONS.values() if one.fits(mine[0].profile)}
        assert {one.condition.name for one in mine if one.condition} == possible
    assert len({one.name for one in cast}) == len(cast)


def test_everybody_is_of_the_kind_that_they_play() -> None:
    for one in people([7]):
        assert one.profile.kind_on(FIRST) is one.kind, one.name


def test_a_row_for_each_person_and_one_for_each_check(told: Result) -> None:
    assert len(told.rows) == 2
    assert told.rows[1].name.endswith("hypertension")
    assert all(0 < row.values["checks passed"] <= 1 for row in told.rows)
    assert any(row.name == "check: weekly hard sets" for row in told.beside)
    assert any("busy, strength" in line for line in lines(told))


def test_every_week_of_everybody_is_among_the_judgements(told: Result) -> None:
    weeks = [(one["person"], one["week"]) for one in told.predictions]
    assert len(weeks) == len(set(weeks)) == 6


def test_high_blood_pressure_keeps_effort_moderate_and_passes_as_proposed(
    found: tuple[Judged, ...],
) -> None:
    failed = {one.name for one in found[1].found if not one.passed}
    assert not {"conditions respected", "approved as proposed"} & failed


def seen(season: Season, look: Callable[[Season], object]) -> list[str]:
    return list(look(season))  # type: ignore[call-overload,no-any-return]


def test_a_condition_that_forbids_what_was_planned_is_seen(found: tuple[Judged, ...]) -> None:
    season = found[0].season
    strict = replace(CONDITIONS["hypertension"], effort=2.0)
    ill = replace(season, player=replace(season.player, condition=strict))
    assert seen(season, amounts.conditions) == []
    assert "above RPE 2" in seen(ill, amounts.conditions)[0]


def test_too_few_and_too_many_weekly_sets_are_seen(
    found: tuple[Judged, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    season = found[0].season
    monkeypatch.setattr(amounts, "LEAST_SETS", 40.0)
    assert "40 to" in seen(season, amounts.hard_sets)[0]
    monkeypatch.setattr(amounts, "LEAST_SETS", 0.0)
    monkeypatch.setattr(amounts, "MOST_SETS", 0.5)
    assert "0 to 0.5" in seen(season, amounts.hard_sets)[0]


def test_endurance_without_any_is_seen(found: tuple[Judged, ...]) -> None:
    season = found[0].season
    runner = Player(
        season.player.kind, replace(season.player.profile, goal=Goal.ENDURANCE), season.player.seed
    )
    lazy = replace(season, player=runner, days=())
    assert seen(lazy, amounts.endurance) == ["no endurance work at all"]
    assert "easy and hard endurance" in {one.name for one in checks(lazy) if not one.passed}


def test_a_name_that_nobody_has_is_bad_input_before_anything_is_played() -> None:
    with pytest.raises(BadInput, match="Nobody's name"):
        run(None, seeds=1, tell=lambda line: None, only="busy, astronaut")


def test_moderate_endurance_is_a_fault_of_the_well_and_none_where_effort_is_kept_moderate(
    found: tuple[Judged, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amounts, "shares", lambda season: (600.0, 0.3, 0.0))
    runner = replace(KINDS[AthleteKind.COMPETITOR], goal=Goal.ENDURANCE)
    well = replace(found[0].season, player=Player(AthleteKind.COMPETITOR, runner, 7))
    careful = replace(well, player=replace(well.player, condition=CONDITIONS["hypertension"]))
    assert "only 30% of the endurance work is easy" in seen(well, amounts.endurance)
    assert seen(careful, amounts.endurance) == []
    monkeypatch.setattr(amounts, "shares", lambda season: (600.0, 0.3, 0.5))
    assert "50% of the endurance work is hard" in seen(careful, amounts.endurance)
