"""What a session is, planned and done: frozen shapes, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from spotter.athletes.profile import BodySite


class Part(StrEnum):
    WARM_UP = "warm_up"
    MAIN = "main"
    ACCESSORY = "accessory"
    CONDITIONING = "conditioning"
    COOL_DOWN = "cool_down"


class Focus(StrEnum):
    """What a session is mostly for."""

    STRENGTH = "strength"
    HYPERTROPHY = "hypertrophy"
    ENDURANCE = "endurance"
    INTERVALS = "intervals"
    MIXED = "mixed"
    MOBILITY = "mobility"
    BALANCE = "balance"
    RECOVERY = "recovery"
    REST = "rest"


class SetKind(StrEnum):
    WARM_UP = "warm_up"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One set: `reps` or `duration_s` (one of them), external `load_kg` (None: bodyweight or pace).

    `rpe` is the target effort 1-10 (CR10); `rest_s` follows the set; `pace` is words for cardio,
    such as "easy, full sentences"; `hr_bpm` an optional (low, high) zone.
    """

    rpe: float
    rest_s: int
    reps: int | None = None
    duration_s: int | None = None
    load_kg: float | None = None
    kind: SetKind = SetKind.WORK
    pace: str = ""
    hr_bpm: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One exercise of a session with its sets; `reasons` are codes of `training.reasons`."""

    part: Part
    exercise: str
    sets: tuple[PlannedSet, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A proposal: a complete session that nothing has approved yet."""

    title: str
    focus: Focus
    blocks: tuple[Block, ...]
    duration_min: int
    programme: str = ""
    programme_day: str = ""
    week: int = 1
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """A set as done. `pain` is 0-10 (NRS) at `pain_site`; None means not asked."""

    exercise: str
    at: datetime
    reps: int | None = None
    duration_s: int | None = None
    load_kg: float | None = None
    rpe: float | None = None
    kind: SetKind = SetKind.WORK
    pain: int | None = None
    pain_site: BodySite | None = None
    block: int | None = None


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A set done elsewhere, as an imported training log tells it; `exercise` is a catalogue id.

    `day` is the athlete's local date; `source` names the log it came from.
    """

    exercise: str
    day: date
    reps: int | None = None
    load_kg: float | None = None
    rpe: float | None = None
    duration_s: int | None = None
    kind: SetKind = SetKind.WORK
    source: str = ""


@dataclass(frozen=True, slots=True)
class SessionLog:
    """A session as done on `day`; unfinished while `session_rpe` is None.

    `pain` maps site to NRS 0-10, `mood` is 1-5, `symptoms` are red-flag ids of `safety.redflags`.
    `asked_rpe` is the mean effort that the session asked for, by time, None when nobody planned it.
    """

    id: str
    day: date
    title: str
    focus: Focus
    sets: tuple[LoggedSet, ...] = ()
    programme: str = ""
    programme_day: str = ""
    week: int = 1
    planned_sets: int = 0
    session_rpe: float | None = None
    duration_min: float | None = None
    mood: int | None = None
    pain: Mapping[BodySite, int] = field(default_factory=dict)
    symptoms: frozenset[str] = frozenset()
    asked_rpe: float | None = None

    @property
    def finished(self) -> bool:
        return self.session_rpe is not None

    @property
    def empty(self) -> bool:
        """Return whether nothing was done: no set, no minutes, and no effort above 0, rest."""
        return not (self.sets or self.duration_min or self.session_rpe)

    @property
    def work_sets(self) -> int:
        """Return how many sets were logged, lighter ones before the work left out."""
        return sum(one.kind is SetKind.WORK for one in self.sets)
