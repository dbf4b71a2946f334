"""A season week by week, in the numbers that a professional would ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spotter.lab.season.play import Played, Season
from spotter.prescribe.minutes import WORK_PARTS
from spotter.safety.approved import ApprovedSession
from spotter.training.catalogue import catalogue
from spotter.training.session import Part, Session, SetKind

# As many main lifts as a table line has room for.
LIFTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what was prescribed on training days, and what it came to.

    `minutes` are those of each session, `sets` work sets by pattern, `best` the heaviest load
    planned in kg (repetitions or seconds where there is none) by main exercise, `verdicts` and
    `rules` how often each was given.
    """

    number: int
    titles: tuple[str, ...]
    minutes: tuple[int, ...]
    available: int
    sets: Mapping[str, int]
    best: Mapping[str, float]
    verdicts: Mapping[str, int]
    rules: Mapping[str, int]
    done: int


def week(season: Season, number: int) -> Week:
    """Return week `number` of a season, counted from 1."""
    days = season.week(number)
    trained = [one for one in days if one.trains]
    return Week(
        number=number,
        titles=tuple(one.session.title for one in trained if one.session),
        minutes=tuple(one.session.duration_min for one in trained if one.session),
        available=season.player.profile.minutes_per_session,
        sets=_sets(one.session for one in trained if one.session),
        best=_best(one.session for one in trained if one.session),
        verdicts=Counter(one.decision.outcome.verdict.value for one in trained or days),
        rules=_rules(trained or days),
        done=sum(one.log is not None for one in days),
    )


def weeks(season: Season) -> tuple[Week, ...]:
    """Return every week of a season."""
    return tuple(week(season, number) for number in range(1, season.weeks + 1))


def _sets(sessions: Iterable[Session]) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for session in sessions:
        for block in session.blocks:
            if block.part in WORK_PARTS:
                pattern = catalogue().get(block.exercise).pattern.value
                counted[pattern] += sum(one.kind is SetKind.WORK for one in block.sets)
    return counted


def _best(sessions: Iterable[Session]) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for session in sessions:
        for block in session.blocks:
            if block.part not in (Part.MAIN, Part.CONDITIONING):
                continue
            for one in block.sets:
                if one.kind is SetKind.WORK:
                    amount = one.load_kg or one.reps or one.duration_s or 0
                    best[block.exercise] = max(best.get(block.exercise, 0), amount)
    return best


def _rules(days: Iterable[Played]) -> Mapping[str, int]:
    spoke: Counter[str] = Counter()
    for one in days:
        outcome = one.decision.outcome
        spoke.update(voice.code for voice in outcome.voices)
        if isinstance(outcome, ApprovedSession):
            continue
        spoke["refused"] += 1
    return spoke


def lifts(found: Iterable[Week]) -> tuple[str, ...]:
    """Return the main exercises that come in most of the weeks, the commonest first."""
    seen: Counter[str] = Counter(name for one in found for name in one.best)
    return tuple(name for name, _ in seen.most_common(LIFTS_SHOWN))
