"""A season as tables a professional can read, and the same as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from spotter.lab.season.checks import Check
from spotter.lab.season.play import Season
from spotter.lab.season.weeks import Week, lifts
from spotter.training.catalogue import catalogue
from spotter.training.exercise import Exercise, Measure

Json = dict[str, object]


def show(season: Season, found: Sequence[Week], judged: Sequence[Check], console: Console) -> None:
    """Print the weeks of a season and the checks below them."""
    names = lifts(found)
    who, available = season.player.name, season.player.profile.minutes_per_session
    title = f"{who} ({available} minutes a session)"
    table = Table("week", "sessions, minutes", "sets", title=title, title_justify="left")
    for name in names:
        table.add_column(_heading(catalogue().get(name)), justify="right")
    table.add_column("verdicts")
    table.add_column("rules")
    for one in found:
        table.add_row(
            str(one.number),
            "\n".join(_sessions(one)) or "-",
            _counted(one.sets),
            *(f"{one.best[name]:g}" if name in one.best else "" for name in names),
            _counted(one.verdicts),
            _counted(one.rules),
        )
    console.print(table)
    for check in judged:
        mark = "pass" if check.passed else "FAIL"
        console.print(
            f"  {mark}  {check.name}{': ' + check.says if check.says else ''}", soft_wrap=True
        )


def summary(judged: Sequence[Sequence[Check]], console: Console) -> None:
    """Print how many seasons passed each check."""
    if len(judged) < 2:
        return
    passed: Counter[str] = Counter()
    for checks in judged:
        passed.update({check.name: int(check.passed) for check in checks})
    table = Table(
        "check", "seasons that pass", title=f"{len(judged)} seasons", title_justify="left"
    )
    for name, count in passed.items():
        table.add_row(name, f"{count} of {len(judged)}")
    console.print(table)


def document(season: Season, found: Sequence[Week], judged: Sequence[Check]) -> Json:
    """Return a season as JSON: who, every week in numbers, every check."""
    profile = season.player.profile
    limit = season.player.limitation
    return {
        "kind": season.player.kind.value,
        "goal": profile.goal.value,
        "limitation": None if limit is None else {"site": limit.site, "severity": limit.severity},
        "seed": season.player.seed,
        "minutes_per_session": profile.minutes_per_session,
        "days_per_week": profile.days_per_week,
        "weeks": [_week(one) for one in found],
        "checks": [{"name": one.name, "passed": one.passed, "says": one.says} for one in judged],
    }


def _week(one: Week) -> Json:
    return {
        "week": one.number,
        "sessions": [
            {"title": title, "duration_min": minutes}
            for title, minutes in zip(one.titles, one.minutes, strict=True)
        ],
        "done": one.done,
        "sets": dict(one.sets),
        "best": dict(one.best),
        "verdicts": dict(one.verdicts),
        "rules": dict(one.rules),
    }


def _sessions(one: Week) -> list[str]:
    return [f"{title}, {took}" for title, took in zip(one.titles, one.minutes, strict=True)]


def _heading(exercise: Exercise) -> str:
    """Return an exercise's name with what its best is counted in."""
    if exercise.increment_kg > 0:
        return f"{exercise.name}, kg"
    return f"{exercise.name}, {'s' if exercise.measure is Measure.DURATION else 'reps'}"


def _counted(counts: Mapping[str, int]) -> str:
    return "\n".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())
