"""Training programmes: what they are, which one fits an athlete, and which day comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from spotter.athletes.profile import AthleteKind, Goal
from spotter.athletes.targets import Aim
from spotter.kit.errors import NotFound
from spotter.training.conditions import Condition
from spotter.training.exercise import Muscle, Pattern
from spotter.training.session import Focus, Part, SessionLog

# A break this long starts the block again at its first, easiest week (safety rule S39).
RESTART_AFTER_DAYS = 14


class Role(StrEnum):
    """What a slot does for its session; week plans speak to some roles only."""

    WARM_UP = "warm_up"
    MAIN = "main"
    ACCESSORY = "accessory"
    CONDITIONING = "conditioning"
    INTERVALS = "intervals"
    BALANCE = "balance"
    COOL_DOWN = "cool_down"


class Scheme(StrEnum):
    """How a slot grows from session to session.

    double: reps climb through their range, then the load takes a step. linear: the load takes a
    step whenever all reps were done. rpe: the load follows the estimated 1RM for reps and RPE.
    duration: the time climbs through its range. steady: nothing grows.
    """

    DOUBLE = "double"
    LINEAR = "linear"
    RPE = "rpe"
    DURATION = "duration"
    STEADY = "steady"


class Method(StrEnum):
    """How a programme is periodised."""

    STEADY = "steady"
    LINEAR = "linear"
    UNDULATING = "undulating"
    BLOCK = "block"
    WAVE = "wave"
    RPE = "rpe"
    VOLUME = "volume"
    RUN_WALK = "run_walk"
    POLARISED = "polarised"
    PYRAMIDAL = "pyramidal"
    THRESHOLD = "threshold"
    CONCURRENT = "concurrent"
    SEASON = "season"
    PEAKING = "peaking"
    GENTLE = "gentle"
    RETURN = "return"


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a session for one exercise.

    Any exercise of `patterns` (with one of `muscles` primary, where given) may fill it; `prefer`
    lists exercise ids, the best first. `reps` serves exercises counted in reps, `duration_s` those
    measured in time; at least one is given. `priority` 1 stays longest when time is short.
    """

    part: Part
    role: Role
    patterns: tuple[Pattern, ...]
    prefer: tuple[str, ...]
    muscles: frozenset[Muscle]
    sets: int
    reps: Span | None
    duration_s: Span | None
    rpe: float
    rest_s: int
    scheme: Scheme
    priority: int
    pace: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What the interval slots of one week are replaced by."""

    sets: int
    duration_s: int
    rest_s: int


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """How one week of a block changes its slots; `number` counts from 1.

    `main_reps` replaces the reps of main slots, `work` the sets and times of interval slots. The
    `taper` weeks stand last: they lead into an event and are skipped where there is none.
    """

    number: int
    name: str
    sets_factor: float = 1.0
    rpe_shift: float = 0.0
    rpe_cap: float = 10.0
    duration_factor: float = 1.0
    deload: bool = False
    main_reps: Span | None = None
    work: Work | None = None
    taper: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """One session of a programme: its slots stand in the order they are done.

    `fill` are easy slots for time that the others leave over, the first wish first.
    """

    id: str
    name: str
    focus: Focus
    slots: tuple[Slot, ...]
    fill: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What a programme rests on: author, year and what was read there.

    `review` marks what is convention or weakly supported, so that a clinician or a coach should
    look at it before anybody relies on it. `from_memory` marks what nobody has looked up again.
    """

    text: str
    review: bool = False
    from_memory: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A block of weeks over a sequence of days; `days_per_week` and `minutes` are (low, high).

    `method` is how it is periodised. A programme with `conditions` serves only who lives with one
    of them, one with `sports` (words of the athlete's own) only who trains for one, one with `aims`
    only who aims for one of them by a day to come; `goals` and `kinds` hold besides.
    `weekly_sets` are the fractional hard sets a week that its main muscles are meant to get.
    """

    id: str
    name: str
    about: str
    goals: frozenset[Goal]
    kinds: frozenset[AthleteKind]
    days_per_week: Span
    minutes: Span
    rpe_cap: float
    weeks: tuple[WeekPlan, ...]
    days: tuple[ProgrammeDay, ...]
    method: Method = Method.STEADY
    sources: tuple[Source, ...] = ()
    conditions: frozenset[Condition] = frozenset()
    sports: tuple[str, ...] = ()
    aims: frozenset[Aim] = frozenset()
    weekly_sets: Span | None = None

    @property
    def special(self) -> bool:
        """Return whether it serves only some: a condition, a sport or an aim."""
        return bool(self.conditions or self.sports or self.aims)

    @property
    def review(self) -> bool:
        """Return whether somebody qualified should look at what it rests on.

        So it is for every programme that serves a condition: no clinician has seen it yet.
        """
        return bool(self.conditions) or all(one.review for one in self.sources)

    def day(self, day_id: str) -> ProgrammeDay:
        """Return the day called `day_id`; raises `NotFound`."""
        for day in self.days:
            if day.id == day_id:
                return day
        raise NotFound(f"Programme '{self.id}' has no day '{day_id}'.", field="programme_day")

    def slots(self, day: ProgrammeDay, week: WeekPlan) -> tuple[Slot, ...]:
        """Return the slots of `day` as `week` and the programme's own effort cap want them."""
        return tuple(in_week(slot, week, self.rpe_cap) for slot in day.slots)


@cache
def programmes() -> tuple[Programme, ...]:
    """Return the shipped programmes in file order; raises `BadData` naming file and entry."""
    return tuple(item for item in _shipped() if item.goals)


@cache
def alternatives() -> tuple[Programme, ...]:
    """Return the one-day programmes that serve anyone: rest, recovery, short_bodyweight."""
    return tuple(item for item in _shipped() if not item.goals)


def programme(programme_id: str) -> Programme:
    """Return the programme or alternative called `programme_id`; raises `NotFound`."""
    for item in _shipped():
        if item.id == programme_id:
            return item
    raise NotFound(f"There is no programme '{programme_id}'.", field="programme")


def for_athlete(
    goal: Goal, kind: AthleteKind, days_per_week: int, minutes: int | None = None
) -> Programme:
    """Return the programme for everybody that fits best: goal and kind, then days, then minutes.

    Those for a condition, a sport or an aim are chosen by `training.fitting`. Never fails: the
    loader refuses data that leave a goal and kind without a programme for any number of days from 1
    to 7. Ties go to the one made for fewer lengths, then to the earlier in the files.
    """
    fitting = [
        item
        for item in programmes()
        if not item.special and goal in item.goals and kind in item.kinds
    ]
    return min(
        fitting,
        key=lambda item: (
            _distance(days_per_week, item.days_per_week),
            0 if minutes is None else _distance(minutes, item.minutes),
            0 if minutes is None else item.minutes[1] - item.minutes[0],
        ),
    )


def in_week(slot: Slot, week: WeekPlan, rpe_cap: float = 10.0) -> Slot:
    """Return `slot` as `week` wants it: warm-up and cool-down never change."""
    if slot.part in (Part.WARM_UP, Part.COOL_DOWN):
        return slot
    # A walk in one go gets longer or shorter, never a second walk.
    in_one = slot.role is Role.CONDITIONING and slot.sets == 1
    changed = replace(
        slot,
        sets=slot.sets if in_one else max(1, round(slot.sets * week.sets_factor)),
        rpe=max(1.0, min(slot.rpe + week.rpe_shift, week.rpe_cap, rpe_cap)),
    )
    if slot.role is Role.MAIN and slot.reps and week.main_reps:
        changed = replace(changed, reps=week.main_reps)
    if slot.role is Role.CONDITIONING and slot.duration_s:
        changed = replace(changed, duration_s=_scaled(slot.duration_s, week.duration_factor))
    if slot.role is Role.INTERVALS and week.work:
        work = week.work
        span = (work.duration_s, work.duration_s)
        changed = replace(changed, sets=work.sets, duration_s=span, rest_s=work.rest_s)
    return changed


def next_day(
    plan: Programme,
    logs: Sequence[SessionLog],
    *,
    days_per_week: int | None = None,
    on: date | None = None,
    event: date | None = None,
) -> tuple[ProgrammeDay, WeekPlan]:
    """Return the day and week that follow the last one done, whatever the weekday.

    A missed day shifts the sequence instead of being lost. A week of the block is over after
    `days_per_week` sessions (default: one pass through the days); after the last week the block
    starts again, as it does after a break of 14 days before `on`. Weeks that taper come only before
    an `event`, and then by the calendar: the event decides which week it is, not the sessions done.
    """
    done = sorted(
        (log for log in logs if log.programme == plan.id and was_done(log)),
        key=lambda log: (log.day, log.id),
    )
    last = done[-1] if done else None
    ids = [day.id for day in plan.days]
    place = ids.index(last.programme_day) + 1 if last and last.programme_day in ids else 0
    following = plan.days[place % len(plan.days)]
    tapering = None if on is None else _week_before(plan, on, event)
    if tapering is not None:
        return following, tapering
    if last is None or (on is not None and (on - last.day).days >= RESTART_AFTER_DAYS):
        return following, plan.weeks[0]
    return following, _following_week(plan, done, days_per_week or len(plan.days))


def _week_before(plan: Programme, on: date, event: date | None) -> WeekPlan | None:
    """Return the week of `plan` that ends in time for `event`; None where sequence decides.

    With time for more than one round, the rounds before the last leave the taper out and are
    counted by sessions.
    """
    if event is None or event < on or not any(week.taper for week in plan.weeks):
        return None
    left = (event - on).days // 7 + 1
    return plan.weeks[-left] if left <= len(plan.weeks) else None


def was_done(log: SessionLog) -> bool:
    """Return whether a session counts as done: half of its sets logged, or finished.

    One that was closed with nothing done in it was not.
    """
    if log.finished:
        return not log.empty
    return log.planned_sets > 0 and 2 * log.work_sets >= log.planned_sets


def _following_week(plan: Programme, done: Sequence[SessionLog], per_week: int) -> WeekPlan:
    current = done[-1].week
    in_current = 0
    for log in reversed(done):
        if log.week != current:
            break
        in_current += 1
    number = current if in_current < per_week else current + 1
    rounds = [week for week in plan.weeks if not week.taper] or plan.weeks
    return rounds[(number - 1) % len(rounds)]


def _distance(value: int, span: Span) -> int:
    return max(span[0] - value, value - span[1], 0)


def _scaled(span: Span, factor: float) -> Span:
    """Scale to whole half minutes, never to nothing: nobody runs for 847 seconds."""
    low, high = (max(30, round(value * factor / 30) * 30) for value in span)
    return low, high


def _shipped() -> tuple[Programme, ...]:
    # Imported here because the reader needs the types above.
    from spotter.training.programme_files import shipped

    return shipped()
