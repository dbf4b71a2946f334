"""The load of each day's best set in real training logs, told from its reps and what came before.

What came before is every set logged before it, those of the same lift on the same day included:
the next-set answer knows as much. Beside it stands what is reached from earlier days alone. The
parameters are learned from the other persons each time, so nobody is judged by what was learned
from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spotter.kit.errors import BadInput
from spotter.lab.benchmarks.result import Judgement, Result, Row, Tell
from spotter.lab.prescribe.lifts.baselines import BASELINES
from spotter.lab.prescribe.lifts.fitting import STEPS, fit
from spotter.lab.prescribe.lifts.logs import lifters
from spotter.lab.prescribe.lifts.walk import Walk, one_log_each, walk
from spotter.prescribe.lifts.days import Floats
from spotter.prescribe.lifts.mixture import Expected, expected

BETTER_BY = 0.10
COVERS = (75.0, 85.0)
OURS, COVERED, FLOORED = "ours", "80 % covers", "best plain, not below today's"


@dataclass(frozen=True)
class Judged:
    """One lifter's walk with what we said, `said` knowing the day so far and `before` not."""

    walk: Walk
    said: Expected
    before: Expected


def run(data: Path | None, *, seeds: int, tell: Tell, steps: int = STEPS) -> Result:
    """Return what was told of each best set; `seeds` is not needed, nothing is left to chance.

    Raises `BadInput` without a folder and `NoLogs` for one without logs.
    """
    if data is None:
        raise BadInput("Name the folder of the data with --data DIR.", field="data")
    walks = [one for one in map(walk, lifters(data)) if one is not None]
    if len({one.lifter.person for one in walks}) < 2:
        raise BadInput(
            "Logs of two persons with lifts of twelve days are needed: who is judged "
            "is never learned from.",
            field="data",
        )
    return report(
        [one for person in _persons(walks) for one in _judged(person, walks, tell, steps)]
    )


def _persons(walks: Sequence[Walk]) -> list[str]:
    return list(dict.fromkeys(one.lifter.person for one in walks))


def _judged(person: str, walks: Sequence[Walk], tell: Tell, steps: int) -> list[Judged]:
    """Return what is said of the logs of a person by what was learned from the others."""
    others = one_log_each([each for each in walks if each.lifter.person != person])
    tell(f"{person}: learning from {len(others)} others")
    today = fit([(each.cases, each.loads) for each in others], steps)
    alone = fit([(each.before, each.loads) for each in others], steps)
    return [
        Judged(one, expected(today, one.cases), expected(alone, one.before))
        for one in walks
        if one.lifter.person == person
    ]


def report(judged: Sequence[Judged]) -> Result:
    """Return the table: a row for each person, further logs of the same person beside."""
    walks = {id(one): one for one in one_log_each([each.walk for each in judged])}
    main = [each for each in judged if id(each.walk) in walks]
    further = [each for each in judged if id(each.walk) not in walks]
    table = {each.walk.lifter.name: _errors(each) for each in main}
    pooled = {
        column: float(np.concatenate([errors[column] for errors in table.values()]).mean())
        for column in next(iter(table.values()))
    }
    plain = min((name for name in BASELINES), key=lambda name: pooled[name])
    rows = tuple(_row(each, plain) for each in main)
    mean = {**pooled, FLOORED: _floored(main, plain)}
    better = 100 * (1 - mean[OURS] / mean[plain])
    covers = [row.values[COVERED] for row in rows]
    calibrated = all(COVERS[0] <= one <= COVERS[1] for one in covers)
    return Result(
        benchmark="e1rm",
        protocol="walking forward through every lift with at least twelve days; learned from the "
        "other persons; the mean is over all best sets",
        metric="mean absolute error of the load in %",
        goal=f"at least {100 * BETTER_BY:g} % below the best of {', '.join(BASELINES)}; "
        f"80 % intervals cover {COVERS[0]:g}-{COVERS[1]:g} % for every lifter",
        reached=better >= 100 * BETTER_BY and calibrated,
        columns=(OURS, COVERED, "width %", *BASELINES, FLOORED),
        rows=rows,
        mean=mean,
        beside=(
            *(_row(each, plain, "the same person: ") for each in further),
            *(_row_before(each) for each in main),
        ),
        notes=(*_notes(main, mean, plain, better), fair(rows, mean)),
        predictions=tuple(one for each in main for one in _by_lift(each)),
    )


