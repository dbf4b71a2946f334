"""Plays weeks day by day: check-in, decision, every set through the next-set answer, diary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from spotter.athletes.profile import BodySite
from spotter.body.baseline import state
from spotter.body.checkin import Checkin
from spotter.body.history import build
from spotter.body.readiness import readiness
from spotter.body.state import Day
from spotter.lab.season.lifter import Lifter, lifter
from spotter.lab.season.people import Player
from spotter.prescribe.candidate import Kind
from spotter.prescribe.decide import decide
from spotter.prescribe.decision import Decision
from spotter.prescribe.inputs import Inputs, observed
from spotter.prescribe.nextset import WORK, Running, next_set
from spotter.safety.approved import ApprovedSession
from spotter.training.catalogue import catalogue
from spotter.training.duration import set_seconds
from spotter.training.exercise import Exercise
from spotter.training.gym import gym_catalogue, steps_of
from spotter.training.session import (
    Block,
    LoggedSet,
    Part,
    PlannedSet,
    Session,
    SessionLog,
    SetKind,
)

FIRST = date(2026, 3, 2)
# A day on which a plan is followed less than it might be; an assumption.
POOR_DAY, SKIPPED = 0.08, 0.04
# Days that are for recovery: the athlete may do what is offered and logs none of it.
RESTFUL = frozenset({Kind.REST, Kind.RECOVERY, Kind.MOBILITY})
# Sore the day after, by the effort of the work; nobody is sore from an easy day.
SORE_FROM_RPE = 6.5


@dataclass(frozen=True, slots=True)
class Hurt:
    """A pain that comes in the middle of a season: `level` (0-10) at `site` for `days` days."""

    site: BodySite
    level: int
    after_days: int = 21
    days: int = 5

    def on(self, number: int) -> Mapping[BodySite, int]:
        """Return the pain of day `number` of the season."""
        there = self.after_days <= number < self.after_days + self.days
        return {self.site: self.level} if there else {}


@dataclass(frozen=True, slots=True)
class Played:
    """One day: what was decided, and what was done of it (None on a day off)."""

    day: date
    number: int
    decision: Decision
    checkin: Checkin
    log: SessionLog | None = None

    @property
    def session(self) -> Session | None:
        """Return the approved session of the day, None where there was none."""
        outcome = self.decision.outcome
        return outcome.session if isinstance(outcome, ApprovedSession) else None

    @property
    def trains(self) -> bool:
        """Return whether the day was for training, not for recovery."""
        return self.session is not None and self.decision.kind not in RESTFUL


@dataclass(frozen=True, slots=True)
class Season:
    """Everything that happened to one player."""

    player: Player
    weeks: int
    days: tuple[Played, ...]
    hurt: Hurt | None = None

    @property
    def training(self) -> tuple[Played, ...]:
        return tuple(one for one in self.days if one.trains)

    def week(self, number: int) -> tuple[Played, ...]:
        """Return the days of week `number`, counted from 1."""
        return tuple(one for one in self.days if one.number // 7 == number - 1)


@dataclass(slots=True)
class _Diary:
    checkins: list[Checkin] = field(default_factory=list)
    logs: list[SessionLog] = field(default_factory=list)


def play(
    player: Player,
    weeks: int = 8,
    *,
    hurt: Hurt | None = None,
    on_day: Callable[[int], None] = lambda number: None,
) -> Season:
    """Return `weeks` weeks of `player`, decided by the same pure functions that serve people.

    The same player, weeks and hurt give the same season.
    """
    body = lifter(player.profile, player.seed)
    luck = np.random.default_rng((player.seed, 2))
    diary, played = _Diary(), []
    for number in range(weeks * 7):
        played.append(_day(player, body, luck, diary, number, hurt))
        on_day(number)
    return Season(player, weeks, tuple(played), hurt)


def _day(  # noqa: PLR0917
    player: Player,
    body: Lifter,
    luck: np.random.Generator,
    diary: _Diary,
    number: int,
    hurt: Hurt | None,
) -> Played:
    day = FIRST + timedelta(days=number)
    poor, skips = luck.random() < POOR_DAY, luck.random() < SKIPPED
    said = _checkin(day, diary.logs, {} if hurt is None else hurt.on(number), luck, poor=poor)
    if player.condition is not None:
        said = replace(said, **player.condition.says)  # type: ignore[arg-type]
    diary.checkins.append(said)
    inputs = _inputs(player, day, diary)
    decision = decide(inputs)
    here = Played(day, number, decision, said)
    if not here.trains or here.session is None or (skips and number > 0):
        return here
    log = _train(inputs, here.session, body, form=-1.0 if poor else float(luck.normal(0, 0.4)))
    diary.logs.append(log)
    body.weeks += 1 / max(1, player.profile.days_per_week)
    return replace(here, log=log)


def _checkin(
    day: date,
    logs: Iterable[SessionLog],
    pain: Mapping[BodySite, int],
    luck: np.random.Generator,
    *,
    poor: bool,
) -> Checkin:
    well = 2.2 if poor else 4.0
    answers = [int(np.clip(round(well + luck.normal(0, 0.5)), 1, 5)) for _ in range(3)]
    return Checkin(
        day,
        sleep_quality=answers[0],
        mood=answers[1],
        energy=answers[2],
        stress=4 if poor else 2,
        soreness=_sore(day, logs, luck),
        pain=dict(pain),
        symptoms=frozenset(),
        ill=False,
        heat_index_c=16.0,
    )


def _sore(day: date, logs: Iterable[SessionLog], luck: np.random.Generator) -> dict[BodySite, int]:
    """Return soreness one and two days after hard sets, where they loaded; less when used to it."""
    known, sore, past = catalogue(), dict[BodySite, int](), list(logs)
    for log in past:
        age = (day - log.day).days
        if age not in (1, 2):
            continue
        hard = [
            one for one in log.sets if one.kind is SetKind.WORK and (one.rpe or 0) >= SORE_FROM_RPE
        ]
        for site in sorted({site for one in hard for site in known.get(one.exercise).stresses}):
            new = 1.5 if len(past) <= 4 else 0.0
            level = round(2.5 + new - age + float(luck.normal(0, 0.8)))
            if level > 0:
                sore[site] = max(sore.get(site, 0), min(level, 6))
    return sore


def _inputs(player: Player, day: date, diary: _Diary) -> Inputs:
    told, logs = tuple(diary.checkins), tuple(diary.logs)
    looked = state(build({day: Day(day, {}, {})}, told, logs), day)
    screening = player.screening(FIRST)
    return Inputs(day, player.profile, screening, looked, readiness(looked), told, logs)


def _train(inputs: Inputs, session: Session, body: Lifter, form: float) -> SessionLog:
    """Return the log of a session done set by set, each answered as the service answers it."""
    at = datetime.combine(inputs.day, time(18), UTC)
    left = replace(session, blocks=tuple(one for one in session.blocks if one.part in WORK))
    asked = sum(one.kind is SetKind.WORK for block in left.blocks for one in block.sets)
    log = SessionLog(
        id=f"{inputs.day:%Y%m%d}",
        day=inputs.day,
        title=session.title,
        focus=session.focus,
        programme=session.programme,
        programme_day=session.programme_day,
        week=session.week,
        planned_sets=asked,
    )
    most = max(session.duration_min, inputs.profile.minutes_per_session) * 1.1
    spent, block = _ends_s(session), 0
    while block < len(left.blocks):
        done, took = _one_set(left.blocks[block], log, body, at + timedelta(seconds=spent), form)
        spent += took
        log = replace(log, sets=(*log.sets, replace(done, block=block)))
        running = Running(
            left=left,
            inputs=inputs,
            state=observed(replace(inputs, logs=(*inputs.logs, log))),
            catalogue=gym_catalogue(steps_of(inputs.profile)),
            minutes_left=max(1.0, most - spent / 60),
            done=log.sets[:-1],
        )
        answer = next_set(running, log.sets[-1])
        if answer.complete or not isinstance(answer.outcome, ApprovedSession):
            break
        left, block = answer.outcome.session, answer.block or 0
    return replace(log, session_rpe=_session_rpe(log), duration_min=round(spent / 60, 1))


def _one_set(
    block: Block, log: SessionLog, body: Lifter, at: datetime, form: float
) -> tuple[LoggedSet, float]:
    """Return the first set of `block` as done, and the seconds that it took with its rest."""
    exercise, planned = catalogue().get(block.exercise), block.sets[0]
    before = sum(one.exercise == block.exercise and one.kind is SetKind.WORK for one in log.sets)
    effort = body.do(exercise, planned, before, form)
    done = LoggedSet(
        block.exercise,
        at,
        reps=effort.reps,
        duration_s=effort.duration_s,
        load_kg=planned.load_kg,
        rpe=planned.rpe if planned.kind is SetKind.WARM_UP else effort.rpe,
        kind=planned.kind,
        pain=0,
    )
    return done, _seconds(planned, exercise, first=before == 0)


def _seconds(planned: PlannedSet, exercise: Exercise, *, first: bool) -> float:
    return set_seconds(planned, exercise) + planned.rest_s + (60 if first else 0)


def _ends_s(session: Session) -> float:
    """Return the seconds of warm-up and cool-down, which are done and not logged."""
    return float(
        sum(
            set_seconds(one, catalogue().get(block.exercise)) + one.rest_s
            for block in session.blocks
            if block.part in (Part.WARM_UP, Part.COOL_DOWN)
            for one in block.sets
        )
    )


def _session_rpe(log: SessionLog) -> float:
    rated = [one.rpe for one in log.sets if one.kind is SetKind.WORK and one.rpe is not None]
    return float(np.clip(round(sum(rated) / len(rated)), 1, 10)) if rated else 3.0
