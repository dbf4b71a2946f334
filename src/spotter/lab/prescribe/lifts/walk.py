"""Walking forward through real lifts: each day's best set, to be told from what came before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from spotter.lab.prescribe.lifts.baselines import BASELINES
from spotter.lab.prescribe.lifts.logs import Lifter
from spotter.prescribe.lifts.case import Cases, Today, case, grown, past, together
from spotter.prescribe.lifts.days import Floats, LiftDay, span

# A lift counts from this many days on.
LEAST_DAYS = 12


@dataclass(frozen=True)
class Walk:
    """One lifter's best sets: what is asked, the answer, and what the baselines say.

    `cases` knows the sets done before on the same day, `before` only earlier days; `loads` (n) are
    ln kg, `said` (n, baselines) loads in kg, `done` (n) the load in kg that only equals what was
    done that day, `lift` (n) the lift of each.
    """

    lifter: Lifter
    cases: Cases
    before: Cases
    loads: Floats
    said: Floats
    done: Floats
    lift: tuple[str, ...]


def walk(lifter: Lifter) -> Walk | None:
    """Return the best sets of every lift with at least `LEAST_DAYS` days, None without any.

    Each is told from the days before it; the first day of a lift is told from nothing and left out.
    """
    steps = [
        (name, *step)
        for name, days in lifter.lifts.items()
        if len(days) >= LEAST_DAYS
        for step in _steps(days)
    ]
    if not steps:
        return None
    lift, cases, before, loads, said = zip(*steps, strict=True)
    whole = together(cases)
    return Walk(
        lifter,
        whole,
        together(before),
        np.array(loads),
        np.array(said),
        np.exp(whole.floor),
        lift,
    )


def _steps(days: Sequence[LiftDay]) -> Iterator[tuple[Cases, Cases, float, list[float]]]:
    known = past(days[:1])
    maxima = [float(np.exp(days[0].maxima.max()))]
    reps = [float(days[0].reps[days[0].best])]
    for day in days[1:]:
        best = day.best
        count = int(day.reps[best])
        now = Today(day.day, count, day.until(best), day.place, day.effect, day.known)
        alone = Today(day.day, count, None, day.place, day.effect, day.known)
        line = float(np.exp(span(count)))
        said = [each(maxima, reps, count) / line for each in BASELINES.values()]
        yield case(known, now), case(known, alone), float(day.loads[best]), said
        known = grown(known, day)
        maxima.append(float(np.exp(day.maxima.max())))
        reps.append(float(count))


def one_log_each(walks: Sequence[Walk]) -> list[Walk]:
    """Return the longest log of each person."""
    longest: dict[str, Walk] = {}
    for one in walks:
        kept = longest.get(one.lifter.person)
        if kept is None or len(one.loads) > len(kept.loads):
            longest[one.lifter.person] = one
    return list(longest.values())