def _errors(each: Judged) -> Mapping[str, Floats]:
    """Return the error of every best set in %, and whether the interval covers it, by column."""
    true = np.exp(each.walk.loads)
    said = {OURS: each.said.load_kg}
    said |= {name: each.walk.said[:, place] for place, name in enumerate(BASELINES)}
    errors = {name: 100 * np.abs(one - true) / true for name, one in said.items()}
    errors[COVERED] = 100.0 * _inside(each.said, true)
    errors["width %"] = 100 * (each.said.high_kg - each.said.low_kg) / each.said.load_kg
    return errors


def _inside(said: Expected, true: Floats) -> Floats:
    # Half a step of the table in which the distribution is looked up.
    return np.asarray((said.low_kg * 0.998 <= true) & (true <= said.high_kg * 1.002), float)


def _floored(main: Sequence[Judged], plain: str) -> float:
    """Return the error of the best plain way, were it told what was done that day already."""
    place = list(BASELINES).index(plain)
    errors = [_floor_errors(each, place) for each in main]
    return float(np.concatenate(errors).mean())


def _floor_errors(each: Judged, place: int) -> Floats:
    true = np.exp(each.walk.loads)
    said = np.maximum(each.walk.said[:, place], each.walk.done)
    return np.asarray(100 * np.abs(said - true) / true)


def _row(each: Judged, plain: str, prefix: str = "") -> Row:
    values = {name: float(one.mean()) for name, one in _errors(each).items()}
    values[FLOORED] = float(_floor_errors(each, list(BASELINES).index(plain)).mean())
    return Row(prefix + each.walk.lifter.name, len(each.walk.loads), values)


def _row_before(each: Judged) -> Row:
    true = np.exp(each.walk.loads)
    said = each.before
    values = {
        OURS: float((100 * np.abs(said.load_kg - true) / true).mean()),
        COVERED: float(100 * _inside(said, true).mean()),
        "width %": float((100 * (said.high_kg - said.low_kg) / said.load_kg).mean()),
    }
    return Row(f"from earlier days alone: {each.walk.lifter.name}", len(true), values)


def _notes(
    main: Sequence[Judged], mean: Mapping[str, float], plain: str, better: float
) -> tuple[str, ...]:
    before = np.concatenate(
        [100 * np.abs(each.before.load_kg / np.exp(each.walk.loads) - 1) for each in main]
    ).mean()
    return (
        f"The best plain way is {plain}: {mean[plain]:.2f} %. Ours is {better:.1f} % below it.",
        f"From earlier days alone, without the sets of the same lift on the same day, the error "
        f"is {before:.2f} %, {100 * (1 - before / mean[plain]):.1f} % below it. The best "
        f"plain way, told that a best set is no worse than the sets before it, errs by "
        f"{mean[FLOORED]:.2f} %.",
    )


def fair(rows: Sequence[Row], mean: Mapping[str, float]) -> str:
    """Return how ours stands beside the plain way that knows the sets before as ours does."""
    below = 100 * (1 - mean[OURS] / mean[FLOORED])
    ahead = [
        f"{row.name} ({row.values[FLOORED]:.2f} % against our {row.values[OURS]:.2f} %)"
        for row in rows
        if row.values[FLOORED] < row.values[OURS]
    ]
    return (
        "The goal compares with ways that are not told of the sets before, which ours is. With the "
        f"plain way that is told so the comparison is fair: ours is {below:.1f} % below it, and "
        f"it is better than ours for {', '.join(ahead) or 'nobody'}."
    )


def _by_lift(each: Judged) -> list[Judgement]:
    """Return one line for each lift: no set of a person leaves the folder it lies in."""
    errors, names = _errors(each), np.array(each.walk.lift)
    return [
        {
            "lifter": each.walk.lifter.name,
            "lift": f"lift {place}",
            "sets": int((names == name).sum()),
            **{
                column: round(float(one[names == name].mean()), 2) for column, one in errors.items()
            },
        }
        for place, name in enumerate(dict.fromkeys(each.walk.lift), 1)
    ]
