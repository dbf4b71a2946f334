"""Amounts of a season against what is published: hard sets a week, easy and hard endurance.

Counted from the planned sessions alone. Ranges are those of the sources named beside them, waived
where a limit or a condition takes away what would be counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import fmean

from spotter.athletes.profile import AthleteKind, BodySite, Experience, Goal
from spotter.lab.season.play import Played, Season
from spotter.prescribe.minutes import WORK_PARTS
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Muscle, Pattern
from spotter.training.session import Session
from spotter.training.volume import of_session

# Muscles that a plan for strength or size has to serve, by the group a professional counts.
GROUPS: Mapping[str, frozenset[Muscle]] = {
    "chest": frozenset({Muscle.CHEST}),
    "back": frozenset({Muscle.LATS, Muscle.MIDDLE_BACK}),
    "thighs": frozenset({Muscle.QUADRICEPS}),
    "hips": frozenset({Muscle.HAMSTRINGS, Muscle.GLUTES}),
}
# Four weekly sets a muscle are what a busy person needs at least (Iversen 2021); one set each on
# two days is where older adults start (Fragala 2019); more than twenty bring little (Baz-Valle
# 2022). Novices: convention.
LEAST_SETS, LEAST_SENIOR, LEAST_HEALTH = 4.0, 2.0, 1.0
MOST_SETS, MOST_NOVICE = 20.0, 14.0
# Weeks before these are for settling in.
SETTLED = 2
_STRONG = frozenset({Goal.STRENGTH, Goal.MUSCLE})
_ALL_ROUND = frozenset({Goal.HEALTH, Goal.WEIGHT, Goal.SPORT})
_ENDURING = frozenset({AthleteKind.ENTHUSIAST, AthleteKind.COMPETITOR})
_LIMITS: Mapping[BodySite, frozenset[str]] = {
    BodySite.SHOULDER: frozenset({"chest", "back"}),
    BodySite.ELBOW: frozenset({"chest", "back"}),
    BodySite.WRIST: frozenset({"chest", "back"}),
    BodySite.CHEST: frozenset({"chest", "back"}),
    BodySite.UPPER_BACK: frozenset({"chest", "back"}),
    BodySite.NECK: frozenset({"back"}),
    BodySite.LOWER_BACK: frozenset({"hips", "back", "thighs"}),
    BodySite.ABDOMEN: frozenset({"hips", "thighs"}),
    BodySite.HIP: frozenset({"hips", "thighs"}),
    BodySite.THIGH: frozenset({"hips", "thighs"}),
    BodySite.KNEE: frozenset({"thighs", "hips"}),
    BodySite.CALF: frozenset({"thighs"}),
    BodySite.ANKLE: frozenset({"thighs"}),
    BodySite.FOOT: frozenset({"thighs"}),
}
# Easy is up to 4, hard from 7 of 10 (Seiler and Kjerland 2006); four fifths easy is what trained
# people do (Seiler 2010), and a plan may be a tenth off.
EASY_RPE, HARD_RPE = 4.0, 7.0
LEAST_EASY, MOST_HARD = 0.7, 0.3


def group_sets(season: Season) -> Mapping[str, float]:
    """Return the mean weekly fractional sets of each group, from the third week on.

    Lighter weeks count too: they are part of what a muscle gets.
    """
    weeks = [_week_sets(season, number) for number in range(SETTLED + 1, season.weeks + 1)]
    return {name: fmean(week[name] for week in weeks) if weeks else 0.0 for name in GROUPS}


def _week_sets(season: Season, number: int) -> Mapping[str, float]:
    total: dict[Muscle, float] = {}
    for _, session in sessions(season.week(number)):
        for muscle, sets in of_session(session).items():
            total[muscle] = total.get(muscle, 0.0) + sets
    return {name: max(total.get(one, 0.0) for one in group) for name, group in GROUPS.items()}


def sessions(days: tuple[Played, ...]) -> Iterator[tuple[Played, Session]]:
    """Yield the training days among `days` with their sessions."""
    for one in days:
        if one.trains and one.session is not None:
            yield one, one.session


def least_sets(season: Season) -> float:
    """Return the weekly sets below which a group of muscles is not served, 0 where none is due."""
    player = season.player
    if player.profile.goal in _ALL_ROUND:
        return LEAST_HEALTH
    if player.profile.goal not in _STRONG:
        return 0.0
    careful = player.kind is AthleteKind.SENIOR or player.condition is not None
    return LEAST_SENIOR if careful else LEAST_SETS


def hard_sets(season: Season) -> Iterator[str]:
    """Yield the groups of muscles that get too little or too much in a usual week."""
    if season.weeks <= SETTLED:
        return
    spared = frozenset[str]()
    for limit in season.player.profile.limitations:
        spared |= _LIMITS[limit.site]
    novice = season.player.profile.experience is Experience.BEGINNER
    most = MOST_NOVICE if novice else MOST_SETS
    for name, sets in group_sets(season).items():
        least = 0.0 if name in spared else least_sets(season)
        if not least <= sets <= most:
            yield f"{name}: {sets:.1f} sets a week, {least:g} to {most:g} are meant"


def shares(season: Season) -> tuple[float, float, float]:
    """Return the seconds of endurance work and the shares of them that are easy and hard."""
    total = easy = hard = 0.0
    for _, session in sessions(season.days):
        for block in session.blocks:
            exercise = catalogue().get(block.exercise)
            if block.part not in WORK_PARTS or exercise.pattern is not Pattern.LOCOMOTION:
                continue
            for one in block.sets:
                seconds = one.duration_s or 0
                total += seconds
                easy += seconds if one.rpe <= EASY_RPE else 0
                hard += seconds if one.rpe >= HARD_RPE else 0
    return (total, easy / total, hard / total) if total else (0.0, 0.0, 0.0)


def endurance(season: Season) -> Iterator[str]:
    """Yield what is wrong with the balance of easy and hard endurance work, where that is the goal.

    Whoever has half an hour or is new to it has too little of it to be mostly easy, and where a
    condition keeps effort moderate there is nothing hard for easy work to make up for: moderate is
    what guidance asks for then (Pescatello 2004, high blood pressure).
    """
    if season.player.profile.goal is not Goal.ENDURANCE:
        return
    total, easy, hard = shares(season)
    if not total:
        yield "no endurance work at all"
    elif hard > MOST_HARD:
        yield f"{hard:.0%} of the endurance work is hard"
    elif season.player.kind in _ENDURING and easy < LEAST_EASY and not _moderate(season):
        yield f"only {easy:.0%} of the endurance work is easy"


def _moderate(season: Season) -> bool:
    condition = season.player.condition
    return condition is not None and condition.effort < HARD_RPE


def conditions(season: Season) -> Iterator[str]:
    """Yield work that somebody with the condition must not do, or not so hard."""
    condition = season.player.condition
    if condition is None:
        return
    for one, session in sessions(season.days):
        for block in session.blocks:
            exercise = catalogue().get(block.exercise)
            if exercise.traits & condition.forbids:
                yield f"day {one.number + 1}: {exercise.id}"
            elif any(each.rpe > condition.effort for each in block.sets):
                yield f"day {one.number + 1}: {exercise.id} above RPE {condition.effort:g}"
