"""Twelve weeks for every kind of athlete and every limitation, judged as a professional would.

Each season is decided by the same pure functions that serve people and judged by `lab.season`,
whose checks count from the planned sessions and the diary alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Final

import spotter
from spotter.athletes.profile import AthleteKind, BodySite, Goal, Limitation, Severity
from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.piecewise import Json, Piece, cores, digest, done
from spotter.lab.benchmarks.result import Judgement, Result, Row, Tell
from spotter.lab.season import amounts
from spotter.lab.season.checks import HIP, KNEE, PULL, PUSH, Check, checks
from spotter.lab.season.conditions import CONDITIONS, Condition
from spotter.lab.season.people import KINDS, Player
from spotter.lab.season.play import Season, play
from spotter.lab.season.progress import moved
from spotter.lab.season.weeks import Week, weeks
from spotter.training.exercise import Pattern

WEEKS: Final = 12
FIRST_SEED: Final = 7
COLUMNS: Final = (
    "checks passed",
    "sessions",
    "minutes",
    "lightest week",
    "pull/push",
    "hip/knee",
    "sets",
    "easy",
    "grew",
)
# So many faults are told one by one.
TOLD: Final = 60


# What decides a season: the rooms that it runs through, and how it is played and judged.
_ROOMS: Final = ("athletes", "body", "kit", "prescribe", "safety", "training", "lab/season")


@dataclass(frozen=True)
class Judged:
    """One season with what was found in it."""

    season: Season
    found: tuple[Check, ...]

    @property
    def passed(self) -> float:
        """Return the share of the checks that it passes."""
        return fmean(float(one.passed) for one in self.found)

    def record(self) -> Json:
        """Return what the report tells of the season, as JSON can keep it."""
        row = _row(self)
        return {
            "name": row.name,
            "count": row.count,
            "values": dict(row.values),
            "checks": [asdict(one) for one in self.found],
            "weeks": list(_weeks(self)),
        }


def run(
    data: Path | None,
    *,
    seeds: int,
    tell: Tell,
    only: str = "",
    processes: int | None = None,
    work: Path | None = None,
) -> Result:
    """Return the report on everybody of `people`, each with `seeds` bodies; `data` is unread.

    `only` keeps those whose name has all of its words, `processes` (all cores) play at once, and
    `work` is the folder from which a broken run goes on. Raises `BadInput` where nobody is left.
    """
    del data
    words = only.lower().replace(",", " ").split()
    everybody = people(range(FIRST_SEED, FIRST_SEED + seeds))
    cast = [one for one in everybody if all(word in one.name.lower() for word in words)]
    if not cast:
        raise BadInput(f"Nobody's name has all of '{only}'.", field="only")
    house = Path(spotter.__file__).parent
    records = done(
        [Piece(f"{one.name}, body {one.seed}, {WEEKS} weeks", one) for one in cast],
        recorded,
        tell=tell,
        processes=processes or cores(),
        work=work,
        code=digest([*(house / room for room in _ROOMS), Path(__file__)]) if work else "",
    )
    return report(records, WEEKS, seeds)


def recorded(player: Player) -> Json:
    """Return the record of the season of `player`."""
    return judged(player, WEEKS).record()


def judged(player: Player, length: int) -> Judged:
    """Return the season of `player`, `length` weeks long, with its checks."""
    season = play(player, length)
    return Judged(season, checks(season))


def people(seeds: Iterable[int]) -> Iterator[Player]:
    """Yield everybody: each kind with each goal, then with each limited site and each condition.

    A limited or ill person has one of the seven goals in turn, so that over all of them every goal
    meets every site. A moderate limit is played, since a severe one makes anybody limited.
    """
    goals = tuple(Goal)
    for seed in seeds:
        for place, (kind, profile) in enumerate(KINDS.items()):
            for goal in goals:
                yield Player(kind, replace(profile, goal=goal), seed)
            for number, site in enumerate(BodySite):
                limit = Limitation(site, Severity.MODERATE)
                goal = goals[(number + place + seed) % len(goals)]
                limited = replace(profile, goal=goal, limitations=(limit,))
                yield Player(kind, limited, seed, limit)
            yield from _ill(kind, seed, place)


def _ill(kind: AthleteKind, seed: int, place: int) -> Iterator[Player]:
    goals = tuple(Goal)
    for number, condition in enumerate(CONDITIONS.values()):
        if condition.fits(KINDS[kind]):
            goal = goals[(2 * number + place + seed) % len(goals)]
            yield _with(kind, seed, goal, condition)


def _with(kind: AthleteKind, seed: int, goal: Goal, condition: Condition) -> Player:
    profile = condition.person(replace(KINDS[kind], goal=goal))
    return Player(kind, profile, seed, condition=condition)


def report(records: Sequence[Json], length: int, seeds: int) -> Result:
    """Return the table of what was found, a row for each person."""
    rows = tuple(Row(one["name"], one["count"], one["values"]) for one in records)
    names = [check["name"] for check in records[0]["checks"]]
    return Result(
        benchmark="personas",
        protocol=f"{len(records)} seasons of {length} weeks (bodies: {seeds} for each person), "
        f"each decided day by day, done set by set, judged by {len(names)} checks of `lab/season`",
        metric="person",
        goal="every season passes every check",
        reached=all(row.values[COLUMNS[0]] == 1.0 for row in rows),
        columns=COLUMNS,
        rows=rows,
        mean={name: fmean(row.values[name] for row in rows if name in row.values)
              for name in COLUMNS if any(name in row.values for row in rows)},
        beside=tuple(_passing(name, records) for name in names),
        notes=_notes(records),
        predictions=tuple(line for one in records for line in one["weeks"]),
    )  # fmt: skip


def _row(one: Judged) -> Row:
    season, told = one.season, weeks(one.season)
    minutes = [each for week in told for each in week.minutes]
    most = season.player.profile.minutes_per_session
    values = {
        "checks passed": one.passed,
        "sessions": fmean(len(week.minutes) for week in told),
        "minutes": fmean(minutes) / most if minutes else 0.0,
        "lightest week": _lightest(told),
        **_ratio("pull/push", told, PULL, PUSH),
        **_ratio("hip/knee", told, HIP, KNEE),
        "sets": fmean(amounts.group_sets(season).values()),
    }
    seconds, easy, _ = amounts.shares(season)
    if seconds:
        values["easy"] = easy
    if growing := moved(season):
        values["grew"] = fmean(float(each.grew) for each in growing)
    return Row(season.player.name, len(minutes), values)


def _lightest(told: tuple[Week, ...]) -> float:
    """Return the work sets of the lightest week from the third on, as a share of the fullest."""
    sets = [sum(week.sets.values()) for week in told[2:] or told]
    return min(sets) / max(sets) if max(sets) else 0.0


def _ratio(
    name: str, told: tuple[Week, ...], over: frozenset[Pattern], under: frozenset[Pattern]
) -> dict[str, float]:
    sets = [sum(week.sets.get(one, 0) for week in told for one in each) for each in (over, under)]
    return {name: sets[0] / sets[1]} if sets[1] else {}


def _passing(name: str, records: Sequence[Json]) -> Row:
    passed = [
        check["passed"] for one in records for check in one["checks"] if check["name"] == name
    ]
    return Row(f"check: {name}", len(passed), {COLUMNS[0]: fmean(map(float, passed))})


def _notes(records: Sequence[Json]) -> tuple[str, ...]:
    faults = [
        f"- {one['name']}: {check['name']}: {check['says']}"
        for one in records
        for check in one["checks"]
        if not check["passed"]
    ]
    more = [f"- and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
    told = "\n".join(["What did not pass:", "", *faults[:TOLD], *more])
    return (
        "Columns: training sessions a week; minutes of a session as a share of those given; work "
        "sets of the lightest week from the third on as a share of the fullest; sets of pulling to "
        "pushing and of the hip to the knee; weekly fractional sets of chest, back, thighs and "
        "hips; share of the endurance work at RPE 4 and below; share of the exercises kept for "
        "three weeks that grew. `personas.csv` has every week. "
        "`--only WORDS` plays those whose name has all of the words.",
        *((told,) if faults else ()),
    )


def _weeks(one: Judged) -> Iterator[Judgement]:
    for week in weeks(one.season):
        yield {
            "person": one.season.player.name,
            "seed": one.season.player.seed,
            "week": week.number,
            "sessions": " / ".join(week.titles),
            "minutes": " / ".join(map(str, week.minutes)),
            "sets": " ".join(f"{name}={count}" for name, count in sorted(week.sets.items())),
            "best": " ".join(f"{name}={best:g}" for name, best in sorted(week.best.items())),
        }
